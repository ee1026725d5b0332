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

/**
 * Further from what this hour of the week has been than so many standard deviations, once enough weeks were seen. What was long ago counts
 * less and less, and a change that lasts becomes what is usual: otherwise it would alarm for ever.
 */
export const Baseline = z.object({
  kind: z.literal('baseline'),
  property,
  device,
  deviations: z.number().min(1).max(20),
  /** Readings of the same hour of the week before it judges. */
  least: z.number().int().min(5).max(10_000).default(30),
  /** Deviations smaller than this are taken for this: a pipe at rest must not alarm at every drop. */
  floor: z.number().min(0).default(0),
  /** Readings of the same hour that count in full; older ones fade by 1 ÷ memory with each new one. */
  memory: z.number().int().min(10).max(100_000).default(500),
  /** So many readings out of the ordinary one after another are no trouble any more but how things are now. */
  relearn: z.number().int().min(5).max(100_000).default(2000),
  /** Months in which the year's usual changes (heating, rain): each part of the year is learned for itself. */
  seasons: z.array(z.number().int().min(1).max(12)).max(12).default([]),
  /** Days in Shanghai that go as a Sunday goes. */
  holidays: z.array(z.iso.date()).max(400).default([]),
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

/** The device reports an event of its model; it holds for `seconds` after the last one, by the clock. */
export const Event = z.object({
  kind: z.literal('event'),
  event: property,
  device,
  seconds: seconds.refine((length) => length > 0, '时间应大于零').default(300),
});

/** Events travel to the rules beside properties, by a name that no property can have. */
export function eventHeard(event: string): string {
  return `event/${event}`;
}

/** Where something holds, as it was when the rule was saved: what is drawn anew elsewhere changes no rule in force. */
export const RuleArea = z.object({
  /** As the alarm says it: '颍州区', '渣土车禁行区'. */
  title: z.string().trim().min(1).max(40),
  /** Degrees (CGCS2000): polygons of an outside and holes, open rings; all corners together at most 5,000. */
  shape: z
    .array(
      z
        .array(
          z
            .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
            .min(3, '一圈至少三个点'),
        )
        .min(1),
    )
    .min(1, '画出范围')
    .refine((shape) => shape.flat(2).length <= 5000, '范围的点过多，最多 5000 个'),
});
export type RuleArea = z.infer<typeof RuleArea>;

/**
 * Where the device is, against an area. 'enters' and 'leaves' hold from the crossing until it is back on the other side; a device that is first
 * seen there has not crossed. 'dwells': inside without a break for `seconds`, by the places that it reports: silence tells nothing of where it is. 'near': inside, or not further from the edge than `metres`.
 */
export const Place = z
  .object({
    kind: z.literal('place'),
    /** What the model calls its place, both of one moment; without them the place of the device's own row counts, and moves nothing by itself. */
    longitude: property.optional(),
    latitude: property.optional(),
    device,
    is: z.enum(['inside', 'outside', 'enters', 'leaves', 'dwells', 'near']),
    area: RuleArea,
    seconds: seconds.optional(),
    metres: z.number().positive().max(100_000).optional(),
  })
  .refine(({ longitude, latitude }) => (longitude === undefined) === (latitude === undefined), '经纬度须成对')
  .refine(
    ({ longitude, device: other }) => longitude !== undefined || other === undefined,
    '固定位置只能是本设备的',
  )
  .refine(
    ({ is, longitude }) => longitude !== undefined || is === 'inside' || is === 'outside' || is === 'near',
    '固定设备不会进出',
  )
  .refine(({ is, seconds: length = 0 }) => is !== 'dwells' || length > 0, '停留时间应大于零')
  .refine(({ is, metres }) => is !== 'near' || metres !== undefined, '填写距离');

export const Leaf = z.discriminatedUnion('kind', [Threshold, Rate, Absence, Baseline, Cusum, Place, Event]);
export type Leaf = z.infer<typeof Leaf>;
export type LeafOf<K extends Leaf['kind']> = Extract<Leaf, { kind: K }>;

/** Properties that the leaf listens to; none for the place of a device that does not move. */
export function heardBy(leaf: Leaf): readonly string[] {
  if (leaf.kind === 'event') return [eventHeard(leaf.event)];
  if (leaf.kind !== 'place') return [leaf.property];
  return leaf.longitude === undefined || leaf.latitude === undefined ? [] : [leaf.longitude, leaf.latitude];
}

export function hears(leaf: Leaf, name: string): boolean {
  if (leaf.kind === 'place') return leaf.longitude === name || leaf.latitude === name;
  return leaf.kind === 'event' ? eventHeard(leaf.event) === name : leaf.property === name;
}

/** All or any of several; one level is what people can read. */
export const Condition = z.object({
  of: z.enum(['all', 'any']).default('all'),
  leaves: z
    .array(Leaf)
    .min(1)
    .max(8)
    .refine((leaves) => leaves.some((leaf) => heardBy(leaf).length > 0), '固定设备的位置须与其他条件一起用'),
});
export type Condition = z.infer<typeof Condition>;

/** FEEL over what is known of the alarm: alarm, device, rule (see systems/foundation/sensing). */
const Expression = z.string().trim().min(1).max(500);

/** What becomes of an alarm that somebody must see to: a case, opened once, and how the two go on together. */
export const CaseOpening = z.object({
  /** '<system>.<case>' */
  type: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}\.[a-z][a-z0-9-]{0,59}$/, '案件类型形如 environment.exceedance'),
  /** Starting stage; default the first. */
  stage: z.string().max(60).optional(),
  /** Field of the case → expression. */
  values: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/, '字段名称不正确'), Expression)
    .refine((values) => Object.keys(values).length <= 40, '字段过多')
    .default({}),
  /** When the case is closed: the alarm closes with it once it has cleared, or the outcome is only noted on it. */
  whenClosed: z.enum(['close', 'note']).default('close'),
  /** The same rule and device again within so many seconds after the case was closed: the case goes on, is remarked upon, or a new one opens. */
  recurrence: z
    .object({
      within: z.number().int().min(0).max(7_776_000).default(0),
      does: z.enum(['reopen', 'merge', 'new']).default('new'),
    })
    .default({ within: 0, does: 'new' }),
});
export type CaseOpening = z.infer<typeof CaseOpening>;

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
  /** The case that opens when it raises. */
  opens: CaseOpening.optional(),
});
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** The number that a leaf of this property is judged by, for people who read the alarm; undefined where there is none. */
export function limitOf(rule: RuleDefinition, property: string): number | undefined {
  const leaf = rule.condition.leaves.find((each) => hears(each, property));
  switch (leaf?.kind) {
    case 'threshold':
      return leaf.value;
    case 'rate':
      return leaf.by;
    case 'cusum':
      return leaf.limit;
    case 'absence':
      return leaf.seconds;
    default:
      return undefined;
  }
}

/** 一级 red, 二级 orange, 三级 yellow. */
export const levels = ['1', '2', '3'] as const;
