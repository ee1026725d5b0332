/** Changes to the steps of the simple view. Pure; a chain is named by '' (the main one) or '<branching step> <branch>'. */
import { newId } from '../../../../../kernel/ids.ts';
import type { BranchStep, SimpleProcess, SimpleStep, TaskForm } from '../../../process/simple-process.ts';

export type StepKind = SimpleStep['kind'];

export function chainOf(step: string, branch: number): string {
  return `${step} ${branch}`;
}

type Steps = readonly SimpleStep[];

function inBranches(step: SimpleStep, edit: (steps: Steps, chain: string) => Steps): SimpleStep {
  if (step.kind !== 'choice' && step.kind !== 'parallel') return step;
  const branches = step.branches.map((branch, index) => ({
    ...branch,
    steps: edit(branch.steps, chainOf(step.id, index)),
  }));
  return { ...step, branches };
}

/** The same steps with one chain among them changed. */
export function editChain(steps: Steps, chain: string, edit: (steps: Steps) => Steps, at = ''): Steps {
  if (chain === at) return edit(steps);
  return steps.map((step) => inBranches(step, (inner, name) => editChain(inner, chain, edit, name)));
}

export function changeStep(steps: Steps, next: SimpleStep): Steps {
  return steps.map((step) =>
    step.id === next.id ? next : inBranches(step, (inner) => changeStep(inner, next)),
  );
}

export function findStep(steps: Steps, id: string): SimpleStep | undefined {
  for (const step of steps) {
    if (step.id === id) return step;
    if (step.kind !== 'choice' && step.kind !== 'parallel') continue;
    for (const branch of step.branches) {
      const found = findStep(branch.steps, id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** With it everything in its branches goes. */
export function removeStep(steps: Steps, id: string): Steps {
  return steps
    .filter((step) => step.id !== id)
    .map((step) => inBranches(step, (inner) => removeStep(inner, id)));
}

/** One place up (-1) or down (1) in its own chain; at the edge it stays. */
export function moveStep(steps: Steps, id: string, by: -1 | 1): Steps {
  const from = steps.findIndex((step) => step.id === id);
  if (from < 0) return steps.map((step) => inBranches(step, (inner) => moveStep(inner, id, by)));
  const moved = steps[from];
  const to = from + by;
  if (moved === undefined || to < 0 || to >= steps.length) return steps;
  return steps.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** Letters first, because an id stands in XML. */
function freshId(): string {
  return `step-${newId().slice(-12)}`;
}

export const plainTask: TaskForm = {
  permission: '',
  candidate: { kind: 'unit', of: 'case', holds: '', roster: '', people: '', units: '' },
  sign: 'single',
  percent: 60,
  actions: [
    {
      key: 'agree',
      title: '同意',
      flow: '',
      vote: '',
      needs: [],
      sets: [],
      requires: [],
      negative: false,
      automatic: false,
    },
  ],
  verbs: ['claim', 'return', 'reassign'],
  returnTo: [],
  needs: [],
  fields: {},
};

export function newStep(kind: StepKind): SimpleStep {
  const id = freshId();
  if (kind === 'task')
    return { kind, id, title: '审批', task: plainTask, limit: { amount: 1, unit: 'work-day' } };
  if (kind === 'service') return { kind, id, title: '自动处理', job: '' };
  const branches: BranchStep['branches'] =
    kind === 'choice'
      ? [
          { title: '条件一', when: '', otherwise: false, steps: [] },
          { title: '其他情况', when: '', otherwise: true, steps: [] },
        ]
      : [
          { title: '', when: '', otherwise: false, steps: [newStep('task')] },
          { title: '', when: '', otherwise: false, steps: [newStep('task')] },
        ];
  return { kind, id, join: freshId(), title: kind === 'choice' ? '条件分支' : '并行办理', branches };
}

export function insertStep(
  simple: SimpleProcess,
  chain: string,
  at: number,
  step: SimpleStep,
): SimpleProcess {
  return { ...simple, steps: editChain(simple.steps, chain, (steps) => steps.toSpliced(at, 0, step)) };
}
