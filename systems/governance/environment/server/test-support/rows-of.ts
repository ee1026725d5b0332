/** Rows of this system's registers as a caller reads them, for its tests. */
import { expect } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';

export async function rowsOf(
  who: Caller,
  register: string,
  where: object = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const reply = await who.get(
    `/api/registers/rows/environment.${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode).toBe(200);
  return reply.json<{ rows: Readonly<Record<string, unknown>>[] }>().rows;
}
