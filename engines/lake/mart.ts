/** A theme mart (主题集市) as systems declare it: one SELECT over named inputs, the fields that it gives, and the tests that it must pass. */
import { z } from 'zod';
import type { Work } from '../store/service.ts';
import { fieldTypes, type LakeField, type LakeFieldType } from './field.ts';
import type { BatchRow } from './types.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const cell = z.union([z.string().max(200), z.number(), z.boolean()]).nullable();
const rows = z.array(z.record(name, cell)).max(50);

export const MartField = z.object({
  name,
  title: z.string().min(1).max(60),
  type: z.enum(Object.keys(fieldTypes) as [LakeFieldType, ...LakeFieldType[]]),
  /** Together they are the grain: no two rows have the same, and none is empty. */
  key: z.boolean().default(false),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']).default('internal'),
  element: z.string().max(60).optional(),
});
export type MartField = z.infer<typeof MartField>;

export const MartTest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unique'), fields: z.array(name).min(1).max(10) }),
  z.object({ kind: z.literal('filled'), field: name }),
  z.object({ kind: z.literal('codes'), field: name, values: z.array(z.string().max(60)).min(1).max(200) }),
  z.object({
    kind: z.literal('range'),
    field: name,
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  /** Each value of the field stands in a column of an input. */
  z.object({ kind: z.literal('reference'), field: name, input: name, column: name }),
  /** Rows in, rows out; columns that are not said are empty, fields that are not said are not compared. */
  z.object({
    kind: z.literal('example'),
    title: z.string().min(1).max(80),
    day: z.iso.date().default('2026-01-01'),
    given: z.record(name, rows),
    gives: rows,
  }),
]);
export type MartTest = z.infer<typeof MartTest>;

export const martTestTitles = {
  unique: '不重复',
  filled: '不为空',
  codes: '取值在代码内',
  range: '在取值范围内',
  reference: '在来源中存在',
  example: '样例',
} as const satisfies Record<MartTest['kind'], string>;

export const MartPlan = z.object({
  dataset: z.uuid(),
  title: z.string().min(1).max(60),
  summary: z.string().max(300).default(''),
  /** Organ that answers for it, and hears of builds that fail. */
  owner: z.string().min(1).max(60),
  /** What it is made for; who asks for another use asks anew. */
  purpose: z.string().min(1).max(200),
  share: z.enum(['unconditional', 'conditional', 'none']).default('conditional'),
  open: z.enum(['unconditional', 'conditional', 'none']).default('none'),
  /** 类 and 项 of the catalogue. */
  category: z.string().regex(/^[123]\d{2}$/),
  /** Name in the statement → dataset. 'build' is taken: its one row has the day of the build. */
  inputs: z
    .array(z.object({ name, title: z.string().min(1).max(60), dataset: z.uuid() }))
    .min(1)
    .max(12),
  sql: z.string().min(8).max(20_000),
  fields: z.array(MartField).min(1).max(60),
  tests: z.array(MartTest).min(1).max(60),
});
export type MartPlan = z.infer<typeof MartPlan>;

/** One row with the column `day`: statements must not ask the clock, or equal inputs would give other rows. */
export const buildInput = 'build';

/** Where a column of a mart comes from, as far as its statement tells. */
export interface MartColumn {
  readonly field: string;
  /** 'same': as it stands there; 'computed': out of these; 'grouped': over groups of rows; 'unknown': the statement does not tell. */
  readonly how: 'same' | 'computed' | 'grouped' | 'unknown';
  /** A column of '*' is the rows themselves, as in count(*). */
  readonly origins: readonly { readonly dataset: string; readonly field: string }[];
  /** A figure over groups that are large enough to be about nobody, whatever the columns are that it is made of. */
  readonly figure?: true;
}

/** A column of a mart that tells what these columns tell; `field` null: any field of that dataset. */
export interface MartOrigin {
  readonly dataset: string;
  readonly field: string;
  readonly origins: readonly { readonly dataset: string; readonly field: string | null }[];
}

export const columnWays = {
  same: '原值',
  computed: '计算',
  grouped: '汇总',
  unknown: '未知',
} as const satisfies Record<MartColumn['how'], string>;

export interface MartTestResult {
  readonly kind: MartTest['kind'];
  readonly title: string;
  /** Rows that fail it; null where it could not be run. */
  readonly failed: number | null;
}

export interface MartState {
  readonly plan: MartPlan;
  readonly columns: readonly MartColumn[];
  /** Of the newest build, the one that is shown or the one that failed. */
  readonly results: readonly MartTestResult[];
  readonly testedAt: string;
}

export function fieldsOfMart(plan: MartPlan): readonly LakeField[] {
  return plan.fields.map((field) => ({
    name: field.name,
    source: field.name,
    title: field.title,
    type: field.type,
    key: field.key,
    required: field.key,
    class: field.class,
    strict: true,
    ...(field.element === undefined ? {} : { element: field.element }),
  }));
}

export function testTitle(plan: MartPlan, test: MartTest): string {
  const title = (of: string) => plan.fields.find((field) => field.name === of)?.title ?? of;
  if (test.kind === 'example') return `${martTestTitles.example}：${test.title}`;
  const fields = test.kind === 'unique' ? test.fields : [test.field];
  return `${fields.map(title).join('＋')}${martTestTitles[test.kind]}`;
}

function namedBy(test: MartTest): { readonly fields: readonly string[]; readonly inputs: readonly string[] } {
  switch (test.kind) {
    case 'unique':
      return { fields: test.fields, inputs: [] };
    case 'reference':
      return { fields: [test.field], inputs: [test.input] };
    case 'example':
      return { fields: test.gives.flatMap((row) => Object.keys(row)), inputs: Object.keys(test.given) };
    default:
      return { fields: [test.field], inputs: [] };
  }
}

/** What is wrong with a plan before its statement is read; undefined when nothing is. */
export function martProblem(plan: MartPlan): string | undefined {
  const fields = plan.fields.map((field) => field.name);
  const inputs = plan.inputs.map((input) => input.name);
  const twice = (names: readonly string[]) => names.find((each, index) => names.indexOf(each) !== index);
  const double = twice(fields) ?? twice(inputs);
  if (double !== undefined) return `名称“${double}”重复`;
  if (inputs.includes(buildInput)) return `输入不能叫“${buildInput}”`;
  if (!plan.fields.some((field) => field.key)) return '没有主键字段';
  if (plan.inputs.some((input) => input.dataset === plan.dataset)) return '不能以自己为输入';
  for (const test of plan.tests) {
    const named = namedBy(test);
    const field = named.fields.find((each) => !fields.includes(each));
    if (field !== undefined) return `检验里没有字段“${field}”`;
    const input = named.inputs.find((each) => !inputs.includes(each));
    if (input !== undefined) return `检验里没有输入“${input}”`;
  }
  return undefined;
}

/** The marts that stand in a circle, each the input of the next; undefined where there is none. */
export function circleOf(plans: readonly MartPlan[]): readonly MartPlan[] | undefined {
  const known = new Map(plans.map((plan) => [plan.dataset, plan]));
  const sound = new Set<string>();
  function walk(plan: MartPlan, path: readonly MartPlan[]): readonly MartPlan[] | undefined {
    const from = path.indexOf(plan);
    if (from >= 0) return path.slice(from);
    if (sound.has(plan.dataset)) return undefined;
    for (const input of plan.inputs) {
      const next = known.get(input.dataset);
      const circle = next === undefined ? undefined : walk(next, [...path, plan]);
      if (circle !== undefined) return circle;
    }
    sound.add(plan.dataset);
    return undefined;
  }
  for (const plan of plans) {
    const circle = walk(plan, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

export interface MartService {
  /** Queues a build of a theme mart and gives its job's id; equal inputs change nothing. Throws lake.badMart for a plan that is none. */
  startMart(plan: MartPlan, by: string, work?: Work): Promise<string>;
  /** The same at once, in this process. Throws lake.badMart, lake.busy. */
  buildMart(plan: MartPlan, by: string, signal?: AbortSignal): Promise<BatchRow>;
  /** Undefined before the first build that came to its tests. */
  mart(dataset: string): Promise<MartState | undefined>;
  /** Of all marts, columns that are figures about nobody left out: whoever grades or hides a column grades and hides these with it. */
  martOrigins(): Promise<readonly MartOrigin[]>;
}
