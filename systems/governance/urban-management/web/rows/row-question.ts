/** Which case rows stand behind a number: conditions in the form of the registers' list. Pure. */
import type { Filter } from '../../../../../kernel/filter.ts';
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';

/** A number that was clicked, and the rows it counts. */
export interface RowQuestion {
  readonly title: string;
  readonly filter?: Filter;
  readonly where?: Readonly<Record<string, string>>;
  /** [west, south, east, north] */
  readonly box?: readonly [number, number, number, number];
}

const day = 86_400_000;

/** The moment lies within these Shanghai days, both included. */
export function inPeriod(field: string, from: string, to: string): Filter {
  const end = new Date(shanghaiInstant(to).getTime() + day).toISOString();
  return {
    all: [
      { field, is: 'at-least', value: shanghaiInstant(from).toISOString() },
      { field, is: 'less', value: end },
    ],
  };
}

/** As the registers' list route takes it; objects travel as JSON text in an address. */
export function listInput(question: RowQuestion, page: number, size: number) {
  const { filter, where, box } = question;
  return {
    register: 'urban-management.case',
    page,
    size,
    labels: true,
    sort: '-openedAt',
    ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
    ...(where === undefined || Object.keys(where).length === 0 ? {} : { where: JSON.stringify(where) }),
    ...(box === undefined ? {} : { box: JSON.stringify(box) }),
  };
}
