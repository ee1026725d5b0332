/** A kept check as people and programs read it. */
import { z } from 'zod';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { check } from '../../registers/check.ts';
import { Category, type CheckResult, Drawn, LineFinding, Remark } from '../../routes/shapes.ts';
import { isConclusion } from '../../data/conclusions.ts';
import { toMu } from './judge-area.ts';

const Kept = z.object({
  shape: Drawn,
  findings: z.array(LineFinding),
  mended: z.object({ remarks: z.array(Remark), statedDifference: z.number().nullable() }),
  category: Category,
});

export type CheckRow = Row<typeof check>;

export function showCheck(row: CheckRow): CheckResult {
  const { shape, findings, mended, category } = Kept.parse(row);
  const squareMetres = row.squareMetres ?? 0;
  return {
    id: row.id,
    title: row.title,
    project: row.project,
    checkedAt: row.checkedAt,
    category,
    conclusion: isConclusion(row.conclusion) ? row.conclusion : 'verify',
    squareMetres,
    mu: toMu(squareMetres),
    county: row.county,
    datum: row.datum ?? '',
    statedDifference: mended.statedDifference,
    mended: mended.remarks,
    shape,
    findings,
  };
}

/** By the one decision; throws city.missing. */
export async function getCheck(context: Context, id: string): Promise<CheckRow> {
  return context.use(registers).of(check).get(context.principal, id);
}
