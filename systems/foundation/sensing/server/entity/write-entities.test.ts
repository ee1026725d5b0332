/** What other platforms and devices write by NGSI-LD, as the test purposes of ETSI send it: raw HTTP, answers by status, header and problem type. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import { base, type ContextCity, etsi, openContext } from '../test-support/open-context.ts';

const uri = (name: string) => `urn:ngsi-ld:OffStreetParking:${name}`;
const location = { type: 'GeoProperty', value: { type: 'Point', coordinates: [115.8069, 32.8834] } };
const link = (url: string) =>
  `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

let open: ContextCity;
const send: ContextCity['send'] = (...given) => open.send(...given);

const entityPath = (name: string) => `/entities/${encodeURIComponent(uri(name))}`;
const read = async (name: string, question = '') =>
  (await send('GET', `${entityPath(name)}${question}`)).body;

function parking(name: string, more: object = {}) {
  return {
    id: uri(name),
    type: 'OffStreetParking',
    location,
    totalSpotNumber: { type: 'Property', value: 120 },
    ...more,
  };
}

beforeAll(async () => {
  open = await openContext();
}, 300_000);
afterAll(() => open.city.close());

describe('单个实体', () => {
  test('新建后按三种写法读到同样的内容，再建一次是已存在', async () => {
    const made = await send(
      'POST',
      '/entities',
      parking('p1', { name: '老城停车场', occupied: { value: 30, unitCode: 'C62' } }),
    );
    expect([made.status, made.headers['location']]).toEqual([
      201,
      `${base}/entities/${encodeURIComponent(uri('p1'))}`,
    ]);
    expect(await read('p1', '?options=keyValues')).toEqual({
      id: uri('p1'),
      type: 'OffStreetParking',
      location: location.value,
      totalSpotNumber: 120,
      name: '老城停车场',
      occupied: 30,
    });
    expect(await read('p1', '?options=concise')).toMatchObject({
      occupied: { value: 30, unitCode: 'C62' },
      name: '老城停车场',
    });
    const again = await send('POST', '/entities', parking('p1'));
    expect([again.status, again.body.type]).toEqual([409, etsi('AlreadyExists')]);
    expect(await read('p1', '?options=sysAttrs')).toMatchObject({ createdAt: expect.any(String) });
  });

  test('追加、更新、合并、替换、删除属性；写不进去的逐个说明', async () => {
    const path = entityPath('p1');
    const appended = await send('POST', `${path}/attrs?options=noOverwrite`, { fee: 5, name: '改名' });
    expect([appended.status, appended.body]).toEqual([
      207,
      { updated: ['fee'], notUpdated: [{ attributeName: 'name', reason: expect.stringContaining('name') }] },
    ]);
    expect((await send('PATCH', `${path}/attrs`, { fee: 6, none: 1 })).body).toMatchObject({
      updated: ['fee'],
    });
    expect(
      (await send('PATCH', path, { address: { value: { street: '颍河路' } }, fee: 'urn:ngsi-ld:null' }))
        .status,
    ).toBe(204);
    expect((await send('PATCH', path, { address: { value: { areaCode: '341202000000' } } })).status).toBe(
      204,
    );
    expect(await read('p1', '?options=keyValues')).toMatchObject({
      address: { street: '颍河路', areaCode: '341202000000' },
    });
    expect(await read('p1')).not.toHaveProperty('fee');
    expect((await send('PATCH', `${path}/attrs/occupied`, { value: 31 })).status).toBe(204);
    expect((await read('p1')).occupied).toEqual({ type: 'Property', value: 31, unitCode: 'C62' });
    expect((await send('PUT', `${path}/attrs/occupied`, { value: 32 })).status).toBe(204);
    expect((await read('p1')).occupied).toEqual({ type: 'Property', value: 32 });
    expect((await send('PATCH', `${path}/attrs/none`, { value: 1 })).body.type).toBe(
      etsi('ResourceNotFound'),
    );
    expect((await send('DELETE', `${path}/attrs/occupied`)).status).toBe(204);
    expect((await send('DELETE', `${path}/attrs/occupied`)).status).toBe(404);
    expect((await send('PUT', path, parking('p1', { totalSpotNumber: 99 }))).status).toBe(204);
    expect(await read('p1', '?options=keyValues')).toEqual({
      id: uri('p1'),
      type: 'OffStreetParking',
      location: location.value,
      totalSpotNumber: 99,
    });
  });

  test('删除后读不到，可以重新建立；台账保留历次版本', async () => {
    await send('POST', '/entities', parking('gone'));
    expect((await send('DELETE', entityPath('gone'))).status).toBe(204);
    expect((await send('GET', entityPath('gone'))).body.type).toBe(etsi('ResourceNotFound'));
    expect((await send('DELETE', entityPath('gone'))).status).toBe(404);
    expect((await send('POST', '/entities', parking('gone'))).status).toBe(201);
    const [row] = await open.city.services
      .use(registers)
      .of(contextEntity)
      .trusted.findMany(open.city.store.db, {
        filter: { field: 'uri', is: 'equal', value: uri('gone') },
        limit: 2,
      });
    expect(row).toMatchObject({ version: 3, withdrawnAt: null, area: expect.stringMatching(/^3412/) });
  });

  test('同时写同一个实体，一个也不丢', async () => {
    await send('POST', '/entities', parking('busy'));
    const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
    const replies = await Promise.all(
      names.map((name) => send('POST', `${entityPath('busy')}/attrs`, { [name]: 1 })),
    );
    expect(replies.map(({ status }) => status)).toEqual(names.map(() => 204));
    expect(Object.keys(await read('busy', '?options=keyValues'))).toEqual(expect.arrayContaining(names));
  });
});

describe('拒绝', () => {
  test.each([
    ['没有声明的类型', { id: 'urn:ngsi-ld:Secret:1', type: 'Secret', location }, 400, 'BadRequestData'],
    [
      '感知设备的类型',
      { id: 'urn:ngsi-ld:AirQualityObserved:x-1', type: 'AirQualityObserved', location },
      422,
      'OperationNotSupported',
    ],
    ['没有 id', { type: 'OffStreetParking', location }, 400, 'BadRequestData'],
    ['id 不是 URI', { id: 'p 1', type: 'OffStreetParking', location }, 400, 'BadRequestData'],
    ['不知在哪里', { id: uri('x'), type: 'OffStreetParking' }, 400, 'BadRequestData'],
    [
      '在市外',
      { id: uri('x'), type: 'OffStreetParking', location: { type: 'Point', coordinates: [116.4, 39.9] } },
      400,
      'BadRequestData',
    ],
    [
      '坐标颠倒',
      parking('x', { location: { type: 'Point', coordinates: [32.9, 115.8] } }),
      400,
      'BadRequestData',
    ],
    ['空值', parking('x', { a: null }), 400, 'BadRequestData'],
    [
      '多值属性',
      parking('x', { a: [{ type: 'Property', value: 1, datasetId: 'urn:a:1' }] }),
      400,
      'BadRequestData',
    ],
    ['时间不合规定', parking('x', { a: { value: 1, observedAt: '昨天' } }), 400, 'BadRequestData'],
    ['关系不是 URI', parking('x', { a: { type: 'Relationship', object: 'no uri' } }), 400, 'BadRequestData'],
    [
      '原型污染',
      JSON.parse(`{"id":"${uri('x')}","type":"OffStreetParking","a":{"value":{"constructor":1}}}`),
      400,
      'BadRequestData',
    ],
    [
      'JSON 中带 @context',
      parking('x', { '@context': 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld' }),
      400,
      'BadRequestData',
    ],
    ['太大', parking('x', { a: 'x'.repeat(70_000) }), 400, 'BadRequestData'],
  ])('%s', async (_, body, status, type) => {
    const reply = await send('POST', '/entities', body);
    expect([reply.status, reply.body.type, reply.body.title]).toEqual([
      status,
      etsi(type),
      expect.stringMatching(/\p{Script=Han}/u),
    ]);
    expect((await send('GET', entityPath('x'))).status).toBe(404);
  });

  test('不是 JSON、租户、没有权限、别人的区划', async () => {
    const broken = await send('POST', '/entities', '{"id":');
    expect([broken.status, broken.body.type]).toEqual([400, etsi('InvalidRequest')]);
    for (const [method, path] of [
      ['GET', '/entities?type=OffStreetParking'],
      ['POST', '/entities'],
    ] as const) {
      const reply = await send(method, path, method === 'GET' ? undefined : parking('t'), {
        headers: { 'ngsild-tenant': 'other' },
      });
      expect([reply.status, reply.body.type]).toEqual([404, etsi('NonexistentTenant')]);
    }
    expect((await send('POST', '/entities', parking('t'), { who: 'viewer' })).status).toBe(403);
    expect((await send('POST', '/entities', parking('t'), { who: 'nobody' })).status).toBe(401);
    expect((await send('POST', '/entities', parking('t'), { who: 'far' })).status).toBe(403);
    expect((await send('PATCH', entityPath('p1'), { a: 1 }, { who: 'far' })).status).toBe(404);
    expect((await send('GET', entityPath('p1'), undefined, { who: 'far' })).status).toBe(404);
    expect((await send('DELETE', entityPath('p1'), undefined, { who: 'far' })).status).toBe(404);
    expect((await send('GET', entityPath('other'), undefined, { who: 'far' })).status).toBe(404);
  });
});

describe('@context', () => {
  const ld = { 'content-type': 'application/ld+json' };
  const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.6.jsonld';
  test('核心、本市和内联的都认；别处的远程地址不去下载，说明不可用', async () => {
    const own = (await send('GET', '/jsonldContexts/city')).body['@context'];
    expect(own.OffStreetParking).toBe('https://smartdatamodels.org/dataModel.Parking/OffStreetParking');
    const inline = {
      lot: own.OffStreetParking,
      free: 'https://uri.etsi.org/ngsi-ld/default-context/availableSpotNumber',
    };
    const made = await send(
      'POST',
      '/entities',
      { '@context': [inline, core], id: uri('ld'), type: 'lot', location, free: 7 },
      { headers: ld },
    );
    expect(made.status).toBe(201);
    expect(await read('ld', '?options=keyValues')).toMatchObject({
      type: 'OffStreetParking',
      availableSpotNumber: 7,
    });
    const answer = await send('GET', entityPath('ld'), undefined, {
      headers: { accept: 'application/ld+json' },
    });
    expect([answer.headers['content-type'], answer.body['@context'].at(-1)]).toEqual([
      'application/ld+json',
      core,
    ]);
    for (const reply of [
      await send(
        'POST',
        '/entities',
        { ...parking('r'), '@context': 'https://example.org/context.jsonld' },
        { headers: ld },
      ),
      await send('POST', '/entities', parking('r'), {
        headers: { link: link('https://example.org/context.jsonld') },
      }),
      await send('GET', '/entities?type=OffStreetParking', undefined, {
        headers: { link: link('http://169.254.169.254/') },
      }),
    ])
      expect([reply.status, reply.body.type]).toEqual([503, etsi('LdContextNotAvailable')]);
    expect((await send('POST', '/entities', parking('r'), { headers: ld })).body.type).toBe(
      etsi('BadRequestData'),
    );
    expect((await send('POST', '/entities', parking('r'), { headers: { link: link(core) } })).status).toBe(
      201,
    );
  });
});

describe('批量', () => {
  test('新建、更新、删除各自成败，坏的说明原因，好的照办', async () => {
    const made = await send('POST', '/entityOperations/create', [
      parking('b1'),
      parking('b2'),
      { id: uri('b3'), type: 'Secret', location },
      parking('b1'),
    ]);
    expect(made.status).toBe(207);
    expect(made.body.success).toEqual([uri('b1'), uri('b2')]);
    expect(made.body.errors).toMatchObject([
      { entityId: uri('b3'), error: { type: etsi('BadRequestData'), status: 400 } },
      { entityId: uri('b1'), error: { type: etsi('AlreadyExists'), status: 409 } },
    ]);
    const upserted = await send('POST', '/entityOperations/upsert?options=update', [
      parking('b1', { fee: 3 }),
      parking('b4'),
    ]);
    expect([upserted.status, upserted.body]).toEqual([201, [uri('b4')]]);
    expect(await read('b1', '?options=keyValues')).toMatchObject({ fee: 3, totalSpotNumber: 120 });
    expect(
      (await send('POST', '/entityOperations/upsert', [parking('b1', { totalSpotNumber: 1 })])).status,
    ).toBe(204);
    expect(await read('b1', '?options=keyValues')).not.toHaveProperty('fee');
    const updated = await send('POST', '/entityOperations/update', [
      { id: uri('b1'), fee: 4 },
      { id: uri('none'), fee: 4 },
    ]);
    expect([updated.status, updated.body.success]).toEqual([207, [uri('b1')]]);
    expect(updated.body.errors).toMatchObject([
      { entityId: uri('none'), error: { type: etsi('ResourceNotFound') } },
    ]);
    expect((await send('POST', '/entityOperations/delete', [uri('b1'), uri('b2')])).status).toBe(204);
    expect((await send('POST', '/entityOperations/delete', [uri('b1'), uri('b4')])).status).toBe(207);
    expect((await send('POST', '/entityOperations/create', [])).body.type).toBe(etsi('BadRequestData'));
  });
});

describe('感知设备', () => {
  const id = 'urn:ngsi-ld:AirQualityObserved:air-1';
  const path = `/entities/${encodeURIComponent(id)}`;
  const basic = (code: string, key: string) => ({
    authorization: `Basic ${Buffer.from(`${code}:${key}`).toString('base64')}`,
  });

  test('测量属性写成观测，其余属性和未知属性不收', async () => {
    const observedAt = '2026-11-23T01:59:00Z';
    const reply = await send('PATCH', `${path}/attrs`, {
      pm25: { value: 41, observedAt },
      name: '改名',
      pm25x: 1,
    });
    expect([reply.status, reply.body.updated]).toEqual([207, ['pm25']]);
    const [last] = await open.city.services.use(telemetry).readLast([open.station]);
    expect(last).toMatchObject({ property: 'pm25', value: 41 });
    expect((await send('GET', path)).body.pm25).toMatchObject({
      value: 41,
      observedAt: '2026-11-23T01:59:00.000Z',
    });
    expect((await send('PATCH', path, { pm25: '很高' })).body.type).toBe(etsi('BadRequestData'));
    expect((await send('PATCH', `${path}/attrs/temperature`, { value: 9.5 })).status).toBe(204);
    const batch = await send('POST', '/entityOperations/update', [
      { id, type: 'AirQualityObserved', pm25: { value: 42, observedAt: '2026-11-23T01:59:30Z' } },
    ]);
    expect(batch.status).toBe(204);
    for (const [method, body] of [
      ['PUT', { pm25: 1 }],
      ['DELETE', undefined],
    ] as const)
      expect((await send(method, path, body)).body.type).toBe(etsi('OperationNotSupported'));
    expect((await send('DELETE', `${path}/attrs/pm25`)).status).toBe(422);
  });

  test('设备凭自己的密钥只写自己；密钥不对、写别人都不行', async () => {
    const issued = (await send('POST', `/api/telemetry/devices/${open.station}/key`, {})).body;
    const own = { who: 'nobody', headers: basic(issued.code, issued.key) };
    expect(
      (await send('PATCH', `${path}/attrs`, { pm25: { value: 43, observedAt: '2026-11-23T01:59:40Z' } }, own))
        .status,
    ).toBe(204);
    expect((await send('PATCH', `${entityPath('p1')}/attrs`, { a: 1 }, own)).status).toBe(403);
    expect((await send('POST', '/entities', parking('mine'), own)).status).toBe(422);
    const wrong = { who: 'partner', headers: basic(issued.code, 'wrong') };
    expect((await send('PATCH', `${path}/attrs`, { pm25: 1 }, wrong)).status).toBe(401);
  });
});
