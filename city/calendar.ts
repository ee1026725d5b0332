/** The seed of the working calendar: public holidays as the State Council announced them, and the city's office hours. */
import type { CalendarDay, WorkingPeriods } from '../kernel/working-calendar.ts';
import rows from './data/calendar.json' with { type: 'json' };

/** Only the seed: in a running city the table is a register that its keeper edits each November. */
export const calendarDays: readonly CalendarDay[] = rows.map(([date = '', kind, name = '']) => ({
  date,
  kind: kind === 'makeup' ? 'makeup' : 'holiday',
  name,
}));

/** Eight working hours a day (city-management practice: 1 工作日 = 8 工作时). */
export const workingPeriods: WorkingPeriods = [
  { start: '08:00', end: '12:00' },
  { start: '14:00', end: '18:00' },
];
