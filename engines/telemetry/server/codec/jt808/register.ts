/** The register body of JT/T 808 (0x0100), whose fields have other widths in each edition. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeGbk, encodeGbk } from '../bytes/gbk.ts';
import type { Jt808Header, Jt808Register } from './message.ts';

interface Widths {
  readonly maker: number;
  readonly model: number;
  readonly terminalId: number;
}

const widths: Readonly<Record<Jt808Register['layout'], Widths>> = {
  '2011': { maker: 5, model: 8, terminalId: 7 },
  '2013': { maker: 5, model: 20, terminalId: 7 },
  '2019': { maker: 11, model: 30, terminalId: 30 },
};

/** Province, city and colour beside the three texts. */
const fixedBytes = 5;

function lengthWithoutPlate(layout: Jt808Register['layout']): number {
  const { maker, model, terminalId } = widths[layout];
  return fixedBytes + maker + model + terminalId;
}

/** 2011 and 2013 carry no mark: a body too short for the fields of 2013 is of 2011. A VIN in place of a plate hides that. */
function layoutOf(edition: Jt808Header['edition'], bytes: number): Jt808Register['layout'] {
  if (edition === '2019') return '2019';
  return bytes < lengthWithoutPlate('2013') ? '2011' : '2013';
}

export function readRegister(reader: ByteReader, edition: Jt808Header['edition']): Jt808Register {
  const layout = layoutOf(edition, reader.left);
  const width = widths[layout];
  return {
    kind: 'register',
    layout,
    province: reader.word(),
    city: reader.word(),
    maker: reader.text(width.maker),
    model: reader.text(width.model),
    terminalId: reader.text(width.terminalId),
    plateColour: reader.byte(),
    plate: decodeGbk(reader.rest()),
  };
}

export function writeRegister(
  writer: ByteWriter,
  body: Jt808Register,
  edition: Jt808Header['edition'],
): void {
  const plate = encodeGbk(body.plate);
  if (layoutOf(edition, lengthWithoutPlate(body.layout) + plate.length) !== body.layout)
    throw new RangeError('the layout does not show in the length of the body');
  const width = widths[body.layout];
  writer.word(body.province).word(body.city);
  writer.text(body.maker, width.maker).text(body.model, width.model).text(body.terminalId, width.terminalId);
  writer.byte(body.plateColour).raw(plate);
}
