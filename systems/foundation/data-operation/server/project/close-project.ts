/** The end of a project: what was left of its computing is destroyed, and a record says so. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { project } from '../../registers/project.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import { leaveTrace } from '../leave-trace.ts';
import { runRows } from '../run/run-rows.ts';
import { may } from './seen-project.ts';

const open: ReadonlySet<string> = new Set(['receiving', 'computing', 'review']);

export const closeProject: Handler<typeof projectRoutes.closeProject> = async (
  { id, breach, reason },
  context,
) => {
  const by = context.principal.id;
  await context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(project);
    const row = await trusted.lock(work, id);
    if (row === undefined || !may(context, 'authorise', row)) throw commonErrors.missing();
    if (row.status !== 'active') throw errors.closed();
    const runs = await runRows(context).findEvery(work.db, {
      filter: { field: 'project', is: 'equal', value: id },
      most: 100_000,
    });
    for (const each of runs)
      if (open.has(each.stage))
        await runRows(context).update(work, by, each, {
          stage: 'void',
          content: null,
          findings: '项目终止时未完成',
        });
    const destroyed =
      (await context.use(privacy).matches.forget(work, id)) +
      (await context.use(privacy).sums.forget(work, id));
    const released = runs.filter(({ stage }) => stage === 'released').length;
    const at = work.now.toISOString();
    await trusted.update(work, by, row, {
      status: breach ? 'breached' : 'closed',
      closedAt: at,
      closedReason: reason,
      closing: `共运行 ${runs.length} 次，放行 ${released} 次；销毁盲化点、密钥和比对标记 ${destroyed} 份；终止后不再受理运行。`,
    });
    await leaveTrace(context, work, row, by, 'close', {
      breach,
      reason,
      runs: runs.length,
      released,
      destroyed,
    });
    context.use(access).audit(work, context.principal, {
      module: 'data-operation',
      event: 'update',
      objectType: 'project',
      objectId: id,
      result: 'success',
      detail: { breach, destroyed },
    });
  });
  return { done: true as const };
};
