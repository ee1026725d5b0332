/** Counts by county as the asker may see them: numbers of few people, and what would give them away, are not told. Pure. */
import type { SubjectCounts } from '../../../../engines/lake/service.ts';
import { suppress, suppressTable } from '../../../../kernel/suppress.ts';
import type { AreaCounts } from '../routes/shapes.ts';

type Area = SubjectCounts & { readonly area: string };

/** A part of the county's records, told only where neither it nor the rest is of few. */
function partsOf(parts: readonly number[], rows: number | null, least: number): (number | null)[] {
  if (rows === null) return parts.map(() => null);
  const isSmall = (count: number) => count > 0 && count < least;
  return parts.map((part) => (isSmall(part) || isSmall(rows - part) ? null : part));
}

/** `least` is 0 for whoever may look at the records themselves. */
export function showAreas(areas: readonly Area[], least: number): AreaCounts[] {
  const standing = suppressTable(
    areas.map(({ rows, ended }) => [rows, ended]),
    least,
  );
  const conflicted = suppress(
    areas.map((area) => area.conflicted),
    least,
  );
  return areas.map(({ area, sources, filled }, index) => {
    const [rows = null, ended = null] = standing[index] ?? [];
    return {
      area,
      rows,
      ended,
      conflicted: conflicted[index] ?? null,
      sources: partsOf(sources, rows, least),
      filled: partsOf(filled, rows, least),
    };
  });
}
