/** How a renewal that was agreed to ends: by the longer term, by a contract that is over, or because one side took back its word, which the others are told. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { type RegisterChange, registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { renewal } from '../case/renewal.ts';
import { agreement } from '../registers/agreement.ts';
import { platform } from './accord/make-accord.ts';

type RenewalRow = Row<typeof renewal>;
const most = 1000;

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

/** Whoever waits for it: the other department, and who keeps the platform where three were to seal. */
export async function tellTakenBack(
  services: Services,
  work: Work,
  row: RenewalRow,
  { by, isLaid }: { readonly by: 'provider' | 'consumer'; readonly isLaid: boolean },
): Promise<void> {
  const contract = await services.use(registers).of(agreement).trusted.find(work.db, row.agreement);
  const sides = [
    { side: 'consumer', to: { permission: 'data-sharing:apply', department: row.consumer ?? '' } },
    { side: 'provider', to: { permission: 'data-sharing:provide', department: row.provider ?? '' } },
    { side: 'platform', to: { permission: 'data-sharing:authorise', department: platform } },
  ];
  for (const { side, to } of sides) {
    // Who keeps the platform has nothing to do with it before the owner agreed.
    if (side === by || (side === 'platform' && !isLaid)) continue;
    await services.use(messages).send(work, {
      to,
      kind: 'urge',
      title: `共享合同${contract?.number ?? ''}的续期已由${by === 'provider' ? '提供部门' : '使用部门'}撤回`,
      body: `合同仍按原期限（至${row.formerUntil ?? contract?.until ?? ''}）执行${isLaid ? '，续签协议不再用印' : ''}。`,
      link: `/data-sharing/agreements/${row.agreement}`,
      once: `${row.id}/taken-back/${side}`,
    });
  }
}
