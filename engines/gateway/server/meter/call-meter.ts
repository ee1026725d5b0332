/** The meter of applications' calls: what may go on, and how many went how; counts wait a second in memory, since a row a call would cost more than the call. */
import { gather, sql, type Store, type Work } from '../../../store/index.ts';
import { type CallCount, type CallMeter, latencyBounds } from '../../service.ts';
import { takeCalls, type WantedCall } from './take-calls.ts';

const flushMilliseconds = 1000;
/** Longer than any difference of clocks that a door lets in (at most an hour each way). */
const nonceHours = 3;
const quotaDays = 3;

interface Sum {
  readonly hour: string;
  readonly app: string;
  readonly target: string;
  readonly outcome: string;
  calls: number;
  readonly spent: number[];
}

export interface OpenMeter extends CallMeter {
  close(): Promise<void>;
}

/** Hears of each kind of call the first time in an hour, in the transaction that counts it. */
export type NewKind = (work: Work, kind: Pick<CallCount, 'app' | 'target' | 'outcome'>) => void;

function classOf(milliseconds: number): number {
  const found = latencyBounds.findIndex((bound) => milliseconds <= bound);
  return found === -1 ? latencyBounds.length : found;
}

function hourOf(moment: Date): string {
  return new Date(Math.floor(moment.getTime() / 3_600_000) * 3_600_000).toISOString();
}

async function writeSums(work: Work, sums: readonly Sum[], onNewKind: NewKind): Promise<void> {
  const ordered = sums.toSorted((one, other) =>
    `${one.hour} ${one.app} ${one.target} ${one.outcome}` <
    `${other.hour} ${other.app} ${other.target} ${other.outcome}`
      ? -1
      : 1,
  );
  for (const { hour, app, target, outcome, calls, spent } of ordered) {
    const written = await sql<{
      fresh: boolean;
    }>`insert into gateway_call (hour, app, target, outcome, calls, spent)
      values (${hour}, ${app}, ${target}, ${outcome}, ${calls}, ${spent}::bigint[])
      on conflict (hour, app, target, outcome) do update set calls = gateway_call.calls + excluded.calls,
        spent = array(select a + b from unnest(gateway_call.spent, excluded.spent) with ordinality as u(a, b, place) order by place)
      returning xmax = 0 as fresh`.execute(work.db);
    if (written.rows[0]?.fresh) onNewKind(work, { app, target, outcome });
  }
}

export function openCallMeter(deps: {
  readonly store: Store;
  readonly onNewKind: NewKind;
  readonly report: (problem: unknown, where: string) => void;
}): OpenMeter {
  const { store } = deps;
  const take = gather((calls: readonly WantedCall[]) => takeCalls(store, calls));
  let sums = new Map<string, Sum>();
  let flushing = Promise.resolve();

  async function writeNow(): Promise<void> {
    if (sums.size === 0) return;
    const taken = sums;
    sums = new Map();
    try {
      await store.transaction((work) => writeSums(work, [...taken.values()], deps.onNewKind));
    } catch (problem) {
      // The database is away: what was counted meanwhile is added, and tried again.
      for (const sum of taken.values()) add(sum);
      throw problem;
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.catch(() => undefined).then(writeNow);
    return flushing;
  }

  function add(sum: Sum): void {
    const key = `${sum.hour} ${sum.app} ${sum.target} ${sum.outcome}`;
    const known = sums.get(key);
    if (known === undefined) {
      sums.set(key, sum);
      return;
    }
    known.calls += sum.calls;
    for (const [place, calls] of sum.spent.entries()) known.spent[place] = (known.spent[place] ?? 0) + calls;
  }

  const timer = setInterval(
    () => void flush().catch((problem: unknown) => deps.report(problem, 'gateway.meter')),
    flushMilliseconds,
  );
  timer.unref();

  return {
    take,
    count({ app, target, outcome, milliseconds }) {
      const spent = Array.from({ length: latencyBounds.length + 1 }, () => 0);
      spent[classOf(milliseconds)] = 1;
      add({ hour: hourOf(store.clock.now()), app, target, outcome, calls: 1, spent });
    },
    async counts({ from, to }) {
      await flush();
      const found = await sql<
        Omit<CallCount, 'hour' | 'calls' | 'spent'> & { hour: Date | string; calls: string; spent: string[] }
      >`
        select hour, app, target, outcome, calls, spent from gateway_call where hour >= ${from} and hour < ${to}
        order by hour, app, target, outcome`.execute(store.db);
      return found.rows.map((row) => ({
        ...row,
        hour: new Date(row.hour).toISOString(),
        calls: Number(row.calls),
        spent: row.spent.map(Number),
      }));
    },
    flush,
    async sweep() {
      const before = (hours: number) =>
        new Date(store.clock.now().getTime() - hours * 3_600_000).toISOString();
      await sql`delete from gateway_nonce where at < ${before(nonceHours)}`.execute(store.db);
      await sql`delete from gateway_quota where begins < ${before(quotaDays * 24)}`.execute(store.db);
    },
    async close() {
      clearInterval(timer);
      await flush().catch((problem: unknown) => deps.report(problem, 'gateway.meter'));
    },
  };
}
