/** Each minute: sends what is due, tells the keepers of links that have fallen silent; each hour: gives the head of our receipts to all ends. */
import { z } from 'zod';
import type { Services } from '../../../../../kernel/system.ts';
import { type LinkBinding, type LinkState, links } from '../../../../../engines/lake/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import { link as linkRegister } from '../../registers/link.ts';
import { setting } from '../setting.ts';
import { offerTo, openLinks } from './each-link.ts';
import { offerReceived } from './share-entries.ts';

const minute = 60_000;

export function silentMinutes(link: LinkState, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(link.contactAt ?? link.createdAt)) / minute);
}

export function isSilent(services: Services, link: LinkState, now: Date): boolean {
  return link.status === 'active' && silentMinutes(link, now) >= setting(services, 'link-silent-minutes');
}

async function tellKeepers(services: Services, link: LinkState, now: Date): Promise<void> {
  const kept = await services.use(registers).of(linkRegister).trusted.find(services.use(store).db, link.id);
  await services.use(store).transaction((work) =>
    services.use(messages).send(work, {
      to: { permission: 'data-sharing:link', ...(kept === undefined ? {} : { department: kept.keeper }) },
      kind: 'urge',
      title: `与“${link.peer.name}”的级联链路已${silentMinutes(link, now)}分钟没有往来`,
      body: `${link.problem ?? '没有收到对方的任何报文'}；待发报文${link.waiting}条。`,
      link: '/data-sharing/links',
      // Once for each silence.
      once: `${link.id}/${link.contactAt ?? 'never'}`,
    }),
  );
}

export async function deliverLinks(services: Services): Promise<number> {
  const sent = await services.use(links).deliverDue();
  const now = services.use(store).clock.now();
  for (const link of await services.use(links).states())
    if (isSilent(services, link, now)) await tellKeepers(services, link, now);
  return sent;
}

/** Each night both ends are compared, so that what no sequence shows is found as well. */
export async function compareLinks(services: Services): Promise<number> {
  const all = (await services.use(links).states()).filter(({ status }) => status === 'active');
  await services.use(store).transaction(async (work) => {
    for (const { id, peer } of all) {
      // What came in the moment in which a link was made is passed on now.
      await offerReceived(services, work, { id, direction: peer.direction });
      await services.use(links).resync(work, id, 'nightly');
    }
  });
  return all.length;
}

const Head = z.object({ size: z.number().int().min(0), root: z.string(), at: z.string() });

/** With the other ends holding it, no receipt before it can be taken back unnoticed. */
export async function offerHeads(services: Services): Promise<number> {
  const open = await openLinks(services);
  const head = await services.use(trust).logs.findHead('share');
  if (open === undefined || head === undefined) return 0;
  await services.use(store).transaction(async (work) => {
    for (const { id } of open.all)
      await offerTo(services, work, id, {
        kind: 'head',
        id,
        owner: open.node.code,
        version: head.size + 1,
        group: '',
        title: '共享凭证日志的树根',
        content: head,
      });
  });
  return open.all.length;
}

export function headBinding(): LinkBinding {
  return {
    async take(_work, _link, object, before) {
      const { size } = Head.parse(JSON.parse(object.content));
      const known = before === undefined ? 0 : Head.parse(JSON.parse(before.content)).size;
      if (size < known) throw errors.headWentBack({ before: known, after: size });
    },
  };
}
