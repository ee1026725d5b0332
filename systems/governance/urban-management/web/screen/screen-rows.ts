/** Which rows stand behind each number of the wall; the same conditions as server/analysis/show-screen.ts counts by. Pure. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { indicators } from '../../case/indicators.ts';
import type contract from '../../contract.ts';
import { inPeriod, type RowQuestion } from '../rows/row-question.ts';

export type Screen = OutputOf<typeof contract.routes.screen>;

const open: Filter = { field: 'status', is: 'unequal', value: 'closed' };

export interface Place {
  readonly area: string | undefined;
  /** Of the screen's reply: its day is today, its moment decides what is overdue. */
  readonly at: string;
}

function placed(place: Place, title: string, filter: Filter): RowQuestion {
  return { title, filter, ...(place.area === undefined ? {} : { where: { caseArea: place.area } }) };
}

export function openRows(place: Place, title: string, ...tests: readonly Filter[]): RowQuestion {
  return placed(place, title, { all: [open, ...tests] });
}

export const overdue = (at: string): Filter => ({ field: 'dueAt', is: 'less', value: at });
export const urgent: Filter = { field: 'severity', is: 'equal', value: 'urgent' };
export const supervised: Filter = { field: 'supervised', is: 'equal', value: true };
export const inStage = (stage: string): Filter => ({ field: 'stage', is: 'equal', value: stage });

/** `today` is the day in the city, 'YYYY-MM-DD'. */
export function todayRows(place: Place, title: string, field: string, today: string): RowQuestion {
  return placed(place, title, inPeriod(field, today, today));
}

export function openedRows(
  place: Place,
  title: string,
  period: Screen['period'],
  matter: string,
): RowQuestion {
  const question = placed(place, title, inPeriod('openedAt', period.from, period.to));
  return { ...question, where: { ...question.where, matter } };
}

/** The rows that the rate counts as good (or bad): its numerator. */
export function rateRows(
  place: Place,
  title: string,
  period: Screen['period'],
  indicator: string,
): RowQuestion {
  const spec = indicators[indicator];
  if (spec === undefined) return placed(place, title, open);
  return placed(place, title, { all: [spec.numerator, inPeriod(spec.period, period.from, period.to)] });
}

export function unitRows(place: Place, title: string, period: Screen['period'], unit: string): RowQuestion {
  const question = placed(place, title, inPeriod('handledAt', period.from, period.to));
  return { ...question, where: { ...question.where, leadUnit: unit } };
}
