/** Says in words why a rule raised: the conditions that held and what was read, so that nobody has to open the rule to understand its alarm. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import { hears, type Leaf, type LeafOf, type RuleDefinition } from '../../rule.ts';
import type { ThingModel } from '../../thing-model.ts';
import { unitText, valueText } from '../../value-words.ts';
import type { RuleState } from './evaluate.ts';

export interface Seen {
  readonly property: string;
  /** Null where the clock decided. */
  readonly value: number | null;
}

const longest = 500;

/** Whether what was heard has a number that says something by itself: half of a place has none, nor has an event. */
export function hasNumber(rule: RuleDefinition, property: string): boolean {
  const leaf = rule.condition.leaves.find((each) => hears(each, property));
  return leaf !== undefined && leaf.kind !== 'place' && leaf.kind !== 'event';
}

/** Where the moving device was when the rule decided. */
export function placeIn(rule: RuleDefinition, state: RuleState): Point | undefined {
  for (const [index, leaf] of rule.condition.leaves.entries()) {
    const { lon, lat } = state.leaves[index]?.place ?? {};
    if (leaf.kind === 'place' && leaf.longitude !== undefined && lon !== undefined && lat !== undefined)
      return { lon, lat };
  }
  return undefined;
}

function minutes(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} 分钟` : `${seconds} 秒`;
}

function placeWords({ is, area, seconds = 0, metres = 0 }: LeafOf<'place'>): string {
  switch (is) {
    case 'inside':
      return `在“${area.title}”内`;
    case 'outside':
      return `在“${area.title}”外`;
    case 'enters':
      return `进入“${area.title}”`;
    case 'leaves':
      return `离开“${area.title}”`;
    case 'dwells':
      return `在“${area.title}”内停留 ${minutes(seconds)}`;
    case 'near':
      return `距“${area.title}”不到 ${metres} 米`;
  }
}

function words(leaf: Leaf, model: ThingModel, seen: Seen): string {
  if (leaf.kind === 'place') return placeWords(leaf);
  if (leaf.kind === 'event')
    return `发生“${model.events.find(({ name }) => name === leaf.event)?.title ?? leaf.event}”`;
  const property =
    leaf.device === undefined ? model.properties.find(({ name }) => name === leaf.property) : undefined;
  const shown = property ?? { title: leaf.property, type: 'number', precision: 2, unit: '1' };
  const unit = unitText(shown.unit);
  const of = (value: number) => `${valueText(shown, { value, words: null })}${unit === '' ? '' : ` ${unit}`}`;
  const read = seen.property === leaf.property && seen.value !== null ? ` ${of(seen.value)}` : '';
  switch (leaf.kind) {
    case 'threshold':
      return `${shown.title}${read}，${leaf.is === 'above' ? '高于' : '低于'} ${of(leaf.value)}`;
    case 'rate':
      return `${shown.title}${read}，${minutes(leaf.within)}内${leaf.is === 'rises' ? '上升' : '下降'}超过 ${of(leaf.by)}`;
    case 'absence':
      return `${shown.title} ${minutes(leaf.seconds)}没有上报`;
    case 'baseline':
      return `${shown.title}${read}，偏离同时段常态超过 ${leaf.deviations} 倍标准差`;
    case 'cusum':
      return `${shown.title}${read}，持续${leaf.is === 'rises' ? '偏高' : '偏低'}，目标值 ${of(leaf.target)}`;
  }
}

/** '水位 6.00 m，高于 5.00 m；在“颍州区”内'. */
export function reasonOf(rule: RuleDefinition, state: RuleState, model: ThingModel, seen: Seen): string {
  const held = rule.condition.leaves.filter((_, index) => state.leaves[index]?.on === true);
  return held
    .map((leaf) => words(leaf, model, seen))
    .join('；')
    .slice(0, longest);
}
