/** The nodes and flows of a model from its simple view. */
import type { ProcessFlow, ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import type { BranchStep, SimpleProcess, SimpleStep, TaskStep } from '../../../process/simple-process.ts';
import { taskOf } from './task-form.ts';

interface Drawing {
  readonly nodes: Map<string, ProcessNode>;
  readonly flows: ProcessFlow[];
}

function addNode({ nodes }: Drawing, id: string, node: ProcessNode): void {
  if (nodes.has(id)) throw flowErrors.stepTwice({ id: id.slice(0, 60) });
  nodes.set(id, node);
}

/** Where a chain goes on; the ways that lead there are drawn when it is known. */
type Loose = readonly ((to: string) => void)[];

function way(drawing: Drawing, from: string, more: Partial<ProcessFlow> = {}): (to: string) => void {
  const { id = `${from}.next`, ...rest } = more;
  return (to) => drawing.flows.push({ id, from, to, ...rest });
}

function addTask(drawing: Drawing, step: TaskStep): Loose {
  const { id, title, task, limit } = step;
  const exits = new Map(
    task.actions.filter(({ flow }) => flow !== '').map(({ flow }) => [flow, `${id}.to.${flow}`]),
  );
  const flowOf = ({ flow }: { flow: string }) =>
    exits.size === 0 ? undefined : (exits.get(flow) ?? `${id}.next`);
  addNode(drawing, id, taskOf({ title, ...(limit === null ? {} : { limit }) }, task, flowOf));
  const onward = way(drawing, id);
  return [
    (to) => {
      // The way on comes first: where all ways end, that tells it from the exits.
      onward(to);
      for (const [exit, flow] of exits) {
        const titles = task.actions.filter((action) => action.flow === exit).map((action) => action.title);
        drawing.flows.push({ id: flow, from: id, to: exit, title: titles.join('、') });
      }
    },
  ];
}

function addBranches(drawing: Drawing, step: BranchStep): Loose {
  const kind = step.kind === 'choice' ? 'exclusive' : 'parallel';
  addNode(drawing, step.id, { kind, title: step.title });
  for (const [index, branch] of step.branches.entries()) {
    const start = way(drawing, step.id, {
      id: `${step.id}.${index + 1}`,
      ...(branch.title === '' ? {} : { title: branch.title }),
      ...(step.kind === 'choice' && branch.when !== '' && !branch.otherwise ? { when: branch.when } : {}),
      ...(step.kind === 'choice' && branch.otherwise ? { otherwise: true } : {}),
    });
    for (const end of addSteps(drawing, branch.steps, [start])) end(step.join);
  }
  addNode(drawing, step.join, { kind, title: '' });
  return [way(drawing, step.join)];
}

function addSteps(drawing: Drawing, steps: readonly SimpleStep[], from: Loose): Loose {
  return steps.reduce<Loose>((loose, step) => {
    for (const end of loose) end(step.id);
    if (step.kind === 'task') return addTask(drawing, step);
    if (step.kind !== 'service') return addBranches(drawing, step);
    addNode(drawing, step.id, { kind: 'service', title: step.title, job: step.job });
    return [way(drawing, step.id)];
  }, from);
}

/** Titles, permissions, outcomes and the like stay as they are in `model`. Throws flow.stepTwice. */
export function writeSimple(model: ProcessModel, simple: SimpleProcess): ProcessModel {
  const drawing: Drawing = { nodes: new Map(), flows: [] };
  addNode(drawing, simple.start.id, { kind: 'start', title: simple.start.title });
  const loose = addSteps(drawing, simple.steps, [way(drawing, simple.start.id)]);
  for (const end of loose) end(simple.end.id);
  for (const { id, title, outcome } of [simple.end, ...simple.exits])
    addNode(drawing, id, { kind: 'end', title, ...(outcome === '' ? {} : { outcome }) });
  return { ...model, nodes: Object.fromEntries(drawing.nodes), flows: drawing.flows };
}
