/** What a hostile or broken line sends, from a seed: frames cut, flipped, swollen, repeated and woven into each other; and any cutting of bytes into chunks. */
import { type Codec, type Decoded, type Fault, type FaultReason, streamReader } from '../codec.ts';

type Damage = (frame: Buffer, other: Buffer, random: () => number) => Buffer;

function place(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

function noise(length: number, random: () => number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

const damages: readonly Damage[] = [
  function truncated(frame, _, random) {
    return frame.subarray(0, place(frame, random));
  },
  function headless(frame, _, random) {
    return frame.subarray(place(frame, random));
  },
  function flipped(frame, _, random) {
    const bytes = Buffer.from(frame);
    const at = place(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return bytes;
  },
  function swollen(frame, _, random) {
    const at = place(frame, random);
    return Buffer.concat([
      frame.subarray(0, at),
      noise(Math.floor(random() * 3000), random),
      frame.subarray(at),
    ]);
  },
  function holed(frame, _, random) {
    const at = place(frame, random);
    return Buffer.concat([frame.subarray(0, at), frame.subarray(at + 1 + Math.floor(random() * 8))]);
  },
  function interleaved(frame, other, random) {
    const [a, b] = [place(frame, random), place(other, random)];
    return Buffer.concat([frame.subarray(0, a), other.subarray(0, b), frame.subarray(a), other.subarray(b)]);
  },
  function nested(frame, other, random) {
    const at = place(frame, random);
    return Buffer.concat([frame.subarray(0, at), other, frame.subarray(at)]);
  },
  function repeated(frame) {
    return Buffer.concat([frame, frame]);
  },
  function onlyNoise(frame, _, random) {
    return noise(frame.length, random);
  },
  function shuffled(frame, _, random) {
    const bytes = Buffer.from(frame);
    const [a, b] = [place(bytes, random), place(bytes, random)];
    [bytes[a], bytes[b]] = [bytes[b] ?? 0, bytes[a] ?? 0];
    return bytes;
  },
];

/** `count` damaged pieces made of `frames`. */
export function* damagedFrames(
  frames: readonly Buffer[],
  count: number,
  random: () => number,
): Generator<Buffer> {
  const pick = () => frames[Math.floor(random() * frames.length)] ?? Buffer.alloc(0);
  for (let index = 0; index < count; index += 1) {
    const damage = damages[index % damages.length];
    if (damage !== undefined) yield damage(pick(), pick(), random);
  }
}

export interface Endured {
  readonly messages: number;
  readonly counts: Partial<Record<FaultReason, number>>;
  readonly mostWaiting: number;
}

/** Reads all pieces through one connection, cut anywhere. */
export function endure<M, S, O>(
  codec: Codec<M, S, O>,
  state: S,
  pieces: Iterable<Buffer>,
  random: () => number,
): Endured {
  const reader = streamReader(codec, state);
  const counts: Partial<Record<FaultReason, number>> = {};
  let messages = 0;
  let mostWaiting = 0;
  for (const piece of pieces) {
    const cut = place(piece, random);
    for (const chunk of [piece.subarray(0, cut), piece.subarray(cut)]) {
      const decoded = reader.read(chunk);
      messages += decoded.messages.length;
      for (const { reason } of decoded.faults) counts[reason] = (counts[reason] ?? 0) + 1;
      mostWaiting = Math.max(mostWaiting, reader.waiting());
    }
  }
  return { messages, counts, mostWaiting };
}

/** Reads bytes cut at the given places; all messages and faults together, rubbish as one sum. */
export function readCut<M, S, O>(codec: Codec<M, S, O>, state: S, bytes: Buffer, cuts: readonly number[]) {
  const reader = streamReader(codec, state);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  const read: Decoded<M>[] = places
    .slice(1)
    .map((to, index) => reader.read(bytes.subarray(places[index], to)));
  const faults = read.flatMap((part) => part.faults);
  const sum = (list: readonly Fault[]) => list.reduce((total, fault) => total + fault.bytes, 0);
  return {
    messages: read.flatMap((part) => part.messages),
    faults: faults.filter(({ reason }) => reason !== 'rubbish'),
    rubbish: sum(faults.filter(({ reason }) => reason === 'rubbish')),
    waiting: reader.waiting(),
  };
}
