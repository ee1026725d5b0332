/** What the watch goes by, from the settings in force. */
import type { Services } from '../../../../../kernel/system.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { UsualTerms } from '../../detect/usual.ts';
import { setting } from '../setting.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;

export function termsOf(services: Services): UsualTerms {
  return {
    weeks: setting(services, 'history-weeks'),
    least: setting(services, 'history-days'),
    floor: setting(services, 'spread-floor') / 100,
  };
}

/** The beginning of what an hour is compared with. */
export function weeksBefore(services: Services, at: string): string {
  return new Date(Date.parse(at) - setting(services, 'history-weeks') * week - hour).toISOString();
}

/** Old receipts, on the first day of the watch, are past and not an alarm. */
export function isWatched(services: Services, work: Work, at: string): boolean {
  return work.now.getTime() - Date.parse(at) < setting(services, 'watched-hours') * hour;
}
