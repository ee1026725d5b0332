/** Says in words why a rule raised: the conditions that held and what was read, so that nobody has to open the rule to understand its alarm. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import { hears, type Leaf, type LeafOf, type RuleDefinition } from '../../rule.ts';
import { unitText, valueText } from '../../value-words.ts';
import type { KnownDevice } from '../device/known-device.ts';
import type { RuleState } from './evaluate.ts';

export interface Seen {
  /** Id of the device that reported it; of the rule's own where the clock decided. */
  readonly from: string;
  readonly property: string;
  /** Null where the clock decided. */
  readonly value: number | null;
}

/** What a condition calls by name: the device of the alarm, and those that other conditions are about, as far as they are known. */
export interface Named {
  readonly own: KnownDevice;
  readonly other: (device: string) => KnownDevice | undefined;
}

const longest = 500;

/** Whether what was heard has a number that says something by itself: half of a place has none, nor has an event. */
export function hasNumber(rule: RuleDefinition, property: string): boolean {
  const leaf = rule.condition.leaves.find((each) => hears(each, property));
  return leaf !== undefined && leaf.kind !== 'place' && leaf.kind !== 'event';
}

/** Where the moving device of the alarm was when the rule decided; where another one was is nothing that its alarm tells. */
export function placeIn(rule: RuleDefinition, state: RuleState): Point | undefined {
  for (const [index, leaf] of rule.condition.leaves.entries()) {
    const { lon, lat } = state.leaves[index]?.place ?? {};
    if (leaf.kind !== 'place' || leaf.longitude === undefined || leaf.device !== undefined) continue;
    if (lon !== undefined && lat !== undefined) return { lon, lat };
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

/** Between its limit and what clears it a condition still holds, of a reading that is not beyond the limit. */
function beyond(leaf: LeafOf<'threshold'>, value: number): boolean {
  return leaf.is === 'above' ? value > leaf.value : value < leaf.value;
}

function wordsOfOwn(leaf: Leaf, device: KnownDevice | undefined, seen: Seen): string {
  if (leaf.kind === 'place') return placeWords(leaf);
  const model = device?.definition;
  if (leaf.kind === 'event')
    return `发生“${model?.events.find(({ name }) => name === leaf.event)?.title ?? leaf.event}”`;
  const property = model?.properties.find(({ name }) => name === leaf.property);
  const shown = property ?? { title: leaf.property, type: 'number', precision: 2, unit: '1' };
  const unit = unitText(shown.unit);
  const of = (value: number) => `${valueText(shown, { value, words: null })}${unit === '' ? '' : ` ${unit}`}`;
  const isSeen = seen.from === device?.id && seen.property === leaf.property;
  const value = isSeen ? seen.value : null;
  const read = value === null ? '' : ` ${of(value)}`;
  switch (leaf.kind) {
    case 'threshold':
      return `${shown.title}${read}，${value === null || beyond(leaf, value) ? '' : '曾'}${leaf.is === 'above' ? '高于' : '低于'} ${of(leaf.value)}`;
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

function words(leaf: Leaf, { own, other }: Named, seen: Seen): string {
  if (leaf.device === undefined || leaf.device === own.id) return wordsOfOwn(leaf, own, seen);
  const device = other(leaf.device);
  return `${device?.name ?? '另一设备'} ${wordsOfOwn(leaf, device, seen)}`;
}

/** '水位 6.00 m，高于 5.00 m；在“颍州区”内'; what another device reported goes by its name. */
export function reasonOf(rule: RuleDefinition, state: RuleState, named: Named, seen: Seen): string {
  const held = rule.condition.leaves.filter((_, index) => state.leaves[index]?.on === true);
  return held
    .map((leaf) => words(leaf, named, seen))
    .join('；')
    .slice(0, longest);
}
