/** Tells those who hold a permission in many units at once: one question who they are, one message for all. Gives how many units nobody represents. */
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { messages, type Notice } from '../../../../engines/messages/service.ts';
import type { Work } from '../../../../engines/store/service.ts';

export async function tellUnits(
  services: Services,
  work: Work,
  to: { readonly permission: `office:${string}`; readonly units: readonly string[] },
  notice: Omit<Notice, 'to'>,
): Promise<number> {
  const wanted = new Set(to.units);
  const posts = await services.use(access).holdingPosts(to.permission, {}, work);
  const asked = posts.filter(({ department }) => wanted.has(department));
  const people = asked.map(({ subject }) => subject);
  if (people.length > 0) await services.use(messages).send(work, { ...notice, to: people });
  return wanted.size - new Set(asked.map(({ department }) => department)).size;
}
