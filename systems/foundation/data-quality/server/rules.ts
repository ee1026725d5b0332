/** Rules as rows and as the lake runs them. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { QualityCheck } from '../../../../engines/lake/contract.ts';
import type { QualityRule } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Database } from '../../../../engines/store/service.ts';
import { rule } from '../registers/rule.ts';

export type RuleRow = Row<typeof rule>;

const mostRules = 100_000;

/** Rows that nobody typed are the system's. */
export const systemActor = 'data-quality';

export function rulesOf(
  services: Services,
  db: Database,
  datasets: readonly string[],
): Promise<readonly RuleRow[]> {
  return services
    .use(registers)
    .of(rule)
    .trusted.findEvery(db, {
      filter: { field: 'dataset', is: 'one-of', value: datasets },
      sort: 'createdAt',
      most: mostRules,
    });
}

export function checkOf(row: RuleRow): QualityCheck | undefined {
  return QualityCheck.safeParse(row.check).data;
}

export function runnable(rows: readonly RuleRow[]): readonly QualityRule[] {
  return rows.flatMap((row) => {
    const check = checkOf(row);
    return row.stage !== 'active' || check === undefined ? [] : [{ id: row.id, check }];
  });
}
