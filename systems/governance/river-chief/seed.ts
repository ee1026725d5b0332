/** Demo data (演示数据): rivers and reaches of Fuyang, their chiefs, two months of patrols and a ledger of problems. */
import type { Services } from '../../../kernel/system.ts';
import { store } from '../../../engines/store/service.ts';
import { makeGauges } from './server/demo/make-gauges.ts';
import { makePatrols } from './server/demo/make-patrols.ts';
import { makePeople } from './server/demo/make-people.ts';
import { makeProblems } from './server/demo/make-problems.ts';
import { makeRivers, makeSites } from './server/demo/make-rivers.ts';
import { makeStrategies } from './server/demo/make-strategies.ts';
import { makeDice } from './server/demo/random.ts';

const seedNumber = 341_215;

/** The same for the same clock. Sections join only where 生态环境监测 was seeded before, as it is in the order of the city. */
export async function seedRivers(services: Services): Promise<void> {
  const dice = makeDice(seedNumber);
  const reaches = await services.use(store).transaction((work) => makeRivers(services, work));
  const people = await makePeople(services, reaches, dice);
  await makeSites(services, reaches);
  await makeGauges(services);
  await makeStrategies(services, reaches);
  await makePatrols(services, people.chiefs, dice);
  await makeProblems(services, people, dice);
}
