/** Points, lines and areas from the files that departments have, and what is said of broken ones. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FileProblem } from './read-bytes.ts';
import { readShapes } from './read-file.ts';

const limits = { features: 100, bytes: 1_000_000 };
const read = (text: string | Uint8Array) =>
  readShapes(typeof text === 'string' ? strToU8(text) : text, limits);

/** A .shp of one record: its content after the record's header. */
function shapefile(type: number, content: (view: DataView) => void, bytes: number): Uint8Array {
  const all = new Uint8Array(108 + bytes);
  const view = new DataView(all.buffer);
  view.setInt32(0, 9994);
  view.setInt32(24, all.length / 2);
  view.setInt32(100, 1);
  view.setInt32(104, bytes / 2);
  view.setInt32(108, type, true);
  content(new DataView(all.buffer, 108));
  return all;
}

/** One text column, in GB 18030 as Chinese software writes it. */
function dbf(value: Uint8Array): Uint8Array {
  const all = new Uint8Array(65 + 21 + 1);
  const view = new DataView(all.buffer);
  view.setUint32(4, 1, true);
  view.setUint16(8, 65, true);
  view.setUint16(10, 21, true);
  all.set(strToU8('NAME'), 32);
  all[43] = 'C'.charCodeAt(0);
  all[48] = 20;
  all[64] = 0x0d;
  all.fill(0x20, 65, 86);
  all.set(value, 66);
  return all;
}

/** '颍州' in GB 18030. */
const yingzhou = Uint8Array.of(0xf2, 0xa3, 0xd6, 0xdd);

describe('GeoJSON、KML、GPX', () => {
  test('点、线、面各归各类', () => {
    const { rows, problems } = read(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', properties: { a: 1 }, geometry: { type: 'Point', coordinates: [115, 32, 9] } },
          {
            type: 'Feature',
            geometry: {
              type: 'MultiLineString',
              coordinates: [
                [
                  [1, 2],
                  [3, 4],
                ],
              ],
            },
          },
          { type: 'Feature', geometry: { type: 'GeometryCollection', geometries: [] } },
        ],
      }),
    );
    expect(rows.map(({ row, geometry }) => [row, geometry])).toEqual([
      [1, { kind: 'point', places: [[115, 32]] }],
      [
        2,
        {
          kind: 'line',
          paths: [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        },
      ],
    ]);
    expect(problems).toEqual([{ row: 3, message: '没有认得的图形' }]);
  });

  test('KML 的点和线；混在一个要素里的指出来', () => {
    const mark = (inner: string) => `<Placemark><name>甲</name>${inner}</Placemark>`;
    const point = '<Point><coordinates>115,32,0</coordinates></Point>';
    const line = '<LineString><coordinates>1,2 3,4</coordinates></LineString>';
    const { rows, problems } = read(
      `<?xml version="1.0"?><kml>${mark(point)}${mark(line)}${mark(`<MultiGeometry>${point}${line}</MultiGeometry>`)}</kml>`,
    );
    expect(rows.map(({ geometry }) => geometry.kind)).toEqual(['point', 'line']);
    expect(problems).toEqual([{ row: 3, message: '点、线、面混在一个要素里' }]);
  });

  test('GPX 的航点和轨迹', () => {
    const { rows, problems, declared } = read(
      `<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="32.9" lon="115.8"><name>闸口</name></wpt>
       <trk><name>巡河</name><trkseg><trkpt lat="32.9" lon="115.8"/><trkpt lat="32.91" lon="115.8"/></trkseg></trk><trk><trkseg/></trk></gpx>`,
    );
    expect(rows).toEqual([
      { row: 1, properties: { name: '闸口' }, geometry: { kind: 'point', places: [[115.8, 32.9]] } },
      {
        row: 2,
        properties: { name: '巡河' },
        geometry: {
          kind: 'line',
          paths: [
            [
              [115.8, 32.9],
              [115.8, 32.91],
            ],
          ],
        },
      },
    ]);
    expect(problems).toEqual([{ row: 3, message: '轨迹不足两个点' }]);
    expect(declared).toEqual({ datum: 'wgs84' });
  });
});

describe('CSV', () => {
  test('按常见列名找经纬度，代码的前导零不丢，坏行指出来', () => {
    const { rows, problems, declared } = read(
      '\ufeff编号,经度,纬度,人数\n007,115.8,32.9,12\n008,一百,32,3\n009,,,\n',
    );
    expect(rows).toEqual([
      { row: 1, properties: { 编号: '007', 人数: 12 }, geometry: { kind: 'point', places: [[115.8, 32.9]] } },
    ]);
    expect(problems.map(({ row }) => row)).toEqual([2, 3]);
    expect(declared).toBeUndefined();
  });

  test('GB 18030 的表也读', () => {
    const head = Uint8Array.of(0xbe, 0xad, 0xb6, 0xc8, 0x2c, 0xce, 0xb3, 0xb6, 0xc8, 0x0a);
    const { rows } = read(Uint8Array.of(...head, ...strToU8('115.8,32.9\n')));
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['名称,数量\n甲,1', '没有找到经度和纬度两列'],
    ['经度,纬度\n"115.8,32.9', '引号可能没有配对'],
    [`经度,纬度\n${'115,32\n'.repeat(101)}`, '行数超过 100 行'],
  ])('读不了的说明原因 %#', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('Shapefile', () => {
  const point = shapefile(
    1,
    (view) => {
      view.setFloat64(4, 115.8, true);
      view.setFloat64(12, 32.9, true);
    },
    20,
  );

  test('点图层和 GBK 编码的属性表', () => {
    const { rows } = read(zipSync({ 'a.shp': point, 'a.dbf': dbf(yingzhou) }));
    expect(rows).toEqual([
      { row: 1, properties: { NAME: '颍州' }, geometry: { kind: 'point', places: [[115.8, 32.9]] } },
    ]);
  });

  test('线图层', () => {
    const line = shapefile(
      3,
      (view) => {
        view.setInt32(36, 1, true);
        view.setInt32(40, 2, true);
        [115.8, 32.9, 115.9, 32.8].forEach((value, index) => view.setFloat64(48 + index * 8, value, true));
      },
      80,
    );
    expect(read(zipSync({ 'a.shp': line })).rows[0]?.geometry).toEqual({
      kind: 'line',
      paths: [
        [
          [115.8, 32.9],
          [115.9, 32.8],
        ],
      ],
    });
  });

  test('说谎的点数和截断的记录不越界', () => {
    const liar = shapefile(8, (view) => view.setInt32(36, 1_000_000, true), 40);
    expect(read(zipSync({ 'a.shp': liar })).problems).toEqual([{ row: 1, message: '图形记录已损坏' }]);
    expect(() => read(zipSync({ 'a.shp': point.subarray(0, 110) }))).toThrow(FileProblem);
  });

  test('压缩炸弹在解开前就拒绝', () => {
    const bomb = zipSync({ 'a.shp': new Uint8Array(5_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => read(bomb)).toThrow('压缩包解开后过大');
  });
});
