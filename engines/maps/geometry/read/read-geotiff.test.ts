/** Pictures as software of the trade writes them, and broken ones: where their outline lies, what is said of them, how little is read. */
import { describe, expect, test } from 'vitest';
import {
  double,
  geoKeys as keys,
  long,
  placed as place,
  pictureSize as size,
  short,
  tiff,
  type TiffForm,
} from '../../../../test/support/tiff.ts';
import { type Datum, toDegrees } from '../read-datum.ts';
import type { Position } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import { isTiff, readGeoTiff } from './read-geotiff.ts';

function sourceOf(bytes: Uint8Array) {
  let read = 0;
  return {
    size: bytes.length,
    read(at: number, length: number) {
      const part = bytes.slice(at, at + length);
      read += part.length;
      return Promise.resolve(part);
    },
    get bytesRead() {
      return read;
    },
  };
}

const readBytes = (bytes: Uint8Array) => readGeoTiff(sourceOf(bytes), '影像.tif');

/** Corners in degrees, from the south-west on. */
async function corners(bytes: Uint8Array): Promise<readonly Position[]> {
  const { rows, declared } = await readBytes(bytes);
  const geometry = rows[0]?.geometry;
  if (geometry?.kind !== 'area' || declared === undefined) throw new Error('no area with a datum');
  return (geometry.shape[0]?.[0] ?? []).map((at) => toDegrees(at, declared));
}

function expectAt(found: Position | undefined, [lon, lat]: Position, digits = 8): void {
  expect(found?.[0]).toBeCloseTo(lon, digits);
  expect(found?.[1]).toBeCloseTo(lat, digits);
}

const forms: readonly TiffForm[] = [
  { little: true },
  { little: false },
  { little: true, big: true },
  { little: false, big: true, at: 5000 },
];

describe('认得的影像', () => {
  test.each(forms)('经纬度影像的四角，%o', async (form) => {
    const bytes = tiff([...size, ...place(115.8, 32.9, 0.0001), keys([1024, 2], [2048, 4490])], form);
    expect(isTiff(bytes.subarray(0, 16))).toBe(true);
    const found = await corners(bytes);
    const wanted: readonly Position[] = [
      [115.8, 32.87],
      [115.84, 32.87],
      [115.84, 32.9],
      [115.8, 32.9],
    ];
    wanted.forEach((at, index) => expectAt(found[index], at));
    const { rows, declared } = await readBytes(bytes);
    expect(declared).toEqual({ datum: 'cgcs2000' });
    expect(rows[0]?.properties).toEqual({
      名称: '影像.tif',
      列数: 400,
      行数: 300,
      像元宽: 0.0001,
      像元高: 0.0001,
      像元单位: '度',
      波段数: 3,
      位数: 8,
      数值类型: '整数',
      坐标系: 'EPSG:4490',
    });
  });

  // North-west corners of 115.8° E, 32.9° N by Snyder's formulas (1987, 8-9 to 8-15) with the arc of the meridian summed up by Simpson's rule.
  test.each([
    [4326, 115.8, 32.9, 'wgs84'],
    [3857, 12_890_797.033_861, 3_882_038.145_72, 'wgs84'],
    [4527, 39_387_726.413_979, 3_642_296.367_548, 'gauss-kruger'],
    [4547, 668_416.737_88, 3_643_094.933_222, 'gauss-kruger'],
    [4548, 387_726.413_979, 3_642_296.367_548, 'gauss-kruger'],
    [32_650, 387_771.323_413, 3_640_839.449_001, 'gauss-kruger'],
  ] as const)('EPSG:%i 说得出坐标系', async (code, x, y, datum: Datum) => {
    const isDegrees = code === 4326;
    const bytes = tiff([
      ...size,
      ...place(x, y, isDegrees ? 1e-5 : 1),
      keys([isDegrees ? 2048 : 3072, code]),
    ]);
    const { declared, rows } = await readBytes(bytes);
    expect(declared?.datum).toBe(datum);
    expect(rows[0]?.properties['坐标系']).toBe(`EPSG:${code}`);
    expectAt((await corners(bytes))[3], [115.8, 32.9], 7);
  });

  test('旋转的影像和按像元中心定位的影像', async () => {
    const matrix = [0, 0.0001, 0, 115.8, 0.0002, 0, 0, 32.9, 0, 0, 0, 0, 0, 0, 0, 1];
    const turned = await corners(tiff([...size, double(34_264, ...matrix), keys([2048, 4326])]));
    // Column 400 goes north by 0.08°, row 300 east by 0.03°.
    expectAt(turned[1], [115.83, 32.98]);
    const middles = tiff([...size, ...place(115.8, 32.9, 0.001), keys([1025, 2], [2048, 4326])]);
    expectAt((await corners(middles))[3], [115.7995, 32.9005]);
  });

  test('写明参数的 CGCS2000 自定义 3 度带', async () => {
    const bytes = tiff([
      ...size,
      ...place(39_387_730, 3_642_300, 1),
      short(
        34_735,
        1,
        1,
        0,
        6,
        2048,
        0,
        1,
        4490,
        3072,
        0,
        1,
        32_767,
        3075,
        0,
        1,
        1,
        3080,
        34_736,
        1,
        0,
        3082,
        34_736,
        1,
        1,
        3092,
        34_736,
        1,
        2,
      ),
      double(34_736, 117, 39_500_000, 1),
    ]);
    expect((await readBytes(bytes)).declared).toEqual({ datum: 'gauss-kruger', zone: 39 });
  });

  test('没有坐标系说明时由送的人选择', async () => {
    const { declared, rows } = await readBytes(tiff([...size, ...place(115.8, 32.9, 0.0001)]));
    expect(declared).toBeUndefined();
    expect(rows[0]?.properties['坐标系']).toBe('影像没有写明');
  });

  test('缩略图在前时读后面的原图；像元再多也只读几百字节', async () => {
    const small = [long(254, 1), ...size.slice(0, 2)];
    const main = tiff([...size, ...place(115.8, 32.9, 0.0001), keys([2048, 4490])], { at: 9_000_000 });
    const head = tiff(small, { at: 16, next: 9_000_000 });
    head.copy(main, 0, 0, head.length);
    const source = sourceOf(main);
    const { rows } = await readGeoTiff(source, '影像.tif');
    expect(rows[0]?.properties['列数']).toBe(400);
    expect(source.bytesRead).toBeLessThan(1000);
  });
});

describe('退回的影像', () => {
  const whole = [...size, ...place(115.8, 32.9, 0.0001), keys([2048, 4490])];
  const refused = async (bytes: Uint8Array, reason: RegExp) => {
    await expect(readBytes(bytes)).rejects.toThrow(FileProblem);
    await expect(readBytes(bytes)).rejects.toThrow(reason);
  };

  test('任何地方截断都说得出原因', async () => {
    const bytes = tiff(whole);
    for (let length = 0; length < bytes.length; length += 1)
      await expect(readBytes(bytes.subarray(0, length))).rejects.toThrow(FileProblem);
  });

  test('目录首尾相连、图像过多', async () => {
    await refused(tiff([long(254, 1)], { next: 16 }), /首尾相连/);
    const chain = Buffer.alloc(16 + 200 * 18);
    tiff([long(254, 1)]).copy(chain);
    for (let index = 0; index < 200; index += 1)
      tiff([long(254, 1)], { at: 16 + index * 18, next: 16 + (index + 1) * 18 }).copy(
        chain,
        16 + index * 18,
        16 + index * 18,
      );
    await refused(chain, /超过 100 幅/);
  });

  test('数目荒唐的标签', async () => {
    const many = tiff(whole);
    // The count of the scale's values.
    many.writeUInt32LE(0xff_ff_ff_ff, 16 + 2 + 4 * 12 + 4);
    await refused(many, /过长/);
    const directory = tiff(whole);
    directory.writeUInt16LE(65_535, 16);
    await refused(directory, /标签数不合理/);
    const far = tiff(whole, { big: true });
    far.writeBigUInt64LE(2n ** 64n - 1n, 8);
    await refused(far, /截断/);
  });

  test.each([
    ['行列数为零', [short(256, 0), short(257, 3), ...whole.slice(4)], /行列数/],
    ['像元为零', [...size, ...place(115.8, 32.9, 0), keys([2048, 4490])], /像元大小/],
    ['像元不是数', [...size, ...place(115.8, 32.9, Number.NaN), keys([2048, 4490])], /像元大小/],
    ['像元极大', [...size, ...place(0, 0, 1e300), keys([3072, 4548])], /像元大小/],
    ['普通照片', size, /没有写明位置/],
    [
      '只有控制点',
      [...size, double(33_922, ...Array.from({ length: 18 }, () => 1)), keys([2048, 4490])],
      /控制点/,
    ],
    ['不认识的 EPSG', [...size, ...place(1, 1, 1), keys([3072, 2154])], /不认识影像的坐标系（EPSG:2154）/],
    ['自定义而没有参数', [...size, ...place(1, 1, 1), keys([3072, 32_767])], /自定义坐标系/],
    ['西安 80', [...size, ...place(1, 1, 1), keys([3072, 2363])], /1980 西安/],
    ['英尺', [...size, ...place(1, 1, 1), keys([3072, 4548], [3076, 9002])], /不以米为单位/],
    ['GeoKey 不全', [...size, ...place(1, 1, 1), short(34_735, 1, 1, 0, 9, 2048)], /GeoKey/],
  ] as const)('%s', async (_, tags, reason) => {
    await refused(tiff([...tags]), reason);
  });

  test('不是 TIFF', async () => {
    expect(isTiff(Buffer.from('II'))).toBe(false);
    await refused(Buffer.from('hello world, hello world'), /不是 TIFF/);
  });
});
