/** Subscriptions to the end: a real receiver over HTTP, one that is away for a time, and a server that dies. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { sql } from '../../../../../engines/store/index.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import type { TestCity } from '../../../../../test/support/city.ts';
import { notificationEndpoint } from '../../registers/subscription.ts';
import { type ContextCity, openContext } from '../test-support/open-context.ts';

const uri = (name: string) => `urn:ngsi-ld:ParkingSpot:${name}`;
const location = { type: 'Point', coordinates: [115.8069, 32.8834] };

interface Notification {
  readonly id: string;
  readonly type: string;
  readonly subscriptionId: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a foreign program reads what it gets
  readonly data: readonly any[];
}

let context: ContextCity;
let city: TestCity;
const send: ContextCity['send'] = (...given) => context.send(...given);
let server: Server;
let port = 0;
let answer = 204;
const heard: { readonly notification: Notification; readonly headers: NodeJS.Dict<string | string[]> }[] = [];

async function listen(at = 0): Promise<void> {
  server = createServer((request, reply) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      if (answer < 300)
        heard.push({ notification: JSON.parse(text) as Notification, headers: request.headers });
      reply.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

async function hangUp(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function wanted(more: object = {}, notification: object = {}) {
  return {
    type: 'Subscription',
    entities: [{ type: 'ParkingSpot' }],
    ...more,
    notification: {
      format: 'keyValues',
      ...notification,
      endpoint: { uri: `http://127.0.0.1:${port}/news`, ...(notification as { endpoint?: object }).endpoint },
    },
  };
}

async function subscribe(more: object = {}, notification: object = {}, who = 'partner'): Promise<string> {
  // What was written before may still be held back by another test's transaction, and would be heard as news.
  await city.store.drain();
  const reply = await send('POST', '/subscriptions', wanted(more, notification), { who });
  expect([reply.status, reply.body]).toEqual([201, undefined]);
  return String(reply.headers['location']);
}

async function settle(): Promise<void> {
  await city.store.drain();
  await city.services.use(telemetry).push.settle();
}

const spot = (name: string, more: object = {}) => ({ id: uri(name), type: 'ParkingSpot', location, ...more });
const park = async (name: string, status: string) =>
  expect((await send('PATCH', `/entities/${encodeURIComponent(uri(name))}`, { status })).status).toBe(204);
const told = () => heard.flatMap(({ notification }) => notification.data);

beforeAll(async () => {
  context = await openContext();
  ({ city } = context);
  await listen();
  const rows = city.services.use(registers).of(notificationEndpoint).trusted;
  await city.store.transaction(async (work) => {
    await rows.insert(work, 'test', { origin: `http://127.0.0.1:${port}`, name: '测试接收端' });
    await rows.insert(work, 'test', { origin: 'http://169.254.169.254', name: '云主机元数据' });
  });
}, 300_000);
afterAll(async () => {
  await hangUp();
  await city.close();
});
beforeEach(() => {
  heard.length = 0;
  answer = 204;
});
afterEach(async () => {
  for (const who of ['partner', 'far'])
    for (const { id } of (await send('GET', '/subscriptions?limit=1000', undefined, { who: who })).body as {
      id: string;
    }[])
      expect(
        (await send('DELETE', `/subscriptions/${encodeURIComponent(id)}`, undefined, { who: who })).status,
      ).toBe(204);
});

test('订阅的变化照格式送到，带自定义头；没订的属性、范围外的订阅者收不到', async () => {
  await send('POST', '/entities', spot('a', { status: 'free' }));
  const at = await subscribe(
    { watchedAttributes: ['status'], q: 'status==occupied' },
    { attributes: ['status'], endpoint: { receiverInfo: [{ key: 'X-Key', value: 'secret' }] } },
  );
  await subscribe({}, {}, 'far');
  await park('a', 'occupied');
  await send('PATCH', `/entities/${encodeURIComponent(uri('a'))}`, { other: 1 });
  await park('a', 'free');
  await settle();
  expect(heard).toHaveLength(1);
  expect(heard[0]?.headers['x-key']).toBe('secret');
  expect(heard[0]?.notification).toMatchObject({
    type: 'Notification',
    subscriptionId: decodeURIComponent(at.split('/').at(-1) ?? ''),
    data: [{ id: uri('a'), type: 'ParkingSpot', status: 'occupied' }],
  });
  const shown = (await send('GET', at)).body;
  expect(shown).toMatchObject({
    status: 'active',
    notification: {
      status: 'ok',
      timesSent: 1,
      timesFailed: 0,
      lastSuccess: expect.any(String),
      notificationsWaiting: 0,
    },
  });
  expect(JSON.stringify(shown)).not.toContain('secret');
  expect((await send('GET', at, undefined, { who: 'far' })).status).toBe(404);
});

test('接收端离开一阵再回来：一条不少，每个实体的先后不变，失败有记录', async () => {
  const at = await subscribe();
  for (const name of ['b', 'c']) await send('POST', '/entities', spot(name, { status: '0' }));
  await settle();
  await hangUp();
  for (let step = 1; step <= 10; step += 1) for (const name of ['b', 'c']) await park(name, String(step));
  await settle();
  expect((await send('GET', at)).body).toMatchObject({
    notification: {
      status: 'failed',
      failureReason: 'refused',
      notificationsWaiting: 20,
      lastFailure: expect.any(String),
    },
  });
  await listen(port);
  answer = 503;
  city.clock.advance(600_000);
  await settle();
  expect((await send('GET', at)).body.notification).toMatchObject({
    failureReason: '503',
    notificationsWaiting: 20,
  });
  answer = 204;
  city.clock.advance(600_000);
  await settle();
  for (const name of ['b', 'c'])
    expect(
      told()
        .filter(({ id }) => id === uri(name))
        .map(({ status }) => status),
    ).toEqual(Array.from({ length: 11 }, (_, step) => String(step)));
  expect((await send('GET', at)).body.notification).toMatchObject({ status: 'ok', notificationsWaiting: 0 });
});

test('发送的进程在应答前死去：租约过后由别的进程再发，编号相同', async () => {
  await subscribe();
  await send('POST', '/entities', spot('d', { status: 'free' }));
  await city.store.drain();
  // What a dead process leaves behind: the lease is taken, the message was sent, the answer was never noted.
  await settle();
  const [first] = heard.splice(0);
  await sql`insert into telemetry_push (target, subject, body, queued_at)
    select target, ${uri('d')}, ${JSON.stringify({ id: uri('d'), type: 'ParkingSpot' })}::jsonb, now() from telemetry_push_target`.execute(
    city.store.db,
  );
  await sql`update telemetry_push_target set leased_until = clock_timestamp() + interval '1 hour'`.execute(
    city.store.db,
  );
  await settle();
  expect(heard).toEqual([]);
  await sql`update telemetry_push_target set leased_until = clock_timestamp()`.execute(city.store.db);
  await settle();
  expect(told()).toEqual([{ id: uri('d'), type: 'ParkingSpot' }]);
  expect(first?.notification.id).toMatch(/^urn:ngsi-ld:Notification:[0-9a-f-]{36}$/);
});

test('感知设备的读数按时刻逐条通知，中间的值不丢；补传的旧数据不算新闻', async () => {
  await subscribe(
    { entities: [{ type: 'AirQualityObserved' }], watchedAttributes: ['pm25'] },
    { attributes: ['pm25'] },
  );
  const now = city.clock.now().getTime();
  const reading = (property: string, ago: number, value: number) => ({
    device: context.station,
    property,
    at: now - ago,
    value,
    quality: 'good' as const,
    receivedAt: now,
  });
  await city.services
    .use(telemetry)
    .ingest([
      reading('pm25', 3000, 31),
      reading('pm25', 1000, 33),
      reading('pm25', 2000, 32),
      reading('temperature', 500, 8),
      reading('pm25', 7_200_000, 10),
    ]);
  await settle();
  expect(told().map(({ pm25 }) => pm25)).toEqual([31, 32, 33]);
});

test('限频的订阅在间隔内只攒着，到时每个实体只送最新的', async () => {
  await send('POST', '/entities', spot('e', { status: '0' }));
  await subscribe({ throttling: 60 });
  await park('e', '1');
  await settle();
  for (const status of ['2', '3', '4']) await park('e', status);
  await settle();
  expect(told().map(({ status }) => status)).toEqual(['1']);
  city.clock.advance(61_000);
  await settle();
  expect(told().map(({ status }) => status)).toEqual(['1', '4']);
});

test('停用、到期、移出白名单的不再发；改回来接着发', async () => {
  const at = await subscribe({ expiresAt: new Date(city.clock.now().getTime() + 3_600_000).toISOString() });
  expect((await send('PATCH', at, { isActive: false })).status).toBe(204);
  await send('POST', '/entities', spot('f', { status: '0' }));
  await settle();
  expect(told()).toEqual([]);
  expect((await send('PATCH', at, { isActive: true })).status).toBe(204);
  const rows = city.services.use(registers).of(notificationEndpoint).trusted;
  const [listed] = await rows.findMany(city.store.db, {
    filter: { field: 'name', is: 'equal', value: '测试接收端' },
    limit: 1,
  });
  if (listed === undefined) throw new Error('no endpoint');
  const moved = await city.store.transaction((work) =>
    rows.update(work, 'test', listed, { origin: 'http://127.0.0.1:1' }),
  );
  await park('f', '1');
  await settle();
  expect(told()).toEqual([]);
  await city.store.transaction((work) =>
    rows.update(work, 'test', moved, { origin: `http://127.0.0.1:${port}` }),
  );
  city.clock.advance(60_000);
  await settle();
  expect(told().map(({ status }) => status)).toEqual(['1']);
  city.clock.advance(3_600_000);
  await context.signIn();
  expect((await send('GET', at)).body.status).toBe('expired');
  await park('f', '2');
  await settle();
  expect(told().map(({ status }) => status)).toEqual(['1']);
});

test.each([
  ['白名单之外', () => ({ notification: { endpoint: { uri: 'http://10.0.0.9/x' } } })],
  [
    '云主机的元数据地址，列入白名单也不行',
    () => ({ notification: { endpoint: { uri: 'http://169.254.169.254/latest' } } }),
  ],
  ['不是网址', () => ({ notification: { endpoint: { uri: 'file:///etc/passwd' } } })],
  ['地址带密码', () => ({ notification: { endpoint: { uri: `http://a:b@127.0.0.1:${port}/` } } })],
  ['什么也没订', () => ({ entities: undefined })],
  ['查询写错', () => ({ q: 'status==' })],
  ['模式太复杂', () => ({ q: 'status~=(a+)+' })],
  ['地理条件写错', () => ({ geoQ: { georel: 'near', geometry: 'Point', coordinates: '[1]' } })],
  ['已经到期', () => ({ expiresAt: '2020-01-01T00:00:00Z' })],
  ['不认识的内容', () => ({ color: 'red' })],
  [
    '自定义头换行',
    () => ({
      notification: {
        endpoint: { uri: `http://127.0.0.1:${port}/`, receiverInfo: [{ key: 'a', value: 'b\r\nc: d' }] },
      },
    }),
  ],
])('订阅被拒绝：%s', async (_, more) => {
  const reply = await send('POST', '/subscriptions', { ...wanted(), ...more() });
  expect([reply.status, reply.body.type]).toEqual([
    400,
    'https://uri.etsi.org/ngsi-ld/errors/BadRequestData',
  ]);
});

test('定时通知说明不支持；同名订阅已存在；没登录不行', async () => {
  expect((await send('POST', '/subscriptions', wanted({ timeInterval: 60 }))).status).toBe(422);
  await subscribe({ id: 'urn:ngsi-ld:Subscription:one' });
  expect((await send('POST', '/subscriptions', wanted({ id: 'urn:ngsi-ld:Subscription:one' }))).status).toBe(
    409,
  );
  expect((await send('POST', '/subscriptions', wanted(), { who: 'nobody' })).status).toBe(401);
});
