/** Writes SL 651 frames: header, body in one packet or several, end character and CRC16. */
import { ByteWriter } from '../bytes/byte-writer.ts';
import { crc16Modbus } from '../bytes/crc16.ts';
import { hasGroups, writeGroups } from './groups.ts';
import { asciiBody, binaryMark, longestBody, packetFields, soh, stx, syn } from './layout.ts';
import { answerEnds, ends, type Sl651Message } from './message.ts';

function writeBody({ mode, serial, time, content, code, direction }: Sl651Message): Buffer {
  if (mode === 'ascii') {
    if (content.kind !== 'words') throw new RangeError('the ASCII mode carries words');
    const text = [serial.toString(16).toUpperCase().padStart(4, '0') + time, ...content.words].join(' ');
    if (!asciiBody.test(text)) throw new RangeError('a word holds a blank or no ASCII');
    return Buffer.from(text, 'latin1');
  }
  const writer = new ByteWriter().word(serial).digits(time, 6);
  if ((content.kind === 'groups') !== hasGroups(code, direction) || content.kind === 'words')
    throw new RangeError('this function carries something else');
  if (content.kind === 'groups') writeGroups(writer, content.groups);
  else writer.raw(content.bytes);
  return writer.toBuffer();
}

function headerOf({ direction, centre, station, password, code }: Sl651Message, length: number): Buffer {
  if (length > longestBody) throw new RangeError('the body does not go into so few packets');
  const writer = new ByteWriter();
  if (direction === 'up') writer.byte(centre).digits(station, 5);
  else writer.digits(station, 5).byte(centre);
  return writer
    .digits(password, 2)
    .byte(code)
    .word((direction === 'up' ? 0 : 0x8000) | length)
    .toBuffer();
}

function upper(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('hex').toUpperCase(), 'latin1');
}

/** Of which packet a frame speaks: its own number, or the one that an answer names. */
interface Numbered {
  readonly total: number;
  readonly index: number;
}

function writeFrame(message: Sl651Message, numbered: Numbered | undefined, part: Buffer): Buffer {
  const { mode, end } = message;
  const inMode = (bytes: Buffer) => (mode === 'binary' ? bytes : upper(bytes));
  const numbers = Buffer.alloc(packetFields);
  numbers.writeUIntBE((numbered?.total ?? 0) * 0x1000 + (numbered?.index ?? 0), 0, packetFields);
  const body = numbered === undefined ? part : Buffer.concat([inMode(numbers), part]);
  const last = message.packet !== undefined || numbered?.index === numbered?.total;
  const bytes = Buffer.concat([
    mode === 'binary' ? binaryMark : Buffer.of(soh),
    inMode(headerOf(message, body.length)),
    Buffer.of(numbered === undefined ? stx : syn),
    body,
    Buffer.of(ends[last ? end : 'etb']),
  ]);
  const crc = Buffer.alloc(2);
  crc.writeUInt16BE(crc16Modbus(bytes));
  return Buffer.concat([bytes, inMode(crc)]);
}

/** All packets of the message, one after another; those before the last end with ETB. */
export function encode(message: Sl651Message): Buffer {
  const body = writeBody(message);
  const { packets, packet, direction, end } = message;
  const answers = direction === 'down' && answerEnds.has(end);
  if (packet !== undefined ? packets > 1 || !answers : packets > 1 && answers)
    throw new RangeError('only an answer names a packet, and it is no packet itself');
  if (packets === 1) return writeFrame(message, packet, body);
  const size = Math.ceil(body.length / packets);
  return Buffer.concat(
    Array.from({ length: packets }, (_, at) =>
      writeFrame(message, { total: packets, index: at + 1 }, body.subarray(at * size, (at + 1) * size)),
    ),
  );
}
