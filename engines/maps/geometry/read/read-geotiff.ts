/** GeoTIFF (OGC 19-008r4; TIFF 6.0 and BigTIFF; numbers of tags and keys from memory) → the outline of the picture and what it says of itself, from the tags of its header alone. */
import type { Position } from '../shapes.ts';
import type { Attributes, ReadLayer } from './areas.ts';
import { FileProblem } from './read-bytes.ts';
import { type ByteSource, isTiff, openTiff, type TiffTags } from './read-tiff-tags.ts';
import { type PictureProjection, projectionOf } from './read-geo-keys.ts';

export { type ByteSource, isTiff };

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  bands: 277,
  sampleFormat: 339,
  scale: 33_550,
  tiepoint: 33_922,
  transformation: 34_264,
} as const;

/** World = matrix × (column, row): x = a·column + b·row + x0, y = d·column + e·row + y0. */
interface Affine {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  readonly d: number;
  readonly e: number;
  readonly y0: number;
}

/** A picture of one city is not wider; larger ones are wrong numbers, and their sides would be cut into endless pieces. */
const longestMetres = 2_000_000;
const longestDegrees = 60;
const mostPixels = 2 ** 31;

function fromTransformation(matrix: readonly number[]): Affine {
  const [a = 0, b = 0, , x0 = 0, d = 0, e = 0, , y0 = 0] = matrix;
  return { a, b, x0, d, e, y0 };
}

function fromTiepoint(tiepoint: readonly number[], scale: readonly number[]): Affine {
  const [column = 0, row = 0, , x = 0, y = 0] = tiepoint;
  const [width = 0, height = 0] = scale;
  // Rows go south while northings go north.
  return { a: width, b: 0, x0: x - column * width, d: 0, e: -height, y0: y + row * height };
}

function affineOf(tags: TiffTags): Affine {
  const matrix = tags.numbers(tag.transformation);
  if (matrix.length >= 8) return fromTransformation(matrix);
  const [tiepoint, scale] = [tags.numbers(tag.tiepoint), tags.numbers(tag.scale)];
  if (tiepoint.length >= 6 && scale.length >= 2) return fromTiepoint(tiepoint, scale);
  if (tiepoint.length >= 18)
    throw new FileProblem('影像只有控制点，没有像元大小，请先做几何校正后另存为 GeoTIFF');
  throw new FileProblem('影像没有写明位置（没有 GeoTIFF 的定位标签），不是 GeoTIFF');
}

function sizeOf(tags: TiffTags): readonly [width: number, height: number] {
  const [width = 0] = tags.numbers(tag.width);
  const [height = 0] = tags.numbers(tag.height);
  const isSize = (value: number) => Number.isInteger(value) && value >= 1 && value <= mostPixels;
  if (!isSize(width) || !isSize(height)) throw new FileProblem('影像的行列数不合理');
  return [width, height];
}

function cornersOf(affine: Affine, width: number, height: number, shift: number): readonly Position[] {
  const at = (column: number, row: number): Position => [
    affine.a * column + affine.b * row + affine.x0,
    affine.d * column + affine.e * row + affine.y0,
  ];
  const [west, north, east, south] = [shift, shift, width + shift, height + shift];
  // Outside counter-clockwise for a picture with north above.
  return [at(west, south), at(east, south), at(east, north), at(west, north)];
}

function checkCorners(corners: readonly Position[], { unit }: PictureProjection): void {
  const longest = unit === '度' ? longestDegrees : longestMetres;
  const sides = corners.map(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return Math.hypot(nextX - x, nextY - y);
  });
  if (!sides.every((side) => side > 0 && side <= longest))
    throw new FileProblem('影像的像元大小或行列数不合理，算不出范围');
}

function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

const sampleFormats: Readonly<Record<number, string>> = { 1: '整数', 2: '有符号整数', 3: '浮点数' };

function factsOf(
  tags: TiffTags,
  projection: PictureProjection,
  [width, height]: readonly [number, number],
  affine: Affine,
): Attributes {
  const bits = [...new Set(tags.numbers(tag.bits))];
  const [format = 1] = tags.numbers(tag.sampleFormat);
  return {
    列数: width,
    行数: height,
    像元宽: roundTo(Math.hypot(affine.a, affine.d), 8),
    像元高: roundTo(Math.hypot(affine.b, affine.e), 8),
    像元单位: projection.unit,
    波段数: tags.numbers(tag.bands)[0] ?? 1,
    位数: bits.length > 1 ? bits.join('、') : (bits[0] ?? 1),
    数值类型: sampleFormats[format] ?? '其他',
    坐标系: projection.title,
  };
}

/** One area, in coordinates that `declared` names. Throws FileProblem. */
export async function readGeoTiff(source: ByteSource, name: string): Promise<ReadLayer> {
  const tags = await openTiff(source, Object.values(tag));
  const size = sizeOf(tags);
  const affine = affineOf(tags);
  const projection = projectionOf(tags);
  const corners = cornersOf(affine, ...size, projection.isPoint ? -0.5 : 0);
  checkCorners(corners, projection);
  const properties = { 名称: name, ...factsOf(tags, projection, size, affine) };
  const ring = corners.map(projection.toDeclared);
  return {
    rows: [{ row: 1, properties, geometry: { kind: 'area', shape: [[ring]] } }],
    declared: projection.declared,
    problems: [],
    meetsOnly: true,
  };
}
