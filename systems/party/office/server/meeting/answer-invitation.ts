/** What an invited unit does: it reads its notices, replies who comes, and signs in by the code shown in the room. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { attendance, signInCode } from '../../registers/attendance.ts';
import { meeting } from '../../registers/meeting.ts';
import type { meetingRoutes } from '../../routes/meeting-routes.ts';
import { departmentName } from '../department-list.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';
import { placeOf, roomNamesOf } from './place-of.ts';
import { showAttendance } from './invite-units.ts';

const mostInvitations = 100;
const minute = 60_000;

/** Locked, of a unit of the caller's own; anybody else's is as good as missing. */
async function lockOwn(context: Context, work: Work, id: string) {
  const rows = context.use(registers);
  const row = await rows.of(attendance).trusted.lock(work, id);
  if (row === undefined || !context.principal.departments.includes(row.unit)) throw commonErrors.missing();
  const held = await rows.of(meeting).trusted.find(work.db, row.meeting);
  if (held === undefined) throw commonErrors.missing();
  if (held.status !== 'booked') throw errors.meetingCancelled();
  return { row, held };
}

export const listInvitations: Handler<typeof meetingRoutes.invitations> = async (_input, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const { departments } = context.principal;
  const filter = { field: 'unit', is: 'one-of', value: departments } as const;
  const found: readonly Row<typeof attendance>[] =
    departments.length === 0
      ? []
      : await rows
          .of(attendance)
          .trusted.findMany(db, { filter, sort: '-createdAt', limit: mostInvitations });
  const ids = [...new Set(found.map((one) => one.meeting))];
  const meetings =
    ids.length === 0 ? [] : await rows.of(meeting).trusted.findMany(db, { ids, limit: ids.length });
  const roomNames = await roomNamesOf(context, db);
  const byId = new Map(meetings.filter(({ status }) => status === 'booked').map((each) => [each.id, each]));
  return {
    rows: found.flatMap((row) => {
      const held = byId.get(row.meeting);
      if (held === undefined) return [];
      return [
        {
          ...showAttendance(context, row),
          title: held.title,
          roomName: placeOf(held, roomNames),
          agenda: held.agenda,
          hostName: departmentName(context, held.host),
          startsAt: held.startsAt,
          endsAt: held.endsAt,
        },
      ];
    }),
  };
};

export const replyInvitation: Handler<typeof meetingRoutes.reply> = async (input, context) => {
  await refuseClassified(context, input);
  return context.use(store).transaction(async (work) => {
    const { row } = await lockOwn(context, work, input.id);
    await context
      .use(registers)
      .of(attendance)
      .trusted.update(work, context.principal.id, row, {
        reply: input.reply,
        attendee: input.attendee === '' ? null : input.attendee,
        reason: input.reason === '' ? null : input.reason,
        repliedAt: work.now.toISOString(),
      });
    return { done: true as const };
  });
};

export const signIn: Handler<typeof meetingRoutes.signIn> = async ({ id, code }, context) =>
  context.use(store).transaction(async (work) => {
    const { row, held } = await lockOwn(context, work, id);
    if (row.signedAt !== null) throw errors.signedIn();
    const minutes = setting(context, 'sign-in-minutes');
    const opens = new Date(held.startsAt).getTime() - minutes * minute;
    if (work.now.getTime() < opens || work.now > new Date(held.endsAt))
      throw errors.signInClosed({ minutes });
    const filter = { field: 'meeting', is: 'equal', value: held.id } as const;
    const rows = context.use(registers);
    const [kept] = await rows.of(signInCode).trusted.findMany(work.db, { filter, limit: 1 });
    if (kept?.digits !== code) throw errors.codeWrong();
    const signedAt = work.now.toISOString();
    await rows
      .of(attendance)
      .trusted.update(work, context.principal.id, row, { signedAt, signedBy: context.principal.id });
    return { signedAt };
  });
