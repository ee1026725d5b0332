/** How much of a limit is left, in the words that stand beside the light. Pure. */
import { durationText } from '../../../../ui/form/city-time.ts';

export type Light = 'none' | 'green' | 'yellow' | 'red';

export interface Limit {
  readonly dueAt: string | null;
  readonly light: Light;
  /** Milliseconds left on the limit's own clock (working hours or natural time), negative when over; unknown when absent. */
  readonly remaining?: number | null | undefined;
  /** Which clock `remaining` is counted on; default working. */
  readonly clock?: 'working' | 'natural' | undefined;
  readonly suspended?: boolean | undefined;
}

const hour = 3_600_000;

/**
 * '剩 5 工作时 20 分', '超 3 工作时', '已挂起', '无时限'. Without a counted remainder the clock on the wall is told instead ('剩 2 天 3 小时',
 * no 'work' in it), never a working time that nobody counted.
 */
export function remainingWords(limit: Limit, now: Date): string {
  if (limit.suspended) return '已挂起';
  if (limit.dueAt === null) return '无时限';
  const { remaining } = limit;
  if (remaining !== undefined && remaining !== null) {
    const words = limit.clock === 'natural' ? durationText(remaining) : workingWords(remaining);
    return `${remaining < 0 ? '超' : '剩'} ${words}`;
  }
  const left = new Date(limit.dueAt).getTime() - now.getTime();
  if (Number.isNaN(left)) return '无时限';
  return `${left < 0 ? '超' : '剩'} ${durationText(left)}`;
}

/** Working hours stay hours: how many make a day differs by calendar, so '12 工作时' is never called a day and a half. */
export function workingWords(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const minutes = Math.floor(size / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  const hours = Math.floor(size / hour);
  const rest = minutes - hours * 60;
  if (hours === 0) return `${rest} 分钟`;
  return rest === 0 || hours >= 24 ? `${hours} 工作时` : `${hours} 工作时 ${rest} 分`;
}
