/** A staged process as a graph: a stage is a user task, an action the flow it takes, an outcome an end. */
import type { CaseProcess, Stage } from '../../../../kernel/case.ts';
import type { ProcessFlow, ProcessModel, ProcessNode, TaskAction } from '../../../../kernel/process.ts';

/** The start node through which a case enters this stage. */
export function startOf(stage: string): string {
  return `start:${stage}`;
}

function endOf(outcome: string): string {
  return `end:${outcome}`;
}

function taskOf(name: string, stage: Stage): ProcessNode {
  const actions = Object.entries(stage.actions).map(([key, action]) => {
    const { to: _to, ...kept } = action;
    return [key, { ...kept, flow: `${name}.${key}` } satisfies TaskAction] as const;
  });
  return {
    kind: 'user',
    title: stage.title,
    allow: stage.allow,
    candidate: stage.candidate,
    actions: Object.fromEntries(actions),
    ...(stage.verbs === undefined ? {} : { verbs: stage.verbs }),
    ...(stage.returnTo === undefined ? {} : { returnTo: stage.returnTo }),
  };
}

function flowsOf(name: string, stage: Stage): readonly ProcessFlow[] {
  return Object.entries(stage.actions).map(([key, { title, to }]) => ({
    id: `${name}.${key}`,
    from: name,
    to: 'end' in to ? endOf(to.end) : to.stage,
    title,
  }));
}

/** Both behave alike, verb by verb (compile-stages.test.ts), except where a stage leaves open what it returns to: a graph returns along the way. */
export function compileStages(process: CaseProcess, title: string): ProcessModel {
  const { version, stages, outcomes, requests, marks, counts, withdraw, allow } = process;
  const starts = process.start.map((stage) => [startOf(stage), { kind: 'start', title: '开始' }] as const);
  const ends = Object.entries(outcomes).map(
    ([outcome, each]) => [endOf(outcome), { kind: 'end', title: each.title, outcome }] as const,
  );
  const tasks = Object.entries(stages).map(([name, stage]) => [name, taskOf(name, stage)] as const);
  return {
    title,
    version,
    nodes: Object.fromEntries<ProcessNode>([...starts, ...tasks, ...ends]),
    flows: [
      ...process.start.map((stage) => ({ id: startOf(stage), from: startOf(stage), to: stage })),
      ...Object.entries(stages).flatMap(([name, stage]) => flowsOf(name, stage)),
    ],
    outcomes,
    allow,
    ...(requests === undefined ? {} : { requests }),
    ...(marks === undefined ? {} : { marks }),
    ...(counts === undefined ? {} : { counts }),
    ...(withdraw === undefined ? {} : { withdraw }),
  };
}
