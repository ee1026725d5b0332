/** What a check may come to for one line, from bad to good; the whole check comes to the worst of its lines. */

export const conclusions = {
  forbidden: { title: '不得占用', tone: 'danger' },
  argue: { title: '须论证报批', tone: 'warning' },
  verify: { title: '须核实', tone: 'warning' },
  notice: { title: '符合，请注意', tone: 'good' },
  allowed: { title: '符合', tone: 'good' },
} as const;
export type Conclusion = keyof typeof conclusions;

const order = Object.keys(conclusions) as readonly Conclusion[];

export function isConclusion(value: unknown): value is Conclusion {
  return typeof value === 'string' && Object.hasOwn(conclusions, value);
}

export function worst(found: readonly Conclusion[]): Conclusion {
  return order.find((each) => found.includes(each)) ?? 'allowed';
}

/** How the land lies to a line. */
export const relations = {
  overlap: '占用',
  sliver: '套合误差',
  touch: '相接',
  apart: '不涉及',
  unknown: '没有在用成果',
} as const;
export type Relation = keyof typeof relations;
