/** A server that is killed while it loads: readers keep what they had, nothing that came is lost or doubled, and the next turn is whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, copyFile, cp, mkdir, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { seededRandom } from '../../../../kernel/seeded-random.ts';
import { sql } from '../../../store/index.ts';
import type { BatchRow, LoadPlan } from '../../types.ts';
import { sweepFiles } from '../sweep-files.ts';
import { answers, type Broker, brokers } from '../test-support/brokers.ts';
import { fieldsOf, openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

const seed = Number(process.env['CRASH_SEED'] ?? '20260101');

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.message-seconds', 1));
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.drop-still-seconds', 0));
});
const started: ChildProcess[] = [];
afterAll(async () => {
  await spare;
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await city.close();
});

/** The same moments in each run. */
const chance = seededRandom(seed);

async function startServer(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../test-support/loading-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, DATABASE_URL: city.store.url, DATA_DIR: city.store.dataDirectory },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A group of its own: DuckDB's process can be struck together with it.
    detached: true,
  });
  started.push(child);
  await once(child, 'message');
  return child;
}

/** The next one starts while this one is struck. */
let spare: Promise<ChildProcess> | undefined;
function takeServer(): Promise<ChildProcess> {
  const taken = spare ?? startServer();
  spare = startServer();
  return taken;
}

async function kill(child: ChildProcess, withDuck: boolean): Promise<void> {
  const gone = once(child, 'exit');
  process.kill(withDuck ? -(child.pid ?? 0) : (child.pid ?? 0), 'SIGKILL');
  await gone;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error('the moment does not come');
    await wait(2);
  }
}

const batchesOf = (plan: LoadPlan) => city.lake.batches({ datasets: [plan.dataset], size: 50 });
const inLake = (...parts: readonly string[]) => path.join(city.store.dataDirectory, 'lake', ...parts);
const exists = (at: string) =>
  access(at).then(
    () => true,
    () => false,
  );
const filled = (at: string) =>
  stat(at).then(
    ({ size }) => size > 0,
    () => false,
  );

interface Moment {
  readonly name: string;
  readonly withDuck: boolean;
  /** Whether it has come, of a batch that runs. */
  comes(plan: LoadPlan, batch: string): Promise<void>;
}

const file = (name: string, of: (plan: LoadPlan, batch: string) => string, withDuck: boolean): Moment => ({
  name,
  withDuck,
  comes: (plan, batch) => until(() => exists(inLake(of(plan, batch)))),
});
const anywhere = (most: number): Moment => {
  const milliseconds = Math.round(chance() * most);
  return { name: `开始后${milliseconds}毫秒`, withDuck: chance() < 0.5, comes: () => wait(milliseconds) };
};

const written = (plan: LoadPlan, batch: string) => path.join('standard', plan.dataset, `${batch}.parquet`);
const moments: readonly Moment[] = [
  file('接收时', (_plan, batch) => path.join('spool', batch), false),
  file('写原始层时', (plan, batch) => path.join('raw', plan.dataset, `${batch}.parquet`), true),
  file('写标准层时', (plan, batch) => `${written(plan, batch)}.part`, false),
  anywhere(800),
  file('写完还没有发布时', written, true),
];

/** Kills a server that loads the plan at the moment, which is before anything is shown: the dataset's row is held so long. */
async function strike(plan: LoadPlan, moment: Moment): Promise<string> {
  const child = await takeServer();
  // By what was there before, not by age: ids of this process may run ahead of the child's.
  const before = new Set((await batchesOf(plan)).map(({ id }) => id));
  const holder = new pg.Client({ connectionString: city.store.url });
  await holder.connect();
  try {
    child.send(plan);
    let batch: BatchRow | undefined;
    await until(async () => {
      batch = (await batchesOf(plan)).find(({ id, state }) => state === 'running' && !before.has(id));
      return batch !== undefined;
    });
    await holder.query('begin');
    await holder.query('select 1 from lake_dataset where id = $1 for update', [plan.dataset]);
    await moment.comes(plan, batch?.id ?? '');
    await kill(child, moment.withDuck);
    return batch?.id ?? '';
  } finally {
    await holder.end();
  }
}

const fields = [
  { name: 'id', source: 'id', title: '编号', type: 'text', key: true },
  { name: 'n', source: 'n', title: '数', type: 'integer' },
];

/** `bad` of the rows are rejected. */
function content(name: string, rows: number, bad: number): string {
  const line = (row: number) => `${name}${row},${row < bad ? `x${row}` : row}\n`;
  return `id,n\n${Array.from({ length: rows }, (_, row) => line(row)).join('')}`;
}

/** What readers see, and which rejected rows wait. */
async function shown(plan: LoadPlan) {
  const page = await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 });
  const kept = await city.lake.letters({ dataset: plan.dataset, state: 'kept', size: 200 });
  const cells = kept.letters.map((letter) => letter.cells['id'] ?? letter.cells['']);
  return { total: page.total, rows: page.rows, waiting: kept.total, kept: cells };
}

const interrupted = {
  state: 'failed',
  error: 'lake.broken',
  message: '服务中断，批次作废，原有数据不受影响',
};

/** As if three days went by, with the nightly sweep in each. */
async function sweepForDays(): Promise<void> {
  const longAgo = new Date(Date.now() - 400 * 86_400_000);
  for (const entry of await readdir(inLake(), { withFileTypes: true, recursive: true }))
    await utimes(path.join(entry.parentPath, entry.name), longAgo, longAgo);
  await sweepFiles(city.store);
  await sql`update lake_unseen_file set noticed_at = noticed_at - interval '25 hours'`.execute(city.store.db);
  await sweepFiles(city.store);
}

const filesUnder = async (...parts: readonly string[]) =>
  (await readdir(inLake(...parts)).catch(() => [])).toSorted();

test(`整批载入时被强制终止（种子${seed}）：读者看到原来的整批，退回记录都在，再来一次是完整的`, async () => {
  const plan = await city.planOf(content('a', 5000, 40), fields);
  const first = await city.lake.load(plan, 'tester');
  expect(first).toMatchObject({ state: 'loaded', loaded: 4960, rejected: 40 });
  const before = await shown(plan);
  expect(before).toMatchObject({ total: 4960, waiting: 40 });
  const next = await city.planOf(content('b', 60_000, 50), fields, { dataset: plan.dataset });
  const struck: string[] = [];
  for (const moment of moments) {
    struck.push(await strike(next, moment));
    expect(await shown(next), moment.name).toEqual(before);
  }
  const second = await city.lake.load(next, 'tester');
  expect(second).toMatchObject({ state: 'loaded', received: 60_000, loaded: 59_950, rejected: 50 });
  for (const batch of struck) expect(await city.lake.findBatch(batch)).toMatchObject(interrupted);
  const after = await shown(next);
  expect(after).toMatchObject({ total: 59_950, waiting: 50 });
  expect(new Set(after.kept).size).toBe(50);
  const old = await city.lake.letters({ dataset: plan.dataset, state: 'superseded', size: 200 });
  expect(old.total).toBe(40);
  expect((await city.lake.load(next, 'tester')).state).toBe('unchanged');
  expect(await shown(next)).toEqual(after);
  await sweepForDays();
  expect(await filesUnder('standard', plan.dataset)).toEqual([`${second.id}.parquet`]);
  expect([
    await filesUnder('raw', plan.dataset),
    await filesUnder('spool'),
    await filesUnder('spill'),
  ]).toEqual([[], [], []]);
  expect(await shown(next)).toEqual(after);
}, 60_000);

test('增量并入时、并入后还没有收拾来件时被强制终止：不少一行，不多一行', async () => {
  const source = newId();
  const inbox = inLake('inbox', source);
  await mkdir(inbox, { recursive: true });
  const plan: LoadPlan = {
    dataset: newId(),
    title: '投递',
    source,
    connection: { kind: 'file' },
    object: { kind: 'drop', match: '*.csv' },
    mode: 'key',
    fields: fieldsOf(fields),
  };
  await writeFile(path.join(inbox, '1.csv'), content('a', 500, 20));
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ state: 'loaded', loaded: 480, rejected: 20 });
  const before = await shown(plan);
  // Replaces some rows, and brings a bad one that came before.
  await writeFile(path.join(inbox, '2.csv'), `id,n\na0,x0\na30,-30\nnew,1\nbad,x\n`);
  const struck = await strike(plan, file('写完还没有发布时', written, true));
  expect(await shown(plan)).toEqual(before);
  expect(await filesUnder('inbox', source)).toContain('2.csv');
  const second = await city.lake.load(plan, 'tester');
  expect(second).toMatchObject({ state: 'loaded', received: 4, loaded: 2, rejected: 2 });
  expect(await city.lake.findBatch(struck)).toMatchObject(interrupted);
  const after = await shown(plan);
  expect(after).toMatchObject({ total: 481, waiting: 21 });
  // Shown, and killed before the file was put away: it lies there still.
  const [done = ''] = (await filesUnder('inbox', source, 'done')).filter((name) => name.endsWith('2.csv'));
  await rename(path.join(inbox, 'done', done), path.join(inbox, '2.csv'));
  expect((await city.lake.load(plan, 'tester')).state).toBe('unchanged');
  expect(await filesUnder('inbox', source)).toEqual(['done']);
  expect(await shown(plan)).toEqual(after);
  await sweepForDays();
  expect(await filesUnder('standard', plan.dataset)).toHaveLength(2);
  expect(await filesUnder('replaced', plan.dataset)).toEqual([`${second.id}.parquet`]);
  expect(await shown(plan)).toEqual(after);
}, 60_000);

const keyless = fieldsOf(fields.map((field) => ({ ...field, key: false })));

const rowsFile = async (plan: LoadPlan) =>
  inLake(
    'stream',
    plan.dataset,
    (await filesUnder('stream', plan.dataset)).find((name) => name.endsWith('.jsonl')) ?? 'none',
  );

/** Rows without a key: one that came twice would be there twice. */
async function expectEachOnce(plan: LoadPlan, rows: number, bad: number): Promise<void> {
  const { total, rows: seen, waiting, kept } = await shown(plan);
  expect(seen.map((row) => Number(row['n'])).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: rows }, (_, row) => row),
  );
  expect([total, waiting, new Set(kept).size]).toEqual([rows, bad, bad]);
}

async function survives(broker: Broker): Promise<void> {
  const plan: LoadPlan = {
    dataset: newId(),
    title: '消息',
    source: newId(),
    connection: broker.connection,
    object: { kind: 'messages', topic: broker.topic, form: 'json' },
    mode: 'messages',
    fields: keyless,
  };
  if (broker.secret !== undefined)
    await city.store.transaction((work) => city.lake.setSecret(work, plan.source, broker.secret ?? ''));
  const load = () => city.lake.load(plan, 'tester');
  // Makes the session of MQTT and the consumer of JetStream.
  expect(await load()).toMatchObject({ error: 'lake.noMessages' });
  const good = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => JSON.stringify({ id: 'x', n: from + index }));
  await broker.send(...good(0, 60), 'no row 1', 'no row 2', '{"id":"bad","n":"x"}');
  // While it receives: some lie on disk, and the broker has not been told.
  await strike(plan, {
    name: '接收消息时',
    withDuck: true,
    comes: async () => until(async () => filled(await rowsFile(plan))),
  });
  await broker.redeliver?.(`city-${plan.dataset}`);
  // Written and not shown.
  await strike(plan, file('写完还没有发布时', written, false));
  const [folder, aside] = [inLake('stream', plan.dataset), inLake('spool', newId())];
  await cp(folder, aside, { recursive: true });
  const spooled = (await readdir(aside)).filter((name) => !name.endsWith('.unsure'));
  expect(await load()).toMatchObject({ state: 'loaded' });
  // Shown, and killed before what lay on disk was forgotten, or when only a part of it was.
  const putBack = (names: readonly string[]) =>
    Promise.all(names.map((name) => copyFile(path.join(aside, name), path.join(folder, name))));
  await putBack(spooled);
  expect((await load()).state).toBe('unchanged');
  await putBack(spooled.filter((name) => name.endsWith('.poison')));
  // What the broker was not told of yet comes in later turns.
  const loadAll = async () => {
    for (let state = ''; state !== 'unchanged'; state = (await load()).state)
      expect(state).not.toBe('failed');
  };
  await loadAll();
  await expectEachOnce(plan, 60, 3);
  expect(await filesUnder('stream', plan.dataset)).toEqual([]);
  // Killed within a write: of a message that was cut short the broker knows nothing, so it comes whole.
  const cut = path.join(folder, newId());
  await writeFile(`${cut}.jsonl`, '{"id":"x","n":60}\n{"id":"x","n":61}\n{"id":"x",');
  await writeFile(`${cut}.poison`, '"no ro');
  await writeFile(`${cut}.unsure`, '["0",[0,0],[18,0]]\n["1",[18,0],[54,0]]\n["');
  await broker.send(...good(61, 63));
  await loadAll();
  await expectEachOnce(plan, 63, 3);
}

for (const [name, port, open] of brokers) {
  const there = await answers(port);
  // Side by side: their turns are waiting for the most part.
  describe.skipIf(!there).concurrent(there ? name : `${name}（127.0.0.1:${port} 没有应答，跳过）`, () => {
    test('收消息时、写完还没有发布时被强制终止：没有一条丢失，没有一条来两次', async () => {
      const broker = await open();
      try {
        await survives(broker);
      } finally {
        await broker.close();
      }
    }, 60_000);
  });
}
