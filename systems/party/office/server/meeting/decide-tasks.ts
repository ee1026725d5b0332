/** Makes tasks of what a meeting decided, and shows with the meeting what became of each. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { meetingTask } from '../../matter/meeting-task.ts';
import { meeting } from '../../registers/meeting.ts';
import type { scheduleRoutes } from '../../routes/schedule-routes.ts';
import { departmentName, readDepartments } from '../department-list.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { runsMeeting } from './run-meeting.ts';
import { countDays } from '../matter/count-days.ts';

const mostTasks = 200;

export const meetingTaskBinding = bindCase(meetingTask, {
  /** The day that the meeting set, in working days from now; the last of them counts. */
  async limits({ row, stage, work, services }) {
    if (stage !== 'handle') return undefined;
    const { working } = await countDays(services, work.db, shanghaiDate(work.now), row.doneBy);
    return { whole: { amount: Math.max(1, working), unit: 'work-day' } };
  },
  assign: ({ row, stage }) => Promise.resolve(stage === 'handle' ? { unit: row.lead } : undefined),
  async before({ row, values, act, principal, services }) {
    await refuseClassified(services, values, act?.opinion, act?.files);
    if (row !== undefined) return undefined;
    const area = services.use(access).findDepartment(String(values.lead ?? ''))?.area;
    const [host] = principal.departments;
    return { ...(host === undefined ? {} : { host }), ...(area === undefined ? {} : { caseArea: area }) };
  },
  link: (id) => `/office/meeting-task/${id}`,
});

async function ownMeeting(context: Context, id: string) {
  const row = await context.use(registers).of(meeting).trusted.find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  if (!runsMeeting(context.principal, row)) throw errors.notYours();
  if (row.status === 'pending') throw errors.meetingPending();
  if (row.status !== 'booked') throw errors.meetingCancelled();
  return row;
}

/** All of them or none: one transaction. */
export const decideTasks: Handler<typeof scheduleRoutes.decide> = async ({ id, decisions }, context) => {
  const held = await ownMeeting(context, id);
  await refuseClassified(context, decisions);
  const today = shanghaiDate(context.now);
  const late = decisions.findIndex(({ doneBy }) => doneBy < today);
  if (late >= 0)
    throw commonErrors.invalid({}, [{ path: `decisions.${late}.doneBy`, message: '完成时限已过' }]);
  return context.use(store).transaction(async (work) => {
    const numbers: string[] = [];
    for (const { id: task, content, lead, joint, doneBy } of decisions) {
      if (readDepartments(context, [lead, ...joint]) === undefined) throw errors.unitUnknown();
      const values = { content, meeting: held.id, lead, joint, doneBy };
      const opened = await context
        .use(flow)
        .open(context.principal, meetingTask, { id: task, values, unit: lead }, work);
      numbers.push(opened.number);
      for (const department of joint.filter((unit) => unit !== lead))
        await context.use(messages).send(work, {
          to: { permission: 'office:handle', department },
          kind: 'notice',
          title: '配合办理会议决定事项',
          body: `“${held.title}”决定：${content}。由${departmentName(context, lead)}牵头，${doneBy} 前完成，请配合。`,
        });
    }
    return { numbers };
  });
};

/** The host sees all of them, a unit those that it leads or helps with. */
export const listDecisions: Handler<typeof scheduleRoutes.decisions> = async ({ id }, context) => {
  const { principal } = context;
  const { db } = context.use(store);
  const registry = context.use(registers);
  const held = await registry.of(meeting).trusted.find(db, id);
  if (held === undefined) throw commonErrors.missing();
  const hosts = runsMeeting(principal, held) || principal.departments.includes(held.host);
  const filter = { field: 'meeting', is: 'equal', value: id } as const;
  const found = await registry.of(meetingTask).trusted.findMany(db, { filter, limit: mostTasks });
  const rows = found.filter(
    ({ lead, joint }) =>
      hosts ||
      [lead, ...(readDepartments(context, joint) ?? [])].some((unit) => principal.departments.includes(unit)),
  );
  const today = shanghaiDate(context.now);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      content: row.content,
      leadName: departmentName(context, row.lead),
      jointNames: (readDepartments(context, row.joint) ?? []).map((unit) => departmentName(context, unit)),
      doneBy: row.doneBy,
      state: row.status === 'closed' ? '已销号' : (meetingTask.process.stages[row.stage ?? '']?.title ?? ''),
      closed: row.status === 'closed',
      late: row.status !== 'closed' && row.doneBy < today,
    })),
  };
};
