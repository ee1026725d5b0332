/** Tells those who receive documents in many units at once: one question who they are, one message for all. */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages, type Notice } from '../../../../../engines/messages/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';

export async function tellReceivers(
  services: Services,
  work: Work,
  units: readonly string[],
  notice: Omit<Notice, 'to'>,
): Promise<void> {
  const wanted = new Set(units);
  const posts = await services.use(access).holdingPosts('office:receive', {}, work);
  const people = posts.flatMap(({ subject, department }) => (wanted.has(department) ? [subject] : []));
  if (people.length > 0) await services.use(messages).send(work, { ...notice, to: people });
}
