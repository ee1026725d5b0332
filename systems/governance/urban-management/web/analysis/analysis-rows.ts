/** What the analysis page asks, and how a clicked number becomes a question for its rows. */
import type { Filter } from '../../../../../kernel/filter.ts';
import { inPeriod, type RowQuestion } from '../rows/row-question.ts';

export interface AnalysisAsked {
  readonly from: string;
  readonly to: string;
  readonly area?: string;
  readonly matter?: string;
}

/** Where area and class narrow the rows; the server's counts do the same. */
export function whereOf(asked: AnalysisAsked): Readonly<Record<string, string>> {
  return {
    ...(asked.area === undefined ? {} : { caseArea: asked.area }),
    ...(asked.matter === undefined ? {} : { matter: asked.matter }),
  };
}

export function openedRows(
  asked: AnalysisAsked,
  title: string,
  more: Partial<RowQuestion> = {},
): RowQuestion {
  return {
    title,
    filter: inPeriod('openedAt', asked.from, asked.to),
    ...more,
    where: { ...whereOf(asked), ...more.where },
  };
}

/** By link: the mark that ends it, as server/analysis/find-slow-links.ts counts. */
const marks: Readonly<Record<string, string>> = {
  verify: 'confirmed',
  accept: 'filed',
  dispatch: 'dispatched',
  handle: 'handled',
  check: 'passed',
  close: 'finished',
};

export function linkRows(
  asked: AnalysisAsked,
  title: string,
  link: string,
  only: { readonly unit?: string; readonly late?: boolean } = {},
): RowQuestion {
  const mark = marks[link] ?? link;
  const tests: Filter[] = [inPeriod(`${mark}At`, asked.from, asked.to)];
  if (only.late) tests.push({ field: `${mark}Late`, is: 'equal', value: true });
  return {
    title,
    filter: { all: tests },
    where: { ...whereOf(asked), ...(only.unit === undefined ? {} : { leadUnit: only.unit }) },
  };
}
