/** What a written card settles of the tasks about it: a place that is known again, by whatever way, is no longer asked. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { type Card, cellsOf, type Place, placeKey } from '../../card/card.ts';
import type { CardField } from '../../data/tables.ts';
import { task } from '../../registers/task.ts';

const most = 10_000;

/** Places of the task that are still missing or too old. */
export function leftOf(
  card: Card,
  cells: readonly Place[],
  fields: readonly CardField[],
  today: string,
): readonly Place[] {
  const open = new Set(
    cellsOf(card, fields, today)
      .filter(({ state }) => state !== 'fresh')
      .map(placeKey),
  );
  return cells.filter((cell) => open.has(placeKey(cell)));
}

export async function openTasks(services: Services, work: Pick<Work, 'db'>, household: string) {
  return services
    .use(registers)
    .of(task)
    .trusted.findEvery(work.db, {
      filter: {
        all: [
          { field: 'household', is: 'equal', value: household },
          { field: 'progress', is: 'equal', value: 'open' },
        ],
      },
      most,
    });
}

export async function settleTasks(
  services: Services,
  work: Work,
  card: Card,
  fields: readonly CardField[],
  today: string,
): Promise<void> {
  const { trusted } = services.use(registers).of(task);
  for (const row of await openTasks(services, work, card.household.id)) {
    const left = leftOf(card, row.cells as readonly Place[], fields, today).length;
    if (left === row.left) continue;
    const done = left === 0 ? { progress: 'done', doneAt: work.now.toISOString() } : {};
    await trusted.update(work, 'village-data', row, { left, ...done });
  }
}

/** A household that ended is asked no more. */
export async function closeTasks(services: Services, work: Work, household: string): Promise<void> {
  const { trusted } = services.use(registers).of(task);
  for (const row of await openTasks(services, work, household))
    await trusted.update(work, 'village-data', row, { progress: 'closed', doneAt: work.now.toISOString() });
}
