/** Stores the readings of several messages at one commit and says which of the messages may be acknowledged. */
import type { IdentifiedDevice, Outcome, Reading } from '../../service.ts';
import type { Quality } from '../../quality.ts';
import type { LineDeps } from './line.ts';

/** One value as the wire has it; the device's thing model says which property it is and in which unit. */
export interface WireValue {
  readonly name: string;
  readonly value: number | boolean | string;
  readonly quality: Quality;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface WireMessage {
  readonly device: IdentifiedDevice;
  readonly values: readonly WireValue[];
}

/** Values that the model does not have are counted and left out: a device may know more than the city asks for. */
export function readingsOf(
  { device, values }: WireMessage,
  deps: LineDeps,
  protocol: string,
): readonly Reading[] {
  const receivedAt = deps.now();
  return values.flatMap(({ name, value, quality, at }) => {
    const property = device.propertyOf(name);
    if (property === undefined) {
      deps.ingest.count(protocol, 'unknown-property');
      return [];
    }
    const factor = device.factorOf(name);
    const scaled = typeof value === 'number' && factor !== 1 ? value * factor : value;
    return [{ device: device.id, property, at, value: scaled, quality, receivedAt }];
  });
}

/** A flood is told to come again later; a device that is no longer known gets no promise. All else is stored or lies in the quarantine. */
const notPromised: ReadonlySet<string> = new Set(['too-many', 'unknown-device', 'inactive-device']);

function isKept(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && !(outcome.kind === 'refused' && notPromised.has(outcome.reason));
}

/** One truth value for each message: whether everything of it is kept, so that it may be acknowledged. */
export async function storeReadings(
  messages: readonly WireMessage[],
  deps: LineDeps,
  protocol: string,
): Promise<readonly boolean[]> {
  const parts = messages.map((message) => readingsOf(message, deps, protocol));
  const all = parts.flat();
  const outcomes = all.length === 0 ? [] : await deps.ingest.ingest(all);
  for (const { kind } of outcomes) if (kind !== 'stored') deps.ingest.count(protocol, kind);
  let at = 0;
  return parts.map((part) => {
    const mine = outcomes.slice(at, at + part.length);
    at += part.length;
    return mine.length === part.length && mine.every(isKept);
  });
}
