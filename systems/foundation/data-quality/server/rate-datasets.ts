/** How datasets stand now: what their batches and their rules showed, by dimension, and the score over both. */
import type { Services } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { type Database, store } from '../../../../engines/store/service.ts';
import { isLate } from '../../data-collection/contract.ts';
import { dimensions, type Judged, scoreOf, type Shares, sharesOf } from './dimensions.ts';
import { groupBy } from './group-by.ts';
import type { DatasetRow } from './reach.ts';
import { type RuleRow, rulesOf } from './rules.ts';

export interface Rated {
  readonly row: DatasetRow;
  readonly shares: Shares;
  /** Null before the first batch. */
  readonly score: number | null;
  /** Enabled ones, and those of them that are beyond their tolerance. */
  readonly rules: readonly RuleRow[];
  readonly failing: readonly RuleRow[];
  readonly checkedAt: string | null;
}

export function weightsOf(services: Services): Readonly<Record<string, number>> {
  const { settings } = services.use(store);
  return Object.fromEntries(
    dimensions.map(({ code }) => [code, settings.value(`data-quality.weight-${code}`)]),
  );
}

export async function rateDatasets(
  services: Services,
  db: Database,
  rows: readonly DatasetRow[],
): Promise<readonly Rated[]> {
  const ids = rows.map(({ id }) => id);
  const basin = services.use(lake);
  const { settings, clock } = services.use(store);
  const [batches, reports, states, rules] = [
    new Map((await basin.lastLoaded(ids)).map((batch) => [batch.dataset, batch])),
    new Map((await basin.quality.latest(ids)).map((report) => [report.dataset, report])),
    new Map((await basin.findDatasets(ids)).map((state) => [state.id, state])),
    groupBy(await rulesOf(services, db, ids), (rule) => rule.dataset),
  ];
  const late = settings.value('data-quality.timely-share');
  const weights = weightsOf(services);
  return rows.map((row) => {
    const state = states.get(row.id);
    const report = reports.get(row.id);
    const active = (rules.get(row.id) ?? []).filter(({ stage }) => stage === 'active');
    const indicatorOf = new Map(active.map(({ id, indicator }) => [id, indicator]));
    const judged: readonly Judged[] = [
      ...(batches.get(row.id)?.quality ?? []),
      ...(report?.outcomes ?? []).flatMap(({ rule, checked, failed }) => {
        const indicator = indicatorOf.get(rule);
        return indicator === undefined ? [] : [{ indicator, checked, failed }];
      }),
    ];
    const refreshedAt = state?.refreshedAt ?? null;
    const shares = sharesOf(judged, {
      timely: refreshedAt !== null && !isLate(row.schedule, refreshedAt, clock.now(), late),
      readable: (state?.rows ?? 0) > 0,
    });
    return {
      row,
      shares,
      score: refreshedAt === null ? null : scoreOf(shares, weights),
      rules: active,
      failing: active.filter(({ standing }) => standing === 'failing'),
      checkedAt: report?.at ?? null,
    };
  });
}
