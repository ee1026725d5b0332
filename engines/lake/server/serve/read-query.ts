/** The query of a call: one row by its key, or the next ones in the order of keys. */
import { lakeErrors } from '../../errors.ts';

export const mostRows = 200;

export interface Query {
  readonly key?: string | undefined;
  readonly after?: string | undefined;
  readonly size: number;
}

/** Throws lake.badQuery. */
export function readQuery(text: string): Query {
  const given = new URLSearchParams(text);
  const size = Number(given.get('size') ?? 50);
  if (!Number.isInteger(size) || size < 1 || size > mostRows) throw lakeErrors.badQuery({ most: mostRows });
  const key = given.get('key') ?? undefined;
  return { key, after: given.get('after') ?? undefined, size: key === undefined ? size : 1 };
}
