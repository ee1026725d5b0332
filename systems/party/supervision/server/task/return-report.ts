/** Sends a weak report back: it no longer stands for its period, the unit writes it again, and the fact counts. */
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { report } from '../../registers/report.ts';
import type { taskRoutes } from '../../routes/task-routes.ts';
import { task } from '../../task/task.ts';
import { noteFact } from '../score/note-fact.ts';

export const returnReport: Handler<typeof taskRoutes.returnReport> = async ({ id, reason }, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const rows = context.use(registers);
    const row = await rows.of(report).trusted.lock(work, id);
    const about = row === undefined ? undefined : await rows.of(task).trusted.find(work.db, row.task);
    const decision = context.use(access).require(principal, 'supervision:verify');
    const governed = { area: about?.caseArea ?? undefined, departments: [about?.supervisor ?? ''] };
    if (row === undefined || about === undefined || !decisionMatches(decision, governed))
      throw errors.reportMissing();
    if (row.status === 'returned') throw errors.reportReturned();
    await rows.of(report).trusted.update(work, principal.id, row, { status: 'returned', reason });
    await noteFact(context, work, principal.id, {
      rule: 'report-weak',
      unit: row.unit,
      supervisor: row.supervisor,
      task: row.task,
      taskTitle: about.title,
      detail: `${row.period}：${reason}`,
      of: row.id,
      report: row.id,
    });
    await context.use(messages).send(work, {
      to: [row.filedBy],
      kind: 'to-do',
      title: '进展报告被退回，请重报',
      body: `${about.title} ${row.period}：${reason}`,
      link: `/supervision/tasks/${row.task}`,
    });
    return { done: true as const };
  });
