/** Which unit should handle a matter: 部件先属主后属地, 事项先属地后属主; the narrowest row of the duty table wins. Pure. */
import { areaPrefix, isInArea } from '../../../../../kernel/area.ts';

export interface DutyRow {
  readonly role: string | null;
  readonly classPrefix: string | null;
  readonly region: string;
  readonly side: string;
  readonly unit: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface DutyQuestion {
  readonly matter: string;
  readonly role: string;
  readonly kind: 'owner-first' | 'area-first';
  /** Where it happened. */
  readonly area: string;
  /** Units that the component itself names, maintainer before owner. */
  readonly keepers: readonly string[];
  /** YYYY-MM-DD in Shanghai. */
  readonly today: string;
}

export interface DutyAnswer {
  readonly unit: string;
  readonly from: 'keeper' | 'owner' | 'area';
  readonly region: string | null;
}

function fits(row: DutyRow, question: DutyQuestion): boolean {
  return (
    isInArea(question.area, row.region) &&
    question.matter.startsWith(row.classPrefix ?? '') &&
    (row.role === null || row.role === question.role) &&
    row.validFrom <= question.today &&
    (row.validTo === null || row.validTo >= question.today)
  );
}

/** A narrower class says more than a narrower area, and a named role more than none. */
function narrowness(row: DutyRow): number {
  return (
    (row.classPrefix ?? '').length * 1000 + areaPrefix(row.region).length * 10 + (row.role === null ? 0 : 1)
  );
}

/** Best first, each unit once; empty when the command centre has to decide. */
export function rankDuty(rows: readonly DutyRow[], question: DutyQuestion): readonly DutyAnswer[] {
  const fitting = rows.filter((row) => fits(row, question)).sort((a, b) => narrowness(b) - narrowness(a));
  const bySide = (side: 'owner' | 'area') =>
    fitting
      .filter((row) => row.side === side)
      .map((row): DutyAnswer => ({ unit: row.unit, from: side, region: row.region }));
  const keepers = question.keepers.map((unit): DutyAnswer => ({ unit, from: 'keeper', region: null }));
  const sides = question.kind === 'owner-first' ? (['owner', 'area'] as const) : (['area', 'owner'] as const);
  const seen = new Set<string>();
  return [...keepers, ...sides.flatMap(bySide)].filter(({ unit }) => !seen.has(unit) && seen.add(unit));
}
