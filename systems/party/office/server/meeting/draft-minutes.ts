/** 会议纪要: a draft of the document filled in from the meeting, its attendance and what it decided. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { meetingTask } from '../../matter/meeting-task.ts';
import { attendance } from '../../registers/attendance.ts';
import { meeting } from '../../registers/meeting.ts';
import type { meetingRoutes } from '../../routes/meeting-routes.ts';
import { departmentName } from '../department-list.ts';
import { runsMeeting } from './run-meeting.ts';
import { mostUnits } from './tell-invited.ts';
import { placeOf, roomNamesOf } from './place-of.ts';

const mostTasks = 200;
const figures = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

function dayText(at: string): string {
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })
    .format(new Date(at))
    .split('-')
    .map(Number);
  return `${year}年${month}月${day}日`;
}

export const draftMinutes: Handler<typeof meetingRoutes.minutes> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const held = await rows.of(meeting).trusted.find(db, id);
  if (held === undefined) throw commonErrors.missing();
  if (!runsMeeting(context.principal, held)) throw errors.notYours();
  const filter = { field: 'meeting', is: 'equal', value: id } as const;
  const [came, decided, rooms] = await Promise.all([
    rows.of(attendance).trusted.findMany(db, { filter, limit: mostUnits }),
    rows.of(meetingTask).trusted.findMany(db, { filter, sort: 'number', limit: mostTasks }),
    roomNamesOf(context, db),
  ]);
  const present = came
    .filter(({ signedAt }) => signedAt !== null)
    .map(
      ({ unit, attendee }) => `${departmentName(context, unit)}${attendee === null ? '' : `（${attendee}）`}`,
    );
  const host = departmentName(context, held.host);
  const agenda = (held.agenda ?? '').split('\n').filter((line) => line.trim() !== '');
  const decisions = decided.map(
    ({ content, lead, doneBy }, index) =>
      `${index + 1}.${content}。由${departmentName(context, lead)}牵头，${dayText(`${doneBy}T04:00:00Z`)}前完成。`,
  );
  const parts = [
    ...(agenda.length === 0
      ? []
      : [['会议议程', agenda.map((line, index) => `${index + 1}.${line.trim()}`)] as const]),
    ...(decisions.length === 0 ? [] : [['会议决定', decisions] as const]),
    ['出席单位', [present.length === 0 ? '（请填写）' : `${present.join('、')}。`]] as const,
  ];
  const body = [
    `${dayText(held.startsAt)}，${host}在${placeOf(held, rooms)}召开${held.title}。现将会议主要内容纪要如下。`,
    ...parts.flatMap(([title, lines], index) => [`${figures[index]}、${title}`, ...lines]),
  ].join('\n');
  return { meeting: id, kind: 'minutes', title: `${held.title}纪要`.slice(0, 120), body };
};
