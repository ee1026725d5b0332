/** The element groups of a binary SL 651 body: identifier, definition and data, one after another. */
import { type ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import type { Sl651Group } from './message.ts';

const observationTime = 0xf0;
const stationAddress = 0xf1;
const extended = 0xff;
const timeStep = '04';

/** Identifiers that repeat their lead byte and have a length of their own; manual words and pictures take the rest of the body. */
const fixedBytes: ReadonlyMap<number, number | 'rest'> = new Map<number, number | 'rest'>([
  [observationTime, 5],
  [stationAddress, 6],
  [0xf2, 'rest'],
  [0xf3, 'rest'],
]);

/** Functions whose body is a run of groups, as the station sends them. */
const groupFunctions = new Set([0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a]);
/** Uniform intervals: after the time step one element carries as many values as there are bytes. */
const uniformFunctions = new Set([0x31, 0x38]);

export function hasGroups(code: number, direction: 'up' | 'down'): boolean {
  return direction === 'up' && groupFunctions.has(code);
}

/** Bytes of one value. */
export function valueBytes(definition: number): number {
  return definition >> 3;
}

function dataOf(reader: ByteReader, lead: number, definition: number, uniform: boolean): Buffer {
  const fixed = fixedBytes.get(lead);
  if (fixed !== undefined && definition !== lead)
    throw new MalformedBody('the identifier does not repeat its lead');
  if (fixed !== undefined) return reader.take(fixed === 'rest' ? reader.left : fixed);
  const size = valueBytes(definition);
  if (size === 0) throw new MalformedBody('an element without bytes');
  if (!uniform) return reader.take(size);
  if (reader.left === 0 || reader.left % size !== 0)
    throw new MalformedBody('the values do not fill the body');
  return reader.rest();
}

/** Reads to the end of the body. */
export function readGroups(reader: ByteReader, code: number): readonly Sl651Group[] {
  const groups: Sl651Group[] = [];
  while (reader.left > 0) {
    const lead = reader.byte();
    const id = lead === extended ? `FF${reader.digits(1)}` : lead.toString(16).toUpperCase().padStart(2, '0');
    const definition = reader.byte();
    const uniform = uniformFunctions.has(code) && groups.at(-1)?.id === timeStep;
    groups.push({ id, definition, data: dataOf(reader, lead, definition, uniform) });
  }
  return groups;
}

export function writeGroups(writer: ByteWriter, groups: readonly Sl651Group[]): void {
  for (const { id, definition, data } of groups)
    writer
      .digits(id, id.length / 2)
      .byte(definition)
      .raw(data);
}
