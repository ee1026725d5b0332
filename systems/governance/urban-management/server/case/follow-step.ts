/** What follows a step in the same transaction: the starting link is held to, the reporter is told, the component's state is kept. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { getSource } from '../../data/small-lists.ts';
import { errors } from '../../errors.ts';
import { component } from '../../registers/component.ts';
import type { CaseRow } from './check-action.ts';

export interface Followed {
  readonly row: CaseRow;
  readonly action: string;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

/** What the reporter reads, by action; no internal word. */
const news: Readonly<Record<string, { readonly title: string; readonly body: string }>> = {
  file: { title: '您反映的问题已立案', body: '我们将按规定时限派遣处置,可随时查看进度。' },
  refuse: { title: '您反映的问题未予立案', body: '原因请在上报详情中查看,如有疑问请拨打 12345。' },
  deny: { title: '您反映的问题经现场核实未发现', body: '如问题仍在,欢迎补充照片再次上报。' },
  close: { title: '您反映的问题已办结', body: '请对办理结果作出评价,感谢您参与城市管理。' },
  force: { title: '您反映的问题已办结', body: '请对办理结果作出评价,感谢您参与城市管理。' },
  shelve: { title: '您反映的问题已列入计划', body: '该问题暂时不具备处置条件,已列入计划继续跟踪。' },
};

export async function followStep(step: Followed): Promise<void> {
  if (step.action === 'open') holdStart(step.row);
  const told = news[step.action];
  if (told !== undefined && step.row.initiator !== null && step.row.source === 'citizen')
    await step.services.use(messages).send(step.work, {
      to: [step.row.initiator],
      kind: 'result',
      title: told.title,
      body: `${step.row.number} ${step.row.title ?? ''}。${told.body}`,
      link: `/urban-management/reports/${step.row.id}`,
    });
  if (step.action === 'close' && step.row.component !== null) await keepComponent(step, step.row.component);
}

/** Public sources are verified before anybody is sent (government.md §6.1); nobody opens past that. */
function holdStart(row: CaseRow): void {
  const { start } = getSource(row.source);
  if (row.stage !== start) throw errors.startForbidden({ stage: urbanCase.process.stages[start].title });
}

async function keepComponent({ row, principal, work, services }: Followed, id: string): Promise<void> {
  const { trusted } = services.use(registers).of(component);
  const found = await trusted.lock(work, id);
  const condition = row.condition ?? '完好';
  if (found === undefined || found.condition === condition) return;
  await trusted.update(work, principal.id, found, { condition, changedOn: shanghaiDate(work.now) });
}
