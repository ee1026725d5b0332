/** Bounded counts of list queries, remembered for a moment: many officials look at the same list, and nobody at its exact size. */
import type { RawBuilder } from 'kysely';
import type { Database } from '../../../store/service.ts';

const lifetime = 5000;
const mostKept = 500;

interface Kept {
  readonly until: number;
  readonly value: Promise<number>;
}

/** One per register. `forget` after each write of this process, so a person sees his own row counted at once. */
export class BoundedCounts {
  readonly #kept = new Map<string, Kept>();

  forget(): void {
    this.#kept.clear();
  }

  async count(db: Database, statement: RawBuilder<unknown>): Promise<number> {
    const compiled = statement.compile(db);
    const key = `${compiled.sql}\n${JSON.stringify(compiled.parameters)}`;
    const now = performance.now();
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > now) return known.value;
    const value = db.executeQuery(compiled).then((found) => {
      const [row] = found.rows as { count: number }[];
      return row?.count ?? 0;
    });
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, { until: now + lifetime, value });
    value.catch(() => this.#kept.delete(key));
    return value;
  }
}
