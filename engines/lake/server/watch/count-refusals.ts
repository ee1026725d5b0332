/** Counts calls that were refused before there was a receipt: a second in memory, then added; a crash may lose that second and nothing else. */
import { sql, type Store } from '../../../store/index.ts';

export interface RefusalCount {
  add(app: string, code: string): void;
  flush(): Promise<void>;
}

interface Sum {
  readonly app: string;
  readonly hour: string;
  readonly code: string;
  calls: number;
}

const hourMilliseconds = 3_600_000;

export function countRefusals(store: Store): RefusalCount {
  let sums = new Map<string, Sum>();

  function add(app: string, code: string, calls = 1, at = store.clock.now().getTime()): void {
    const hour = new Date(Math.floor(at / hourMilliseconds) * hourMilliseconds).toISOString();
    const key = `${hour} ${app} ${code}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { app, hour, code, calls });
    else known.calls += calls;
  }

  return {
    add: (app, code) => add(app, code),
    async flush() {
      if (sums.size === 0) return;
      const taken = [...sums.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1));
      sums = new Map();
      const column = (of: (sum: Sum) => string | number) => taken.map(([, sum]) => of(sum));
      try {
        await sql`insert into lake_refusal (app, hour, code, calls)
          select * from unnest(${column((sum) => sum.app)}::uuid[], ${column((sum) => sum.hour)}::timestamptz[],
            ${column((sum) => sum.code)}::text[], ${column((sum) => sum.calls)}::bigint[])
          on conflict (app, hour, code) do update set calls = lake_refusal.calls + excluded.calls`.execute(
          store.db,
        );
      } catch (problem) {
        // The database is away: what was counted is added to the next second's.
        for (const [, { app, code, calls, hour }] of taken) add(app, code, calls, Date.parse(hour));
        throw problem;
      }
    },
  };
}
