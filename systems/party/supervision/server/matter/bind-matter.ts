/** The code behind 督查事项: the split is checked task by task, and the office that opened it is the one that supervises. */
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Problem } from '../../../../../kernel/errors.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { matter } from '../../matter/matter.ts';
import { milestoneProblem, type TaskPlan, TaskPlans } from '../../matter/task-plan.ts';
import { task } from '../../task/task.ts';

type Values = RowInput<typeof matter>;

function problemsOf(services: Services, plan: TaskPlan, index: number, today: string): readonly Problem[] {
  const guard = services.use(access);
  const at = (field: string, message: string) => ({ path: `values.tasks.${index}.${field}`, message });
  const found: Problem[] = [];
  if (plan.dueOn <= today) found.push(at('dueOn', `“${plan.title}”的完成时限应晚于今天`));
  if (guard.findDepartment(plan.lead) === undefined)
    found.push(at('lead', `“${plan.title}”的主办单位不存在`));
  for (const unit of plan.joint) {
    if (guard.findDepartment(unit) === undefined)
      found.push(at('joint', `“${plan.title}”有不存在的协办单位`));
    if (unit === plan.lead) found.push(at('joint', `“${plan.title}”的主办单位不能同时协办`));
  }
  if (new Set(plan.joint).size < plan.joint.length) found.push(at('joint', `“${plan.title}”的协办单位重复`));
  const stages = milestoneProblem(plan.stages, plan.dueOn);
  if (stages !== undefined) found.push(at('stages', `“${plan.title}”：${stages}`));
  return found;
}

/** The split as it is kept: every task known to be whole. */
function checkTasks(services: Services, given: unknown, today: string): readonly TaskPlan[] {
  const read = TaskPlans.safeParse(given);
  if (!read.success)
    throw errors.badTasks(
      {},
      read.error.issues.map(({ path, message }) => ({ path: `values.tasks.${path.join('.')}`, message })),
    );
  const problems = read.data.flatMap((plan, index) => problemsOf(services, plan, index, today));
  if (problems.length > 0) throw errors.badTasks({}, problems);
  return read.data;
}

/** Tasks may have been added while it was under way. */
async function refuseOpenTasks(services: Services, work: Work, id: string): Promise<void> {
  const all = [
    { field: 'matter', is: 'equal', value: id },
    { field: 'status', is: 'unequal', value: 'closed' },
  ] as const;
  const open = await services
    .use(registers)
    .of(task)
    .trusted.findMany(work.db, { filter: { all }, limit: 1 });
  if (open.length > 0) throw errors.tasksOpen({ title: open[0]?.title ?? '' });
}

function openedBy(services: Services, principal: Principal): Values {
  const [supervisor] = principal.departments;
  const area = services.use(access).findDepartment(supervisor ?? '')?.area;
  return {
    ...(supervisor === undefined ? {} : { supervisor }),
    ...(area === undefined ? {} : { caseArea: area }),
  };
}

export const matterBinding = bindCase(matter, {
  async assign({ row, stage }) {
    if (row.supervisor === null) return undefined;
    return stage === 'plan' && row.initiator !== null
      ? { unit: row.supervisor, person: row.initiator }
      : { unit: row.supervisor };
  },
  async before({ row, action, values, principal, services, work }) {
    const today = shanghaiDate(work.now);
    if (row === undefined)
      return { ...openedBy(services, principal), tasks: checkTasks(services, values.tasks, today) };
    if (action === 'save' && values.tasks !== undefined)
      return { tasks: checkTasks(services, values.tasks, today) };
    if (action === 'close') await refuseOpenTasks(services, work, row.id);
    // Days may have passed since it was written.
    if (action === 'submit' || action === 'agree') checkTasks(services, row.tasks, today);
    return undefined;
  },
  link: (id) => `/supervision/matters/${id}`,
});
