/** What was, written, corrected and withdrawn by NGSI-LD, as a foreign program does it: raw HTTP, answers by status, header and problem type. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../../../engines/store/index.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { base, type ContextCity, etsi, openContext } from '../test-support/open-context.ts';
import table from '../../ngsi-ld/entity-types.json' with { type: 'json' };

const id = 'urn:ngsi-ld:AirQualityObserved:air-1';
const air = `/temporal/entities/${encodeURIComponent(id)}`;
const at = (minute: number) => `2026-11-23T01:${String(minute).padStart(2, '0')}:00.000Z`;
const property = (value: unknown, minute: number) => ({ type: 'Property', value, observedAt: at(minute) });
const steward = { who: 'steward' };

let open: ContextCity;
const send: ContextCity['send'] = (...given) => open.send(...given);

async function values(attribute: string): Promise<unknown> {
  const span = `timerel=between&timeAt=${at(0)}&endTimeAt=${at(59)}&options=temporalValues`;
  return (await send('GET', `${air}?${span}`)).body[attribute]?.values;
}

async function instanceAt(attribute: string, minute: number): Promise<string> {
  const span = `timerel=between&timeAt=${at(minute)}&endTimeAt=${at(minute + 1)}`;
  const [instance] = (await send('GET', `${air}?${span}&attrs=${attribute}`)).body[attribute];
  return `${air}/attrs/${attribute}/${encodeURIComponent(instance.instanceId)}`;
}

beforeAll(async () => {
  open = await openContext();
}, 300_000);
afterAll(() => open.city.close());

describe('写入', () => {
  test('第一次是新建，以后是追加；一个属性可以有许多时刻的值', async () => {
    const first = await send('POST', '/temporal/entities', {
      id,
      type: 'AirQualityObserved',
      pm25: [property(10, 1), property(11, 2)],
    });
    expect([first.status, first.headers['location']]).toEqual([201, `${base}${air}`]);
    const second = await send('POST', '/temporal/entities', {
      id,
      type: 'AirQualityObserved',
      pm25: property(12, 3),
      temperature: [property(4.5, 3)],
    });
    expect(second.status).toBe(204);
    expect((await send('POST', `${air}/attrs`, { pm25: [property(13, 4)] })).status).toBe(204);
    expect(await values('pm25')).toEqual([10, 11, 12, 13].map((value, index) => [value, at(index + 1)]));
    expect(await values('temperature')).toEqual([[4.5, at(3)]]);
    // The same reading as by every other door: the newest is the entity's present value.
    expect((await send('GET', `/entities/${encodeURIComponent(id)}`)).body.pm25).toMatchObject({ value: 13 });
  });

  test('收不下的逐个说明，收得下的照收；一个也收不下的不收', async () => {
    const reply = await send('POST', `${air}/attrs`, {
      pm25: [property(14, 5), property(1, 0), { value: 9, observedAt: '2031-01-01T00:00:00Z' }],
      name: property('改名', 5),
    });
    expect([reply.status, reply.body]).toEqual([
      207,
      {
        updated: ['pm25'],
        notUpdated: [
          { attributeName: 'name', reason: expect.stringContaining('感知设备台账') },
          { attributeName: 'pm25', reason: '时间超前' },
        ],
      },
    ]);
    for (const [body, status, type] of [
      [{ pm25: { value: 1 } }, 400, 'BadRequestData'],
      [{ pm25: property('高', 6) }, 400, 'BadRequestData'],
      [{ pm25: [] }, 400, 'BadRequestData'],
      [{ pm25: 'urn:ngsi-ld:null' }, 400, 'BadRequestData'],
      [{ type: 'Device', pm25: property(1, 6) }, 400, 'BadRequestData'],
      [{ id: 'urn:ngsi-ld:AirQualityObserved:air-2', pm25: property(1, 6) }, 400, 'BadRequestData'],
      ['{"pm25":', 400, 'InvalidRequest'],
    ] as const) {
      const refused = await send('POST', `${air}/attrs`, body);
      expect([refused.status, refused.body.type]).toEqual([status, etsi(type)]);
    }
    expect(await values('pm25')).toHaveLength(6);
  });

  test('没有登记的设备、别的类型、范围外的人、没有权限的人都写不进', async () => {
    const body = (of: string, type = 'AirQualityObserved') => ({ id: of, type, pm25: property(1, 7) });
    const unknown = 'urn:ngsi-ld:AirQualityObserved:none';
    for (const [given, who, status, type] of [
      [body(unknown), 'partner', 422, 'OperationNotSupported'],
      [body(id), 'far', 422, 'OperationNotSupported'],
      [body('urn:ngsi-ld:ParkingSpot:9', 'ParkingSpot'), 'partner', 422, 'OperationNotSupported'],
      [{ pm25: property(1, 7) }, 'partner', 400, 'BadRequestData'],
    ] as const) {
      const reply = await send('POST', '/temporal/entities', given, { who });
      expect([reply.status, reply.body.type]).toEqual([status, etsi(type)]);
    }
    expect((await send('POST', `${air}/attrs`, { pm25: property(1, 7) }, { who: 'far' })).status).toBe(404);
    expect((await send('POST', '/temporal/entities', body(id), { who: 'viewer' })).status).toBe(403);
    expect((await send('POST', '/temporal/entities', body(id), { who: 'nobody' })).status).toBe(401);
    expect(
      (await send('POST', '/temporal/entities', body(id), { headers: { 'ngsild-tenant': 'a' } })).body.type,
    ).toBe(etsi('NonexistentTenant'));
  });
});

describe('更正和撤销', () => {
  test('更正一个值：汇总跟着变，原值留存，审计有记录', async () => {
    const instance = await instanceAt('pm25', 2);
    expect((await send('PATCH', instance, { pm25: [property(30, 2)] }, steward)).status).toBe(204);
    const shown = (await send('GET', `${air}?timerel=between&timeAt=${at(2)}&endTimeAt=${at(3)}`)).body.pm25;
    expect(shown).toMatchObject([{ value: 30, quality: { value: 'manual' } }]);
    const hour = `timerel=between&timeAt=${at(0)}&endTimeAt=2026-11-23T02:00:00Z&options=aggregatedValues`;
    const sum = await send('GET', `${air}?${hour}&attrs=pm25&aggrMethods=sum,max&aggrPeriodDuration=PT1H`);
    expect([sum.body.pm25.sum[0][0], sum.body.pm25.max[0][0]]).toEqual([10 + 30 + 12 + 13 + 14 + 1, 30]);
    const aside = await sql<{
      value: number;
      kind: string;
    }>`select value, kind from telemetry_amendment`.execute(open.city.store.db);
    expect(aside.rows).toEqual([{ value: 11, kind: 'corrected' }]);
    const audited = await sql<{ count: number }>`select count(*)::integer as count from access_audit
      where object_type = 'observation'`.execute(open.city.store.db);
    expect(audited.rows[0]?.count).toBe(1);
  });

  test.each([
    ['别的时刻', 'pm25', { pm25: property(1, 40) }, 422, 'OperationNotSupported'],
    ['别的属性', 'pm25', { temperature: property(1, 2) }, 400, 'BadRequestData'],
    ['两个值', 'pm25', { pm25: [property(1, 2), property(2, 2)] }, 400, 'BadRequestData'],
    ['类型不对', 'pm25', { pm25: property('高', 2) }, 400, 'BadRequestData'],
  ])('更正被拒绝：%s', async (_, attribute, body, status, type) => {
    const reply = await send('PATCH', await instanceAt(attribute, 2), body, steward);
    expect([reply.status, reply.body.type]).toEqual([status, etsi(type)]);
  });

  test('没有的值是 404；对接方、设备自己和范围外的人不能更正', async () => {
    const instance = await instanceAt('pm25', 2);
    const none = `${air}/attrs/pm25/${encodeURIComponent('urn:ngsi-ld:Instance:air-1:pm25:1')}`;
    for (const [method, place] of [
      ['PATCH', none],
      ['DELETE', none],
      ['DELETE', `${air}/attrs/pm25/urn:x:1`],
      ['DELETE', `${air}/attrs/none`],
      ['DELETE', '/temporal/entities/urn:ngsi-ld:AirQualityObserved:none'],
    ] as const) {
      const reply = await send(
        method,
        place,
        method === 'PATCH' ? { pm25: { value: 1 } } : undefined,
        steward,
      );
      expect([place, reply.status, reply.body.type]).toEqual([place, 404, etsi('ResourceNotFound')]);
    }
    expect((await send('PATCH', instance, { pm25: property(1, 2) })).status).toBe(403);
    expect((await send('DELETE', instance)).status).toBe(403);
    expect((await send('DELETE', air, undefined, { who: 'farSteward' })).status).toBe(404);
    const issued = (await send('POST', `/api/telemetry/devices/${open.station}/key`, {})).body;
    const basic = `Basic ${Buffer.from(`${issued.code}:${issued.key}`).toString('base64')}`;
    const own = { who: 'nobody', headers: { authorization: basic } };
    expect((await send('POST', `${air}/attrs`, { laeq: property(50, 8) }, own)).status).toBe(204);
    expect((await send('DELETE', instance, undefined, own)).status).toBe(401);
    expect((await send('DELETE', `${air}/attrs/pm25?datasetId=urn:a:1`, undefined, steward)).status).toBe(
      422,
    );
  });

  test('撤销一个值、一个属性、整个实体的时序；撤销后可以再写', async () => {
    expect((await send('DELETE', await instanceAt('pm25', 2), undefined, steward)).status).toBe(204);
    expect(await values('pm25')).not.toContainEqual([30, at(2)]);
    expect((await send('DELETE', `${air}/attrs/temperature`, undefined, steward)).status).toBe(204);
    expect(await values('temperature')).toBeUndefined();
    expect((await send('DELETE', `${air}/attrs/temperature`, undefined, steward)).status).toBe(404);
    expect((await send('DELETE', air, undefined, steward)).status).toBe(204);
    expect((await send('GET', `${air}?lastN=5`)).body).toEqual({ id, type: 'AirQualityObserved' });
    expect((await send('DELETE', air, undefined, steward)).status).toBe(404);
    const again = { id, type: 'AirQualityObserved', pm25: property(20, 2) };
    expect((await send('POST', '/temporal/entities', again)).status).toBe(201);
    expect(await values('pm25')).toEqual([[20, at(2)]]);
    expect(await open.city.services.use(telemetry).readLast([open.station])).toHaveLength(1);
  });
});

describe('以正文查询、批量合并', () => {
  test('正文中的条件和地址中的一样', async () => {
    const time = { timerel: 'between', timeAt: at(0), endTimeAt: at(59) };
    const query = { type: 'Query', entities: [{ type: 'AirQualityObserved', id }], temporalQ: time };
    const past = await send('POST', '/temporal/entityOperations/query?options=temporalValues', query);
    expect(past.body).toEqual([
      { id, type: 'AirQualityObserved', pm25: { type: 'Property', values: [[20, at(2)]] } },
    ]);
    const now = await send('POST', '/entityOperations/query?options=keyValues&count=true', {
      type: 'Query',
      entities: [{ type: 'AirQualityObserved' }],
      attrs: ['pm25'],
      q: 'pm25>=20',
    });
    expect([now.body, now.headers['ngsild-results-count']]).toEqual([
      [{ id, type: 'AirQualityObserved', pm25: 20 }],
      '1',
    ]);
    expect((await send('POST', '/entityOperations/query', query, { who: 'far' })).status).toBe(400);
    const hidden = { ...query, temporalQ: undefined };
    expect((await send('POST', '/entityOperations/query', hidden, { who: 'far' })).body).toEqual([]);
    for (const [body, type] of [
      [{ entities: [{ type: 'A' }] }, 'BadRequestData'],
      [{ type: 'Query', entities: [] }, 'BadRequestData'],
      [{ type: 'Query' }, 'BadRequestData'],
      [{ type: 'Query', entities: [{ type: 'A' }], scopeQ: '/a' }, 'OperationNotSupported'],
      [{ type: 'Query', entities: [{ type: 'A' }, { id: 'urn:a:1' }] }, 'OperationNotSupported'],
    ] as const)
      expect((await send('POST', '/entityOperations/query', body)).body.type).toBe(etsi(type));
  });

  test('批量合并保留没有提到的，深入对象', async () => {
    const location = { type: 'Point', coordinates: [115.8069, 32.8834] };
    const spot = {
      id: 'urn:ngsi-ld:ParkingSpot:m',
      type: 'ParkingSpot',
      location,
      size: { long: 5, wide: 2 },
    };
    expect((await send('POST', '/entities', spot)).status).toBe(201);
    const merged = await send('POST', '/entityOperations/merge', [
      { id: spot.id, size: { wide: 3 }, status: 'free' },
      { id: 'urn:ngsi-ld:ParkingSpot:none', status: 'free' },
    ]);
    expect([merged.status, merged.body.success]).toEqual([207, [spot.id]]);
    expect((await send('GET', `/entities/${spot.id}?options=keyValues`)).body).toMatchObject({
      status: 'free',
      size: { long: 5, wide: 3 },
    });
  });
});

const shared = path.resolve(import.meta.dirname, '../../../../../../shared/data/13-exchange/ngsi-ld');
type Example = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

function examplesOf(file: string): readonly Example[] {
  if (!existsSync(shared)) return [];
  return (
    readdirSync(shared, { recursive: true, encoding: 'utf8' })
      .filter((name) => path.basename(name) === file)
      .map((name) => readFileSync(path.join(shared, name), 'utf8'))
      // One example has a blank too many in the word.
      .map((text) => JSON.parse(text.replaceAll('"Property "', '"Property"')) as Example)
  );
}

describe.skipIf(!existsSync(shared))('Smart Data Models 的示例(缺 ../shared/data/13-exchange 时跳过)', () => {
  const here = { type: 'GeoProperty', value: { type: 'Point', coordinates: [115.8069, 32.8834] } };
  const ld = { headers: { 'content-type': 'application/ld+json' } };

  test('可写类型的示例原样收下，读出来的值相同；其余类型一律不收', async () => {
    const examples = examplesOf('example-normalized.jsonld');
    expect(examples.length).toBeGreaterThan(40);
    const taken: string[] = [];
    for (const example of examples) {
      const { address: _, ...given } = { ...example, location: here } as Example & { address?: unknown };
      const reply = await send('POST', '/entities', given, ld);
      if (!Object.hasOwn(table.types, example.type)) {
        expect([example.type, [400, 422, 503].includes(reply.status)]).toEqual([example.type, true]);
        continue;
      }
      expect([example.type, reply.status, reply.body]).toEqual([example.type, 201, undefined]);
      taken.push(example.type);
      const read = (await send('GET', `/entities/${encodeURIComponent(example.id)}`)).body;
      for (const [name, attribute] of Object.entries(given))
        if (!['@context', 'location'].includes(name)) expect(read[name]).toEqual(attribute);
    }
    expect(taken.length).toBeGreaterThan(8);
  });

  test('空气质量示例作为时序写到本市的站：测得的收下，其余说明归台账', async () => {
    const example = examplesOf('example-normalized.jsonld').find(({ type }) => type === 'AirQualityObserved');
    const observed = Object.fromEntries(
      Object.entries(example ?? {}).map(([name, attribute]) => [
        name,
        typeof attribute === 'object' && name !== '@context'
          ? [{ ...attribute, observedAt: at(50) }]
          : attribute,
      ]),
    );
    const reply = await send('POST', '/temporal/entities', { ...observed, id }, ld);
    expect([reply.status, reply.body.updated]).toEqual([207, ['temperature']]);
    expect(await values('temperature')).toEqual([[12.2, at(50)]]);
    const names = reply.body.notUpdated.map((each: { attributeName: string }) => each.attributeName);
    expect(names).toEqual(expect.arrayContaining(['location', 'address', 'no2']));
  });
});
