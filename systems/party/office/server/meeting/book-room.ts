/** Books a room: the room's row is locked, so of two people who ask for the same hour one gets it and the other reads who has it. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { meetingTable, needsApproval } from '../../data/meetings.ts';
import { errors } from '../../errors.ts';
import { meetingApplication } from '../../matter/meeting-application.ts';
import { meeting, meetingRoom } from '../../registers/meeting.ts';
import type { meetingRoutes } from '../../routes/meeting-routes.ts';
import { departmentName, readDepartments } from '../department-list.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';
import { placeOf } from './place-of.ts';
import { runsMeeting } from './run-meeting.ts';
import { tellInvited } from './tell-invited.ts';

const day = 86_400_000;
const mostBookings = 2000;

function checkTimes(context: Context, startsAt: Date, endsAt: Date): void {
  const { now } = context;
  if (endsAt <= startsAt) throw errors.timeReversed();
  const first = shanghaiInstant(shanghaiDate(startsAt)).getTime();
  const { mostDays } = meetingTable;
  if (endsAt.getTime() > first + mostDays * day) throw errors.meetingTooLong({ days: mostDays });
  if (startsAt < now) throw errors.timePast();
  const days = setting(context, 'room-days');
  if (startsAt.getTime() > now.getTime() + days * day) throw errors.timeFar({ days });
}

type Wanted = Parameters<Handler<typeof meetingRoutes.book>>[0];

function checkWish(context: Context, input: Wanted): void {
  checkTimes(context, new Date(input.startsAt), new Date(input.endsAt));
  if (input.form === 'room' ? input.room === undefined : input.place === '')
    throw errors.placeNeeded({}, [
      { path: input.form === 'room' ? 'room' : 'place', message: '请选择会议室，或写明地点、视频会议号' },
    ]);
  if (readDepartments(context, input.coHosts) === undefined) throw errors.unitUnknown();
  if (needsApproval(input.level, input.people) && input.reason.length < 2)
    throw errors.reasonNeeded({}, [{ path: 'reason', message: '请写明召开理由' }]);
}

/** Locked, so that of two who ask for the same hour the second sees the first; one that waits for approval holds the room too. */
async function lockRoom(
  context: Context,
  work: Work,
  input: Wanted,
): Promise<Row<typeof meetingRoom> | undefined> {
  if (input.form !== 'room' || input.room === undefined) return undefined;
  const rows = context.use(registers);
  const room = await rows.of(meetingRoom).trusted.lock(work, input.room);
  if (room === undefined || room.state !== 'active') throw errors.roomMissing();
  const all = [
    { field: 'room', is: 'equal', value: room.id },
    { field: 'status', is: 'one-of', value: ['booked', 'pending'] },
    { field: 'startsAt', is: 'less', value: new Date(input.endsAt).toISOString() },
    { field: 'endsAt', is: 'more', value: new Date(input.startsAt).toISOString() },
  ] as const;
  const taken = (await rows.of(meeting).trusted.findMany(work.db, { filter: { all }, limit: 2 })).find(
    ({ id }) => id !== input.id,
  );
  if (taken !== undefined)
    throw errors.roomTaken({
      title: taken.title,
      from: shanghaiTime(new Date(taken.startsAt)).slice(0, 5),
      to: shanghaiTime(new Date(taken.endsAt)).slice(0, 5),
    });
  return room;
}

function given(name: 'agenda' | 'place', value: string) {
  return value === '' ? {} : { [name]: value };
}

async function keepMeeting(
  context: Context,
  work: Work,
  input: Wanted,
  room: Row<typeof meetingRoom> | undefined,
): Promise<string | null> {
  const { principal } = context;
  const { id, title, form, level, people } = input;
  const approved = !needsApproval(level, people);
  await context
    .use(registers)
    .of(meeting)
    .trusted.insert(work, principal.id, {
      id,
      title,
      form,
      level,
      ...(room === undefined ? {} : { room: room.id }),
      ...given('place', input.place),
      ...given('agenda', input.agenda),
      startsAt: new Date(input.startsAt).toISOString(),
      endsAt: new Date(input.endsAt).toISOString(),
      host: principal.departments[0] ?? room?.keeper ?? '',
      coHosts: input.coHosts,
      bookedBy: principal.id,
      ...(people === undefined ? {} : { people }),
      status: approved ? 'booked' : 'pending',
    });
  if (approved) return null;
  const values = { meeting: id, reason: input.reason };
  const opened = await context.use(flow).open(principal, meetingApplication, { values }, work);
  return opened.number;
}

export const bookRoom: Handler<typeof meetingRoutes.book> = async (input, context) => {
  const { principal } = context;
  checkWish(context, input);
  await refuseClassified(context, input);
  return context.use(store).transaction(async (work) => {
    const room = await lockRoom(context, work, input);
    const sent = await context.use(registers).of(meeting).trusted.find(work.db, input.id);
    if (sent !== undefined && sent.bookedBy !== principal.id) throw commonErrors.missing();
    const application = sent === undefined ? await keepMeeting(context, work, input, room) : null;
    return { id: input.id, application };
  });
};

export const cancelMeeting: Handler<typeof meetingRoutes.cancelMeeting> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(meeting);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (row.bookedBy !== context.principal.id) throw errors.notYours();
    if (row.status === 'cancelled') return { done: true as const };
    await trusted.update(work, context.principal.id, row, { status: 'cancelled' });
    await tellInvited(context, work, row, '会议取消');
    return { done: true as const };
  });

export const listBookings: Handler<typeof meetingRoutes.bookings> = async ({ day: on }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const from = shanghaiInstant(on);
  const until = new Date(from.getTime() + day);
  const rooms = await rows.of(meetingRoom).trusted.findMany(db, { sort: 'name', limit: 200 });
  const all = [
    { field: 'status', is: 'one-of', value: ['booked', 'pending'] },
    { field: 'startsAt', is: 'less', value: until.toISOString() },
    { field: 'endsAt', is: 'more', value: from.toISOString() },
  ] as const;
  const meetings = await rows.of(meeting).trusted.findMany(db, {
    filter: { all },
    sort: 'startsAt',
    limit: mostBookings,
  });
  const names = await context.use(access).namesOf([...new Set(meetings.map(({ bookedBy }) => bookedBy))]);
  const roomNames = new Map(rooms.map((room) => [room.id as string | null, room.name]));
  const show = (each: Row<typeof meeting>) => ({
    id: each.id,
    title: each.title,
    startsAt: each.startsAt,
    endsAt: each.endsAt,
    hostName: departmentName(context, each.host),
    bookedByName: names.get(each.bookedBy) ?? '',
    mine: each.bookedBy === context.principal.id,
    runs: runsMeeting(context.principal, each),
    pending: each.status === 'pending',
    place: placeOf(each, roomNames),
  });
  return {
    rooms: rooms.map((room) => ({
      id: room.id,
      name: room.name,
      seats: room.seats,
      equipment: room.equipment,
      meetings: meetings.filter((each) => each.room === room.id).map(show),
    })),
    others: meetings.filter((each) => each.room === null).map(show),
  };
};
