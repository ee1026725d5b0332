/** A subject table (主题层) as systems declare it: one record for each key, merged from several datasets, each field by its own rule. */
import { z } from 'zod';
import type { FieldClass } from '../../kernel/access.ts';
import type { Work } from '../store/service.ts';
import { fieldFormats, fieldTypes, type LakeField, type LakeFieldType } from './field.ts';
import type {
  BatchRow,
  SeenRow,
  SubjectBuild,
  SubjectChange,
  SubjectFilter,
  SubjectMatch,
  SubjectRecord,
  SubjectSummary,
} from './types.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const column = z.string().min(1).max(120);
const codes = z.record(z.string().max(60), z.string().max(60));

/** Which of several sources' values counts; a tie goes to whichever stands first in the order of sources. */
export const subjectRules = {
  authority: '权威部门优先',
  newest: '最新的优先',
  frequent: '多数一致',
  quorum: '达到家数才取值',
} as const;
export type SubjectRule = keyof typeof subjectRules;

export const SubjectField = z.object({
  name,
  title: z.string().min(1).max(60),
  type: z.enum(Object.keys(fieldTypes) as [LakeFieldType, ...LakeFieldType[]]),
  /** Together they are what the record is known by. */
  key: z.boolean().default(false),
  format: z.enum(Object.keys(fieldFormats) as [keyof typeof fieldFormats]).optional(),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']).default('internal'),
  rule: z.enum(Object.keys(subjectRules) as [SubjectRule, ...SubjectRule[]]).default('authority'),
  /** For quorum: how many sources must say the same. */
  least: z.number().int().min(2).max(16).default(2),
  /** Ids of sources, the most authoritative first; those left out follow as declared. */
  order: z.array(name).max(16).default([]),
  element: z.string().max(60).optional(),
});
export type SubjectField = z.infer<typeof SubjectField>;

/** A column of the source's dataset, its codes put into the table's own; or the same value for whoever is in the source at all. */
export const SubjectValue = z.union([
  z.object({ column, codes: codes.optional() }),
  z.object({ constant: z.string().max(60) }),
]);
export type SubjectValue = z.infer<typeof SubjectValue>;

/** Which rows of a dataset count; 'years' is for dates at least so many years before the day of the build. */
export const SubjectCondition = z.discriminatedUnion('is', [
  z.object({ column, is: z.literal('in'), values: z.array(z.string().max(200)).min(1).max(200) }),
  z.object({ column, is: z.enum(['at-least', 'at-most']), value: z.number() }),
  z.object({ column, is: z.enum(['filled', 'empty']) }),
  z.object({ column, is: z.literal('years'), value: z.number().int().min(0).max(150) }),
  /** A date that has not passed on the day of the build; empty is without end. */
  z.object({ column, is: z.literal('valid') }),
]);
export type SubjectCondition = z.infer<typeof SubjectCondition>;

export const SubjectSource = z.object({
  id: name,
  title: z.string().min(1).max(60),
  /** Organ that answers for its values. */
  department: z.string().min(1).max(60),
  dataset: z.uuid(),
  /** Field of the table → where its value stands; all key fields must be here. */
  values: z.record(name, SubjectValue),
  /** When the values were true, for 'newest' and of equal keys in this source. */
  at: column.optional(),
  where: z.array(SubjectCondition).max(20).default([]),
});
export type SubjectSource = z.infer<typeof SubjectSource>;

/**
 * Rows without a valid key → whose they may be (Fellegi–Sunter): for each field how often it agrees where two rows are of one (m) and where they are
 * not (u); the sum of log2 is the score. At `upper` and above they are merged, from `lower` on somebody decides, below nothing is done.
 */
export const SubjectMatching = z
  .object({
    source: z.string().min(1).max(200),
    /** Only rows that agree on all fields of one of these are compared at all. */
    blocks: z.array(z.array(name).min(1).max(4)).min(1).max(8),
    fields: z
      .array(z.object({ field: name, m: z.number().gt(0).lt(1), u: z.number().gt(0).lt(1) }))
      .min(1)
      .max(20),
    /** Of these a record's former values count as well: 曾用名. */
    former: z.array(name).max(4).default([]),
    upper: z.number(),
    lower: z.number(),
  })
  .refine(({ upper, lower }) => upper > lower, '上限应大于下限');
export type SubjectMatching = z.infer<typeof SubjectMatching>;

export const SubjectPlan = z.object({
  dataset: z.uuid(),
  title: z.string().min(1).max(60),
  summary: z.string().max(300).default(''),
  /** Organ that keeps the table. */
  owner: z.string().min(1).max(60),
  share: z.enum(['unconditional', 'conditional', 'none']).default('conditional'),
  open: z.enum(['unconditional', 'conditional', 'none']).default('none'),
  /** 类 and 项 of the catalogue. */
  category: z.string().regex(/^[123]\d{2}$/),
  /** The order is the order of authority where a field has none of its own. */
  sources: z.array(SubjectSource).min(1).max(16),
  fields: z.array(SubjectField).min(1).max(60),
  /** A record with such a value has ended; it stays. */
  ends: z.array(z.object({ field: name, values: z.array(z.string().max(60)).min(1).max(50) })).default([]),
  /** Field with the area code, for counting by area and for who may see a record. */
  area: name.optional(),
  /**
   * Sources that a record must be in; whatever is no longer in all of them leaves the table. Without any, a record that no source
   * gives any more stays as it was and has ended.
   */
  members: z.array(name).max(16).default([]),
  matching: SubjectMatching.optional(),
});
export type SubjectPlan = z.infer<typeof SubjectPlan>;

/** What a steward has found, kept by the system and applied by every build until the source says something else. */
export type SubjectDecision =
  /** Of this field of this record this source is right, as long as it says this value. */
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly field: string;
      readonly source: string;
      readonly value: string;
    }
  /** This row without a key, known by its mark, is of this record; or is not, whatever the score. */
  | {
      readonly kind: 'merge' | 'apart';
      readonly key: string;
      readonly source: string;
      readonly mark: string;
    };

export interface SubjectDecisions {
  /** Another one when any of them is another. */
  readonly revision: string;
  readonly decisions: readonly SubjectDecision[];
}

/** What every subject table has besides its own fields. */
export const endedField = 'ended';

export const rejectTitles = {
  required: '缺少主键',
  format: '主键校验不通过',
  duplicate: '与同一来源较新的记录重复',
} as const;
export type RejectReason = keyof typeof rejectTitles;

/** Places of the sources that give a field, in the order of authority. */
export function candidatesOf(plan: SubjectPlan, field: SubjectField): readonly number[] {
  const gives = plan.sources.flatMap((source, index) => (field.name in source.values ? [index] : []));
  const rank = (index: number) => {
    const place = field.order.indexOf(plan.sources[index]?.id ?? '');
    return place < 0 ? field.order.length + index : place;
  };
  return gives.toSorted((one, other) => rank(one) - rank(other));
}

/** The table's fields as a dataset has them. */
export function fieldsOfSubject(plan: SubjectPlan): readonly LakeField[] {
  const own = plan.fields.map(({ name: field, title, type, key, format, class: of, element }) => ({
    name: field,
    source: field,
    title,
    type,
    key,
    required: key,
    ...(format === undefined ? {} : { format }),
    class: of,
    strict: true,
    ...(element === undefined ? {} : { element }),
  }));
  return [
    ...own,
    {
      name: endedField,
      source: endedField,
      title: '已终止',
      type: 'boolean' as const,
      key: false,
      required: true,
      class: 'internal' as const,
      strict: true,
    },
  ];
}

/** What is wrong with a plan, by the field or source that it is about; undefined when nothing is. */
export function subjectProblem(
  plan: SubjectPlan,
): { readonly name: string; readonly reason: string } | undefined {
  const names = plan.fields.map((field) => field.name);
  const ids = plan.sources.map((source) => source.id);
  const twice = [...names, endedField].find((each, index, all) => all.indexOf(each) !== index);
  if (twice !== undefined) return { name: twice, reason: '字段名重复或是保留字' };
  const sourceTwice = ids.find((each, index) => ids.indexOf(each) !== index);
  if (sourceTwice !== undefined) return { name: sourceTwice, reason: '来源重复' };
  const keys = plan.fields.filter((field) => field.key).map((field) => field.name);
  if (keys.length === 0) return { name: '', reason: '没有主键字段' };
  for (const { id, values } of plan.sources) {
    const lacking = keys.find((key) => !('column' in (values[key] ?? {})));
    if (lacking !== undefined) return { name: lacking, reason: `来源“${id}”没有给出主键` };
    const unknown = Object.keys(values).find((each) => !names.includes(each));
    if (unknown !== undefined) return { name: unknown, reason: `来源“${id}”对应了不存在的字段` };
  }
  const strangers = [...plan.members, ...plan.fields.flatMap((field) => field.order)];
  const stranger = strangers.find((each) => !ids.includes(each));
  if (stranger !== undefined) return { name: stranger, reason: '没有这个来源' };
  if (plan.matching !== undefined && keys.length > 1)
    return { name: '', reason: '有几个主键字段的库不能匹配' };
  const compared = [
    ...(plan.matching?.blocks.flat() ?? []),
    ...(plan.matching?.fields.map((each) => each.field) ?? []),
    ...(plan.matching?.former ?? []),
  ];
  const ownKey = compared.find((each) => keys.includes(each));
  if (ownKey !== undefined) return { name: ownKey, reason: '匹配不能用主键字段' };
  const named = [
    ...plan.ends.map((end) => end.field),
    ...(plan.area === undefined ? [] : [plan.area]),
    ...compared,
  ];
  const missing = named.find((each) => !names.includes(each));
  return missing === undefined ? undefined : { name: missing, reason: '没有这个字段' };
}

export interface SubjectService {
  /** Queues a build of a subject table and gives its job's id; equal inputs change nothing. Throws lake.badField. */
  startSubject(plan: SubjectPlan, by: string, work?: Work): Promise<string>;
  /** The same at once, in this process. Throws lake.badField, lake.busy. */
  buildSubject(plan: SubjectPlan, by: string, signal?: AbortSignal): Promise<BatchRow>;
  /** Plans as of the visible builds. */
  subjects(): Promise<readonly SubjectPlan[]>;
  /** Counts of the visible rows, and how builds moved them, oldest first; undefined before the first. */
  subject(dataset: string): Promise<
    | {
        readonly plan: SubjectPlan;
        readonly summary: SubjectSummary;
        readonly builds: readonly SubjectBuild[];
      }
    | undefined
  >;
  /** Throws lake.noData. */
  records(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly page: number;
    /** At most 200. */
    readonly size: number;
    readonly clearance: FieldClass;
  }): Promise<{
    readonly rows: readonly {
      readonly id: string;
      readonly values: SeenRow;
      /** Fields on which sources disagree. */
      readonly conflicts: readonly string[];
    }[];
    readonly total: number;
  }>;
  /** The one record that the filter leaves. Throws lake.noData. */
  record(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly clearance: FieldClass;
  }): Promise<SubjectRecord | undefined>;
  /** What builds have changed of the one record that the filter leaves, the newest first. Throws lake.noData. */
  history(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly clearance: FieldClass;
  }): Promise<readonly SubjectChange[]>;
  /** What one build changed in these fields ('*': a record that was not there); unmasked, for rules over it. Throws lake.noData. */
  changes(query: {
    readonly dataset: string;
    readonly batch: string;
    readonly fields: readonly string[];
    readonly most: number;
  }): Promise<
    readonly {
      readonly record: string;
      readonly field: string;
      readonly was: string | null;
      readonly now: string | null;
    }[]
  >;
  /** Rows without a key that the newest build has merged or left to a steward; no values. */
  matches(dataset: string): Promise<readonly SubjectMatch[]>;
  /** At start-up: who keeps what stewards have decided. */
  bindDecisions(ask: (dataset: string) => Promise<SubjectDecisions>): void;
  /**
   * The row of a served table with one key field by its key, however that is written; unmasked, for answers that give none of it. Throws
   * lake.noData where the table is not served.
   */
  servedRecord(dataset: string, key: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Rows of a source that have no place in the table: record of which batch, and why. No values. */
  rejectedRows(query: {
    readonly dataset: string;
    readonly source: string;
    readonly page: number;
    readonly size: number;
  }): Promise<readonly { readonly batch: string; readonly row: number; readonly reason: string }[]>;
}
