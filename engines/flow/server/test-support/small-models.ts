/** Small graphs written in a line or two, for tests of the token game. */
import { CityError } from '../../../../kernel/errors.ts';
import type { ProcessFlow, ProcessModel, ProcessNode, UserNode } from '../../../../kernel/process.ts';
import type { Arrival, TokenPowers } from '../graph/token/types.ts';

export function task(more: Partial<UserNode> = {}): UserNode {
  return {
    kind: 'user',
    title: '办理',
    allow: 'act',
    candidate: { kind: 'post', of: 'case' },
    verbs: ['return', 'reassign', 'delegate', 'add-signer', 'drop-signer', 'take-back', 'suspend', 'claim'],
    actions: {
      agree: { title: '同意', sets: ['road'] },
      refuse: { title: '拒绝', negative: true },
    },
    ...more,
  };
}

/** A line is 'from to', with a condition or 'else' behind it; flows are f0, f1 … in their order. */
export function modelOf(
  nodes: Readonly<Record<string, ProcessNode>>,
  lines: readonly string[],
  more: Partial<ProcessModel> = {},
): ProcessModel {
  const flows = lines.map((line, at): ProcessFlow => {
    const [from = '', to = '', when] = line.split(' ');
    const condition = when === 'else' ? { otherwise: true as const } : { when: `${when}` };
    return { id: `f${at}`, from, to, ...(when === undefined ? {} : condition) };
  });
  return {
    title: '测试',
    version: 1,
    nodes: { start: { kind: 'start', title: '开始' }, end: { kind: 'end', title: '结束' }, ...nodes },
    flows,
    outcomes: {},
    allow: { open: 'act', urge: 'act', supervise: 'act', administer: 'act' },
    ...more,
  };
}

export function people(...names: readonly string[]): Arrival {
  return {
    assignees: names.map((person) => ({ unit: 'unit-a', person })),
    limit: { amount: 4, unit: 'work-hour' },
    whole: { amount: 3, unit: 'work-day' },
  };
}

export const by = (id: string) => ({ id, name: id, department: 'unit-a' });

export function code(result: unknown): string {
  return result instanceof CityError ? result.code : 'done';
}

/** The engine's own hand. */
export const engine: TokenPowers = {
  holds: new Set<string>(),
  opened: false,
  sees: true,
  automatic: true,
  may: () => true,
};
