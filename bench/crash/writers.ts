/** Clients of the drill: each opens a case under an id of its own making and takes it to its end, asking again until it has an answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../../kernel/ids.ts';
import { caseType, steps } from './errand.ts';

/** Where the server is now; changes with every restart. */
export interface Target {
  port: number;
  token: string;
}

export interface Tally {
  /** Case id → how many steps were acknowledged, the opening included. */
  readonly acknowledged: Map<string, number>;
  /** Answers by status; 'none' for a request without an answer. */
  readonly answers: Map<string, number>;
  /** Answers that no client should ever get, with their text. */
  readonly wrong: string[];
  /** When the last acknowledged write was sent, by performance.now(). */
  lastSentAt: number;
  /** When writes were acknowledged since it was last emptied, by performance.now(). */
  acknowledgedAt: number[];
}

export function newTally(): Tally {
  return { acknowledged: new Map(), answers: new Map(), wrong: [], lastSentAt: 0, acknowledgedAt: [] };
}

interface Reply {
  readonly status: number;
  readonly body: { readonly version?: number; readonly code?: string };
}

async function send(target: Target, path: string, key: string, body: object): Promise<Reply | undefined> {
  try {
    const reply = await fetch(`http://127.0.0.1:${target.port}/api/flow/cases/${caseType}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-city-request': '1',
        'x-request-key': key,
        cookie: `city_session=${target.token}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: reply.status, body: (await reply.json()) as Reply['body'] };
  } catch {
    return undefined;
  }
}

function note(tally: Tally, sentAt: number): void {
  tally.lastSentAt = sentAt;
  tally.acknowledgedAt.push(performance.now());
}

/** Asks again with the same key until the server answers yes or no: 503 and silence mean 'perhaps'. */
async function insist(
  target: Target,
  tally: Tally,
  path: string,
  body: object,
  goesOn: () => boolean,
): Promise<Reply | undefined> {
  const key = newId();
  while (goesOn()) {
    const sentAt = performance.now();
    const reply = await send(target, path, key, body);
    const name = reply === undefined ? 'none' : String(reply.status);
    tally.answers.set(name, (tally.answers.get(name) ?? 0) + 1);
    if (reply?.status === 200) note(tally, sentAt);
    if (reply !== undefined && reply.status !== 503) return reply;
    await wait(50);
  }
  return undefined;
}

async function takeThrough(target: Target, tally: Tally, goesOn: () => boolean): Promise<void> {
  const id = newId();
  const values = { title: `演练 ${id.slice(-6)}`, caseArea: '341202000000' };
  const parts: readonly (readonly [string, object])[] = [
    ['', { id, values }],
    ...steps.map((action) => [`/${id}/acts`, { action }] as const),
  ];
  let version = 0;
  for (const [index, [path, part]] of parts.entries()) {
    const reply = await insist(target, tally, path, index === 0 ? part : { ...part, version }, goesOn);
    if (reply === undefined) return;
    if (reply.status !== 200 || reply.body.version === undefined) {
      tally.wrong.push(`${id} step ${index}: ${reply.status} ${reply.body.code ?? ''}`);
      return;
    }
    version = reply.body.version;
    tally.acknowledged.set(id, index + 1);
  }
}

/** Runs until `goesOn` says no; then every writer leaves its last case where it stands. */
export async function runWriters(
  target: Target,
  tally: Tally,
  count: number,
  goesOn: () => boolean,
): Promise<void> {
  const writer = async () => {
    while (goesOn()) await takeThrough(target, tally, goesOn);
  };
  await Promise.all(Array.from({ length: count }, writer));
}
