/** Whether a call may go on: its nonce unused, its quotas not reached; all calls of a few milliseconds in one transaction. */
import { sql, type Store, type Work } from '../../../store/index.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import type { CallWindow, Taken } from '../../service.ts';

export interface WantedCall {
  readonly app: string;
  readonly nonce: string;
  readonly subject: string;
  readonly windows: readonly CallWindow[];
}

interface Window {
  readonly subject: string;
  readonly length: CallWindow['length'];
  /** Milliseconds since the epoch. */
  readonly begins: number;
}

const lengths = { minute: 60_000, day: 86_400_000 } as const;

/** Minutes are those of the clock, days those of Shanghai. */
function beginOf(length: CallWindow['length'], now: Date): number {
  if (length === 'day') return shanghaiInstant(shanghaiDate(now)).getTime();
  return Math.floor(now.getTime() / lengths.minute) * lengths.minute;
}

const keyOf = ({ subject, length }: { readonly subject: string; readonly length: string }) =>
  `${length} ${subject}`;

/** Those whose nonce nobody has used, here or in this batch: the first of two equal ones. */
async function takeNonces(work: Work, calls: readonly WantedCall[]): Promise<ReadonlySet<number>> {
  const taken = await sql<{ app: string; nonce: string }>`insert into gateway_nonce (app, nonce, at)
    select app, nonce, ${work.now.toISOString()}::timestamptz
    from unnest(${calls.map(({ app }) => app)}::uuid[], ${calls.map(({ nonce }) => nonce)}::text[]) as g(app, nonce)
    group by app, nonce order by app, nonce
    on conflict do nothing returning app, nonce`.execute(work.db);
  const free = new Set(taken.rows.map(({ app, nonce }) => `${app} ${nonce}`));
  return new Set(calls.flatMap(({ app, nonce }, index) => (free.delete(`${app} ${nonce}`) ? [index] : [])));
}

/** Locks the windows of the batch in one order everywhere, and tells what was used of each. */
async function lockWindows(work: Work, windows: readonly Window[]): Promise<Map<string, number>> {
  const found = await sql<{ subject: string; length: string; calls: number }>`
    insert into gateway_quota (subject, length, begins, calls)
    select subject, length, begins, 0 from unnest(${windows.map(({ subject }) => subject)}::text[],
      ${windows.map(({ length }) => length)}::text[], ${windows.map(({ begins }) => new Date(begins).toISOString())}::timestamptz[])
      as g(subject, length, begins) order by subject, length
    on conflict (subject, length, begins) do update set calls = gateway_quota.calls
    returning subject, length, calls`.execute(work.db);
  return new Map(found.rows.map((row) => [keyOf(row), Number(row.calls)]));
}

async function writeWindows(work: Work, windows: readonly Window[], used: ReadonlyMap<string, number>) {
  await sql`update gateway_quota q set calls = g.calls from unnest(${windows.map(({ subject }) => subject)}::text[],
    ${windows.map(({ length }) => length)}::text[], ${windows.map(({ begins }) => new Date(begins).toISOString())}::timestamptz[],
    ${windows.map((window) => used.get(keyOf(window)) ?? 0)}::bigint[]) as g(subject, length, begins, calls)
    where q.subject = g.subject and q.length = g.length and q.begins = g.begins`.execute(work.db);
}

function windowsOf(calls: readonly WantedCall[], now: Date): readonly Window[] {
  const windows = new Map<string, Window>();
  for (const { subject, windows: asked } of calls)
    for (const { length } of asked) {
      const window = { subject, length, begins: beginOf(length, now) };
      windows.set(keyOf(window), window);
    }
  return [...windows.values()];
}

export async function takeCalls(store: Store, calls: readonly WantedCall[]): Promise<readonly Taken[]> {
  return store.transaction(async (work) => {
    const { now } = work;
    const fresh = await takeNonces(work, calls);
    const windows = windowsOf(calls, now);
    const used = await lockWindows(work, windows);
    const outcomes = calls.map((call, index): Taken => {
      if (!fresh.has(index)) return { outcome: 'replayed' };
      const usedOf = (length: string) => used.get(keyOf({ subject: call.subject, length })) ?? 0;
      const full = call.windows.find(({ length, most }) => usedOf(length) >= most);
      if (full !== undefined) {
        const ends = beginOf(full.length, now) + lengths[full.length];
        return { outcome: 'over', window: full, seconds: Math.ceil((ends - now.getTime()) / 1000) };
      }
      for (const { length } of call.windows)
        used.set(keyOf({ subject: call.subject, length }), usedOf(length) + 1);
      return { outcome: 'taken' };
    });
    await writeWindows(work, windows, used);
    return outcomes;
  });
}
