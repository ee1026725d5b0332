/** The code behind 数据需求: whom it goes to, what must be there before it goes on, and the share request that it becomes. */
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Services } from '../../../../kernel/system.ts';
import { type BindingMoment, bindCase, flow } from '../../../../engines/flow/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { demand } from '../case/demand.ts';
import { request } from '../case/request.ts';
import { errors } from '../errors.ts';
import { sharedEntry } from './check-request.ts';
import { setting } from './setting.ts';

type Demand = Row<typeof demand>;
type Values = RowInput<typeof demand>;

const authority = 'city-data-resources';
const limits = {
  accept: 'demand-accept-days',
  match: 'demand-match-days',
  claim: 'demand-claim-days',
  catalogue: 'demand-catalogue-days',
  supply: 'demand-supply-days',
  feedback: 'demand-feedback-days',
} as const;

function lacking(path: string, message: string) {
  return commonErrors.invalid({}, [{ path, message }]);
}

async function checkAssigned(values: Values, row: Demand): Promise<void> {
  if (!values.provider) throw lacking('provider', '请选择认领部门');
  if (values.provider === row.consumer) throw lacking('provider', '不能交给需求部门自己');
}

/** Data that is only described does not end a need. */
async function checkEntry(services: Services, work: Work, values: Values, owner?: string | null) {
  if (!values.resource) throw lacking('resource', '请选择目录');
  const entry = await sharedEntry(services, work, values.resource);
  if (entry.shareType === '3') throw errors.notShared({ basis: entry.shareCondition ?? '' });
  if (owner !== undefined && entry.provider !== owner) throw lacking('resource', '这不是本部门的目录');
}

async function checkSupplied(services: Services, work: Work, row: Demand): Promise<void> {
  const asked =
    row.request === null
      ? undefined
      : await services.use(registers).of(request).trusted.find(work.db, row.request);
  if (asked?.outcome === null) throw errors.requestOpen();
}

/** The share request that the need becomes; before the step, which refers to it. */
async function ask({ services, work }: BindingMoment, principal: Principal, given: Values): Promise<string> {
  const { title, resource, basis, purpose, application, fieldNames, rowConditions, callsPerDay, until } =
    given;
  const values = {
    title,
    resource,
    basis,
    purpose,
    application,
    fieldNames,
    rowConditions,
    callsPerDay,
    until,
  } as RowInput<typeof request>;
  return (await services.use(flow).open(principal, request, { values }, work)).id;
}

async function before(
  at: BindingMoment & {
    readonly row: Demand;
    readonly action: string;
    readonly values: Values;
    readonly principal: Principal;
  },
): Promise<Values | undefined> {
  const { row, action, values, services, work } = at;
  if (action === 'assign') await checkAssigned(values, row);
  if (action === 'found') await checkEntry(services, work, values);
  if (action === 'compiled') await checkEntry(services, work, values, row.provider);
  if (action === 'rate') {
    await checkSupplied(services, work, row);
    if (!values.score) throw lacking('score', '请评分');
  }
  return action === 'ask' ? { request: await ask(at, at.principal, { ...row, ...values }) } : undefined;
}

export const demandBinding = bindCase(demand, {
  link: (id) => `/data-sharing/demands/${id}`,
  async limits({ stage, services }) {
    const name = limits[stage as keyof typeof limits];
    return name === undefined ? undefined : { stage: { amount: setting(services, name), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    if (stage === 'accept' || stage === 'match') return { unit: authority };
    const byProvider = stage === 'claim' || stage === 'catalogue';
    return byProvider && row.provider !== null ? { unit: row.provider } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row !== undefined) return before({ row, action, values, principal, services, work });
    const [consumer] = principal.departments;
    if (consumer === undefined) throw commonErrors.forbidden();
    return { consumer };
  },
});
