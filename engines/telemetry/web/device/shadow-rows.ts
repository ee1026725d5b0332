/** The two halves of a shadow side by side: what the device should be set to, what it says it is, and where they differ. Pure. */
import type { DeviceReply } from '../../routes/device-routes.ts';
import type { PropertySpec } from '../../thing-model.ts';
import { unitText, valueText } from '../../value-words.ts';

type Value = number | boolean | string | undefined;

export interface ShadowRow {
  readonly property: PropertySpec;
  readonly desired: string;
  readonly reported: string;
  /** Asked for, and not what the device says. */
  readonly differs: boolean;
}

function shown(property: PropertySpec, value: Value): string {
  if (value === undefined) return '—';
  const text = valueText(property, {
    value: typeof value === 'string' ? null : Number(value),
    words: typeof value === 'string' ? value : null,
  });
  const unit = unitText(property.unit);
  return unit === '' ? text : `${text} ${unit}`;
}

/** Properties that may be set or of which one half says something, in the order of the model. */
export function shadowRows({
  properties,
  shadow,
}: Pick<DeviceReply, 'properties' | 'shadow'>): readonly ShadowRow[] {
  return properties.flatMap((property) => {
    const { name, writable } = property;
    const [desired, reported] = [shadow.desired[name], shadow.reported[name]] as [Value, Value];
    if (!writable && desired === undefined && reported === undefined) return [];
    return [
      {
        property,
        desired: shown(property, desired),
        reported: shown(property, reported),
        differs: desired !== undefined && desired !== reported,
      },
    ];
  });
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['是', true],
  ['否', false],
]);

/** What was typed, in the type of the property; undefined where it is none. */
export function desiredOf({ type }: PropertySpec, text: string): number | boolean | string | undefined {
  const given = text.trim();
  if (given === '') return undefined;
  if (type === 'text') return given;
  if (type === 'boolean') return truths.get(given);
  const number = Number(given);
  return Number.isFinite(number) && (type !== 'integer' || Number.isInteger(number)) ? number : undefined;
}
