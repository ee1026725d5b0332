/** A rule while it is being written: the form's values, and the definition that they make. Pure. */
import { type CaseOpening, type Leaf, type RuleArea, RuleDefinition } from '../../rule.ts';
import { coordinatesOf, type PropertySpec } from '../../thing-model.ts';

export interface LeafDraft {
  readonly kind: Leaf['kind'];
  readonly property?: string;
  readonly is?: string;
  readonly value?: number;
  readonly clear?: number;
  readonly by?: number;
  readonly within?: number;
  readonly seconds?: number;
  readonly deviations?: number;
  readonly floor?: number;
  readonly least?: number;
  readonly memory?: number;
  readonly relearn?: number;
  readonly target?: number;
  readonly slack?: number;
  readonly limit?: number;
  readonly metres?: number;
  readonly longitude?: string;
  readonly latitude?: string;
  readonly area?: RuleArea;
  readonly event?: string;
  /** Another device than the rule's. */
  readonly device?: string;
}

export interface RuleDraft {
  readonly name: string;
  readonly level: '1' | '2' | '3';
  readonly enabled: boolean;
  readonly source?: string;
  readonly model?: string;
  readonly group?: string;
  /** The one device of the rule. */
  readonly device?: string;
  readonly opens?: OpeningDraft;
  readonly of: 'all' | 'any';
  readonly leaves: readonly LeafDraft[];
  /** Minutes. */
  readonly hold: number;
  readonly release: number;
}

/** The case that the rule opens, as the form has it: one line a field, and hours. */
export interface OpeningDraft extends Omit<CaseOpening, 'values' | 'recurrence'> {
  readonly values: readonly { readonly field: string; readonly expression: string }[];
  readonly does: CaseOpening['recurrence']['does'];
  /** Hours. */
  readonly within: number;
}

export const emptyOpening: OpeningDraft = {
  type: '',
  values: [],
  whenClosed: 'close',
  does: 'reopen',
  within: 24,
};

function openingOf(draft: OpeningDraft): CaseOpening {
  const { values, does, within, ...rest } = draft;
  return {
    ...rest,
    values: Object.fromEntries(values.map(({ field, expression }) => [field, expression])),
    recurrence: { does, within: Math.round(within * 3600) },
  };
}

function openingDraft(opening: CaseOpening): OpeningDraft {
  const { values, recurrence, ...rest } = opening;
  return {
    ...rest,
    values: Object.entries(values).map(([field, expression]) => ({ field, expression })),
    does: recurrence.does,
    within: recurrence.within / 3600,
  };
}

export const emptyRule: RuleDraft = {
  name: '',
  level: '3',
  enabled: true,
  of: 'all',
  leaves: [{ kind: 'threshold', is: 'above' }],
  hold: 0,
  release: 0,
};

export const kindTitles: Readonly<Record<Leaf['kind'], string>> = {
  threshold: '超过限值',
  rate: '变化过快',
  absence: '没有上报',
  baseline: '偏离同时段常态',
  cusum: '持续小幅偏移',
  place: '位置',
  event: '设备事件',
};

/** A condition about places: of where the device says that it is, or of where its row says. */
export function placeDraft(properties: readonly PropertySpec[]): LeafDraft {
  const coordinates = coordinatesOf(properties);
  return { kind: 'place', is: coordinates === undefined ? 'inside' : 'enters', ...coordinates };
}

/** Directions that a kind knows. */
export const directions: Readonly<Record<string, readonly { value: string; label: string }[]>> = {
  threshold: [
    { value: 'above', label: '高于' },
    { value: 'below', label: '低于' },
  ],
  rate: [
    { value: 'rises', label: '上升' },
    { value: 'falls', label: '下降' },
  ],
  cusum: [
    { value: 'rises', label: '偏高' },
    { value: 'falls', label: '偏低' },
  ],
  place: [
    { value: 'enters', label: '进入' },
    { value: 'leaves', label: '离开' },
    { value: 'inside', label: '在内' },
    { value: 'outside', label: '在外' },
    { value: 'dwells', label: '停留' },
    { value: 'near', label: '接近' },
  ],
};

/** What does not move is somewhere or near it, and neither comes nor goes. */
export const fixedDirections: ReadonlySet<string> = new Set(['inside', 'outside', 'near']);

export interface NumberPart {
  readonly name: keyof LeafDraft;
  readonly title: string;
  readonly unit?: 'property' | '秒' | '倍' | '次' | '米';
  readonly optional?: boolean;
  /** Only asked for in this direction. */
  readonly only?: string;
}

/** Numbers that a kind asks for, in the order of its sentence. */
export const numberParts: Readonly<Record<Leaf['kind'], readonly NumberPart[]>> = {
  threshold: [
    { name: 'value', title: '限值', unit: 'property' },
    { name: 'clear', title: '恢复值', unit: 'property', optional: true },
  ],
  rate: [
    { name: 'by', title: '超过', unit: 'property' },
    { name: 'within', title: '时间内', unit: '秒' },
  ],
  absence: [{ name: 'seconds', title: '超过', unit: '秒' }],
  baseline: [
    { name: 'deviations', title: '超过标准差', unit: '倍' },
    { name: 'floor', title: '标准差不小于', unit: 'property', optional: true },
    { name: 'least', title: '先学同时段', unit: '次', optional: true },
    { name: 'memory', title: '记住最近', unit: '次', optional: true },
    { name: 'relearn', title: '连续异常改学', unit: '次', optional: true },
  ],
  cusum: [
    { name: 'target', title: '目标值', unit: 'property' },
    { name: 'slack', title: '容许偏移', unit: 'property' },
    { name: 'limit', title: '累积限', unit: 'property' },
  ],
  place: [
    { name: 'seconds', title: '超过', unit: '秒', only: 'dwells' },
    { name: 'metres', title: '不到', unit: '米', only: 'near' },
  ],
  event: [{ name: 'seconds', title: '算作持续', unit: '秒', optional: true }],
};

function read(draft: RuleDraft) {
  return RuleDefinition.safeParse({
    model: draft.model,
    ...(draft.group ? { group: draft.group } : {}),
    ...(draft.device ? { device: draft.device } : {}),
    ...(draft.opens === undefined ? {} : { opens: openingOf(draft.opens) }),
    condition: {
      of: draft.of,
      // Only beside a device of the rule's own is another one asked for.
      leaves: draft.leaves.map(({ device, ...leaf }) =>
        Object.fromEntries(
          Object.entries(draft.device ? { ...leaf, device } : leaf).filter(
            ([, value]) => value !== null && value !== undefined,
          ),
        ),
      ),
    },
    hold: Math.round(draft.hold * 60),
    release: Math.round(draft.release * 60),
  });
}

/** The definition, or undefined while something is missing. */
export function definitionOf(draft: RuleDraft): RuleDefinition | undefined {
  return read(draft).data;
}

/** What keeps the form from being a rule, in words; undefined when nothing does. */
export function problemOf(draft: RuleDraft): string | undefined {
  return read(draft).error?.issues[0]?.message;
}

export function draftOf(
  row: {
    readonly name: string;
    readonly level: string;
    readonly enabled: boolean;
    readonly source?: string | null;
  },
  given: unknown,
): RuleDraft {
  const definition = RuleDefinition.parse(given);
  return {
    name: row.name,
    level: row.level as RuleDraft['level'],
    enabled: row.enabled,
    ...(row.source ? { source: row.source } : {}),
    model: definition.model,
    ...(definition.group === undefined ? {} : { group: definition.group }),
    ...(definition.device === undefined ? {} : { device: definition.device }),
    ...(definition.opens === undefined ? {} : { opens: openingDraft(definition.opens) }),
    of: definition.condition.of,
    leaves: definition.condition.leaves as readonly LeafDraft[],
    hold: definition.hold / 60,
    release: definition.release / 60,
  };
}
