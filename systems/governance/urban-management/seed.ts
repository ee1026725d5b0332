/** Demo data (演示数据): people at their posts, grids, components, and two months of cases that lived through the real engine. */
import type { Services } from '../../../kernel/system.ts';
import { store } from '../../../engines/store/service.ts';
import { openAlbum } from './server/demo/draw-pictures.ts';
import { liveCase } from './server/demo/live-case.ts';
import { makeComponents, makeGrids } from './server/demo/make-grids.ts';
import { makePeople } from './server/demo/make-people.ts';
import { makeDice } from './server/demo/random.ts';

export interface SeedSize {
  readonly components: number;
  readonly cases: number;
}

const fullSize: SeedSize = { components: 2000, cases: 600 };
const seedNumber = 341_200;
const days = 60;
const day = 86_400_000;

/** The same for the same clock and size. */
export async function seedCity(services: Services, size: SeedSize = fullSize): Promise<void> {
  const dice = makeDice(seedNumber);
  const data = services.use(store);
  const now = data.clock.now();
  const people = await makePeople(services, dice);
  const grids = await data.transaction(async (work) => {
    const made = await makeGrids(services, work, people);
    await makeComponents(services, work, made, dice, size.components);
    return made;
  });
  const stage = { services, people, dice, pictures: openAlbum(services), now };
  for (let index = 0; index < size.cases; index += 1) {
    // Denser towards the present, so that every link has something waiting.
    const age = (1 - (index + 1) / (size.cases + 1)) ** 1.5 * days;
    await liveCase(stage, dice.pick(grids), new Date(now.getTime() - age * day));
  }
}
