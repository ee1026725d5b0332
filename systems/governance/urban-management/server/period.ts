/** The Shanghai days that a statistic covers. */
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { errors } from '../errors.ts';
import { setting } from './setting.ts';

const day = 86_400_000;
const defaultDays = 30;

export interface DayPeriod {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
}

/** Default: the last 30 days, today included. Throws periodReversed or periodTooLong. */
export function readPeriod(
  services: Services,
  now: Date,
  given: { readonly from?: string | undefined; readonly to?: string | undefined },
): DayPeriod {
  const to = given.to ?? shanghaiDate(now);
  const from = given.from ?? new Date(Date.parse(to) - (defaultDays - 1) * day).toISOString().slice(0, 10);
  if (from > to) throw errors.periodReversed({}, [{ path: 'from', message: '晚于结束日期' }]);
  const longest = setting(services, 'period-days');
  const days = (Date.parse(to) - Date.parse(from)) / day + 1;
  if (days > longest)
    throw errors.periodTooLong({ days: longest }, [{ path: 'from', message: `最长 ${longest} 天` }]);
  return { from, to };
}
