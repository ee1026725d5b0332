/** Data elements that come with the platform; what the city has changed stays as it is. */
import type { Services } from '../../../../kernel/system.ts';
import { newId } from '../../../../kernel/ids.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import table from '../data/elements.json' with { type: 'json' };
import { element } from '../registers/element.ts';

const most = 100_000;

export async function loadElements(services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(element);
  const known = new Set((await trusted.findEvery(services.use(store).db, { most })).map((each) => each.code));
  const missing = table.elements.filter(({ code }) => !known.has(code));
  if (missing.length === 0) return;
  await services.use(store).transaction((work) =>
    trusted.insertMany(
      work,
      'data-catalogue',
      missing.map((each) => ({ ...each, id: newId() })),
    ),
  );
}
