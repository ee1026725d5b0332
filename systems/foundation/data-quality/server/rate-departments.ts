/** Departments by the scores of their datasets, now and a month ago, with the rules and doubts that wait for them. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { store } from '../../../../engines/store/service.ts';
import type { dispute } from '../case/dispute.ts';
import { meanScore } from './dimensions.ts';
import { groupBy } from './group-by.ts';
import { monthAgo } from './note-score.ts';
import { type Rated, rateDatasets } from './rate-datasets.ts';
import type { DatasetRow } from './reach.ts';

export interface DepartmentStanding {
  readonly department: string;
  readonly datasets: number;
  readonly score: number | null;
  readonly before: number | null;
  readonly failing: number;
  readonly doubts: number;
  readonly overdue: number;
  readonly rated: readonly Rated[];
}

/** `disputes` are those that have not ended. */
export async function rateDepartments(
  services: Services,
  rows: readonly DatasetRow[],
  disputes: readonly Pick<Row<typeof dispute>, 'provider' | 'stageDueAt'>[],
): Promise<readonly DepartmentStanding[]> {
  const { db, clock } = services.use(store);
  const now = clock.now();
  const rated = await rateDatasets(services, db, rows);
  const ids = rows.map(({ id }) => id);
  const before = await monthAgo(services, db, ids, shanghaiDate(now));
  return [...groupBy(rated, ({ row }) => row.department)].map(([department, own]) => {
    const doubts = disputes.filter(({ provider }) => provider === department);
    return {
      department,
      datasets: own.length,
      score: meanScore(own.map(({ score }) => score)),
      before: meanScore(own.map(({ row }) => before.get(row.id) ?? null)),
      failing: own.reduce((sum, { failing }) => sum + failing.length, 0),
      doubts: doubts.length,
      overdue: doubts.filter(
        ({ stageDueAt }) => stageDueAt !== null && Date.parse(stageDueAt) < now.getTime(),
      ).length,
      rated: own,
    };
  });
}
