/**
 * What the evaluation counts: each measure of data/indicators.json as a condition over case rows, so that a number and the
 * rows behind it are the same question. Where the words of the measure say more than a condition over one row can, the
 * comment says what is left out.
 */
import type { Filter } from '../../../../kernel/filter.ts';

const filled = (field: string): Filter => ({ field, is: 'filled' });
const empty = (field: string): Filter => ({ field, is: 'empty' });
const equal = (field: string, value: string | number | boolean): Filter => ({ field, is: 'equal', value });
const late = (field: string): Filter => equal(field, true);
const onTime = (mark: string): Filter => ({
  all: [filled(`${mark}At`), { not: late(`${mark}Late`) }],
});
const both = (...all: readonly Filter[]): Filter => ({ all });
const either = (...any: readonly Filter[]): Filter => ({ any });

const byCollector = equal('source', 'collector');
const none = (counter: string): Filter => either(empty(counter), equal(counter, 0));
const filed = filled('filedAt');
const notMerged: Filter = { field: 'outcome', is: 'unequal', value: 'merged' };
const shelved = equal('outcome', 'shelved');
const suspended = filled('suspendedAt');
const answered = either(filled('confirmedAt'), filled('unclearAt'), filled('deniedAt'));
const toVerify: Filter = { field: 'source', is: 'one-of', value: ['citizen', 'video', 'hotline', 'media'] };
const dispatched = filled('dispatchedAt');
const handled = filled('handledAt');
/** Without cases put on account and cases with a granted pause, which the standard takes off both counts. */
const dueHandling = both(dispatched, { not: shelved }, { not: suspended });
const dueClosing = both(filed, filled('dueAt'), { not: shelved }, { not: suspended });
const closed: Filter = { field: 'outcome', is: 'one-of', value: ['closed', 'forced'] };
const missed = both(toVerify, filed, filled('grid'));

/** By measure id of data/indicators.json. */
export const measures = {
  collectorReports: byCollector,
  filedCollectorReports: both(byCollector, filed),
  missedReports: missed,
  // Limits of single links are kept on the work item, not the case: those met or missed are counted, those still running are not due.
  dueVerifications: both(toVerify, answered),
  inTimeVerifications: both(toVerify, either(onTime('confirmed'), onTime('unclear'), onTime('denied'))),
  dueChecks: either(filled('passedAt'), filled('failedAt')),
  inTimeChecks: either(onTime('failed'), both(empty('failedAt'), onTime('passed'))),
  acceptedReports: notMerged,
  filedCases: filed,
  dueFilings: either(filed, filled('refusedAt')),
  inTimeFilings: either(onTime('filed'), onTime('refused')),
  // Place and class put right after filing pass through 退回受理更正.
  accurateFilings: both(filed, none('correctCount')),
  dueDispatches: filed,
  inTimeDispatches: onTime('dispatched'),
  // Cases, not times: a case dispatched twice counts once, as inaccurate.
  dispatches: dispatched,
  accurateDispatches: both(dispatched, none('upheldCount'), none('returnCount')),
  dueHandlings: dueHandling,
  handlings: both(dueHandling, handled),
  inTimeHandlings: both(dueHandling, onTime('handled')),
  // Carried over from before the period is left out: a row stands in one period, that of its time limit.
  dueClosings: dueClosing,
  closings: both(dueClosing, closed),
  inTimeClosings: both(dueClosing, closed, { not: late('closedLate') }),
  reworkedCases: both(dueHandling, handled, { field: 'reworkCount', is: 'more', value: 0 }),
  delayedCases: both(dueHandling, { field: 'extendedCount', is: 'more', value: 0 }),
  returnedDispatches: both(
    dispatched,
    either({ field: 'returnCount', is: 'more', value: 0 }, { field: 'upheldCount', is: 'more', value: 0 }),
  ),
  repeatedCases: both(filed, equal('repeated', true)),
  handlingHours: both(dueHandling, handled),
} as const satisfies Readonly<Record<string, Filter>>;

export type MeasureId = keyof typeof measures;

/** The moment that places a case in the period of an indicator, by the link that the indicator judges. */
export const periodOfLink = {
  collect: 'openedAt',
  accept: 'openedAt',
  dispatch: 'filedAt',
  handle: 'dispatchedAt',
  feedback: 'dispatchedAt',
  check: 'handledAt',
  close: 'dueAt',
  evaluate: 'filedAt',
} as const;
