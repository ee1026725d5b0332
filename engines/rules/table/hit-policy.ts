/** What becomes of the rows that matched: the seven hit policies and four aggregators of DMN 1.3, 8.2.10–8.2.11. */
import { ruleErrors } from '../errors.ts';
import { toPlain } from '../feel/feel-value.ts';
import type { Aggregator, HitPolicy } from './decision-table.ts';

export interface Hit {
  /** 1-based, as people count. */
  readonly row: number;
  readonly id: string;
  readonly outputs: readonly unknown[];
}

export interface Policy {
  readonly hitPolicy: HitPolicy;
  readonly aggregator: Aggregator | null;
  readonly names: readonly string[];
  /** Listed values of each output, the highest first. */
  readonly priorities: readonly (readonly unknown[] | undefined)[];
}

/** FEEL values are compared as the JSON that they become: temporals by their text. */
function identity(value: unknown): string {
  return JSON.stringify(toPlain(value));
}

/** A single output is its value, several are a context. */
function resultOf(outputs: readonly unknown[], names: readonly string[]): unknown {
  if (names.length === 1) return outputs[0];
  return Object.fromEntries(names.map((name, index) => [name, outputs[index]]));
}

function rows(hits: readonly Hit[]): string {
  return hits.map((hit) => hit.row).join('、');
}

/** Place of each output in its list; what is not listed comes last. */
function ranksOf(hit: Hit, policy: Policy): readonly number[] {
  return hit.outputs.map((output, index) => {
    const place = policy.priorities[index]?.findIndex((one) => identity(one) === identity(output)) ?? 0;
    return place < 0 ? Number.MAX_SAFE_INTEGER : place;
  });
}

/** By the first output, then the second …; equal ones stay in table order. */
function byPriority(hits: readonly Hit[], policy: Policy): readonly Hit[] {
  return hits
    .map((hit) => ({ hit, ranks: ranksOf(hit, policy) }))
    .sort((a, b) => a.ranks.map((rank, index) => rank - (b.ranks[index] ?? 0)).find((one) => one !== 0) ?? 0)
    .map(({ hit }) => hit);
}

function agreeing(hits: readonly Hit[]): Hit | undefined {
  const different = new Set(hits.map((hit) => identity(hit.outputs)));
  if (different.size > 1) throw ruleErrors.hits({ reason: `第 ${rows(hits)} 行同时命中，结果却不同` });
  return hits[0];
}

function alone(hits: readonly Hit[]): Hit | undefined {
  if (hits.length > 1) throw ruleErrors.hits({ reason: `第 ${rows(hits)} 行同时命中，只应有一行` });
  return hits[0];
}

const folds: Readonly<Record<Exclude<Aggregator, '#'>, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  // Not Math.min itself: reduce gives more than two arguments.
  '<': (a, b) => Math.min(a, b),
  '>': (a, b) => Math.max(a, b),
};

function aggregate(aggregator: Aggregator, hits: readonly Hit[], names: readonly string[]): number | null {
  if (names.length !== 1) throw ruleErrors.hits({ reason: '汇总只能用于单个结果列' });
  if (aggregator === '#') return hits.length;
  const values = hits.map(({ outputs: [value], row }) => {
    if (typeof value !== 'number') throw ruleErrors.hits({ reason: `第 ${row} 行的结果不是数字，无法汇总` });
    return value;
  });
  return values.length === 0 ? null : values.reduce(folds[aggregator]);
}

/** The value of the table. `otherwise` is the result when nothing matched. Throws rules.hits. */
export function applyHitPolicy(
  hits: readonly Hit[],
  otherwise: readonly unknown[] | undefined,
  policy: Policy,
): unknown {
  const { hitPolicy, aggregator, names } = policy;
  if (hits.length === 0 && otherwise !== undefined) return resultOf(otherwise, names);
  if (hitPolicy === 'C' && aggregator !== null) return aggregate(aggregator, hits, names);
  if (hitPolicy === 'R' || hitPolicy === 'C') return hits.map((hit) => resultOf(hit.outputs, names));
  if (hitPolicy === 'O') return byPriority(hits, policy).map((hit) => resultOf(hit.outputs, names));
  const chosen = {
    U: alone,
    A: agreeing,
    F: first,
    P: (all: readonly Hit[]) => first(byPriority(all, policy)),
  }[hitPolicy](hits);
  return chosen === undefined ? null : resultOf(chosen.outputs, names);
}

function first(hits: readonly Hit[]): Hit | undefined {
  return hits[0];
}
