/** Lengths follow the drawn lines: whoever draws a centre line anew never types how long it is. */
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { lengthOf, readLine } from '../../patrol/line.ts';
import { reach, river } from '../../registers/river.ts';

interface Changed {
  readonly register: string;
  readonly ids?: readonly string[];
  readonly batch?: string;
}

const by = 'river-chief';
const mostRows = 5000;
const measured = { 'river-chief.river': river, 'river-chief.reach': reach } as const;

/** Kilometres with two digits; null without a sound line. */
export function kilometres(line: unknown): number | null {
  const sound = readLine(line);
  return sound === undefined ? null : Math.round(lengthOf(sound) / 10) / 100;
}

/** Writes only what differs, so that its own writing does not call it for ever. */
export async function measureLines(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { register, ids, batch } = event.payload as Changed;
  const declaration = measured[register as keyof typeof measured];
  if (declaration === undefined || (ids === undefined && batch === undefined)) return;
  const { trusted } = services.use(registers).of(declaration);
  const query =
    ids === undefined ? { filter: { field: 'batch', is: 'equal', value: batch ?? '' } as const } : { ids };
  for (const row of await trusted.findMany(work.db, { ...query, limit: mostRows })) {
    const length = kilometres(row.line);
    if (row.length !== length) await trusted.update(work, by, row, { length });
  }
}
