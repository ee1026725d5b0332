/** Keeps the score of a dataset for the day, and finds what it was. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../engines/store/service.ts';
import { score } from '../registers/score.ts';
import { rateDatasets } from './rate-datasets.ts';
import type { DatasetRow } from './reach.ts';
import { systemActor } from './rules.ts';

export type ScoreRow = Row<typeof score>;

const mostScores = 100_000;
const dayMilliseconds = 86_400_000;

/** The dataset's row must be locked: one day has one score. */
export async function noteScore(services: Services, work: Work, row: DatasetRow): Promise<void> {
  const [rated] = await rateDatasets(services, work.db, [row]);
  if (rated === undefined || rated.score === null) return;
  const { trusted } = services.use(registers).of(score);
  const day = shanghaiDate(work.now);
  const [known] = await trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'dataset', is: 'equal', value: row.id },
        { field: 'day', is: 'equal', value: day },
      ],
    },
    limit: 1,
  });
  const values = { score: rated.score, shares: rated.shares };
  if (known === undefined)
    await trusted.insert(work, systemActor, {
      dataset: row.id,
      department: row.department,
      day,
      ...values,
    });
  else if (JSON.stringify([known.score, known.shares]) !== JSON.stringify([values.score, values.shares]))
    await trusted.update(work, systemActor, known, values);
}

/** A day so many days before this one, as written. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * dayMilliseconds).toISOString().slice(0, 10);
}

/** Days from one on up to another, oldest first. */
export function scoresOf(
  services: Services,
  db: Database,
  datasets: readonly string[],
  days: { readonly from: string; readonly to: string },
): Promise<readonly ScoreRow[]> {
  return services
    .use(registers)
    .of(score)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'dataset', is: 'one-of', value: datasets },
          { field: 'day', is: 'at-least', value: days.from },
          { field: 'day', is: 'at-most', value: days.to },
        ],
      },
      sort: 'day',
      most: mostScores,
    });
}

const monthDays = 30;
/** How much older than a month a score may be and still stand for it: nights may be missed. */
const leewayDays = 7;

/** Dataset → the score that stood a month (30 days) before the day. */
export async function monthAgo(
  services: Services,
  db: Database,
  datasets: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, number>> {
  const to = daysBefore(day, monthDays);
  const rows = await scoresOf(services, db, datasets, { from: daysBefore(to, leewayDays), to });
  // The last of each stays.
  return new Map(rows.map((row) => [row.dataset, row.score]));
}
