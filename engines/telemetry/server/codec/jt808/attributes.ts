/** What a terminal says of itself (0x0107): maker, model, SIM card, and the versions of its hardware and firmware. */
import { type ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeGbk, encodeGbk } from '../bytes/gbk.ts';
import type { Jt808Attributes, Jt808Header } from './message.ts';

type Edition = Jt808Header['edition'];
type MakerBytes = Jt808Attributes['makerBytes'];

const widths = { '2013': { model: 20, terminalId: 7 }, '2019': { model: 30, terminalId: 30 } } as const;
/** Frames of public implementations have both in 2019: five as before, or eleven as in 0x0100. */
const makers: Readonly<Record<Edition, readonly MakerBytes[]>> = { '2013': [5], '2019': [5, 11] };
const typeBytes = 2;
const iccidBytes = 10;
/** Behind the versions: positioning and communication modules. */
const moduleBytes = 2;

function isReadable(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20);
}

/** Nothing in the body says how wide its maker is but where its two versions then end. */
function fits(bytes: Buffer, edition: Edition, maker: MakerBytes): boolean {
  let at = typeBytes + maker + widths[edition].model + widths[edition].terminalId + iccidBytes;
  for (let version = 0; version < 2; version += 1) {
    const length = bytes[at];
    if (length === undefined || !isReadable(bytes.subarray(at + 1, at + 1 + length))) return false;
    at += 1 + length;
  }
  return at + moduleBytes === bytes.length;
}

function makerOf(bytes: Buffer, edition: Edition): MakerBytes | undefined {
  return makers[edition].find((maker) => fits(bytes, edition, maker));
}

export function readAttributes(reader: ByteReader, edition: Edition): Jt808Attributes {
  const makerBytes = makerOf(reader.peek(), edition);
  if (makerBytes === undefined) throw new MalformedBody('the versions do not end where the body does');
  const width = widths[edition];
  return {
    kind: 'attributes',
    makerBytes,
    type: reader.word(),
    maker: reader.text(makerBytes),
    model: reader.text(width.model),
    terminalId: reader.text(width.terminalId),
    iccid: reader.digits(iccidBytes),
    hardware: decodeGbk(reader.take(reader.byte())),
    firmware: decodeGbk(reader.take(reader.byte())),
    positioning: reader.byte(),
    communication: reader.byte(),
  };
}

export function writeAttributes(writer: ByteWriter, body: Jt808Attributes, edition: Edition): void {
  const width = widths[edition];
  const { makerBytes } = body;
  writer.word(body.type).text(body.maker, makerBytes).text(body.model, width.model);
  writer.text(body.terminalId, width.terminalId).digits(body.iccid, iccidBytes);
  for (const words of [body.hardware, body.firmware]) {
    const bytes = encodeGbk(words);
    writer.byte(bytes.length).raw(bytes);
  }
  writer.byte(body.positioning).byte(body.communication);
  if (makerOf(writer.toBuffer(), edition) !== makerBytes)
    throw new RangeError('the body would be read with a maker of another width');
}
