/** Rules over the rows that count of a dataset, beyond what its fields ask of each record as it comes; and what the columns hold. */
import { z } from 'zod';
import type { FieldClass } from '../../kernel/access.ts';
import type { Work } from '../store/service.ts';
import { fieldFormats, type LakeFieldType } from './field.ts';
import type { SeenRow } from './types.ts';

/** What a rule looks at; the indicator of GB/T 36344-2018 that it counts against (the split of indicators is from memory). */
export const ruleKinds = {
  filled: { title: '应当填写', indicator: '0201' },
  'filled-when': { title: '满足条件时应当填写', indicator: '0202' },
  pattern: { title: '符合格式', indicator: '0302' },
  format: { title: '校验码正确', indicator: '0301' },
  codes: { title: '在代码表内', indicator: '0105' },
  range: { title: '在取值范围内', indicator: '0104' },
  order: { title: '先后次序正确', indicator: '0503' },
  'id-card-agrees': { title: '与身份号码一致', indicator: '0402' },
  unique: { title: '不重复', indicator: '0304' },
  reference: { title: '在另一数据集中存在', indicator: '0402' },
  equal: { title: '与另一数据集一致', indicator: '0401' },
  fresh: { title: '最新数据不过期', indicator: '0502' },
  volume: { title: '行数正常', indicator: '0202' },
} as const satisfies Readonly<Record<string, { title: string; indicator: string }>>;
export type RuleKind = keyof typeof ruleKinds;

const field = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const pairs = z
  .array(z.object({ field, other: field }))
  .min(1)
  .max(4);
const value = z.string().min(1).max(60);

/** An empty value breaks 'filled' rules only. */
export const QualityCheck = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('filled'), field }),
  /** `field` must be filled where `when` has one of the values. */
  z.object({ kind: z.literal('filled-when'), field, when: field, values: z.array(value).min(1).max(100) }),
  /** RE2, the whole value. */
  z.object({ kind: z.literal('pattern'), field, pattern: z.string().min(1).max(200) }),
  z.object({
    kind: z.literal('format'),
    field,
    format: z.enum(
      Object.keys(fieldFormats) as [keyof typeof fieldFormats, ...(keyof typeof fieldFormats)[]],
    ),
  }),
  z.object({ kind: z.literal('codes'), field, codes: z.array(value).min(1).max(2000) }),
  /** Of numbers. */
  z.object({
    kind: z.literal('range'),
    field,
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  /** `field` not after (not above) `other`; of one type. */
  z.object({ kind: z.literal('order'), field, other: field }),
  /** The birthday or sex (GB/T 2261.1: 1 男, 2 女) in `other` is the one that the 公民身份号码 in `field` says. */
  z.object({
    kind: z.literal('id-card-agrees'),
    field,
    other: field,
    part: z.enum(['birthday', 'sex']),
  }),
  /** All of one group of equal values but the first are broken; rows with an empty one of them are not looked at. */
  z.object({ kind: z.literal('unique'), fields: z.array(field).min(1).max(4) }),
  z.object({ kind: z.literal('reference'), dataset: z.uuid(), on: pairs }),
  /** Of records found in both by `on`: `field` here is `other` there. */
  z.object({ kind: z.literal('equal'), dataset: z.uuid(), on: pairs, field, other: field }),
  /** The newest value of a date or moment is at most so many days old. */
  z.object({ kind: z.literal('fresh'), field, days: z.number().int().min(0).max(3660) }),
  /** Rows of the dataset, and by how many per cent they may differ from those of the batch checked before. */
  z.object({
    kind: z.literal('volume'),
    minimum: z.number().int().min(0).optional(),
    maximum: z.number().int().min(0).optional(),
    change: z.number().min(0).max(1000).optional(),
  }),
]);
export type QualityCheck = z.infer<typeof QualityCheck>;

export interface QualityRule {
  readonly id: string;
  readonly check: QualityCheck;
}

/** A row is known by the batch and number it came with; what it says is read afresh, by whoever may see it. */
export interface RowPlace {
  readonly batch: string;
  readonly row: number;
}

export interface RuleOutcome {
  readonly rule: string;
  readonly indicator: string;
  /** Rows that the rule looks at; 1 for rules over the whole. */
  readonly checked: number;
  readonly failed: number;
  /** Why nothing was counted: a field or dataset that is not there (any more), or of a type that the rule cannot judge. */
  readonly problem?: string | undefined;
  /** Some of those that failed. */
  readonly places: readonly RowPlace[];
}

export interface QualityReport {
  readonly id: string;
  readonly dataset: string;
  /** The newest batch of the rows that were looked at. */
  readonly batch: string;
  readonly at: string;
  readonly rows: number;
  readonly outcomes: readonly RuleOutcome[];
}

export interface ColumnProfile {
  readonly name: string;
  readonly title: string;
  readonly type: LakeFieldType;
  readonly filled: number;
  /** Estimated within some per cent. */
  readonly distinct: number;
  /** Characters, of texts. */
  readonly shortest: number | null;
  readonly longest: number | null;
  /** Of numbers, as text; null where the class or the number of rows forbids it. */
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly mean: string | null;
  /** The 5th, 25th, 50th, 75th and 95th percentile of numbers, estimated. */
  readonly percentiles: readonly number[] | null;
  /** Values of columns with few of them, the most frequent first; none that fewer rows share than the setting asks. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
  /** Shapes of texts in a sample: 9 a digit, A and a letters, 汉 Chinese characters, runs of the others with their length. */
  readonly shapes: readonly { readonly shape: string; readonly share: number }[];
}

export interface DatasetProfile {
  readonly dataset: string;
  readonly batch: string;
  readonly at: string;
  readonly rows: number;
  /** Rows that shapes were taken from. */
  readonly sampled: number;
  readonly columns: readonly ColumnProfile[];
}

export interface SuggestedRule {
  readonly check: QualityCheck;
  /** Why it is suggested, for people. */
  readonly reason: string;
}

export type ElementCodes = (
  elements: readonly string[],
) => Promise<ReadonlyMap<string, { readonly list: string; readonly codes: readonly string[] }>>;

export interface QualityService {
  /** Checks the rules against the dataset's fields. Throws lake.badRule with the reason. */
  checkRule(dataset: string, check: QualityCheck): Promise<void>;
  /** Queues a check of all rows and gives its job's id. `lake.checked` is the news of it. */
  start(dataset: string, rules: readonly QualityRule[], by: string, work?: Work): Promise<string>;
  /** The same at once. Throws lake.noData. */
  run(
    dataset: string,
    rules: readonly QualityRule[],
    by: string,
    signal?: AbortSignal,
  ): Promise<QualityReport>;
  /** Newest first. */
  reports(dataset: string, most: number): Promise<readonly QualityReport[]>;
  /** The newest of each. */
  latest(datasets: readonly string[]): Promise<readonly QualityReport[]>;
  /** Queues a profile of the columns and gives its job's id. */
  startProfile(dataset: string, by: string, work?: Work): Promise<string>;
  runProfile(dataset: string, signal?: AbortSignal): Promise<DatasetProfile>;
  /** Values and extremes of fields above the clearance are left out. */
  profile(dataset: string, clearance: FieldClass): Promise<DatasetProfile | undefined>;
  /** Those of the rows that still count, in the order asked; fields above the clearance come masked. Throws lake.noData. */
  rowsAt(
    dataset: string,
    places: readonly RowPlace[],
    clearance: FieldClass,
  ): Promise<readonly { readonly place: RowPlace; readonly row: SeenRow }[]>;
  /** What the fields and the profile say that rules could ask; nothing that the fields ask already. */
  suggest(dataset: string): Promise<readonly SuggestedRule[]>;
  /** By the system that keeps data elements: element → the code list that its values are of; elements without one are left out. */
  bindCodes(find: ElementCodes): void;
}
