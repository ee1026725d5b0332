/** What ingest asks of a reading before it is stored: known device and property, a value of the right type, a believable moment. */
import { qualities, type Quality } from '../../quality.ts';
import type { Reading, RefusalReason } from '../../service.ts';
import type { PropertySpec } from '../../thing-model.ts';
import type { KnownDevice, KnownProperty } from '../device/known-device.ts';

/** Bounds on the moment of a reading, from the settings. */
export interface Bounds {
  /** Milliseconds that a device's clock may be ahead, unless the device has its own. */
  readonly tolerance: number;
  /** Milliseconds back from now. */
  readonly oldest: number;
}

export interface CheckedReading {
  readonly device: KnownDevice;
  readonly property: KnownProperty;
  readonly at: number;
  readonly receivedAt: number;
  /** Null for a text. */
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
}

const longestText = 1000;

type Value = { readonly value: number | null; readonly words: string | null };

function valueOf(spec: PropertySpec, given: number | boolean | string): Value | undefined {
  if (spec.type === 'text') {
    const words = typeof given === 'string' ? given : String(given);
    // PostgreSQL keeps no zero character.
    return words.length > longestText || words.includes('\0') ? undefined : { value: null, words };
  }
  if (typeof given === 'boolean')
    return spec.type === 'boolean' ? { value: Number(given), words: null } : undefined;
  if (typeof given !== 'number' || !Number.isFinite(given)) return undefined;
  if (spec.type === 'boolean') return given === 0 || given === 1 ? { value: given, words: null } : undefined;
  if (spec.type === 'integer' && !Number.isInteger(given)) return undefined;
  return { value: given, words: null };
}

/** A value that cannot be true is kept and marked; what the device itself doubts stays as it says. */
function qualityOf(spec: PropertySpec, value: number | null, given: Quality): Quality {
  if (value === null || !qualities[given].valid) return given;
  const outside =
    (spec.lowest !== undefined && value < spec.lowest) ||
    (spec.highest !== undefined && value > spec.highest);
  return outside ? spec.outside : given;
}

/** Undefined where the value is not of the property's type. */
export function checkValue(
  spec: PropertySpec,
  given: number | boolean | string,
  quality: Quality,
): Pick<CheckedReading, 'value' | 'words' | 'quality'> | undefined {
  const checked = qualities[quality] === undefined ? undefined : valueOf(spec, given);
  return checked && { ...checked, quality: qualityOf(spec, checked.value, quality) };
}

export function checkReading(
  reading: Reading,
  device: KnownDevice | undefined,
  bounds: Bounds,
): CheckedReading | RefusalReason {
  if (device === undefined) return 'unknown-device';
  if (device.stage !== 'active') return 'inactive-device';
  const property = device.properties.get(reading.property);
  if (property === undefined) return 'unknown-property';
  const checked = checkValue(property.spec, reading.value, reading.quality);
  if (checked === undefined) return 'wrong-value';
  const { at, receivedAt } = reading;
  if (!Number.isFinite(at)) return 'wrong-value';
  const tolerance = device.toleranceSeconds === undefined ? bounds.tolerance : device.toleranceSeconds * 1000;
  if (at > receivedAt + tolerance) return 'from-the-future';
  if (at < receivedAt - bounds.oldest) return 'too-old';
  // Whole milliseconds: the key of the reading must survive the way through the database.
  return { device, property, at: Math.round(at), receivedAt, ...checked };
}
