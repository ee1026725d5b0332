/** Hears of batches and checks: a new batch is checked, rules that begin to fail or heal are told once, and the day has its score. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { lake, type QualityReport } from '../../../../engines/lake/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import { rule } from '../registers/rule.ts';
import { noteScore } from './note-score.ts';
import { passes } from './passes.ts';
import type { DatasetRow } from './reach.ts';
import { type RuleRow, rulesOf, runnable, systemActor } from './rules.ts';
import { startCheck } from './start-check.ts';

const namedRules = 3;
const longestTitle = 60;

function named(rules: readonly RuleRow[]): string {
  const titles = rules.slice(0, namedRules).map(({ title }) => title.slice(0, longestTitle));
  return titles.join('；') + (rules.length > namedRules ? ` 等${rules.length}条` : '');
}

async function tell(
  services: Services,
  work: Work,
  row: DatasetRow,
  what: {
    readonly template: 'failing' | 'healed';
    readonly rules: readonly RuleRow[];
    readonly report: string;
  },
): Promise<void> {
  const { template, rules, report } = what;
  if (rules.length === 0) return;
  await services.use(messages).tell(work, {
    to: { permission: 'data-quality:keep-rules', department: row.department },
    template: `data-quality:${template}`,
    values: { dataset: row.name, rules: named(rules), count: rules.length },
    link: `/data-quality/datasets/${row.id}`,
    once: `${template}:${report}`,
  });
}

const standingOf = (passed: boolean | null) => {
  if (passed === null) return 'unknown';
  return passed ? 'passing' : 'failing';
};

/** What could not be judged this time keeps its standing: a dataset that is away for a night heals nothing. */
export async function noteStandings(
  services: Services,
  work: Work,
  row: DatasetRow,
  report: QualityReport,
): Promise<void> {
  const { trusted } = services.use(registers).of(rule);
  const outcomes = new Map(report.outcomes.map((outcome) => [outcome.rule, outcome]));
  const [failing, healed]: [RuleRow[], RuleRow[]] = [[], []];
  for (const known of await rulesOf(services, work.db, [row.id])) {
    const outcome = outcomes.get(known.id);
    if (known.stage !== 'active' || outcome === undefined) continue;
    const standing = standingOf(passes(outcome, known.tolerance));
    if (standing === 'unknown' || standing === known.standing) continue;
    await trusted.update(work, systemActor, known, { standing });
    if (standing === 'failing') failing.push(known);
    else if (known.standing === 'failing') healed.push(known);
  }
  await tell(services, work, row, { template: 'failing', rules: failing, report: report.id });
  await tell(services, work, row, { template: 'healed', rules: healed, report: report.id });
}

export async function noteReport(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { dataset: id, report } = event.payload as { readonly dataset: string; readonly report: string };
  const row = await services.use(registers).of(dataset).trusted.lock(work, id);
  if (row === undefined) return;
  const basin = services.use(lake);
  const [newest] = await basin.quality.latest([id]);
  // A later check has news of its own.
  if (newest === undefined || newest.id !== report) return;
  await noteStandings(services, work, row, newest);
  await noteScore(services, work, row);
  // A batch that came, or a rule that was enabled, while the check ran found it busy.
  const state = await basin.findDataset(id);
  const judged = new Set(newest.outcomes.map((outcome) => outcome.rule));
  const enabled = runnable(await rulesOf(services, work.db, [id]));
  if (state?.batch !== newest.batch || enabled.some((each) => !judged.has(each.id)))
    await startCheck(services, work, row, systemActor);
}

export async function noteBatch(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { dataset: id, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  const row = await services.use(registers).of(dataset).trusted.lock(work, id);
  if (row === undefined) return;
  await startCheck(services, work, row, systemActor);
  await noteScore(services, work, row);
}
