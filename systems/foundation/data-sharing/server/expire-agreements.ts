/** 到期: contracts past their last day are over as rows too, and both sides are told, before and then. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { links, type ShareGrant } from '../../../../engines/lake/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { isOver } from '../data/agreement-words.ts';
import { agreement } from '../registers/agreement.ts';
import { grantFor } from './grants.ts';
import { setStatus } from './set-status.ts';
import { setting } from './setting.ts';

type AgreementRow = Row<typeof agreement>;

const by = 'data-sharing';
const day = 86_400_000;
/** Contracts that end or are warned of on one day: none may be left out. */
const most = 100_000;

async function tellBoth(services: Services, work: Work, row: AgreementRow, title: string, body: string) {
  const link = `/data-sharing/agreements/${row.id}`;
  const once = `${row.id}/${row.until}/${title}`;
  for (const to of [
    { permission: 'data-sharing:apply', department: row.consumer },
    { permission: 'data-sharing:provide', department: row.provider },
  ])
    await services.use(messages).send(work, { to, kind: 'urge', title, body, link, once });
}

/** Does nothing to a contract that is over already, or that was renewed meanwhile. */
export async function expireAgreement(services: Services, work: Work, id: string): Promise<boolean> {
  const row = await services.use(registers).of(agreement).trusted.lock(work, id);
  if (row === undefined || isOver(row.status) || row.until >= shanghaiDate(work.now)) return false;
  await setStatus(services, work, systemPrincipal, { id, status: 'expired', reason: '使用期限已满' });
  if (row.link !== null) await services.use(links).dropTable(work, id);
  await tellBoth(
    services,
    work,
    row,
    `共享合同${row.number}已到期`,
    '数据不再提供，推送的库表将清除；仍需使用请办理续期。',
  );
  return true;
}

/** As `grantFor`; a contract that is found past its last day is over as a row from this moment on. */
export async function grantOrExpire(
  services: Services,
  contract: string,
  app: string,
  now: Date,
): Promise<ShareGrant> {
  try {
    return await grantFor(services, contract, app, now);
  } catch (problem) {
    if (!(problem instanceof CityError) || problem.code !== 'data-sharing.notInForce') throw problem;
    const row = await services.use(registers).of(agreement).trusted.find(services.use(store).db, contract);
    if (row !== undefined && !isOver(row.status) && row.until < shanghaiDate(now))
      await services.use(store).transaction((work) => expireAgreement(services, work, contract));
    throw problem;
  }
}

function alive(services: Services, until: { readonly is: 'less' | 'at-most'; readonly value: string }) {
  const filter = {
    all: [
      { field: 'status', is: 'one-of', value: ['pending', 'active', 'suspended'] },
      { field: 'until', ...until },
    ],
  } as const;
  return services.use(registers).of(agreement).trusted.findEvery(services.use(store).db, { filter, most });
}

async function warn(services: Services): Promise<void> {
  const now = services.use(store).clock.now();
  const last = shanghaiDate(new Date(now.getTime() + setting(services, 'expiry-warning-days') * day));
  for (const { id } of await alive(services, { is: 'at-most', value: last }))
    await services.use(store).transaction(async (work) => {
      const { trusted } = services.use(registers).of(agreement);
      const row = await trusted.lock(work, id);
      if (row === undefined || row.status !== 'active' || row.warnedFor === row.until) return;
      await trusted.update(work, by, row, { warnedFor: row.until });
      await tellBoth(
        services,
        work,
        row,
        `共享合同${row.number}将于${row.until}到期`,
        '到期后数据不再提供；仍需使用请及时办理续期。',
      );
    });
}

/** Each night. The gateway itself refuses from the first minute of the day after. */
export async function expireAgreements(services: Services): Promise<number> {
  const today = shanghaiDate(services.use(store).clock.now());
  let ended = 0;
  for (const { id } of await alive(services, { is: 'less', value: today }))
    if (await services.use(store).transaction((work) => expireAgreement(services, work, id))) ended += 1;
  await warn(services);
  return ended;
}
