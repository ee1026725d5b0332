/** What a device page says: values with their unit, stages and qualities by colour, moments on an axis. Pure. */
import { dateInCity } from '../../../../ui/form/city-time.ts';
import type { Tone } from '../../../../ui/status-tag.tsx';
import { qualities, type Quality } from '../../quality.ts';

export const stageTones: Readonly<Record<string, Tone>> = {
  registered: 'blue',
  active: 'green',
  disabled: 'yellow',
  retired: 'grey',
};

/** UCUM codes as people write them; a code that is not here is shown as it is. */
const unitWords: Readonly<Record<string, string>> = {
  '1': '',
  Cel: '℃',
  deg: '°',
  'ug/m3': 'μg/m³',
  'mg/m3': 'mg/m³',
  'm3/h': 'm³/h',
  'm3/s': 'm³/s',
};

export function unitText(unit: string): string {
  return unitWords[unit] ?? unit;
}

export interface ShownProperty {
  readonly type: string;
  readonly precision: number;
}

export function valueText(
  property: ShownProperty,
  value: { readonly value: number | null; readonly words: string | null } | undefined,
): string {
  if (value === undefined) return '—';
  if (property.type === 'text') return value.words ?? '—';
  if (value.value === null) return '—';
  if (property.type === 'boolean') return value.value === 1 ? '是' : '否';
  return value.value.toFixed(property.type === 'integer' ? 0 : property.precision);
}

export function qualityTitle(quality: Quality): string {
  return qualities[quality].title;
}

/** The moment of a point as its grain needs it: seconds for raw readings, days for days. */
export function axisText(at: string, grain: 'raw' | 'minute' | 'hour' | 'day'): string {
  const text = dateInCity(at);
  if (grain === 'day') return text.slice(0, 10);
  const [day = '', time = ''] = text.split('T');
  return `${day.slice(5)} ${grain === 'raw' ? time : time.slice(0, 5)}`;
}
