/** Values and units as people read them, on pages and in alarms. Pure. */

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
