/** An authorised application becomes a project with its budgets, in the transaction of the decision. */
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { epsilonUnit } from '../../../../../engines/privacy/contract.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { application } from '../../case/application.ts';
import { project } from '../../registers/project.ts';
import { leaveTrace } from '../leave-trace.ts';
import { readParties } from '../read-parties.ts';
import { readTerms } from '../read-terms.ts';
import { setting } from '../setting.ts';
import { datasetOf, operatedEntry } from './check-application.ts';

export function accountsOf(row: { readonly id: string; readonly dataset: string }): readonly string[] {
  return [`project:${row.id}`, `dataset:${row.dataset}`];
}

async function openBudgets(services: Services, work: Work, row: Row<typeof project>): Promise<void> {
  const ledger = services.use(privacy);
  const [own = '', shared = ''] = accountsOf(row);
  await ledger.setBudget(work, own, Math.round((row.epsilon ?? 0) * epsilonUnit));
  const known = await ledger.accounts([shared]);
  // What all projects together may learn of one dataset; the first one opens it.
  if (known.length === 0)
    await ledger.setBudget(work, shared, (setting(services, 'epsilon-dataset') / 1000) * epsilonUnit);
}

export async function makeProject(
  services: Services,
  work: Work,
  row: Row<typeof application>,
  by: string,
): Promise<void> {
  const entry = await operatedEntry(services, work, row.resource);
  const made = await services
    .use(registers)
    .of(project)
    .trusted.insert(work, by, {
      id: newId(),
      number: `XM-${row.number}`,
      title: row.title,
      operator: row.operator,
      agent: row.initiator ?? '',
      provider: entry.provider,
      resource: entry.id,
      dataset: datasetOf(entry),
      application: row.id,
      scene: row.scene,
      basis: row.basis,
      method: row.method,
      output: row.output,
      keyKind: row.keyKind,
      terms: readTerms(row),
      parties: row.method === 'sum' ? readParties(row.parties).join('\n') : null,
      epsilon: row.method === 'noisy' ? row.epsilon : null,
      runs: row.runs,
      used: 0,
      until: row.until,
      status: 'active',
    });
  await openBudgets(services, work, made);
  await leaveTrace(services, work, made, by, 'authorise', {
    application: row.number,
    provider: entry.provider,
    dataset: made.dataset,
    terms: made.terms,
    parties: made.parties,
    epsilon: made.epsilon,
    runs: made.runs,
    until: made.until,
  });
}
