/** Gathers a person's days from what he entered, his meetings and his leave, and shows of them what the caller may see. */
import type { Filter } from '../../../../../kernel/filter.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findLeaveKind } from '../../data/matters.ts';
import { attendance } from '../../registers/attendance.ts';
import { calendarEntry } from '../../registers/calendar-entry.ts';
import { meeting } from '../../registers/meeting.ts';
import { placeOf, roomNamesOf } from '../meeting/place-of.ts';
import type { CalendarItem, scheduleRoutes } from '../../routes/schedule-routes.ts';
import { leavesBetween } from '../matter/annual-leave.ts';

const dayLength = 86_400_000;
const longestDays = 100;
const most = 1000;

export interface Span {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly firstDay: string;
  readonly lastDay: string;
}

export function spanOf(from: string, to: string): Span {
  const [start, end] = [shanghaiInstant(from), new Date(shanghaiInstant(to).getTime() + dayLength)];
  const days = (end.getTime() - start.getTime()) / dayLength;
  if (days < 1 || days > longestDays)
    throw commonErrors.invalid({}, [{ path: 'to', message: `一次最多查看 ${longestDays} 天` }]);
  return { from: start, to: end, firstDay: from, lastDay: to };
}

function within({ from, to }: Span): readonly Filter[] {
  return [
    { field: 'startsAt', is: 'less', value: to.toISOString() },
    { field: 'endsAt', is: 'more', value: from.toISOString() },
  ];
}

type Plain = Omit<CalendarItem, 'clashes'>;
const nothing = { place: null, note: null, visibility: null, mine: false } as const;

async function entriesOf(context: Context, person: string, span: Span): Promise<readonly Plain[]> {
  const filter: Filter = { all: [{ field: 'person', is: 'equal', value: person }, ...within(span)] };
  const rows = await context
    .use(registers)
    .of(calendarEntry)
    .trusted.findMany(context.use(store).db, { filter, limit: most });
  const own = person === context.principal.id;
  return rows
    .filter(({ visibility }) => visibility !== 'removed' && (own || visibility !== 'private'))
    .map((row) => {
      const hidden = !own && row.visibility !== 'unit';
      return {
        ...nothing,
        id: row.id,
        kind: 'entry' as const,
        title: hidden ? '忙' : row.title,
        startsAt: row.startsAt,
        endsAt: row.endsAt,
        allDay: false,
        place: hidden ? null : row.place,
        note: own ? row.note : null,
        visibility: row.visibility as 'unit' | 'busy' | 'private',
        mine: own,
      };
    });
}

/** Those he booked, and those that his unit sends him to by name. */
async function meetingsOf(context: Context, person: string, span: Span): Promise<readonly Plain[]> {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const filter: Filter = { all: [{ field: 'status', is: 'equal', value: 'booked' }, ...within(span)] };
  const held = await rows.of(meeting).trusted.findMany(db, { filter, limit: most });
  if (held.length === 0) return [];
  const subject = await context.use(access).principalOf(person);
  const coming = await rows.of(attendance).trusted.findMany(db, {
    filter: {
      all: [
        { field: 'unit', is: 'one-of', value: subject.departments },
        { field: 'reply', is: 'equal', value: 'attend' },
        { field: 'meeting', is: 'one-of', value: held.map(({ id }) => id) },
      ],
    },
    limit: most,
  });
  const named = (attendee: string | null) => (attendee ?? '').split(/[\s,，、;；]+/).includes(subject.name);
  const sent = new Set(coming.filter(({ attendee }) => named(attendee)).map((one) => one.meeting));
  const roomNames = await roomNamesOf(context, db);
  return held
    .filter(({ id, bookedBy }) => bookedBy === person || sent.has(id))
    .map((row) => ({
      ...nothing,
      id: row.id,
      kind: 'meeting' as const,
      title: row.title,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      allDay: false,
      place: placeOf(row, roomNames) || null,
    }));
}

/** Colleagues see that somebody is away, and not why. */
async function leaveOf(context: Context, person: string, span: Span): Promise<readonly Plain[]> {
  const { db } = context.use(store);
  const found = await leavesBetween(context, db, person, span.firstDay, span.lastDay);
  const own = person === context.principal.id;
  return found.map((row) => ({
    ...nothing,
    id: row.id,
    kind: 'leave' as const,
    title: own
      ? `${findLeaveKind(row.kind)?.name ?? '请假'}${row.outcome === null && row.stage !== 'back' ? '（审批中）' : ''}`
      : '请假',
    startsAt: shanghaiInstant(row.startsOn).toISOString(),
    endsAt: new Date(shanghaiInstant(row.endsOn).getTime() + dayLength).toISOString(),
    allDay: true,
  }));
}

function withClashes(items: readonly Plain[]): CalendarItem[] {
  const overlaps = (one: Plain, other: Plain) =>
    one.id !== other.id && one.startsAt < other.endsAt && other.startsAt < one.endsAt;
  return items
    .toSorted((left, right) => left.startsAt.localeCompare(right.startsAt))
    .map((item) => ({ ...item, clashes: items.some((other) => overlaps(item, other)) }));
}

export async function itemsOf(context: Context, person: string, span: Span): Promise<CalendarItem[]> {
  const parts = await Promise.all([
    entriesOf(context, person, span),
    meetingsOf(context, person, span),
    leaveOf(context, person, span),
  ]);
  return withClashes(parts.flat());
}

/** His own calendar first, then those of his units. */
async function peopleAround(context: Context) {
  const { principal } = context;
  const guard = context.use(access);
  const holders = (permission: string) =>
    Promise.all(
      principal.departments.map((department) => guard.holdersOf(`office:${permission}`, { department })),
    );
  const [staff, leaders] = [(await holders('own-calendar')).flat(), (await holders('lead')).flat()];
  const ids = [...new Set([principal.id, ...leaders, ...staff])];
  const names = await guard.namesOf(ids);
  return ids.map((id) => ({ id, name: names.get(id) ?? '', leader: leaders.includes(id) }));
}

export const readSchedule: Handler<typeof scheduleRoutes.schedule> = async (
  { from, to, person },
  context,
) => {
  const span = spanOf(from, to);
  const people = await peopleAround(context);
  const whose = person ?? context.principal.id;
  if (!people.some(({ id }) => id === whose)) throw commonErrors.missing();
  return { items: await itemsOf(context, whose, span), people };
};
