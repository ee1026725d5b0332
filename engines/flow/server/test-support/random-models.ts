/** Random process models for property tests: blocks of tasks, machine's work and events, in sequence, choice, parallel, loop, sub-process and repetition. */
import fc from 'fast-check';
import type {
  Countersign,
  ProcessFlow,
  ProcessModel,
  ProcessNode,
  TaskVerb,
} from '../../../../kernel/process.ts';

type Order = 'sequential' | 'parallel';

export type Block =
  | {
      readonly kind: 'task';
      readonly sign: Countersign;
      readonly signers: number;
      readonly timer: 'none' | 'cuts' | 'beside';
    }
  | { readonly kind: 'each'; readonly order: 'sequential' | 'parallel'; readonly times: number }
  | { readonly kind: 'wait' | 'race' | 'receive' | 'send' | 'decision' | 'terminate' }
  /** Work of the machine or a called case: once or several times, with or without somebody who catches its error. */
  | {
      readonly kind: 'machine';
      readonly does: 'service' | 'call';
      readonly order: Order;
      readonly times: number;
      readonly caught: boolean;
    }
  /** A sub-process that may end with an error, once or several times. */
  | {
      readonly kind: 'risk';
      readonly part: Block;
      readonly order: Order;
      readonly times: number;
      readonly caught: boolean;
    }
  | { readonly kind: 'sequence' | 'exclusive' | 'parallel' | 'inclusive'; readonly parts: readonly Block[] }
  | { readonly kind: 'loop' | 'inside'; readonly part: Block };

const allVerbs: readonly TaskVerb[] = [
  'claim',
  'return',
  'reassign',
  'delegate',
  'add-signer',
  'drop-signer',
  'take-back',
  'suspend',
  'copy',
  'circulate',
  'dispute',
  'delay',
];

const anyTask: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('task' as const),
  sign: fc.oneof(
    fc.record({ mode: fc.constantFrom('single', 'any', 'all', 'veto', 'in-order') }),
    fc.record({ mode: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 100 }) }),
  ),
  signers: fc.integer({ min: 1, max: 3 }),
  timer: fc.constantFrom('none', 'none', 'cuts', 'beside'),
});

const repeated = {
  order: fc.constantFrom<Order>('sequential', 'parallel'),
  // None: once, without repetition.
  times: fc.integer({ min: 0, max: 3 }),
  caught: fc.boolean(),
};

/** `kinds`: which compound blocks may be drawn. */
export function anyBlock(kinds: readonly string[]): fc.Arbitrary<Block> {
  const { block } = fc.letrec<{ block: Block }>((tie) => {
    const part = tie('block');
    const parts = fc.array(part, { minLength: 2, maxLength: 3 });
    const compound: Readonly<Record<string, fc.Arbitrary<Block>>> = {
      sequence: fc.record({ kind: fc.constant('sequence' as const), parts }),
      exclusive: fc.record({ kind: fc.constant('exclusive' as const), parts }),
      parallel: fc.record({ kind: fc.constant('parallel' as const), parts }),
      inclusive: fc.record({ kind: fc.constant('inclusive' as const), parts }),
      loop: fc.record({ kind: fc.constant('loop' as const), part }),
      inside: fc.record({ kind: fc.constant('inside' as const), part }),
      wait: fc.constant({ kind: 'wait' as const }),
      race: fc.constant({ kind: 'race' as const }),
      receive: fc.constant({ kind: 'receive' as const }),
      send: fc.constant({ kind: 'send' as const }),
      decision: fc.constant({ kind: 'decision' as const }),
      terminate: fc.constant({ kind: 'terminate' as const }),
      machine: fc.record({
        kind: fc.constant('machine' as const),
        does: fc.constantFrom('service', 'call'),
        ...repeated,
      }),
      risk: fc.record({ kind: fc.constant('risk' as const), part, ...repeated }),
      each: fc.record({
        kind: fc.constant('each' as const),
        order: fc.constantFrom('sequential', 'parallel'),
        times: fc.integer({ min: 0, max: 3 }),
      }),
    };
    const drawn = Object.entries(compound).flatMap(([kind, arbitrary]) =>
      kinds.includes(kind) ? [arbitrary] : [],
    );
    return { block: fc.oneof({ maxDepth: 3, depthIdentifier: 'block' }, anyTask, ...drawn) };
  });
  return block;
}

interface Drawing {
  readonly nodes: Record<string, ProcessNode>;
  readonly flows: ProcessFlow[];
}

/** Signers of a task are told by its name: 'task7x2' has two. */
export function signersOf(node: string): number {
  return Number(/x(\d+)$/.exec(node)?.[1] ?? 1);
}

function add(drawing: Drawing, name: string, node: ProcessNode, within: string | undefined): string {
  const id = name.replace('#', String(Object.keys(drawing.nodes).length));
  drawing.nodes[id] = within === undefined ? node : { ...node, within };
  return id;
}

function link(drawing: Drawing, from: string, to: string, more: Partial<ProcessFlow> = {}): void {
  drawing.flows.push({ id: `f${drawing.flows.length}`, from, to, ...more });
}

const actions = {
  agree: { title: '同意', sets: ['road', 'again'] },
  refuse: { title: '不同意', negative: true, sets: ['road', 'again'] },
};

function taskNode(more: Partial<Extract<ProcessNode, { kind: 'user' }>>): ProcessNode {
  return {
    kind: 'user',
    title: '办理',
    allow: 'act',
    candidate: { kind: 'post', of: 'case' },
    actions,
    verbs: allVerbs,
    ...more,
  };
}

function repeatsOf({ order, times }: { readonly order: Order; readonly times: number }) {
  return times === 0 ? {} : { repeats: { order, count: String(times) } };
}

/** The activity, with an error event on it that leads to the same way on. */
function catching(
  drawing: Drawing,
  host: string,
  caught: boolean,
  within: string | undefined,
): readonly [string, string] {
  if (!caught) return [host, host];
  const merge = add(drawing, 'merge#', { kind: 'exclusive', title: '汇' }, within);
  const on = { kind: 'error' as const };
  const error = { kind: 'boundary' as const, title: '出错', host, on, interrupting: true };
  link(drawing, host, merge);
  link(drawing, add(drawing, 'error#', error, within), merge);
  return [host, merge];
}

function drawRisk(
  drawing: Drawing,
  block: Extract<Block, { kind: 'risk' }>,
  within: string | undefined,
): readonly [string, string] {
  const id = add(drawing, 'risk#', { kind: 'sub-process', title: '子流程', ...repeatsOf(block) }, within);
  const start = add(drawing, 'start#', { kind: 'start', title: '开始' }, id);
  const [entry, exit] = draw(drawing, block.part, id);
  link(drawing, start, entry);
  const pick = add(drawing, 'pick#', { kind: 'exclusive', title: '成否' }, id);
  link(drawing, exit, pick);
  const does = { kind: 'error' as const, error: 'broken' };
  link(drawing, pick, add(drawing, 'broken#', { kind: 'end', title: '失败', does }, id), {
    when: 'road = 1',
  });
  link(drawing, pick, add(drawing, 'end#', { kind: 'end', title: '结束' }, id), { otherwise: true });
  return catching(drawing, id, block.caught, within);
}

/** A branch of its own, so that what comes behind can still be reached. */
function drawTerminate(drawing: Drawing, within: string | undefined): readonly [string, string] {
  const pick = add(drawing, 'pick#', { kind: 'exclusive', title: '是否终止' }, within);
  const out = add(drawing, 'merge#', { kind: 'exclusive', title: '出' }, within);
  const does = { kind: 'terminate' as const };
  const over = add(drawing, 'over#', { kind: 'end', title: '终止', does }, within);
  link(drawing, pick, over, { when: 'road = 2' });
  link(drawing, pick, out, { otherwise: true });
  return [pick, out];
}

function drawRace(drawing: Drawing, within: string | undefined): readonly [string, string] {
  const race = add(drawing, 'race#', { kind: 'event', title: '等候' }, within);
  const merge = add(drawing, 'merge#', { kind: 'exclusive', title: '汇' }, within);
  const awaited = [
    { kind: 'message' as const, message: 'reply' },
    { kind: 'signal' as const, signal: 'storm' },
    { kind: 'timer' as const, after: { amount: 2, unit: 'work-hour' as const } },
  ];
  for (const on of awaited) {
    const event = add(drawing, 'caught#', { kind: 'catch', title: '来了', on }, within);
    link(drawing, race, event);
    link(drawing, event, merge);
  }
  return [race, merge];
}

/** Draws a block and gives the nodes that begin and end it. */
function draw(drawing: Drawing, block: Block, within: string | undefined): readonly [string, string] {
  const put = (name: string, node: ProcessNode) => add(drawing, name, node, within);
  const alone = (name: string, node: ProcessNode): readonly [string, string] => {
    const id = put(name, node);
    return [id, id];
  };
  switch (block.kind) {
    case 'receive':
      return alone('receive#', { kind: 'receive', title: '等消息', message: 'reply' });
    case 'send':
      return alone('send#', { kind: 'send', title: '发消息', message: 'sent' });
    case 'decision':
      return alone('decision#', { kind: 'decision', title: '定级', decision: 'grade', sets: { grade: 'g' } });
    case 'terminate':
      return drawTerminate(drawing, within);
    case 'race':
      return drawRace(drawing, within);
    case 'risk':
      return drawRisk(drawing, block, within);
    case 'machine': {
      const work = { title: '自动', ...repeatsOf(block) };
      const service = { kind: 'service' as const, job: 'job', ...work };
      const call = { kind: 'call' as const, calls: 'a.b', ...work };
      return catching(drawing, put('machine#', block.does === 'call' ? call : service), block.caught, within);
    }
    case 'task': {
      const id = put(`task#x${block.signers}`, taskNode({ sign: block.sign }));
      if (block.timer === 'none') return [id, id];
      const merge = put('merge#', { kind: 'exclusive', title: '汇' });
      link(drawing, id, merge);
      const timer = put('timer#', {
        kind: 'boundary',
        title: '超时',
        host: id,
        on: { kind: 'timer', after: { amount: 1, unit: 'work-hour' } },
        interrupting: block.timer === 'cuts',
      });
      // Beside the task a reminder runs to an end of its own.
      if (block.timer === 'cuts') link(drawing, timer, merge);
      else link(drawing, timer, put('noted#', { kind: 'end', title: '已提醒' }));
      return [id, merge];
    }
    case 'each': {
      const repeats = { order: block.order, count: String(block.times) };
      const id = put('each#x1', taskNode({ repeats }));
      return [id, id];
    }
    case 'wait':
      return alone('wait#', {
        kind: 'catch',
        title: '等候',
        on: { kind: 'timer', after: { amount: 2, unit: 'work-hour' } },
      });
    case 'sequence': {
      const drawn = block.parts.map((part) => draw(drawing, part, within));
      for (const [at, [, exit]] of drawn.entries()) {
        const next = drawn[at + 1];
        if (next !== undefined) link(drawing, exit, next[0]);
      }
      return [drawn[0]?.[0] ?? '', drawn.at(-1)?.[1] ?? ''];
    }
    case 'loop': {
      const [entry, exit] = draw(drawing, block.part, within);
      const gate = put('again#', { kind: 'exclusive', title: '是否再来' });
      const merge = put('merge#', { kind: 'exclusive', title: '汇' });
      link(drawing, merge, entry);
      link(drawing, exit, gate);
      link(drawing, gate, merge, { when: 'again = true' });
      const out = put('merge#', { kind: 'exclusive', title: '出' });
      link(drawing, gate, out, { otherwise: true });
      return [merge, out];
    }
    case 'inside': {
      const id = put('inside#', { kind: 'sub-process', title: '子流程' });
      const start = add(drawing, 'start#', { kind: 'start', title: '开始' }, id);
      const [entry, exit] = draw(drawing, block.part, id);
      link(drawing, start, entry);
      link(drawing, exit, add(drawing, 'end#', { kind: 'end', title: '结束' }, id));
      return [id, id];
    }
    default: {
      const split = put('split#', { kind: block.kind, title: '分' });
      const join = put('join#', { kind: block.kind, title: '合' });
      for (const [at, part] of block.parts.entries()) {
        const [entry, exit] = draw(drawing, part, within);
        const last = at === block.parts.length - 1;
        const sign = block.kind === 'inclusive' ? '>=' : '=';
        const when = last ? { otherwise: true as const } : { when: `road ${sign} ${at}` };
        link(drawing, split, entry, block.kind === 'parallel' ? {} : when);
        link(drawing, exit, join);
      }
      return [split, join];
    }
  }
}

/** As `modelOf`, with or without requests, and with tasks that say themselves where they may be sent back to. */
export function anyModel(kinds: readonly string[]): fc.Arbitrary<ProcessModel> {
  const drawn = fc.tuple(anyBlock(kinds), fc.boolean(), fc.boolean());
  return drawn.map(([block, asks, returns]) => {
    const model = modelOf(block);
    const tasks = Object.entries(model.nodes).flatMap(([id, node]) => (node.kind === 'user' ? [id] : []));
    const [first] = tasks.filter((id) => model.nodes[id]?.within === undefined);
    const nodes = Object.entries(model.nodes).map(([id, node]) => [
      id,
      returns && node.kind === 'user' ? { ...node, returnTo: tasks } : node,
    ]);
    const more = first === undefined ? {} : { grantedTo: first };
    const rule = (title: string) => ({ title, decide: 'act' });
    return {
      ...model,
      nodes: Object.fromEntries(nodes),
      outcomes: { done: { title: '办结', ...(first === undefined ? {} : { reopen: first }) } },
      ...(asks && first !== undefined
        ? { requests: { dispute: { ...rule('申诉'), ...more }, delay: rule('延期'), suspend: rule('挂起') } }
        : {}),
    };
  });
}

export function modelOf(block: Block): ProcessModel {
  const drawing: Drawing = { nodes: { start: { kind: 'start', title: '开始' } }, flows: [] };
  const [entry, exit] = draw(drawing, block, undefined);
  link(drawing, 'start', entry);
  link(drawing, exit, add(drawing, 'end', { kind: 'end', title: '结束', outcome: 'done' }, undefined));
  return {
    title: '随机流程',
    version: 1,
    ...drawing,
    outcomes: { done: { title: '办结' } },
    allow: {
      open: 'act',
      urge: 'act',
      supervise: 'act',
      terminate: 'act',
      administer: 'act',
      reopen: 'act',
    },
  };
}
