/** Demo data (演示数据): organ codes, rooms, people at their posts, and documents that lived through the real engine. */
import type { Services } from '../../../kernel/system.ts';
import { liveDocument } from './server/demo/live-document.ts';
import { makeBulletin, makeIncoming } from './server/demo/make-incoming.ts';
import { makeMatters } from './server/demo/make-matters.ts';
import { makeMeeting } from './server/demo/make-meeting.ts';
import { makeOffice } from './server/demo/make-office.ts';
import demo from './server/demo/stories.json' with { type: 'json' };

export async function seedOffice(services: Services): Promise<void> {
  const office = await makeOffice(services);
  await makeMeeting(services, office);
  await makeMatters(services, office);
  for (const { code, steps, values } of demo.stories) {
    const series = office.codes.get(code) ?? '';
    await liveDocument(services, office, { steps, values: { ...values, series } });
  }
  await makeIncoming(services, office);
  await makeBulletin(services, office);
}
