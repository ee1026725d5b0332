/** Case numbers: prefix, day and serial. Callers that wait at the same moment share one upsert, so the counter's row lock is never held by a case. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { type Database, sql, type Store } from '../../../store/index.ts';

type Form = CaseProcess['number'];

export interface Numbers {
  /** The next number, outside any transaction; one of an aborted case stays unused. */
  next(form: Form): Promise<string>;
  /** Several, inside a short transaction that already holds a connection. */
  take(db: Database, form: Form, now: Date, count: number): Promise<readonly string[]>;
  /** Several outside any transaction: an import of minutes must not hold the counter. */
  takeAlone(form: Form, count: number): Promise<readonly string[]>;
}

export function formatNumber(form: Form, day: string, serial: number): string {
  return `${form.prefix}${day.replaceAll('-', '')}-${String(serial).padStart(form.digits, '0')}`;
}

/** Returns the last of `count` serials. */
async function advance(
  db: Database,
  prefix: string,
  day: string,
  count: number,
  alone: boolean,
): Promise<number> {
  // Alone it need not wait for the disk: a case that carries the number commits later, and that flush covers this record too.
  const hurry = alone ? sql`, (select set_config('synchronous_commit', 'off', true)) as hurry` : sql``;
  const found = await sql<{ last: number }>`
    insert into flow_number (prefix, day, last) select ${prefix}, ${day}::date, ${count}::integer from (select 1) as one ${hurry}
    on conflict (prefix, day) do update set last = flow_number.last + excluded.last returning last`.execute(
    db,
  );
  return found.rows[0]?.last ?? count;
}

export function openNumbers(store: Store): Numbers {
  interface Waiting {
    readonly form: Form;
    resolve(number: string): void;
    reject(problem: unknown): void;
  }
  const queues = new Map<string, Waiting[]>();
  const busy = new Set<string>();

  async function serve(prefix: string): Promise<void> {
    busy.add(prefix);
    for (;;) {
      const waiting = queues.get(prefix) ?? [];
      queues.delete(prefix);
      if (waiting.length === 0) break;
      const day = shanghaiDate(store.clock.now());
      try {
        const last = await advance(store.db, prefix, day, waiting.length, true);
        waiting.forEach((each, index) =>
          each.resolve(formatNumber(each.form, day, last - waiting.length + 1 + index)),
        );
      } catch (problem) {
        for (const each of waiting) each.reject(problem);
      }
    }
    busy.delete(prefix);
  }

  function listed(form: Form, day: string, last: number, count: number): readonly string[] {
    return Array.from({ length: count }, (_, index) => formatNumber(form, day, last - count + 1 + index));
  }

  return {
    next(form) {
      return new Promise((resolve, reject) => {
        const queue = queues.get(form.prefix) ?? [];
        queue.push({ form, resolve, reject });
        queues.set(form.prefix, queue);
        if (!busy.has(form.prefix)) void serve(form.prefix);
      });
    },
    async take(db, form, now, count) {
      const day = shanghaiDate(now);
      const last = await advance(db, form.prefix, day, count, false);
      return listed(form, day, last, count);
    },
    async takeAlone(form, count) {
      const day = shanghaiDate(store.clock.now());
      return listed(form, day, await advance(store.db, form.prefix, day, count, true), count);
    },
  };
}
