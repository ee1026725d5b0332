/** Declares a case type's process by a graph: the staged face that lists, rights and titles go by, and the graph that is played. */
import type { Action, CaseProcess, Stage, Verb } from './case.ts';
import type { ProcessModel, ProcessNode, UserNode } from './process.ts';

const stageVerbs: ReadonlySet<string> = new Set([
  'claim',
  'return',
  'reassign',
  'dispute',
  'delay',
  'suspend',
  'terminate',
  'merge',
  'split',
] satisfies Verb[]);

/** A process whose stages are the face of a graph. */
export interface GraphProcess extends CaseProcess {
  readonly model: ProcessModel;
}

/** The graph that runs cases of this process; undefined where its stages do. */
export function findModel(process: CaseProcess): ProcessModel | undefined {
  return 'model' in process ? (process as GraphProcess).model : undefined;
}

/** The first user tasks and ends that a node leads to. */
function nextRests(
  model: ProcessModel,
  from: readonly string[],
): readonly (readonly [string, ProcessNode])[] {
  const found = new Map<string, ProcessNode>();
  const seen = new Set<string>();
  const open = from.toReversed();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = model.nodes[id];
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    if (node.kind === 'user' || node.kind === 'end') {
      found.set(id, node);
      continue;
    }
    const inside = node.kind === 'sub-process' ? startsWithin(model, id) : [];
    open.push(...inside, ...model.flows.filter((flow) => flow.from === id).map((flow) => flow.to));
  }
  return [...found];
}

function startsWithin(model: ProcessModel, within: string | undefined): readonly string[] {
  return Object.entries(model.nodes).flatMap(([id, node]) =>
    node.kind === 'start' && node.within === within && node.on === undefined ? [id] : [],
  );
}

function targetOf(model: ProcessModel, id: string, flow: string | undefined): Action['to'] {
  const flows = model.flows.filter((each) => (flow === undefined ? each.from === id : each.id === flow));
  const rests = nextRests(
    model,
    flows.map((each) => each.to),
  );
  const [task] = rests.find(([, node]) => node.kind === 'user') ?? [];
  if (task !== undefined) return { stage: task };
  const [, end] = rests.find(([, node]) => node.kind === 'end') ?? [];
  return { end: end?.kind === 'end' ? (end.outcome ?? 'done') : 'done' };
}

function candidateOf(node: UserNode): Stage['candidate'] {
  const { kind } = node.candidate;
  return { kind: kind === 'initiator' || kind === 'unit' ? kind : 'area' };
}

function faceOfTask(model: ProcessModel, id: string, node: UserNode): Stage {
  const actions = Object.entries(node.actions).map(([name, action]) => {
    const { flow, vote: _vote, needs = [], ...rest } = action;
    const wanted = [...new Set([...needs, ...(node.needs ?? [])])];
    // A signature is a file of its own kind; who only knows stages asks for none.
    const known = wanted.filter((need) => need !== 'signature');
    return [name, { ...rest, needs: known, to: targetOf(model, id, flow) }] as const;
  });
  return {
    title: node.title,
    allow: node.allow,
    candidate: candidateOf(node),
    actions: Object.fromEntries(actions),
    verbs: (node.verbs ?? []).filter((verb): verb is Verb => stageVerbs.has(verb)),
    ...(node.returnTo === undefined ? {} : { returnTo: node.returnTo }),
  };
}

/**
 * The process of a case type that is run by a graph; `number` as in CaseProcess. A model is data, so the permissions that it names are no
 * types: the flow engine holds them against the contract when it starts.
 */
export function graphProcess(
  model: ProcessModel,
  spec: Pick<CaseProcess, 'number'>,
): CaseProcess<never> & GraphProcess {
  const { version, outcomes, requests, marks, counts, withdraw, allow } = model;
  const tasks = Object.entries(model.nodes).flatMap(([id, node]) =>
    node.kind === 'user' ? [[id, faceOfTask(model, id, node)] as const] : [],
  );
  return {
    version,
    stages: Object.fromEntries(tasks),
    start: startsWithin(model, undefined),
    outcomes: { done: { title: '办结' }, ...outcomes },
    allow,
    number: spec.number,
    ...(requests === undefined ? {} : { requests }),
    ...(marks === undefined ? {} : { marks }),
    ...(counts === undefined ? {} : { counts }),
    ...(withdraw === undefined ? {} : { withdraw }),
    model,
  } as unknown as CaseProcess<never> & GraphProcess;
}
