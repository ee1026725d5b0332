/** Links that something may be offered to, and what is said in the same way of each thing that travels. */
import type { Services } from '../../../../../kernel/system.ts';
import {
  type LinkNode,
  type LinkObject,
  type LinkState,
  links,
} from '../../../../../engines/lake/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';

/** Undefined while this platform has no identity, and so no links either. */
export async function openLinks(
  services: Services,
): Promise<{ readonly node: LinkNode; readonly all: readonly LinkState[] } | undefined> {
  const node = await services.use(links).node();
  return node === undefined ? undefined : { node, all: await services.use(links).states() };
}

/** `offer`, where what does not fit over a link is left to be seen there and hinders nothing here. */
export async function offerTo(
  services: Services,
  work: Work,
  link: string,
  object: Omit<LinkObject, 'content'> & { readonly content: unknown },
): Promise<void> {
  await services.use(links).offer(work, link, { ...object, content: JSON.stringify(object.content) });
}
