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

/** The same path leads an official to the case and its citizen to his report: each face has its own page there. */
export function caseLink(id: string): string {
  return `/urban-management/cases/${id}`;
}

export async function followStep(step: Followed): Promise<void> {
  if (step.action === 'open') holdStart(step.row);
  if (step.action === 'file') await tellFiled(step);
  if (step.action === 'close' && step.row.component !== null) await keepComponent(step, step.row.component);
}

/** The flow engine tells the reporter how it ended; that it was taken up is this trade's own good news. */
async function tellFiled({ row, work, services }: Followed): Promise<void> {
  if (row.initiator === null || row.source !== 'citizen') return;
  await services.use(messages).send(work, {
    to: [row.initiator],
    kind: 'result',
    title: `已立案 ${row.number}`,
    body: `您反映的“${row.title ?? ''}”已立案,将按规定时限派遣处置,可随时查看进度。`,
    link: caseLink(row.id),
  });
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
