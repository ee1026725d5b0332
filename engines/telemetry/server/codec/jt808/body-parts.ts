/** What several bodies of JT/T 808 have in common: lists of terminal parameters, and the eight bytes that name a medium. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import type { Jt808Item, Jt808Media } from './message.ts';

export function readParameters(reader: ByteReader): readonly Jt808Item[] {
  const count = reader.byte();
  return Array.from({ length: count }, () => ({
    id: reader.doubleWord(),
    value: reader.take(reader.byte()),
  }));
}

export function writeParameters(writer: ByteWriter, parameters: readonly Jt808Item[]): void {
  writer.byte(parameters.length);
  for (const { id, value } of parameters) writer.doubleWord(id).byte(value.length).raw(value);
}

export function readMedia(reader: ByteReader): Jt808Media {
  return {
    mediaId: reader.doubleWord(),
    type: reader.byte(),
    format: reader.byte(),
    event: reader.byte(),
    channel: reader.byte(),
  };
}

export function writeMedia(writer: ByteWriter, media: Jt808Media): ByteWriter {
  return writer
    .doubleWord(media.mediaId)
    .byte(media.type)
    .byte(media.format)
    .byte(media.event)
    .byte(media.channel);
}
