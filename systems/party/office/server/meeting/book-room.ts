/** Books a room: the room's row is locked, so of two people who ask for the same hour one gets it and the other reads who has it. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { meeting, meetingRoom } from '../../registers/meeting.ts';
import type { meetingRoutes } from '../../routes/meeting-routes.ts';
import { departmentName } from '../department-list.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';
import { tellInvited } from './tell-invited.ts';

const day = 86_400_000;
const mostBookings = 2000;

function checkTimes(context: Context, startsAt: Date, endsAt: Date): void {
  const { now } = context;
  if (endsAt <= startsAt || shanghaiDate(startsAt) !== shanghaiDate(endsAt)) throw errors.timeReversed();
  if (startsAt < now) throw errors.timePast();
  const days = setting(context, 'room-days');
  if (startsAt.getTime() > now.getTime() + days * day) throw errors.timeFar({ days });
}

export const bookRoom: Handler<typeof meetingRoutes.book> = async (input, context) => {
  const { principal } = context;
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)];
  checkTimes(context, startsAt, endsAt);
  await refuseClassified(context, input);
  const rows = context.use(registers);
  return context.use(store).transaction(async (work) => {
    const room = await rows.of(meetingRoom).trusted.lock(work, input.room);
    if (room === undefined || room.state !== 'active') throw errors.roomMissing();
    const sent = await rows.of(meeting).trusted.find(work.db, input.id);
    if (sent !== undefined) {
      if (sent.bookedBy !== principal.id) throw commonErrors.missing();
      return { id: sent.id };
    }
    const all = [
      { field: 'room', is: 'equal', value: room.id },
      { field: 'status', is: 'equal', value: 'booked' },
      { field: 'startsAt', is: 'less', value: endsAt.toISOString() },
      { field: 'endsAt', is: 'more', value: startsAt.toISOString() },
    ] as const;
    const [taken] = await rows.of(meeting).trusted.findMany(work.db, { filter: { all }, limit: 1 });
    if (taken !== undefined)
      throw errors.roomTaken({
        title: taken.title,
        from: shanghaiTime(new Date(taken.startsAt)).slice(0, 5),
        to: shanghaiTime(new Date(taken.endsAt)).slice(0, 5),
      });
    await rows.of(meeting).trusted.insert(work, principal.id, {
      id: input.id,
      title: input.title,
      room: room.id,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      host: principal.departments[0] ?? room.keeper,
      bookedBy: principal.id,
      ...(input.people === undefined ? {} : { people: input.people }),
      status: 'booked',
    });
    return { id: input.id };
  });
};

export const cancelMeeting: Handler<typeof meetingRoutes.cancelMeeting> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(meeting);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (row.bookedBy !== context.principal.id) throw errors.notYours();
    if (row.status !== 'booked') return { done: true as const };
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
    { field: 'status', is: 'equal', value: 'booked' },
    { field: 'startsAt', is: 'at-least', value: from.toISOString() },
    { field: 'startsAt', is: 'less', value: until.toISOString() },
  ] as const;
  const meetings = await rows.of(meeting).trusted.findMany(db, {
    filter: { all },
    sort: 'startsAt',
    limit: mostBookings,
  });
  const names = await context.use(access).namesOf([...new Set(meetings.map(({ bookedBy }) => bookedBy))]);
  return {
    rooms: rooms.map((room) => ({
      id: room.id,
      name: room.name,
      seats: room.seats,
      equipment: room.equipment,
      meetings: meetings
        .filter((each) => each.room === room.id)
        .map((each) => ({
          id: each.id,
          title: each.title,
          startsAt: each.startsAt,
          endsAt: each.endsAt,
          hostName: departmentName(context, each.host),
          bookedByName: names.get(each.bookedBy) ?? '',
          mine: each.bookedBy === context.principal.id,
        })),
    })),
  };
};
