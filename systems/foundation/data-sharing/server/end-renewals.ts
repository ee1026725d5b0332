/** How a renewal that was agreed to ends: by the longer term, by a contract or a term that is over, or because one side took back its word, which the others are told. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { type RegisterChange, registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { renewal } from '../case/renewal.ts';
import { agreement } from '../registers/agreement.ts';
import { platform } from './accord/make-accord.ts';
import { withdrawWords } from './accord/withdraw-words.ts';

type RenewalRow = Row<typeof renewal>;
const most = 1000;
/** Those that wait for seals are few; none of them may be left out. */
const mostWaiting = 100_000;

/** Nothing for one that is no longer open. */
export async function endRenewal(
  services: Services,
  work: Work,
  { id, version, status, stage }: Pick<RenewalRow, 'id' | 'version' | 'status' | 'stage'>,
  action: 'extend' | 'lapse',
): Promise<void> {
  if (status !== 'open' || stage !== 'sealing') return;
  await services.use(flow).act(systemPrincipal, renewal, { id, version, action }, work);
}

/** What is to be sealed for a contract that was ended or revoked is not sealed any more. One that only ran out is in force again by the last seal. */
export async function lapseRenewals({ ids }: RegisterChange, work: Work, services: Services): Promise<void> {
  const rows = services.use(registers);
  for (const id of ids) {
    const contract = await rows.of(agreement).trusted.find(work.db, id);
    if (contract === undefined || !['ended', 'revoked'].includes(contract.status)) continue;
    const filter = {
      all: [
        { field: 'agreement', is: 'equal', value: id },
        { field: 'stage', is: 'equal', value: 'sealing' },
      ],
    } as const;
    for (const row of await rows.of(renewal).trusted.findEvery(work.db, { filter, most }))
      await endRenewal(services, work, row, 'lapse');
  }
}

type Side = 'consumer' | 'provider' | 'platform';

/** All of three, without those who know it already or have nothing to do with it. */
async function tellSides(
  services: Services,
  work: Work,
  row: RenewalRow,
  said: {
    readonly what: string;
    readonly after: string;
    readonly without: readonly Side[];
    readonly once: string;
  },
): Promise<void> {
  const contract = await services.use(registers).of(agreement).trusted.find(work.db, row.agreement);
  const sides: readonly { side: Side; to: { permission: string; department: string } }[] = [
    { side: 'consumer', to: { permission: 'data-sharing:apply', department: row.consumer ?? '' } },
    { side: 'provider', to: { permission: 'data-sharing:provide', department: row.provider ?? '' } },
    { side: 'platform', to: { permission: 'data-sharing:authorise', department: platform } },
  ];
  for (const { side, to } of sides) {
    if (said.without.includes(side)) continue;
    await services.use(messages).send(work, {
      to,
      kind: 'urge',
      title: `共享合同${contract?.number ?? ''}的续期${said.what}`,
      body: `合同仍按原期限（至${row.formerUntil ?? contract?.until ?? ''}）执行${said.after}。`,
      link: `/data-sharing/agreements/${row.agreement}`,
      once: `${row.id}/${said.once}/${side}`,
    });
  }
}

const noMoreSeals = '，续签协议不再用印';

/** Whoever waits for it: the other department, and who keeps the platform where three were to seal. */
export function tellTakenBack(
  services: Services,
  work: Work,
  row: RenewalRow,
  { by, isLaid }: { readonly by: 'provider' | 'consumer'; readonly isLaid: boolean },
): Promise<void> {
  return tellSides(services, work, row, {
    what: `已由${by === 'provider' ? '提供部门' : '使用部门'}撤回`,
    after: isLaid ? noMoreSeals : '',
    // Who keeps the platform has nothing to do with it before the owner agreed.
    without: isLaid ? [by] : [by, 'platform'],
    once: 'taken-back',
  });
}

async function lapseIfPast(services: Services, work: Work, id: string): Promise<boolean> {
  const row = await services.use(registers).of(renewal).trusted.lock(work, id);
  if (row === undefined || row.status !== 'open' || row.stage !== 'sealing') return false;
  if (row.until >= shanghaiDate(work.now)) return false;
  await withdrawWords(services, work, systemPrincipal, row);
  await endRenewal(services, work, row, 'lapse');
  await tellSides(services, work, row, {
    what: '到期未签齐，已作废',
    after: noMoreSeals,
    without: [],
    once: 'lapsed',
  });
  return true;
}

/** Each night: a longer term whose last day is past before all have sealed is of no use, and would keep the contract from being renewed again. */
export async function lapsePastRenewals(services: Services): Promise<number> {
  const { db, clock } = services.use(store);
  const filter = {
    all: [
      { field: 'stage', is: 'equal', value: 'sealing' },
      { field: 'status', is: 'equal', value: 'open' },
      { field: 'until', is: 'less', value: shanghaiDate(clock.now()) },
    ],
  } as const;
  const past = await services.use(registers).of(renewal).trusted.findEvery(db, { filter, most: mostWaiting });
  let lapsed = 0;
  for (const { id } of past)
    if (await services.use(store).transaction((work) => lapseIfPast(services, work, id))) lapsed += 1;
  return lapsed;
}
