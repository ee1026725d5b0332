/** 会议通知: invites units once each, and shows whoever booked the meeting who comes and the code for signing in. */
import { randomInt } from 'node:crypto';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { attendance, signInCode } from '../../registers/attendance.ts';
import { meeting } from '../../registers/meeting.ts';
import type { meetingRoutes } from '../../routes/meeting-routes.ts';
import { tellUnits } from '../tell-units.ts';
import { departmentName, readDepartments } from '../department-list.ts';
import { runsMeeting } from './run-meeting.ts';
import { mostUnits, whenOf } from './tell-invited.ts';

type Meeting = Row<typeof meeting>;

async function lockOwn(context: Context, work: Work, id: string): Promise<Meeting> {
  const row = await context.use(registers).of(meeting).trusted.lock(work, id);
  if (row === undefined) throw commonErrors.missing();
  if (!runsMeeting(context.principal, row)) throw errors.notYours();
  return row;
}

async function keepCode(context: Context, work: Work, id: string): Promise<void> {
  const { trusted } = context.use(registers).of(signInCode);
  const filter = { field: 'meeting', is: 'equal', value: id } as const;
  const [kept] = await trusted.findMany(work.db, { filter, limit: 1 });
  if (kept !== undefined) return;
  const digits = String(randomInt(1_000_000)).padStart(6, '0');
  await trusted.insert(work, context.principal.id, { meeting: id, digits });
}

export const inviteUnits: Handler<typeof meetingRoutes.invite> = async ({ id, units }, context) => {
  const known = readDepartments(context, units);
  if (known === undefined) throw errors.unitUnknown();
  return context.use(store).transaction(async (work) => {
    const row = await lockOwn(context, work, id);
    if (row.status === 'pending') throw errors.meetingPending();
    if (row.status !== 'booked') throw errors.meetingCancelled();
    const { trusted } = context.use(registers).of(attendance);
    const filter = { field: 'meeting', is: 'equal', value: id } as const;
    const before = new Set(
      (await trusted.findMany(work.db, { filter, limit: mostUnits })).map(({ unit }) => unit),
    );
    const added = known.filter((unit) => !before.has(unit));
    await trusted.insertMany(
      work,
      context.principal.id,
      added.map((unit) => ({ meeting: id, unit, host: row.host, reply: 'waiting' })),
    );
    await keepCode(context, work, id);
    await tellUnits(
      context,
      work,
      { permission: 'office:meet', units: added },
      {
        kind: 'notice',
        title: '会议通知',
        body: `${departmentName(context, row.host)}通知：${whenOf(row)} 召开“${row.title}”，请回执。`,
        link: '/office/meetings',
      },
    );
    return { invited: added.length };
  });
};

export const readAttendance: Handler<typeof meetingRoutes.attendance> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const row = await rows.of(meeting).trusted.find(db, id);
  if (row === undefined) throw commonErrors.missing();
  if (!runsMeeting(context.principal, row)) throw errors.notYours();
  const filter = { field: 'meeting', is: 'equal', value: id } as const;
  const [code] = await rows.of(signInCode).trusted.findMany(db, { filter, limit: 1 });
  const found = await rows.of(attendance).trusted.findMany(db, { filter, limit: mostUnits });
  return { code: code?.digits ?? '', rows: found.map((one) => showAttendance(context, one)) };
};

export function showAttendance(context: Context, row: Row<typeof attendance>) {
  return {
    id: row.id,
    unitName: departmentName(context, row.unit),
    reply: row.reply as 'waiting' | 'attend' | 'absent',
    attendee: row.attendee,
    reason: row.reason,
    signedAt: row.signedAt,
  };
}
