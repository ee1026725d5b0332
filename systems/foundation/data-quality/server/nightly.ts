/** Each night: days have their scores, rules that time or another dataset may have broken and batches that were missed are checked, and the month's bulletin is written. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import { dispute } from '../case/dispute.ts';
import { bulletin } from '../registers/bulletin.ts';
import { noteScore } from './note-score.ts';
import { rateDepartments } from './rate-departments.ts';
import type { DatasetRow } from './reach.ts';
import { checkOf, type RuleRow, rulesOf, systemActor } from './rules.ts';
import { startCheck } from './start-check.ts';

const mostDatasets = 5000;
const mostDisputes = 20_000;

/** Whether something else than a batch of its own may have changed what the rule says since it was checked. */
function isStale(row: RuleRow, checkedAt: number, renewed: ReadonlyMap<string, number>, today: string) {
  const check = checkOf(row);
  if (row.stage !== 'active' || check === undefined) return false;
  if (check.kind === 'fresh') return shanghaiDate(new Date(checkedAt)) < today;
  if (check.kind !== 'reference' && check.kind !== 'equal') return false;
  return (renewed.get(check.dataset) ?? 0) > checkedAt;
}

async function dueOf(services: Services, rows: readonly DatasetRow[]): Promise<ReadonlySet<string>> {
  const { db, clock } = services.use(store);
  const basin = services.use(lake);
  const ids = rows.map(({ id }) => id);
  const states = await basin.findDatasets(ids);
  const renewed = new Map(states.map(({ id, refreshedAt }) => [id, Date.parse(refreshedAt ?? '') || 0]));
  const reports = await basin.quality.latest(ids);
  const checked = new Map(reports.map(({ dataset: id, at }) => [id, Date.parse(at)]));
  const today = shanghaiDate(clock.now());
  const stale = (await rulesOf(services, db, ids)).filter((row) =>
    isStale(row, checked.get(row.dataset) ?? 0, renewed, today),
  );
  // A check that failed or was cancelled has left a batch that nobody looked at.
  const seen = new Map(reports.map((report) => [report.dataset, report.batch]));
  const missed = states.filter(({ id, batch }) => batch !== null && seen.get(id) !== batch);
  return new Set([...stale.map((row) => row.dataset), ...missed.map(({ id }) => id)]);
}

async function writeBulletin(services: Services, rows: readonly DatasetRow[]): Promise<void> {
  const { db } = services.use(store);
  const disputes: readonly Row<typeof dispute>[] = await services
    .use(registers)
    .of(dispute)
    .trusted.findEvery(db, {
      filter: { field: 'status', is: 'unequal', value: 'closed' },
      most: mostDisputes,
    });
  const departments = await rateDepartments(services, rows, disputes);
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(bulletin);
    const month = shanghaiDate(work.now).slice(0, 7);
    const known = await trusted.findEvery(work.db, {
      filter: { field: 'month', is: 'equal', value: month },
      most: mostDatasets,
    });
    for (const { rated: _rated, department, ...counts } of departments) {
      const values = { ...counts, countedAt: work.now.toISOString() };
      const before = known.find((row) => row.department === department);
      if (before === undefined) await trusted.insert(work, systemActor, { month, department, ...values });
      else await trusted.update(work, systemActor, before, values);
    }
  });
}

export async function runNightly(services: Services): Promise<{ readonly started: number }> {
  const { trusted } = services.use(registers).of(dataset);
  const rows = await trusted.findEvery(services.use(store).db, { most: mostDatasets });
  const due = await dueOf(services, rows);
  let started = 0;
  for (const { id } of rows)
    await services.use(store).transaction(async (work) => {
      const row = await trusted.lock(work, id);
      if (row === undefined) return;
      if (due.has(id) && (await startCheck(services, work, row, systemActor)) !== undefined) started += 1;
      await noteScore(services, work, row);
    });
  await writeBulletin(services, rows);
  return { started };
}
