/** Runs in a thread of its own: many clients, each opening, assigning, resolving and then finding one case after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { HttpClient, type Reply } from './http-client.ts';

export interface Drive {
  readonly port: number;
  readonly clerk: string;
  readonly worker: string;
  readonly unit: string;
  readonly area: string;
  readonly clients: number;
  readonly seconds: number;
}

export interface Driven {
  readonly lifecycles: number;
  readonly seconds: number;
  /** Milliseconds of each lifecycle. */
  readonly times: readonly number[];
  /** Milliseconds of each step: open, assign, resolve, search. */
  readonly steps: readonly (readonly number[])[];
  readonly problem: string | undefined;
}

const subjects = [
  '人民路路灯不亮',
  '清河路井盖破损',
  '颍州路占道经营',
  '淮河路暴露垃圾',
  '文峰路雨水箅子堵塞',
];

function parsed(reply: Reply): { id: string; version: number; number: string; rows: unknown[] } {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body.slice(0, 300)}`);
  return JSON.parse(reply.body) as { id: string; version: number; number: string; rows: unknown[] };
}

async function live(client: HttpClient, drive: Drive, index: number, steps: number[][]): Promise<void> {
  const base = '/api/flow/cases/bench.order';
  let at = performance.now();
  const lap = (step: number): void => {
    const now = performance.now();
    steps[step]?.push(now - at);
    at = now;
  };
  const values = {
    subject: subjects[index % subjects.length],
    caseArea: drive.area,
    detail: '早上路过时看到,影响通行',
    position: { lon: 115.81 + (index % 100) / 10_000, lat: 32.89 },
    phone: '13900001234',
  };
  const made = parsed(await client.send('POST', base, drive.clerk, { values }));
  lap(0);
  const sent = parsed(
    await client.send('POST', `${base}/${made.id}/acts`, drive.clerk, {
      version: made.version,
      action: 'assign',
      unit: drive.unit,
      opinion: '请尽快处理',
    }),
  );
  lap(1);
  parsed(
    await client.send('POST', `${base}/${made.id}/acts`, drive.worker, {
      version: sent.version,
      action: 'resolve',
      values: { result: '已到现场修复' },
    }),
  );
  lap(2);
  const found = parsed(
    await client.send('GET', `/api/registers/rows/bench.order?search=${made.number}&size=20`, drive.clerk),
  );
  if (!found.rows.some((row) => (row as { id: string }).id === made.id))
    throw new Error(`case ${made.number} is not found by its number`);
  lap(3);
}

export async function driveLifecycles(drive: Drive): Promise<Driven> {
  const times: number[] = [];
  const steps: number[][] = [[], [], [], []];
  const started = performance.now();
  const end = started + drive.seconds * 1000;
  let next = 0;
  let problem: string | undefined;
  await Promise.all(
    Array.from({ length: drive.clients }, async () => {
      const client = new HttpClient(drive.port);
      while (performance.now() < end && problem === undefined) {
        const from = performance.now();
        next += 1;
        try {
          await live(client, drive, next, steps);
        } catch (failed) {
          problem = String(failed);
        }
        times.push(performance.now() - from);
      }
      client.close();
    }),
  );
  return { lifecycles: times.length, seconds: (performance.now() - started) / 1000, times, steps, problem };
}

if (parentPort !== null) {
  const port = parentPort;
  void driveLifecycles(workerData as Drive).then((driven) => port.postMessage(driven));
}
