/** Demo data (演示数据): one village with its cards, cadres and departments, a request under way, and a first visit that went to its departments. */
import type { Services } from '../../../kernel/system.ts';
import { makeCards } from './server/demo/make-cards.ts';
import { makePeople } from './server/demo/make-people.ts';
import { makeWork } from './server/demo/make-work.ts';

export async function seedVillage(services: Services): Promise<void> {
  const cast = await makePeople(services);
  await makeCards(services);
  await makeWork(cast);
}
