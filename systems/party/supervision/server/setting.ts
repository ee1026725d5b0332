/** Numbers of this system that officials may change, and small helpers that several files need. */
import { access } from '../../../../engines/access/service.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { Services } from '../../../../kernel/system.ts';
import {
  addTimeLimit,
  elapsed,
  endOfOfficeHours,
  type WorkingCalendar,
} from '../../../../kernel/working-time.ts';
import type { settings } from '../permissions.ts';

export function setting(services: Services, name: keyof typeof settings): number {
  return services.use(store).settings.value(`supervision.${name}`);
}

export function calendarOf(services: Services): WorkingCalendar {
  return services.use(flow).calendar();
}

/** Working days from one moment to another, in fractions; negative when the other is past. */
export function workDaysBetween(calendar: WorkingCalendar, from: Date, to: Date): number {
  const one = elapsed(
    calendar,
    from,
    addTimeLimit(calendar, from, { amount: 1, unit: 'work-day' }),
    'work-day',
  );
  return elapsed(calendar, from, to, 'work-day') / one;
}

export function addWorkDays(calendar: WorkingCalendar, from: Date, days: number): Date {
  if (days >= 0) return addTimeLimit(calendar, from, { amount: days, unit: 'work-day' });
  let at = from.getTime();
  while (workDaysBetween(calendar, new Date(at), from) < -days) at -= 86_400_000;
  return new Date(at);
}

/** The end of office hours of a day, by the city's calendar. */
export function endOfDay(services: Services, day: string): Date {
  return endOfOfficeHours(calendarOf(services), day);
}

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}
