/** What was, what there is to ask for, and the forms in which it goes out, as a program asks by NGSI-LD. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { type ContextCity, etsi, openContext } from '../test-support/open-context.ts';

const id = 'urn:ngsi-ld:AirQualityObserved:air-1';
const path = `/temporal/entities/${encodeURIComponent(id)}`;
const minute = 60_000;
/** The clock of the test stands at two in the morning, UTC. */
const start = Date.parse('2026-11-22T20:00:00Z');

let open: ContextCity;
const ask = (question: string, sent = {}) => open.send('GET', question, undefined, sent);

beforeAll(async () => {
  open = await openContext();
  const readings = Array.from({ length: 360 }, (_, index) => ({
    device: open.station,
    property: 'pm25',
    at: start + index * minute,
    value: index % 60,
    quality: 'good' as const,
    receivedAt: start + index * minute,
  }));
  await open.city.services.use(telemetry).ingest(readings);
  const location = { type: 'Point', coordinates: [115.8069, 32.8834] };
  const spot = { id: 'urn:ngsi-ld:ParkingSpot:1', type: 'ParkingSpot', location, status: 'free' };
  expect((await open.send('POST', '/entities', spot)).status).toBe(201);
}, 300_000);
afterAll(() => open.city.close());

test('按时间取历史：之前、之后、之间、最近几条，值和时刻一一对应', async () => {
  const between = 'timerel=between&timeAt=2026-11-22T20:00:00Z&endTimeAt=2026-11-22T20:03:00Z';
  const shown = await ask(`${path}?${between}`);
  expect(shown.body).toMatchObject({ id, type: 'AirQualityObserved' });
  expect(shown.body.pm25).toEqual(
    [0, 1, 2].map((value) => ({
      type: 'Property',
      value,
      unitCode: 'GQ',
      observedAt: new Date(start + value * minute).toISOString(),
      instanceId: `urn:ngsi-ld:Instance:air-1:pm25:${start + value * minute}`,
    })),
  );
  const bare = await ask(
    `${path}?timerel=after&timeAt=2026-11-23T01:57:00Z&options=temporalValues&attrs=pm25`,
  );
  expect(bare.body.pm25.values).toEqual([
    [58, '2026-11-23T01:58:00.000Z'],
    [59, '2026-11-23T01:59:00.000Z'],
  ]);
  expect((await ask(`${path}?timerel=before&timeAt=2026-11-22T20:00:00Z`)).body).toEqual({
    id,
    type: 'AirQualityObserved',
  });
  const last = await ask(
    '/temporal/entities?type=AirQualityObserved&lastN=2&options=temporalValues&count=true',
  );
  expect(last.body[0].pm25.values.map(([value]: [number]) => value)).toEqual([58, 59]);
  expect(last.headers['ngsild-results-count']).toBe('1');
});

test('按时段汇总：整小时取自汇总，短时段取自读数，两者相符', async () => {
  const span =
    'timerel=between&timeAt=2026-11-22T20:00:00Z&endTimeAt=2026-11-23T02:00:00Z&options=aggregatedValues';
  const hours = await ask(`${path}?${span}&aggrMethods=avg,max,totalCount&aggrPeriodDuration=PT2H`);
  expect(hours.body.pm25).toEqual({
    type: 'Property',
    avg: [20, 22, 0].map((hour) => [
      29.5,
      `2026-11-2${hour === 0 ? 3 : 2}T${String(hour).padStart(2, '0')}:00:00.000Z`,
      expect.any(String),
    ]),
    max: Array.from({ length: 3 }, () => [59, expect.any(String), expect.any(String)]),
    totalCount: Array.from({ length: 3 }, () => [120, expect.any(String), expect.any(String)]),
  });
  const whole = await ask(`${path}?${span}&aggrMethods=sum,min`);
  expect(whole.body.pm25).toMatchObject({
    sum: [[10_620, expect.any(String), expect.any(String)]],
    min: [[0, expect.any(String), expect.any(String)]],
  });
  const short = await ask(`${path}?${span}&aggrMethods=avg,distinctCount&aggrPeriodDuration=PT30M`);
  expect(short.body.pm25.avg.slice(0, 2).map(([value]: [number]) => value)).toEqual([14.5, 44.5]);
  expect(short.body.pm25.distinctCount[0][0]).toBe(30);
  expect((await ask(`${path}?${span}&aggrMethods=stddev&aggrPeriodDuration=PT1H`)).body.type).toBe(
    etsi('OperationNotSupported'),
  );
});

test.each([
  ['没有时间', '/temporal/entities?type=AirQualityObserved', 400],
  ['没有条件', '/temporal/entities?lastN=1', 400],
  ['时间写错', `${path}?timerel=after&timeAt=yesterday`, 400],
  ['先后颠倒', `${path}?timerel=between&timeAt=2026-11-22T20:00:00Z&endTimeAt=2026-11-22T19:00:00Z`, 400],
  ['按月的时段', `${path}?options=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=P1M`, 400],
  ['别的时间属性', `${path}?timerel=after&timeAt=2026-11-22T20:00:00Z&timeproperty=modifiedAt`, 422],
  ['没有的设备', '/temporal/entities/urn:ngsi-ld:AirQualityObserved:none', 404],
])('时序查询被拒绝：%s', async (_, question, status) => {
  expect((await ask(question)).status).toBe(status);
});

test('范围外的人看不到历史；太多时给一部分并说明', async () => {
  expect((await ask(path, { who: 'far' })).status).toBe(404);
  expect((await ask('/temporal/entities?type=AirQualityObserved&lastN=1', { who: 'far' })).body).toEqual([]);
  const more = Array.from({ length: 1000 }, (_, index) => ({
    device: open.station,
    property: 'temperature',
    at: start - index * 1000,
    value: 1,
    quality: 'good' as const,
    receivedAt: start,
  }));
  await open.city.services.use(telemetry).ingest(more);
  const partial = await ask(`${path}?attrs=temperature`);
  expect([partial.status, partial.headers['content-range']]).toEqual([
    206,
    expect.stringContaining('DateTime'),
  ]);
});

test('类型和属性只列看得到的；GeoJSON 形式带位置', async () => {
  expect((await ask('/types')).body.typeList).toEqual(['AirQualityObserved', 'ParkingSpot']);
  expect((await ask('/types', { who: 'far' })).body.typeList).toEqual([]);
  expect((await ask('/types/AirQualityObserved')).body).toMatchObject({
    typeName: 'AirQualityObserved',
    entityCount: 1,
    attributeDetails: expect.arrayContaining([
      expect.objectContaining({ attributeName: 'pm25', attributeTypes: ['Property'] }),
    ]),
  });
  expect((await ask('/types/None')).body.type).toBe(etsi('ResourceNotFound'));
  expect((await ask('/attributes')).body.attributeList).toEqual(
    expect.arrayContaining(['pm25', 'status', 'location']),
  );
  expect((await ask('/attributes/location')).body).toMatchObject({
    typeNames: ['AirQualityObserved', 'ParkingSpot'],
    attributeTypes: ['GeoProperty'],
  });
  const geo = await ask('/entities?type=ParkingSpot,AirQualityObserved&options=keyValues', {
    headers: { accept: 'application/geo+json' },
  });
  expect([geo.headers['content-type'], geo.body.type]).toEqual(['application/geo+json', 'FeatureCollection']);
  expect(geo.body.features[1]).toMatchObject({
    id: 'urn:ngsi-ld:ParkingSpot:1',
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [115.8069, 32.8834] },
    properties: { type: 'ParkingSpot', status: 'free' },
  });
  const near = 'georel=near;maxDistance==100&geometry=Point&coordinates=%5B115.8069,32.8834%5D';
  expect((await ask(`/entities?${near}`)).body.map((each: { id: string }) => each.id)).toEqual([
    'urn:ngsi-ld:ParkingSpot:1',
  ]);
});
