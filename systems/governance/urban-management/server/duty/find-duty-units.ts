/** Asks the duty table who should handle a case. */
import { areaPath } from '../../../../../kernel/area.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { urbanCase } from '../../case/urban-case.ts';
import { component } from '../../registers/component.ts';
import { duty } from '../../registers/duty.ts';
import { findStandard } from '../reference/find-standard.ts';
import { type DutyAnswer, rankDuty } from './rank-duty.ts';

/** More rows than this cannot name one role in one place; the table is then in need of its keeper. */
const mostRows = 500;

/** Best first; empty when the case has no standard yet or no row fits. */
export async function findDutyUnits(
  services: Services,
  db: Database,
  row: Row<typeof urbanCase>,
  now: Date,
): Promise<readonly DutyAnswer[]> {
  if (row.matter === null || row.standard === null || row.caseArea === null) return [];
  const today = shanghaiDate(now);
  const standard = await findStandard(services, db, row.standard, today);
  if (standard === undefined) return [];
  const rows = await services
    .use(registers)
    .of(duty)
    .trusted.findMany(db, {
      filter: {
        all: [
          { field: 'region', is: 'one-of', value: areaPath(row.caseArea) },
          {
            any: [
              { field: 'role', is: 'empty' },
              { field: 'role', is: 'equal', value: standard.dutyRole },
            ],
          },
        ],
      },
      limit: mostRows,
    });
  return rankDuty(rows, {
    matter: row.matter,
    role: standard.dutyRole,
    kind: standard.dutyKind === 'owner-first' ? 'owner-first' : 'area-first',
    area: row.caseArea,
    keepers: await keepersOf(services, db, row.component),
    today,
  });
}

async function keepersOf(services: Services, db: Database, id: string | null): Promise<readonly string[]> {
  if (id === null) return [];
  const found = await services.use(registers).of(component).trusted.find(db, id);
  return [found?.maintainer, found?.owner].filter((unit) => unit !== undefined && unit !== null);
}
