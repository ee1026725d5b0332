/** How long each link may take: handling by the case standard, the others by the city's table, and the whole case by their sum. */
import type { Services } from '../../../../../kernel/system.ts';
import { type LimitUnit, shanghaiDate, type TimeLimit } from '../../../../../kernel/working-time.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { getLinkLimit, type Link, type Severity } from '../../data/link-limits.ts';
import { findStandard, type StandardRow } from '../reference/find-standard.ts';
import type { CaseRow } from './check-action.ts';

/** Hours that each unit counts on its own clock (1 工作日 = 8 工作时, government.md §6.2). */
const hoursOf: Readonly<Record<LimitUnit, number>> = {
  'urgent-hour': 1,
  'work-hour': 1,
  'work-day': 8,
  'natural-day': 24,
};

const links: Readonly<Record<string, Link>> = {
  verify: 'verify',
  accept: 'accept',
  dispatch: 'dispatch',
  check: 'check',
  close: 'close',
};

const afterFiling: readonly Link[] = ['dispatch', 'check', 'close'];

export function handleLimit(standard: StandardRow): TimeLimit {
  return { amount: standard.handleAmount, unit: standard.handleUnit as LimitUnit };
}

/**
 * From filing to closing, in the unit of the handling limit. Hours of the shorter links are added as hours of that unit's
 * clock, whichever clock they run on themselves: they are minutes beside the days of handling.
 */
export function wholeLimit(handling: TimeLimit, severity: Severity): TimeLimit {
  const others = afterFiling.map((link) => getLinkLimit(link, severity));
  const hours = others.reduce((sum, limit) => sum + limit.amount * hoursOf[limit.unit], 0);
  return { amount: handling.amount + hours / hoursOf[handling.unit], unit: handling.unit };
}

export async function chooseLimits(at: {
  readonly row: CaseRow;
  readonly stage: string;
  readonly work: Work;
  readonly services: Services;
}): Promise<{ stage?: TimeLimit; whole?: TimeLimit } | undefined> {
  const { row, stage, work, services } = at;
  const severity: Severity = row.severity === 'urgent' ? 'urgent' : 'normal';
  const link = links[stage];
  const standard =
    row.standard === null
      ? undefined
      : await findStandard(services, work.db, row.standard, shanghaiDate(work.now));
  const handling = standard === undefined ? undefined : handleLimit(standard);
  const own = link === undefined ? handling : getLinkLimit(link, severity);
  return {
    ...(own === undefined ? {} : { stage: own }),
    // The whole clock starts with filing, when it is known what has to be done.
    ...(handling === undefined || stage !== 'dispatch' ? {} : { whole: wholeLimit(handling, severity) }),
  };
}
