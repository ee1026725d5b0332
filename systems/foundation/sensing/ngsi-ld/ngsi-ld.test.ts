/** What a program that speaks NGSI-LD may ask, and what it gets. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entity, showEntity } from './entity.ts';
import { boxOf, matchGeo, matchPattern, matchQuery, parseGeoQuery, prefixOf } from './match-query.ts';
import { BrokenQuery, parseQuery } from './parse-query.ts';

const air: Entity = {
  id: 'urn:ngsi-ld:AirQualityObserved:a',
  type: 'AirQualityObserved',
  pm25: { type: 'Property', value: 62, unitCode: 'GQ', observedAt: '2026-11-23T01:00:00Z' },
  name: { type: 'Property', value: '颍州区空气微站 1 号' },
  address: { type: 'Property', value: { addressLocality: '阜阳', areaCode: '341202' } },
  refDevice: { type: 'Relationship', object: 'urn:ngsi-ld:Device:d' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [115.8, 32.9] } },
};

describe('q', () => {
  test.each([
    ['pm25==62', true],
    ['pm25!=62', false],
    ['pm25>60;pm25<=62', true],
    ['pm25>70|name=="颍州区空气微站 1 号"', true],
    ['(pm25>70|pm25<10);name', false],
    ['pm25==60..65', true],
    ['pm25!=60..65', false],
    ['pm25==1,62,3', true],
    ['pm10', false],
    ['pm25.observedAt>=2026-11-23T00:00:00Z', true],
    ['address[addressLocality]==阜阳', true],
    ['address[constructor]', false],
    ['refDevice==urn:ngsi-ld:Device:d', true],
    ['name~=^颍州.*1 号$', false],
    ['name~="^颍州.*1 号$"', true],
    ['name~="空气.站"', true],
    ['name!~="水"', true],
    ['pm25=="62"', false],
    ['pm25>true', false],
  ] as const)('%s', (text, found) => {
    if (text.includes(' ') && !text.includes('"')) expect(() => parseQuery(text)).toThrow(BrokenQuery);
    else expect(matchQuery(air, parseQuery(text))).toBe(found);
  });

  test.each([
    '',
    'a==',
    'a==1;',
    '(a',
    'a)',
    'a<1,2',
    'a>1..2',
    '==1',
    'a[b',
    '('.repeat(20) + 'a',
    'a;'.repeat(80) + 'a',
  ])('refused: %s', (text) => {
    expect(() => parseQuery(text)).toThrow(BrokenQuery);
  });

  test('no pattern of a stranger keeps the server busy', () => {
    expect(() => matchQuery(air, parseQuery('name~="(a+)+$"'))).toThrow(BrokenQuery);
    const long: Entity = { ...air, name: { type: 'Property', value: 'a'.repeat(20_000) } };
    expect(matchQuery(long, parseQuery(`name~="${'a.*'.repeat(60)}b"`))).toBe(false);
  });
});

describe('geo-queries', () => {
  const at = [115.8, 32.9];
  const square = '[[[115.7,32.8],[115.9,32.8],[115.9,33.0],[115.7,33.0],[115.7,32.8]]]';
  test('near by metres, within and outside a polygon', () => {
    expect(matchGeo(at, parseGeoQuery('near;maxDistance==2000', 'Point', '[115.81,32.9]'))).toBe(true);
    expect(matchGeo(at, parseGeoQuery('near;maxDistance==500', 'Point', '[115.81,32.9]'))).toBe(false);
    expect(matchGeo(at, parseGeoQuery('near;minDistance==500', 'Point', '[115.81,32.9]'))).toBe(true);
    expect(matchGeo(at, parseGeoQuery('within', 'Polygon', square))).toBe(true);
    expect(matchGeo(at, parseGeoQuery('disjoint', 'Polygon', square))).toBe(false);
    expect(matchGeo(undefined, parseGeoQuery('within', 'Polygon', square))).toBe(false);
  });

  test.each([
    ['near', 'Point', '[1,2]'],
    ['near;maxDistance==x', 'Point', '[1,2]'],
    ['within', 'Polygon', '[[1,2]]'],
    ['within', 'Polygon', 'x'],
    ['eats', 'Point', '[1,2]'],
    ['near;maxDistance==5', 'Polygon', square],
  ])('refused: %s %s %s', (georel, geometry, coordinates) => {
    expect(() => parseGeoQuery(georel, geometry, coordinates)).toThrow(BrokenQuery);
  });
});

test('an entity goes out normalized, concise or as bare values', () => {
  const wanted = new Set(['pm25', 'refDevice', 'name']);
  expect(showEntity(air, { form: 'keyValues', attributes: wanted })).toEqual({
    id: air.id,
    type: air.type,
    pm25: 62,
    name: '颍州区空气微站 1 号',
    refDevice: 'urn:ngsi-ld:Device:d',
  });
  expect(showEntity(air, { form: 'concise', attributes: wanted })).toMatchObject({
    name: '颍州区空气微站 1 号',
    pm25: { value: 62, unitCode: 'GQ' },
  });
  expect(showEntity(air, { form: 'normalized', attributes: wanted })).toMatchObject({
    pm25: { type: 'Property', value: 62 },
  });
});

const corpus = path.resolve(import.meta.dirname, '../../../../../shared/data/13-exchange/ngsi-ld');

test.runIf(existsSync(corpus))(
  'each attribute of the Smart Data Models examples is found by its name and its value (left out without ../shared)',
  () => {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('example-normalized.jsonld'),
    );
    let asked = 0;
    const missed = files.flatMap((name) => {
      let entity: Entity;
      try {
        entity = JSON.parse(readFileSync(path.join(corpus, name), 'utf8')) as Entity;
      } catch {
        // Some of the published examples are no JSON.
        return [];
      }
      return Object.entries(entity).flatMap(([attribute, given]) => {
        const value = (given as { value?: unknown } | undefined)?.value;
        if (!/^[A-Za-z_]\w*$/.test(attribute) || !['string', 'number', 'boolean'].includes(typeof value))
          return [];
        asked += 1;
        const found = matchQuery(entity, parseQuery(`${attribute}==${JSON.stringify(value)};${attribute}`));
        return found ? [] : [`${name} ${attribute}`];
      });
    });
    expect(missed).toEqual([]);
    expect(asked).toBeGreaterThan(300);
  },
);

test('whatever answers a place lies in the box that the store is asked for', () => {
  const metre = 1 / 111_000;
  fc.assert(
    fc.property(
      fc.double({ min: 115, max: 116, noNaN: true }),
      fc.double({ min: 32, max: 34, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: -1.2, max: 1.2, noNaN: true }),
      fc.double({ min: -1.2, max: 1.2, noNaN: true }),
      (lon, lat, metres, x, y) => {
        const query = parseGeoQuery(`near;maxDistance==${metres}`, 'Point', `[${lon},${lat}]`);
        const place = [lon + x * metres * metre, lat + y * metres * metre] as const;
        const [west, south, east, north] = boxOf(query) ?? [0, 0, 0, 0];
        const inside = place[0] >= west && place[0] <= east && place[1] >= south && place[1] <= north;
        if (matchGeo([...place], query)) expect(inside).toBe(true);
      },
    ),
  );
  expect(boxOf(parseGeoQuery('disjoint', 'Point', '[115,33]'))).toBeUndefined();
  expect(boxOf(parseGeoQuery('near;minDistance==5', 'Point', '[115,33]'))).toBeUndefined();
});

test('what fits an anchored pattern begins with its plain characters, so that the store may look by them', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '-'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '-', '.', '.*'), maxLength: 5 });
  fc.assert(
    fc.property(text, pattern, (id, plain) => {
      if (matchPattern(id, `^${plain}`)) expect(id.startsWith(prefixOf(`^${plain}`))).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect([prefixOf('^urn:ngsi-ld:A:.*9$'), prefixOf('urn:.*')]).toEqual(['urn:ngsi-ld:A:', '']);
});
