/** The code behind 合同续期, and what a contract has been used for so far. */
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { bindCase } from '../../../../engines/flow/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { renewal } from '../case/renewal.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { accordOf } from './accord/keep-accord.ts';
import { forgetGrant } from './grants.ts';
import { setting } from './setting.ts';

type AgreementRow = Row<typeof agreement>;

/** Before the first contract of any city. */
const fromTheBeginning = '2000-01-01';
const day = 86_400_000;

/** Calls and rows since it began, and when it was used last; as receipts have it. */
export async function useOf(services: Services, contract: string) {
  const basin = services.use(lake);
  const [days, [last]] = await Promise.all([
    basin.usage([contract], fromTheBeginning),
    basin.calls({ contracts: [contract], size: 1 }),
  ]);
  return {
    calls: days.reduce((sum, each) => sum + each.calls, 0),
    rows: days.reduce((sum, each) => sum + each.rows, 0),
    days: days.filter((each) => each.calls > 0).length,
    lastAt: last?.at ?? null,
  };
}

/** Throws data-sharing.notRenewable, untilPast, tooManyCalls. */
async function checkRenewal(
  services: Services,
  work: Work,
  row: AgreementRow,
  wanted: RowInput<typeof renewal>,
): Promise<void> {
  const refuse = (reason: string) => errors.notRenewable({ reason });
  if (row.link !== null) throw refuse('数据在对方平台，请向对方重新申请');
  if ((await accordOf(services, work.db, row.id)) !== undefined)
    throw refuse('期限写在三方协议里，请重新申请并签署');
  if (row.status !== 'active' && row.status !== 'expired') throw refuse('合同不在有效期内');
  const grace = setting(services, 'renewal-grace-days') * day;
  if (row.status === 'expired' && row.until < shanghaiDate(new Date(work.now.getTime() - grace)))
    throw refuse('到期已久，请重新申请');
  if ((wanted.until ?? '') <= row.until || (wanted.until ?? '') <= shanghaiDate(work.now))
    throw errors.untilPast();
  const most = setting(services, 'most-calls');
  if ((wanted.callsPerDay ?? 0) > most) throw errors.tooManyCalls({ most });
}

async function open(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof renewal>,
): Promise<RowInput<typeof renewal>> {
  const row = await services
    .use(registers)
    .of(agreement)
    .trusted.find(work.db, values.agreement ?? '');
  // Of another department it is as if there were none.
  if (row === undefined || !principal.departments.includes(row.consumer)) throw commonErrors.missing();
  await checkRenewal(services, work, row, values);
  const used = await useOf(services, row.id);
  return {
    title: `${row.number}续期至${values.until ?? ''}`,
    provider: row.provider,
    consumer: row.consumer,
    formerUntil: row.until,
    usedCalls: used.calls,
    usedRows: used.rows,
    lastUsedAt: used.lastAt,
  };
}

async function renew(services: Services, work: Work, row: Row<typeof renewal>, by: string): Promise<void> {
  const { trusted } = services.use(registers).of(agreement);
  const locked = await trusted.lock(work, row.agreement);
  if (locked === undefined) throw commonErrors.missing();
  await checkRenewal(services, work, locked, row);
  await trusted.update(work, by, locked, {
    until: row.until,
    callsPerDay: row.callsPerDay ?? locked.callsPerDay,
    status: 'active',
    closedReason: null,
  });
  work.afterCommit(() => void forgetGrant(services, locked.id).catch(() => undefined));
}

export const renewalBinding = bindCase(renewal, {
  async limits({ stage, services }) {
    if (stage !== 'provider') return undefined;
    return { stage: { amount: setting(services, 'renewal-days'), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    return stage === 'provider' && row.provider !== null ? { unit: row.provider } : undefined;
  },
  async before({ row, values, principal, services, work }) {
    return row === undefined ? open(services, work, principal, values) : undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'agree') await renew(services, work, row, principal.id);
  },
});
