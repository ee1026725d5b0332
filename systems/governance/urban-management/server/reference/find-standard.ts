/** The edition of a case standard that is in force on a day. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { caseStandard } from '../../registers/case-standard.ts';

export type StandardRow = Row<typeof caseStandard>;

const mostEditions = 100;

/** @param today YYYY-MM-DD in Shanghai */
export async function findStandard(
  services: Services,
  db: Database,
  standard: string,
  today: string,
): Promise<StandardRow | undefined> {
  const rows = await services
    .use(registers)
    .of(caseStandard)
    .trusted.findMany(db, {
      filter: { field: 'standard', is: 'equal', value: standard },
      limit: mostEditions,
    });
  return newestInForce(rows, today);
}

/** One row for each standard of the class, those in force today. */
export async function findStandardsOf(
  services: Services,
  db: Database,
  matter: string,
  today: string,
): Promise<readonly StandardRow[]> {
  const rows = await services
    .use(registers)
    .of(caseStandard)
    .trusted.findMany(db, {
      filter: { field: 'matter', is: 'equal', value: matter },
      sort: 'key',
      limit: mostEditions,
    });
  const names = [...new Set(rows.map((row) => row.standard))];
  return names
    .map((name) =>
      newestInForce(
        rows.filter((row) => row.standard === name),
        today,
      ),
    )
    .filter((row) => row !== undefined);
}

function newestInForce(rows: readonly StandardRow[], today: string): StandardRow | undefined {
  return rows
    .filter((row) => row.validFrom <= today && (row.validTo === null || row.validTo >= today))
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0];
}
