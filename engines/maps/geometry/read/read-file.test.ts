/** Files of areas as they are delivered, and broken ones: what is read, what is refused and in which words. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Ring } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import { readAreas } from './read-file.ts';

const limits = { features: 1000, bytes: 10_000_000 };
const read = (content: string | Uint8Array) =>
  readAreas(typeof content === 'string' ? new TextEncoder().encode(content) : content, limits);

const square: Ring = [
  [115.8, 32.9],
  [115.81, 32.9],
  [115.81, 32.91],
  [115.8, 32.91],
  [115.8, 32.9],
];
const hole: Ring = [
  [115.802, 32.902],
  [115.802, 32.904],
  [115.804, 32.904],
  [115.804, 32.902],
  [115.802, 32.902],
];

/** One polygon, as the whitepaper lays it out: outsides clockwise. */
function shp(rings: readonly Ring[]): Uint8Array {
  const points = rings.flat();
  const content = 44 + rings.length * 4 + points.length * 16;
  const bytes = Buffer.alloc(100 + 8 + content);
  bytes.writeInt32BE(9994, 0);
  bytes.writeInt32BE(bytes.length / 2, 24);
  bytes.writeInt32LE(1000, 28);
  bytes.writeInt32LE(5, 32);
  bytes.writeInt32BE(1, 100);
  bytes.writeInt32BE(content / 2, 104);
  bytes.writeInt32LE(5, 108);
  bytes.writeInt32LE(rings.length, 144);
  bytes.writeInt32LE(points.length, 148);
  let start = 0;
  rings.forEach((ring, index) => {
    bytes.writeInt32LE(start, 152 + index * 4);
    start += ring.length;
  });
  points.forEach(([x, y], index) => {
    bytes.writeDoubleLE(x, 152 + rings.length * 4 + index * 16);
    bytes.writeDoubleLE(y, 160 + rings.length * 4 + index * 16);
  });
  return bytes;
}

/** A table of one row: DLBM C(6), MC C(20) in GB 18030. */
function dbf(): Uint8Array {
  const name = Buffer.from([0xb8, 0xfb, 0xb5, 0xd8]); // 耕地
  const bytes = Buffer.alloc(32 + 64 + 1 + 27);
  bytes[0] = 3;
  bytes.writeUInt32LE(1, 4);
  bytes.writeUInt16LE(97, 8);
  bytes.writeUInt16LE(27, 10);
  bytes.write('DLBM', 32);
  bytes.write('C', 43);
  bytes[48] = 6;
  bytes.write('MC', 64);
  bytes.write('C', 75);
  bytes[80] = 20;
  bytes[96] = 0x0d;
  bytes.write(' 0101  ', 97);
  name.copy(bytes, 104);
  return bytes;
}

const prj39 =
  'PROJCS["CGCS2000_3_Degree_GK_Zone_39",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000"]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000.0],PARAMETER["Central_Meridian",117.0],UNIT["Meter",1.0]]';

describe('GeoJSON', () => {
  test('面、多面、要素集合都读，点和线列出行号', () => {
    const { features, problems } = read(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { 编号: 'A1', deep: {} },
            geometry: { type: 'Polygon', coordinates: [square, hole] },
          },
          { type: 'Feature', properties: null, geometry: { type: 'Point', coordinates: [115, 32] } },
          { type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [[square], [hole]] } },
        ],
      }),
    );
    expect(features.map(({ row, shape }) => [row, shape.length, shape[0]?.length])).toEqual([
      [1, 1, 2],
      [3, 2, 1],
    ]);
    expect(features[0]?.properties).toEqual({ 编号: 'A1' });
    expect(problems).toEqual([{ row: 2, message: '不是面（Polygon 或 MultiPolygon）' }]);
  });

  test.each([
    [4527, { datum: 'gauss-kruger', zone: 39 }],
    [4547, { datum: 'gauss-kruger', zone: 38 }],
    [4490, { datum: 'cgcs2000' }],
    [4326, { datum: 'wgs84' }],
  ])('旧软件写的 EPSG:%i 认得', (code, declared) => {
    const text = JSON.stringify({
      type: 'Polygon',
      coordinates: [square],
      crs: { properties: { name: `urn:ogc:def:crs:EPSG::${code}` } },
    });
    expect(read(text).declared).toEqual(declared);
  });
});

describe('KML', () => {
  const kml = (inner: string) =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`;
  const coordinates = (ring: Ring) => ring.map(([x, y]) => `${x},${y},0`).join('\n ');
  test('外圈、内圈、名称和扩展数据', () => {
    const text = kml(
      `<Placemark><name>地块一</name><ExtendedData><Data name="编号"><value>D-1</value></Data></ExtendedData><Polygon><innerBoundaryIs><LinearRing><coordinates>${coordinates(hole)}</coordinates></LinearRing></innerBoundaryIs><outerBoundaryIs><LinearRing><coordinates>${coordinates(square)}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>`,
    );
    for (const bytes of [strToU8(text), zipSync({ 'doc.kml': strToU8(text) })]) {
      const { features, problems, declared } = read(bytes);
      expect(features[0]?.properties).toEqual({ name: '地块一', 编号: 'D-1' });
      expect(features[0]?.shape).toEqual([[square, hole]]);
      expect(problems).toEqual([{ row: 2, message: '不是面（Polygon）' }]);
      expect(declared).toEqual({ datum: 'wgs84' });
    }
  });

  test('文档类型声明和半截文件被退回', () => {
    expect(() => read(`<!DOCTYPE kml [<!ENTITY a "b">]>${kml('')}`)).toThrow('KML 不应带文档类型声明');
    expect(() => read('<kml><Document><Placemark>')).toThrow(FileProblem);
  });
});

describe('Shapefile', () => {
  test('几何、属性表（国标编码）和投影', () => {
    const zip = zipSync({
      '地块/a.shp': shp([square.toReversed(), hole.toReversed()]),
      '地块/a.dbf': dbf(),
      '地块/a.prj': strToU8(prj39),
    });
    const { features, declared } = read(zip);
    expect(features[0]?.properties).toEqual({ DLBM: '0101', MC: '耕地' });
    expect(features[0]?.shape.map((polygon) => polygon.length)).toEqual([2]);
    expect(declared).toEqual({ datum: 'gauss-kruger', zone: 39 });
  });

  test('旧坐标系、截断、多图层、空包、坏包都说得出原因', () => {
    const whole = shp([square.toReversed()]);
    const zip = (entries: Record<string, Uint8Array>) => () => read(zipSync(entries));
    expect(zip({ 'a.shp': whole, 'a.prj': strToU8('PROJCS["Xian_1980_3_Degree_GK_Zone_39"]') })).toThrow(
      /1980 西安/,
    );
    expect(zip({ 'a.shp': whole.subarray(0, 180) })).toThrow(/第 1 个要素处被截断/);
    expect(zip({ 'a.shp': whole, 'b.shp': whole })).toThrow(/多个 \.shp/);
    expect(zip({ 'a.txt': whole })).toThrow(/没有 \.shp/);
    expect(() => read(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))).toThrow('压缩包已损坏，打不开');
    expect(() => readAreas(zipSync({ 'a.shp': new Uint8Array(5000) }), { features: 9, bytes: 1000 })).toThrow(
      /过大/,
    );
  });
});

describe('勘测定界坐标文本', () => {
  const text = (system = '2000国家大地坐标系', zone = '39') =>
    `[属性描述]\n格式版本号=1.01版本\n坐标系=${system}\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=${zone}\n[地块坐标]\n5,1.04,1,学校地块,面,,教育用地,0804,@\nJ1,1,3642000.123,39387000.5\nJ2,1,3642000.123,39387100.5\nJ3,1,3641900,39387100\nJ1,1,3642000.123,39387000.5\n`;
  test('X 是纵坐标，Y 是横坐标；地块说明成为属性', () => {
    const { features, declared } = read(text());
    expect(declared).toEqual({ datum: 'gauss-kruger', zone: 39 });
    expect(features[0]?.shape[0]?.[0]?.[0]).toEqual([39_387_000.5, 3_642_000.123]);
    expect(features[0]?.properties).toMatchObject({ 名称: '学校地块', 地类编码: '0804', 面积: '1.04' });
  });

  test('80 坐标系、6 度带、坏行被退回', () => {
    expect(() => read(text('80国家大地坐标系'))).toThrow(/1980 西安/);
    expect(() => read(text().replace('几度分带=3', '几度分带=6'))).toThrow(/3 度分带/);
    expect(() => read(text().replace('3641900,', 'abc,'))).toThrow('第 12 行不是“点号,圈号,X坐标,Y坐标”');
    expect(() => read('[地块坐标]\nJ1,1,1,2')).toThrow(/没有地块说明行/);
  });
});

test('别的东西一律不认', () => {
  expect(() => read('')).toThrow('文件是空的');
  expect(() => read('hello')).toThrow(/不认识的文件/);
  expect(() => read('{"type": "Feature')).toThrow(/不是完整的 JSON/);
});
