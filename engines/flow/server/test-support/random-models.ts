/** Random process models for property tests: blocks of tasks in sequence, choice, parallel, loop, sub-process and repetition. */
import fc from 'fast-check';
import type {
  Countersign,
  ProcessFlow,
  ProcessModel,
  ProcessNode,
  TaskVerb,
} from '../../../../kernel/process.ts';

export type Block =
  | {
      readonly kind: 'task';
      readonly sign: Countersign;
      readonly signers: number;
      readonly timer: 'none' | 'cuts' | 'beside';
    }
  | { readonly kind: 'each'; readonly order: 'sequential' | 'parallel'; readonly times: number }
  | { readonly kind: 'wait' }
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

/** Draws a block and gives the nodes that begin and end it. */
function draw(drawing: Drawing, block: Block, within: string | undefined): readonly [string, string] {
  const put = (name: string, node: ProcessNode) => add(drawing, name, node, within);
  switch (block.kind) {
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
    case 'wait': {
      const id = put('wait#', {
        kind: 'catch',
        title: '等候',
        on: { kind: 'timer', after: { amount: 2, unit: 'work-hour' } },
      });
      return [id, id];
    }
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
    allow: { open: 'act', urge: 'act', supervise: 'act', terminate: 'act', administer: 'act' },
  };
}
