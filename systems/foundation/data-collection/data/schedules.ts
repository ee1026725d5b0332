/** How often a dataset is collected, and when its next turn has come. */
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import table from './schedules.json' with { type: 'json' };

export interface Schedule {
  readonly code: string;
  readonly name: string;
  /** Null: only when somebody asks. */
  readonly minutes: number | null;
  /** Time of day in Shanghai before which a longer period does not begin. */
  readonly at?: string;
}

export const schedules: readonly Schedule[] = table.schedules;
export const scheduleSource = `${table.source}（第${table.version}版）`;

const byCode = new Map(schedules.map((schedule) => [schedule.code, schedule]));
const minute = 60_000;
const day = 1440;

export function findSchedule(code: string): Schedule | undefined {
  return byCode.get(code);
}

/** The newest moment with this time of day in Shanghai. */
function lastTurn(at: string, now: Date): number {
  const today = shanghaiInstant(shanghaiDate(now)).getTime();
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const turn = today + (hours * 60 + minutes) * minute;
  return turn > now.getTime() ? turn - day * minute : turn;
}

/** Whether it is time again, by the beginning of the last turn. */
export function isDue(code: string, lastStartedAt: string | null, now: Date): boolean {
  const schedule = byCode.get(code);
  if (schedule === undefined || schedule.minutes === null) return false;
  if (lastStartedAt === null) return true;
  const last = Date.parse(lastStartedAt);
  if (schedule.at === undefined) return now.getTime() - last >= schedule.minutes * minute;
  return last < lastTurn(schedule.at, now) - (schedule.minutes - day) * minute;
}

/** Whether data should have come by now, and has not. `share` in per cent of the period. */
export function isLate(code: string, refreshedAt: string | null, now: Date, share: number): boolean {
  const minutes = byCode.get(code)?.minutes ?? null;
  if (minutes === null || refreshedAt === null) return false;
  return now.getTime() - Date.parse(refreshedAt) > minutes * minute * (share / 100);
}
