/** 上报和下发目录: every entry of the catalogue goes to every link, and what comes from below is passed on upward, what comes from above downward. */
import { z } from 'zod';
import { findDepartment } from '../../../../../city/departments.ts';
import type { Services } from '../../../../../kernel/system.ts';
import {
  type LinkBinding,
  type LinkDirection,
  type LinkObject,
  links,
} from '../../../../../engines/lake/service.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { Item, resource } from '../../../data-catalogue/contract.ts';
import type { Entry } from '../check-request.ts';
import { offerTo, openLinks } from './each-link.ts';

/** Entries of one catalogue; more would be no catalogue. */
const most = 100_000;
const pageSize = 1000;

/** Core metadata of the national guide, as they travel. */
export const EntryContent = z.object({
  code: z.string().max(100),
  name: z.string().max(200),
  provider: z.string().max(100),
  providerCode: z.string().max(18),
  abstract: z.string().max(2000),
  shareType: z.string().max(2),
  shareCondition: z.string().max(1000),
  openType: z.string().max(2),
  cycle: z.string().max(2),
  publishedOn: z.string().max(10),
  edition: z.number().int(),
  status: z.string().max(20),
  /** A dataset stands behind it, so that it can be called. */
  callable: z.boolean(),
  items: z.array(Item).max(1000),
});
export type EntryContent = z.infer<typeof EntryContent>;

function contentOf(row: Entry): EntryContent {
  return {
    code: row.code,
    name: row.name,
    provider: findDepartment(row.provider)?.name ?? row.provider,
    providerCode: row.providerCode ?? '',
    abstract: row.abstract ?? '',
    shareType: row.shareType,
    shareCondition: row.shareCondition ?? '',
    openType: row.openType,
    cycle: row.cycle ?? '',
    publishedOn: row.publishedOn,
    edition: row.edition,
    status: row.status,
    callable: (row.target ?? '').startsWith('dataset:'),
    items: z.array(Item).safeParse(row.items).data ?? [],
  };
}

function objectOf(row: Entry, owner: string) {
  return {
    kind: 'entry',
    id: row.id,
    owner,
    version: row.version,
    group: row.provider,
    title: row.name,
    content: contentOf(row),
  };
}

/** What others have given before there was this link, or while it was suspended, as far as it goes further. Offered again it changes nothing. */
export async function offerReceived(
  services: Services,
  work: Work,
  to: { readonly id: string; readonly direction: LinkDirection },
): Promise<void> {
  const all = services.use(links);
  const from = ((await openLinks(services))?.all ?? []).filter(({ peer }) => peer.direction !== to.direction);
  for (const { id } of from)
    for (let page = 1; ; page += 1) {
      const { objects } = await all.received({ kind: 'entry', link: id, page, size: pageSize });
      for (const object of objects) await all.offer(work, to.id, object);
      if (objects.length < pageSize) break;
    }
}

/** The whole catalogue to a new link, and what others have given that goes further. */
export async function offerCatalogue(
  services: Services,
  work: Work,
  to: { readonly id: string; readonly direction: LinkDirection },
): Promise<void> {
  const open = await openLinks(services);
  if (open === undefined) return;
  const rows = await services.use(registers).of(resource).trusted.findEvery(work.db, { most });
  for (const row of rows) await offerTo(services, work, to.id, objectOf(row, open.node.code));
  await offerReceived(services, work, to);
}

export async function followCatalogue(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const open = await openLinks(services);
  if (open === undefined || open.all.length === 0) return;
  const rows = await services
    .use(registers)
    .of(resource)
    .trusted.findMany(services.use(store).db, { ...rowsChanged(change), limit: most });
  // One that is suspended gets the whole catalogue when it is resumed.
  for (const { id } of open.all.filter(({ status }) => status === 'active'))
    for (const row of rows) await offerTo(services, work, id, objectOf(row, open.node.code));
}

/** What it comes from below goes up, what comes from above goes down; never back. */
async function further(services: Services, from: string, direction: 'up' | 'down') {
  const all = (await openLinks(services))?.all ?? [];
  return all.filter((link) => link.id !== from && link.peer.direction !== direction);
}

export function entryBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object: LinkObject) {
      EntryContent.parse(JSON.parse(object.content));
      for (const { id } of await further(services, link.id, link.peer.direction))
        await services.use(links).offer(work, id, object);
    },
    async drop(work, link, id) {
      for (const other of await further(services, link.id, link.peer.direction))
        await services.use(links).withdraw(work, other.id, { kind: 'entry', id });
    },
  };
}
