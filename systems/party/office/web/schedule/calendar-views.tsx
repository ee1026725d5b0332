/** A week as seven columns, a month as a grid; on a phone both become a list of days. */
import type { ReactNode } from 'react';
import { dateInCity } from '../../../../../ui/form/city-time.ts';
import type { CalendarItem } from '../../routes/schedule-routes.ts';
import { weekdays } from './calendar-days.ts';

export interface ViewProps {
  readonly days: readonly string[];
  readonly today: string;
  readonly items: readonly CalendarItem[];
  readonly onOpen: (id: string) => void;
  readonly onAdd: (day: string) => void;
}

const kindNames = { entry: '日程', meeting: '会议', leave: '请假' } as const;

/** The last moment of a whole day belongs to the day before midnight. */
function isOn(item: CalendarItem, day: string): boolean {
  const first = dateInCity(item.startsAt).slice(0, 10);
  const last = dateInCity(new Date(new Date(item.endsAt).getTime() - 1)).slice(0, 10);
  return first <= day && day <= last;
}

function clockOf(item: CalendarItem, day: string): string {
  if (item.allDay) return '全天';
  const start = dateInCity(item.startsAt);
  const end = dateInCity(item.endsAt);
  const from = start.slice(0, 10) === day ? start.slice(11, 16) : '00:00';
  const to = end.slice(0, 10) === day ? end.slice(11, 16) : '24:00';
  return `${from}–${to}`;
}

function Item(props: {
  readonly item: CalendarItem;
  readonly day: string;
  readonly short: boolean;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { item, day } = props;
  const clock = clockOf(item, day);
  const words = `${kindNames[item.kind]}：${item.title}${item.place ? `，${item.place}` : ''}${item.clashes ? '，时间冲突' : ''}`;
  return (
    <button
      type="button"
      className={`schedule-item is-${item.kind}${item.clashes ? ' is-clash' : ''}`}
      title={words}
      aria-label={`${clock} ${words}`}
      onClick={() => props.onOpen(item.id)}
    >
      <span className="city-number">{props.short ? clock.slice(0, 5) : clock}</span>
      <b>{item.title}</b>
      {!props.short && item.place && <small>{item.place}</small>}
      {item.clashes && <em>冲突</em>}
    </button>
  );
}

function Day(
  props: ViewProps & { readonly day: string; readonly short: boolean; readonly outside?: boolean },
): ReactNode {
  const { day, today, items } = props;
  const own = items.filter((item) => isOn(item, day));
  const index = props.days.indexOf(day) % 7;
  const classes = [
    'schedule-day',
    ...(day === today ? ['is-today'] : []),
    ...(props.outside ? ['is-outside'] : []),
    ...(own.length === 0 ? ['is-empty'] : []),
  ];
  return (
    <section className={classes.join(' ')} aria-label={day}>
      <header>
        <button type="button" onClick={() => props.onAdd(day)} aria-label={`${day} 记日程`}>
          <span className="city-number">{props.short ? Number(day.slice(8)) : day.slice(5)}</span>
          <small>周{weekdays[index]}</small>
        </button>
      </header>
      {own.map((item) => (
        <Item key={item.id} item={item} day={day} short={props.short} onOpen={props.onOpen} />
      ))}
    </section>
  );
}

export function WeekView(props: ViewProps): ReactNode {
  return (
    <div className="schedule-week">
      {props.days.map((day) => (
        <Day key={day} {...props} day={day} short={false} />
      ))}
    </div>
  );
}

export function MonthView(props: ViewProps & { readonly month: string }): ReactNode {
  return (
    <div className="schedule-month">
      {props.days.map((day) => (
        <Day key={day} {...props} day={day} short outside={!day.startsWith(props.month)} />
      ))}
    </div>
  );
}
