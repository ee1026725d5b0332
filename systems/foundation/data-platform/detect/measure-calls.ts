/** What is measured of one contract in one hour, before the rule says what that is. Pure; counts and shares only, never a value. */
import type { CallHour } from '../../../../engines/lake/service.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import { isOffHours, median, robustScore, usualCounts, type UsualTerms } from './usual.ts';

/** Inputs of the rule by their names there; null where there is nothing to say. */
export type Measures = Readonly<Record<string, number | boolean | null>>;

export interface CallPast {
  /** The hours before, of the weeks that are looked back. */
  readonly hours: readonly CallHour[];
  /** First hour in which the contract was called. */
  readonly first: string | null;
  /** Last hour in which its application called anything before. */
  readonly lastOfApp: string | null;
  /** Calls of the day, and how many the contract allows. */
  readonly today: number;
  readonly quota: number;
}

const day = 86_400_000;

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}

/** How many times what the caller mostly calls in an off hour in which he calls at all. */
function offTimes(hour: CallHour, past: CallPast, calendar: WorkingCalendar): number | null {
  const at = new Date(hour.hour);
  if (!isOffHours(calendar, at)) return null;
  const usual = past.hours
    .filter((each) => isOffHours(calendar, new Date(each.hour)))
    .map((each) => each.calls);
  return hour.calls / Math.max(1, usual.length === 0 ? 0 : median(usual));
}

export function measureCalls(
  hour: CallHour,
  past: CallPast,
  calendar: WorkingCalendar,
  terms: UsualTerms,
): Measures {
  const at = new Date(hour.hour);
  const score = (value: number, of: (each: CallHour) => number) => {
    const counts = new Map(past.hours.map((each) => [each.hour, of(each)]));
    return robustScore(value, usualCounts({ at, first: past.first, counts }, calendar, terms), terms.floor);
  };
  const idle = past.lastOfApp === null ? null : (at.getTime() - Date.parse(past.lastOfApp)) / day;
  return {
    调用次数: hour.calls,
    次数偏离: rounded(score(hour.calls, (each) => each.calls)),
    提供行数: hour.rows,
    行数偏离: rounded(score(hour.rows, (each) => each.rows)),
    非工作时间: isOffHours(calendar, at),
    夜间倍数: rounded(offTimes(hour, past, calendar)),
    按键次数: hour.keyed,
    不同键占比: rounded(share(hour.keys, hour.keyed)),
    每段键数: rounded(share(hour.keys, hour.blocks)),
    未命中占比: rounded(share(hour.empty, hour.calls - hour.refused)),
    间隔变异:
      hour.gapMean === null || hour.gapMean === 0 ? null : rounded((hour.gapDeviation ?? 0) / hour.gapMean),
    拒绝次数: hour.refused,
    额度占比: rounded(share(past.today, past.quota)),
    停用天数: rounded(idle),
  };
}

/** Calls of an application that were refused before there was a receipt. */
export function measureRefusals(calls: number): Measures {
  return { ...nothing, 拒绝次数: calls };
}

const nothing: Measures = {
  调用次数: 0,
  次数偏离: null,
  提供行数: 0,
  行数偏离: null,
  非工作时间: null,
  夜间倍数: null,
  按键次数: 0,
  不同键占比: null,
  每段键数: null,
  未命中占比: null,
  间隔变异: null,
  拒绝次数: 0,
  额度占比: null,
  停用天数: null,
};
