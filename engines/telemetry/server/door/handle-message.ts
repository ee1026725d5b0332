/** What a device may say over MQTT or NATS, by the last word of the topic: readings, its reported state, answers to commands, events. */
import { z } from 'zod';
import { GivenDeviceEvent, GivenReading } from '../../routes/ingest-routes.ts';
import type { Outcome } from '../../service.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { report } from '../device/shadow.ts';
import { firmwareProperty } from '../firmware/note-versions.ts';
import { toEvent, toReading } from './to-reading.ts';

const Readings = z.union([
  z.array(GivenReading).min(1).max(1000),
  GivenReading.transform((reading) => [reading]),
]);

const Reported = z
  .record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(1000)]))
  .refine((values) => Object.keys(values).length <= 200);

const Answer = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), kind: z.literal('accepted') }),
  z.object({ id: z.uuid(), kind: z.literal('done'), result: z.unknown() }),
  z.object({ id: z.uuid(), kind: z.literal('failed'), message: z.string().max(500) }),
]);

export const words = ['readings', 'reported', 'answers', 'events'] as const;
export type Word = (typeof words)[number];

export function isWord(word: string | undefined): word is Word {
  return (words as readonly (string | undefined)[]).includes(word);
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Some readings were over the device's share: the message is not acknowledged, the device sends it again later. */
class OverShare extends Error {}

/**
 * Resolves when what the message says has been committed, or when it has been put aside as unusable: then acknowledge. Rejects when it
 * should come again: do not acknowledge. `cameAt` (milliseconds) is when a broker that holds messages took it in: a reading without a moment of
 * its own has that one, the same each time the message comes.
 */
export async function handleMessage(
  engine: TelemetryEngine,
  protocol: string,
  device: KnownDevice,
  word: Word,
  payload: Uint8Array,
  cameAt?: number,
): Promise<readonly Outcome[]> {
  const now = engine.store.clock.now();
  const given = parseJson(payload);
  const unusable = (reason: string) => {
    engine.reject({ protocol, device: device.id, reason, body: payload });
    return [];
  };
  if (word === 'readings') {
    const readings = Readings.safeParse(given);
    if (!readings.success) return unusable('malformed');
    const outcomes = await engine.ingest(
      readings.data.map((each) => toReading(device, each, now.getTime(), cameAt)),
    );
    if (outcomes.some((outcome) => outcome.kind === 'refused' && outcome.reason === 'too-many'))
      throw new OverShare('the device sent more than its share');
    engine.count(protocol, 'good');
    return outcomes;
  }
  if (word === 'reported') {
    const reported = Reported.safeParse(given);
    if (!reported.success) return unusable('malformed');
    await report(engine.store.db, device, reported.data, now);
    const version = reported.data[firmwareProperty];
    if (typeof version === 'string') await engine.noteFirmware(device.id, version, protocol);
    engine.heard(device.id);
    return [];
  }
  if (word === 'events') {
    const event = GivenDeviceEvent.safeParse(given);
    if (!event.success) return unusable('malformed');
    const outcome = await engine.takeEvent(device, toEvent(event.data, cameAt ?? now.getTime()));
    if (outcome === 'too-many') throw new OverShare('the device sent more than its share');
    if (outcome !== 'stored' && outcome !== 'duplicate') return unusable(outcome);
    engine.count(protocol, 'good');
    return [];
  }
  const answer = Answer.safeParse(given);
  if (!answer.success) return unusable('malformed');
  await engine.answer(
    answer.data.id,
    device.id,
    answer.data.kind === 'done' ? { kind: 'done', result: answer.data.result } : answer.data,
  );
  return [];
}

/**
 * A message that an outside broker holds for us, which has proven the device: its access list says who may publish under which code.
 * Resolves when it may be acknowledged; true when readings of it are stored now.
 */
export async function takeFromBroker(
  engine: TelemetryEngine,
  protocol: string,
  { code, word, payload, cameAt }: { code: string; word: Word; payload: Uint8Array; cameAt?: number },
): Promise<boolean> {
  const known = await engine.devices.findByAddress(protocol, code);
  if (known === undefined) {
    engine.reject({ protocol, device: null, reason: 'unknown-device', body: payload });
    return false;
  }
  try {
    const outcomes = await handleMessage(engine, protocol, known, word, payload, cameAt);
    return outcomes.some(({ kind }) => kind !== 'refused');
  } catch (problem) {
    if (!(problem instanceof OverShare)) throw problem;
    // The line is everybody's: a device that floods may not hold it. What is over its share is counted, and some of it kept.
    engine.reject({ protocol, device: known.id, reason: 'too-many', body: payload });
    return false;
  }
}
