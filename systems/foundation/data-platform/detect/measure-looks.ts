/** What is measured of one person's looks in one hour, and of the looks at one row. Pure; counts and shares only. */
import type { ActivityHour } from '../../../../engines/access/service.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import type { Measures } from './measure-calls.ts';
import { isOffHours, robustScore, usualCounts, type UsualTerms } from './usual.ts';

function sum(hours: readonly ActivityHour[], of: (hour: ActivityHour) => number): number {
  return hours.reduce((total, hour) => total + of(hour), 0);
}

const nothing: Measures = {
  查看对象数: 0,
  查看偏离: null,
  非工作时间: null,
  导出次数: 0,
  惯常之外: 0,
  以往查看: 0,
  查看人数: 0,
};

/** Looks into registers that he never looked into before the day of the hour are outside of what is usual for him. */
export function measureLooks(
  hour: string,
  hours: readonly ActivityHour[],
  calendar: WorkingCalendar,
  terms: UsualTerms,
): Measures {
  const at = new Date(hour);
  const now = hours.filter((each) => each.hour === hour);
  const dayBefore = new Date(at.getTime() - 86_400_000).toISOString();
  const before = hours.filter((each) => each.hour <= dayBefore);
  const known = new Set(before.filter(({ looks }) => looks > 0).map(({ object }) => object));
  const counts = new Map<string, number>();
  for (const each of hours.filter((one) => one.hour < hour))
    counts.set(each.hour, (counts.get(each.hour) ?? 0) + each.looks);
  const looks = sum(now, (each) => each.looks);
  const usual = usualCounts({ at, first: hours[0]?.hour ?? null, counts }, calendar, terms);
  const score = robustScore(looks, usual, terms.floor);
  return {
    ...nothing,
    查看对象数: looks,
    查看偏离: score === null ? null : Math.round(score * 1000) / 1000,
    非工作时间: isOffHours(calendar, at),
    导出次数: sum(now, (each) => each.exports),
    惯常之外: sum(
      now.filter(({ object }) => !known.has(object)),
      (each) => each.looks,
    ),
    以往查看: sum(before, (each) => each.looks),
  };
}

export function measureLookers(people: number): Measures {
  return { ...nothing, 查看人数: people };
}
