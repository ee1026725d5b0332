/** Parts of a match as rows: what came in order, what goes out, and all of it as one. */
import { sql } from '../../store/index.ts';
import type { Database, Work } from '../../store/service.ts';
import { privacyErrors } from '../errors.ts';
import { joinPoints, pointBytes, splitPoints } from '../match/point.ts';

/** 8192 points are 350 kB of JSON, well under what the gateway takes. */
export const partPoints = 8192;

export type PartKind = 'theirs' | 'ours' | 'both' | 'answer';

export function partsOf(points: number): number {
  return Math.ceil(points / partPoints);
}

/** Throws privacy.wrongPart for a part out of turn or of another size than its place wants. */
export async function takePart(
  work: Work,
  part: {
    readonly match: string;
    readonly kind: PartKind;
    readonly number: number;
    readonly points: Uint8Array;
  },
  expected: number,
): Promise<void> {
  const { match, kind, number, points } = part;
  const found = await sql<{ parts: number }>`select count(*)::int as parts from privacy_match_part
    where match = ${match} and kind = ${kind}`.execute(work.db);
  const parts = found.rows[0]?.parts ?? 0;
  const size = Math.min(partPoints, expected - number * partPoints) * pointBytes;
  if (number !== parts || points.length !== size || size <= 0)
    throw privacyErrors.wrongPart({ expected: parts + 1 });
  await writePart(work, part);
}

export async function writePart(
  work: Work,
  part: {
    readonly match: string;
    readonly kind: PartKind;
    readonly number: number;
    readonly points: Uint8Array;
  },
): Promise<void> {
  const { match, kind, number, points } = part;
  await sql`insert into privacy_match_part (match, kind, number, points)
    values (${match}, ${kind}, ${number}, ${Buffer.from(points)})`.execute(work.db);
}

export async function writeParts(
  work: Work,
  match: string,
  kind: PartKind,
  points: readonly Uint8Array[],
): Promise<void> {
  for (let number = 0; number < partsOf(points.length); number += 1)
    await writePart(work, {
      match,
      kind,
      number,
      points: joinPoints(points.slice(number * partPoints, (number + 1) * partPoints)),
    });
}

export async function readPart(
  db: Database,
  match: string,
  kind: PartKind,
  number: number,
): Promise<Uint8Array | undefined> {
  const found = await sql<{ points: Buffer }>`select points from privacy_match_part
    where match = ${match} and kind = ${kind} and number = ${number}`.execute(db);
  return found.rows[0]?.points;
}

export async function readPoints(
  db: Database,
  match: string,
  kind: PartKind,
): Promise<readonly Uint8Array[]> {
  const found = await sql<{ points: Buffer }>`select points from privacy_match_part
    where match = ${match} and kind = ${kind} order by number`.execute(db);
  return found.rows.flatMap(({ points }) => splitPoints(points) ?? []);
}

export async function dropParts(work: Work, match: string): Promise<void> {
  await sql`delete from privacy_match_part where match = ${match}`.execute(work.db);
}
