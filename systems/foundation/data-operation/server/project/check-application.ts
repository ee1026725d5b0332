/** What an application must fulfil before anybody looks at it, and again when the owner has narrowed it. */
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import type { Terms } from '../../../../../engines/privacy/contract.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { resource } from '../../../data-catalogue/contract.ts';
import type { application } from '../../case/application.ts';
import { errors } from '../../errors.ts';
import { operator } from '../../registers/operator.ts';
import { readParties, sumTerms } from '../read-parties.ts';
import { fieldsOfTerms, readTerms } from '../read-terms.ts';
import { setting } from '../setting.ts';

type Values = RowInput<typeof application>;

/** Published, mounted, and not withheld: what is only described cannot be computed on. */
export async function operatedEntry(
  services: Services,
  work: Work,
  id: unknown,
): Promise<Row<typeof resource>> {
  const { trusted } = services.use(registers).of(resource);
  const row = typeof id === 'string' ? await trusted.find(work.db, id) : undefined;
  if (row?.status !== 'published' || !(row.target ?? '').startsWith('dataset:')) throw errors.noResource();
  if (row.shareType === '3') throw errors.notShared({ basis: row.shareCondition ?? '' });
  return row;
}

export function datasetOf(entry: Row<typeof resource>): string {
  return (entry.target ?? '').slice('dataset:'.length);
}

export async function checkOperator(
  services: Services,
  work: Work,
  id: unknown,
  agent: string,
): Promise<Row<typeof operator>> {
  const { trusted } = services.use(registers).of(operator);
  const row = typeof id === 'string' ? await trusted.find(work.db, id) : undefined;
  const holds = row?.status === 'active' && row.state === 'active' && row.until >= shanghaiDate(work.now);
  if (row === undefined || !holds || row.agent !== agent) throw errors.otherOperator();
  return row;
}

function checkBudget(services: Services, values: Values): void {
  const most = setting(services, 'most-runs');
  if ((values.runs ?? 0) > most) throw errors.tooMuchBudget({ what: '运行次数', most });
  if (values.method !== 'noisy') return;
  const epsilon = setting(services, 'epsilon-project') / 1000;
  if ((values.epsilon ?? 0) > epsilon) throw errors.tooMuchBudget({ what: '隐私预算 ε ', most: epsilon });
  if ((values.epsilon ?? 0) <= 0) throw errors.badTerms({ part: '隐私预算', hint: '应大于 0' });
}

/** Who shall add what: known departments, enough of them that nobody's number follows from the sum. */
async function checkParties(services: Services, values: Values, terms: Terms): Promise<void> {
  sumTerms(terms);
  const parties = readParties(values.parties);
  const [least, most] = [setting(services, 'sum-parties'), setting(services, 'sum-parties-most')];
  if (parties.length < least || parties.length > most)
    throw errors.badTerms({ part: '参与部门', hint: `应有 ${least} 到 ${most} 个` });
  const known = new Set((await services.use(access).departments()).map(({ id }) => id));
  const strangers = parties.filter((party) => !known.has(party));
  if (strangers.length > 0) throw errors.unknownParties({ parties: strangers.join('、') });
}

/** Throws the reason; gives what the case keeps of its own. */
export async function checkApplication(
  services: Services,
  work: Work,
  values: Values,
  agent: string,
): Promise<{ readonly provider: string }> {
  const entry = await operatedEntry(services, work, values.resource);
  const who = await checkOperator(services, work, values.operator, agent);
  const terms = readTerms(values);
  const isMatch = values.method === 'count' || values.method === 'list';
  if (isMatch && (values.keyKind ?? '') === '')
    throw errors.badTerms({ part: '键的种类', hint: '求交必须写明键的种类' });
  if (values.method === 'sum') await checkParties(services, values, terms);
  const dataset = await services.use(lake).findDataset(datasetOf(entry));
  const known = new Set(dataset?.fields.map((field) => field.name));
  const unknown = fieldsOfTerms(terms).filter((name) => !known.has(name));
  if (unknown.length > 0) throw errors.unknownFields({ fields: [...new Set(unknown)].join('、') });
  const until = values.until ?? '';
  if (until <= shanghaiDate(work.now) || until > who.until) throw errors.untilPast();
  checkBudget(services, values);
  return { provider: entry.provider };
}
