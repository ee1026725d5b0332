/** Lengths follow the drawn lines: whoever draws a centre line anew never types how long it is. */
import type { Services } from '../../../../../kernel/system.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { lengthOf, readLine } from '../../patrol/line.ts';
import { reach, river } from '../../registers/river.ts';

const by = 'river-chief';
const mostRows = 5000;
const measured = { 'river-chief.river': river, 'river-chief.reach': reach } as const;

/** Kilometres with two digits; null without a sound line. */
export function kilometres(line: unknown): number | null {
  const sound = readLine(line);
  return sound === undefined ? null : Math.round(lengthOf(sound) / 10) / 100;
}

export const measuredRegisters = Object.keys(measured);

/** Writes only what differs, so that its own writing does not call it for ever. */
export async function measureLines(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const declaration = measured[change.register as keyof typeof measured];
  const { trusted } = services.use(registers).of(declaration);
  for (const row of await trusted.findMany(work.db, { ...rowsChanged(change), limit: mostRows })) {
    const length = kilometres(row.line);
    if (row.length !== length) await trusted.update(work, by, row, { length });
  }
}
