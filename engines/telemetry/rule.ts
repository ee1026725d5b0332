/** Rules over readings as data: what must be true, of which devices, for how long, and how grave that is. */
import { z } from 'zod';

const property = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, '属性名称不正确');
const seconds = z.number().int().min(0).max(604_800);
const finite = z.number();

/** Another device than the rule's own; for joint conditions of several sensors. */
const device = z.uuid().optional();

/** Above or below a value; it ends only past `clear`, so that a value that trembles on the line raises once (hysteresis). */
export const Threshold = z
  .object({
    kind: z.literal('threshold'),
    property,
    device,
    is: z.enum(['above', 'below']),
    value: finite,
    /** Default: the value itself. */
    clear: finite.optional(),
  })
  .refine(
    ({ is, value, clear }) => clear === undefined || (is === 'above' ? clear <= value : clear >= value),
    '恢复值应在报警值的正常一侧',
  );

/** Rises or falls by more than `by` within the seconds. */
export const Rate = z.object({
  kind: z.literal('rate'),
  property,
  device,
  is: z.enum(['rises', 'falls']),
  by: z.number().positive(),
  within: seconds.refine((length) => length > 0, '时间应大于零'),
});

/** No reading that counts for so long. */
export const Absence = z.object({
  kind: z.literal('absence'),
  property,
  device,
  seconds: seconds.refine((length) => length > 0, '时间应大于零'),
});

/** Further from what this hour of the week has been so far than so many standard deviations, once enough weeks were seen. */
export const Baseline = z.object({
  kind: z.literal('baseline'),
  property,
  device,
  deviations: z.number().min(1).max(20),
  /** Readings of the same hour of the week before it judges. */
  least: z.number().int().min(5).max(10_000).default(30),
  /** Deviations smaller than this are taken for this: a pipe at rest must not alarm at every drop. */
  floor: z.number().min(0).default(0),
});

/** Cumulative sum of small shifts (Page 1954): S = max(0, S + (x − target) − slack) past `limit`; 'falls' mirrors it. */
export const Cusum = z.object({
  kind: z.literal('cusum'),
  property,
  device,
  is: z.enum(['rises', 'falls']),
  target: finite,
  slack: z.number().min(0),
  limit: z.number().positive(),
});

export const Leaf = z.discriminatedUnion('kind', [Threshold, Rate, Absence, Baseline, Cusum]);
export type Leaf = z.infer<typeof Leaf>;

/** All or any of several; one level is what people can read. */
export const Condition = z.object({
  of: z.enum(['all', 'any']).default('all'),
  leaves: z.array(Leaf).min(1).max(8),
});
export type Condition = z.infer<typeof Condition>;

export const RuleDefinition = z.object({
  /** Devices of this thing model (row id), or only those of the group; each has its own state. */
  model: z.uuid(),
  group: z.string().trim().max(40).optional(),
  /** Only this device; a condition over several sensors belongs to one. */
  device: z.uuid().optional(),
  condition: Condition,
  /** True without a break for so long before it raises. */
  hold: seconds.default(0),
  /** False without a break for so long before it clears. */
  release: seconds.default(0),
  /** Case type that a system opens when it raises. */
  caseType: z.string().max(120).optional(),
});
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** 一级 red, 二级 orange, 三级 yellow. */
export const levels = ['1', '2', '3'] as const;
