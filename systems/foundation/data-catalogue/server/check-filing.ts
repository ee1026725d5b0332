/** What must be right before an entry goes to review, by the national guide and 国务院令第809号 as far as known. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import type { filing } from '../case/filing.ts';
import { errors } from '../errors.ts';
import { duty } from '../registers/duty.ts';
import { resource } from '../registers/resource.ts';

type Values = RowInput<typeof filing>;

/** A new entry and a change say everything; the other kinds only name the entry. */
const wanted = ['abstract', 'classCode', 'format', 'shareType', 'openType', 'cycle'] as const;
const titles = {
  abstract: '摘要',
  classCode: '类',
  format: '资源格式',
  shareType: '共享类型',
  openType: '开放属性',
  cycle: '更新周期',
} as const;

function checkContent(values: Values): void {
  const lacking = wanted.filter(
    (name) => values[name] === undefined || values[name] === null || values[name] === '',
  );
  if (lacking.length > 0)
    throw commonErrors.invalid(
      {},
      lacking.map((name) => ({ path: name, message: `请填写${titles[name]}` })),
    );
  const condition = values.shareCondition?.trim() ?? '';
  if (values.shareType === '2' && condition === '') throw errors.conditionMissing();
  if (values.shareType === '3' && condition === '') throw errors.basisMissing();
  if (values.shareType === '3' && values.openType !== '3') throw errors.openWiderThanShared();
  if (values.openType === '2' && !values.openCondition?.trim()) throw errors.openConditionMissing();
}

async function checkTargets(services: Services, work: Work, values: Values, provider: string): Promise<void> {
  const rows = services.use(registers);
  if (typeof values.duty === 'string') {
    const row = await rows.of(duty).trusted.find(work.db, values.duty);
    if (row === undefined || row.department !== provider) throw errors.dutyMissing();
  }
  if (typeof values.dataset === 'string') {
    const row = await rows.of(dataset).trusted.find(work.db, values.dataset);
    if (row === undefined || row.department !== provider) throw errors.targetMissing();
  }
}

async function checkName(services: Services, work: Work, values: Values, provider: string): Promise<void> {
  const filter = {
    all: [
      { field: 'provider', is: 'equal', value: provider },
      { field: 'name', is: 'equal', value: values.name ?? '' },
    ],
  } as const;
  const same = await services.use(registers).of(resource).trusted.findMany(work.db, { filter, limit: 2 });
  if (same.some((row) => row.id !== values.resource && row.status !== 'revoked'))
    throw errors.nameTaken({ name: values.name ?? '' });
}

async function entryOf(services: Services, work: Work, values: Values): Promise<Row<typeof resource>> {
  if (typeof values.resource !== 'string') throw errors.changeTarget();
  const entry = await services.use(registers).of(resource).trusted.find(work.db, values.resource);
  if (entry === undefined) throw errors.changeTarget();
  if (entry.status === 'revoked') throw errors.notPublished();
  if (entry.origin !== 'filing') throw errors.automatic();
  return entry;
}

/** The department whose entry it is: the compiler's own, or that of the entry to change, which must be his. */
export async function checkFiling(
  services: Services,
  work: Work,
  principal: Principal,
  values: Values,
): Promise<{ readonly provider: string }> {
  const kind = values.kind ?? 'new';
  const provider =
    kind === 'new' ? principal.departments[0] : (await entryOf(services, work, values)).provider;
  if (provider === undefined || !principal.departments.includes(provider)) throw errors.otherDepartment();
  if (kind === 'new' || kind === 'change') {
    checkContent(values);
    await checkTargets(services, work, values, provider);
    await checkName(services, work, values, provider);
  }
  return { provider };
}
