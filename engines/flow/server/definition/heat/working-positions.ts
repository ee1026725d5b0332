/** The working clock as a table for SQL: working milliseconds before each day, so that the time between two moments is a subtraction. */
import { shanghaiDate, type WorkingCalendar } from '../../../../../kernel/working-time.ts';
import { type RawBuilder, sql } from '../../../../store/index.ts';

export interface WorkingDays {
  readonly days: readonly string[];
  readonly before: readonly number[];
  readonly works: readonly boolean[];
}

const dayLength = 86_400_000;

function nextDay(day: string): string {
  return new Date(Date.parse(day) + dayLength).toISOString().slice(0, 10);
}

function millisecondOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

/** Every day from … to, both included. */
export function workingDays(calendar: WorkingCalendar, from: Date, to: Date): WorkingDays {
  const length = calendar.periods.reduce(
    (sum, { start, end }) => sum + millisecondOf(end) - millisecondOf(start),
    0,
  );
  const days: string[] = [];
  const before: number[] = [];
  const works: boolean[] = [];
  const last = shanghaiDate(to);
  let sum = 0;
  for (let day = shanghaiDate(from); day <= last; day = nextDay(day)) {
    const working = calendar.isWorkingDay(day);
    days.push(day);
    before.push(sum);
    works.push(working);
    if (working) sum += length;
  }
  return { days, before, works };
}

export function shanghaiDay(moment: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${moment} at time zone 'Asia/Shanghai')::date`;
}

/** Where a moment stands on the working clock; `day` is the alias of its row of the table of days. */
export function positionOf(
  calendar: WorkingCalendar,
  moment: RawBuilder<unknown>,
  day: string,
): RawBuilder<unknown> {
  const at = sql`extract(epoch from (${moment} at time zone 'Asia/Shanghai')::time) * 1000`;
  const worked = calendar.periods.map(({ start, end }) => {
    const begins = millisecondOf(start);
    return sql`greatest(0, least(${at}, ${millisecondOf(end)}::numeric) - ${begins}::numeric)`;
  });
  return sql`(${sql.ref(`${day}.before`)} + case when ${sql.ref(`${day}.works`)} then ${sql.join(worked, sql` + `)} else 0 end)`;
}
