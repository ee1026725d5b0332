/** The code behind 合同续期, and what a contract has been used for so far. */
import type { Row, RowInput } from '../../../../kernel/register.ts';
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { access } from '../../../../engines/access/service.ts';
import { bindCase } from '../../../../engines/flow/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { renewal } from '../case/renewal.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';
import { accordOf, isOpen } from './accord/keep-accord.ts';
import { gradeOf, needsAccord, renewAccord } from './accord/make-accord.ts';
import { withdrawWords } from './accord/withdraw-words.ts';
import type { Entry } from './check-request.ts';
import { endRenewal, tellTakenBack } from './end-renewals.ts';
import { checkShared, extendAgreement } from './extend-agreement.ts';
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
export function checkTerm(
  services: Services,
  now: Date,
  row: Pick<AgreementRow, 'status' | 'until'>,
  wanted: { readonly until?: string | null; readonly callsPerDay?: number | null },
): void {
  const refuse = (reason: string) => errors.notRenewable({ reason });
  if (row.status !== 'active' && row.status !== 'expired') throw refuse('合同不在有效期内');
  const grace = setting(services, 'renewal-grace-days') * day;
  if (row.status === 'expired' && row.until < shanghaiDate(new Date(now.getTime() - grace)))
    throw refuse('到期已久，请重新申请');
  if ((wanted.until ?? '') <= row.until || (wanted.until ?? '') <= shanghaiDate(now))
    throw errors.untilPast();
  const most = setting(services, 'most-calls');
  if ((wanted.callsPerDay ?? 0) > most) throw errors.tooManyCalls({ most });
}

/** Gives the entry, as the catalogue stands now. */
async function checkRenewal(
  services: Services,
  work: Work,
  row: AgreementRow,
  wanted: RowInput<typeof renewal>,
): Promise<Entry> {
  if (row.link !== null) throw errors.farRenewal();
  checkTerm(services, work.now, row, wanted);
  const words = await accordOf(services, work.db, row.id);
  if (words !== undefined && isOpen(words)) throw errors.notRenewable({ reason: '上一份三方协议还在签署' });
  return checkShared(services, work, row);
}

/** Whoever asks, for the department that uses: a person of it, or the platform over whose link the contract is used. */
async function mayAsk(
  services: Services,
  work: Work,
  principal: Principal,
  row: AgreementRow,
): Promise<boolean> {
  if (principal.id !== systemPrincipal.id)
    return decisionMatches(services.use(access).decide(principal, 'data-sharing:apply'), {
      departments: [row.consumer],
    });
  const app = await services.use(registers).of(application).trusted.find(work.db, row.application);
  return app !== undefined && app.link !== null;
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
  if (row === undefined || !(await mayAsk(services, work, principal, row))) throw commonErrors.missing();
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

/** At once, or by new words under three seals where the data as it is graded now needs them; then the case waits for these. */
async function renew(services: Services, work: Work, row: Row<typeof renewal>, by: Principal): Promise<void> {
  const locked = await services.use(registers).of(agreement).trusted.lock(work, row.agreement);
  if (locked === undefined) throw commonErrors.missing();
  const entry = await checkRenewal(services, work, locked, row);
  const terms = { until: row.until, callsPerDay: row.callsPerDay ?? locked.callsPerDay };
  const grade = gradeOf(entry);
  const known = await accordOf(services, work.db, locked.id);
  const isWorded = known !== undefined && known.stage !== 'withdrawn';
  if (isWorded || needsAccord(services, entry, grade))
    return renewAccord(services, work, by.id, { row: locked, entry, grade, ...terms, renewal: row.id });
  await extendAgreement(services, work, by, locked, terms);
  await endRenewal(services, work, row, 'extend');
}

export const renewalBinding = bindCase(renewal, {
  async limits({ stage, services }) {
    const limits: Readonly<Record<string, number>> = {
      provider: setting(services, 'renewal-days'),
      sealing: setting(services, 'renewal-seal-days'),
    };
    const amount = limits[stage];
    return amount === undefined ? undefined : { stage: { amount, unit: 'work-day' } };
  },
  async assign({ row }) {
    return row.provider === null ? undefined : { unit: row.provider };
  },
  async before({ row, values, principal, services, work }) {
    return row === undefined ? open(services, work, principal, values) : undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'agree') await renew(services, work, row, principal);
    if (action !== 'retract' && action !== 'verb.withdraw') return;
    const isLaid = await withdrawWords(services, work, principal, row);
    await tellTakenBack(services, work, row, { by: action === 'retract' ? 'provider' : 'consumer', isLaid });
  },
});
