/** A document that goes to organs of all four levels at once: groups, receipts, urging, recall, and what it costs. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { store } from '../../../../../engines/store/service.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Group {
  readonly id: string;
  readonly name: string;
  readonly own: boolean;
  readonly units: readonly string[];
}
const groupsOf = async (who: string): Promise<readonly Group[]> =>
  (await (await office.at(who)).get('/api/office/recipient-groups')).json().rows;
const post = async (who: string, path: string, payload: object = {}) =>
  (await office.at(who)).post(`/api/office${path}`, payload);
const receipts = async (who: string, id: string, query = '') => {
  const reply = await (await office.at(who)).get(`/api/office/documents/${id}/receipts${query}`);
  expect([200, 404], reply.body).toContain(reply.statusCode);
  return reply;
};
async function toAll(units: readonly string[]): Promise<string> {
  const id = await office.open({ deliverTo: units });
  await office.bring(id, 'archive');
  return id;
}
async function waiting(who: string): Promise<readonly { id: string; document: string }[]> {
  return (
    await (await office.at(who)).get('/api/registers/rows/office.delivery?where={"status":"sent"}')
  ).json().rows;
}

describe('收文单位分组', () => {
  test('市级有各乡镇、各村居和每个县区的乡镇;县级只有本县的', async () => {
    const city = await groupsOf('secretary');
    const size = (name: string) => city.find((one) => one.name === name)?.units.length;
    expect(size('各乡镇（街道）')).toBe(170);
    expect(size('各村（居）')).toBe(1974);
    expect(size('各县（市、区）政府、园区管委会')).toBe(10);
    expect(size('颍州区各乡镇（街道）')).toBe(13);
    const county = await groupsOf('county-secretary');
    expect(county.find((one) => one.id === 'towns')?.units).toHaveLength(13);
    expect(county.some((one) => one.units.includes('town-341203100000'))).toBe(false);
  });

  test('本单位的分组由能分发的人维护,别的单位看不到也改不了', async () => {
    const input = { name: '财政和司法', units: ['city-finance', 'city-justice'] };
    expect((await post('clerk', '/recipient-groups', input)).statusCode).toBe(403);
    const kept = await post('secretary', '/recipient-groups', input);
    expect(kept.statusCode, kept.body).toBe(200);
    const { id } = kept.json();
    expect((await post('secretary', '/recipient-groups', input)).json().code).toBe('office.groupNamed');
    expect((await post('secretary', '/recipient-groups', { ...input, units: ['x'] })).json().code).toBe(
      'office.unitUnknown',
    );
    expect((await groupsOf('clerk')).find((one) => one.id === id)).toMatchObject({ ...input, own: true });
    expect((await groupsOf('finance-secretary')).some((one) => one.id === id)).toBe(false);
    expect((await post('finance-secretary', '/recipient-groups', { ...input, id })).statusCode).toBe(404);
    expect((await post('finance-secretary', `/recipient-groups/${id}/drop`)).statusCode).toBe(404);
    expect((await post('secretary', `/recipient-groups/${id}/drop`)).statusCode).toBe(200);
    expect((await groupsOf('clerk')).some((one) => one.id === id)).toBe(false);
  });
});

describe('四级送达', () => {
  test('市、县、乡镇、村各签收各的;回执按县区统计;签收的不能撤回,其余一次撤回', async () => {
    const units = ['city-finance', 'yingzhou-government', 'town-341202100000', 'village-341202100200'];
    const id = await toAll([...units, 'town-341203100000']);
    for (const who of ['county-secretary', 'town-secretary', 'village-secretary']) {
      const mine = (await waiting(who)).filter(({ document }) => document === id);
      expect(mine, who).toHaveLength(1);
      const got = await post(who, `/deliveries/${mine[0]?.id}/receive`);
      expect(got.statusCode, got.body).toBe(200);
    }
    const seen = (await receipts('secretary', id)).json();
    expect(seen.counts).toEqual({ sent: 2, received: 3, returned: 0, recalled: 0 });
    expect(seen.areas).toContainEqual({
      area: '341202000000',
      total: 3,
      sent: 0,
      received: 3,
      returned: 0,
      recalled: 0,
    });
    const left = (await receipts('secretary', id, '?state=sent')).json();
    expect(left.rows.map((row: { receiverName: string }) => row.receiverName).sort()).toEqual(
      ['市财政局', '颍东区口孜镇政府'].sort(),
    );
    expect((await receipts('secretary', id, '?area=')).json().total).toBe(1);
    expect((await receipts('finance-secretary', id)).statusCode).toBe(404);
    const reason = '文件有误';
    expect((await post('finance-secretary', `/documents/${id}/recall`, { reason })).statusCode).toBe(404);
    expect((await post('secretary', `/documents/${id}/recall`, { reason })).json()).toEqual({ recalled: 2 });
    expect((await receipts('secretary', id)).json().counts).toMatchObject({ received: 3, recalled: 2 });
    expect((await post('secretary', `/documents/${id}/recall`, { reason })).json().code).toBe(
      'office.nothingWaiting',
    );
  });

  test('全部撤回与签收同时发生,每个单位只有一种结果', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await toAll(['city-finance', 'town-341202100000']);
      const [mine] = (await waiting('town-secretary')).filter(({ document }) => document === id);
      const [received, recalled] = await Promise.all([
        post('town-secretary', `/deliveries/${mine?.id}/receive`),
        post('secretary', `/documents/${id}/recall`, { reason: '文件有误' }),
      ]);
      expect(recalled.statusCode, recalled.body).toBe(200);
      const taken = received.statusCode === 200 ? 1 : 0;
      expect((await receipts('secretary', id)).json().counts).toEqual({
        sent: 0,
        received: taken,
        returned: 0,
        recalled: 2 - taken,
      });
    }
  });

  test('催签只催未签收的,间隔之内不再催', async () => {
    const id = await toAll(['city-finance', 'town-341202100000']);
    const [mine] = (await waiting('town-secretary')).filter(({ document }) => document === id);
    await post('town-secretary', `/deliveries/${mine?.id}/receive`);
    expect((await post('clerk', `/documents/${id}/urge`)).statusCode).toBe(403);
    expect((await post('finance-secretary', `/documents/${id}/urge`)).statusCode).toBe(404);
    expect((await post('secretary', `/documents/${id}/urge`)).json()).toEqual({ urged: 1, without: 0 });
    const told = (await (await office.at('finance-secretary')).get('/api/messages/notices')).body;
    expect(told).toContain('催签公文');
    expect((await post('secretary', `/documents/${id}/urge`)).json().code).toBe('office.urgedLately');
    const { rows } = (await receipts('secretary', id, '?state=sent')).json();
    expect(rows[0].urgedAt).not.toBeNull();
  });
});

test('没有签收人的单位有几个，分发和催签时都说明', async () => {
  const id = await toAll(['city-finance', 'town-341203100000', 'village-341202100200']);
  const told = (await (await office.at('secretary')).get('/api/messages/notices')).body;
  expect(told).toContain('送达 3 个单位，其中 1 个单位没有签收人');
  expect((await post('secretary', `/documents/${id}/urge`)).json()).toEqual({ urged: 3, without: 1 });
});

describe('送达 2144 个单位', () => {
  test('正文只存一份,事件成批,语句数不随单位数增长', async () => {
    const groups = await groupsOf('secretary');
    const units = ['towns', 'villages'].flatMap((id) => groups.find((one) => one.id === id)?.units ?? []);
    const { db } = office.services.use(store);
    const events = async () =>
      Number((await sql<{ n: string }>`select count(*) as n from store_event`.execute(db)).rows[0]?.n ?? 0);
    const id = await office.open({ deliverTo: units });
    await office.bring(id, 'distribute');
    const before = await events();
    const started = performance.now();
    expect(await office.act('secretary', id, 'distribute')).toBe(200);
    const took = performance.now() - started;
    // A batch of a thousand rows is one event, and the step itself has some.
    expect((await events()) - before).toBeLessThan(20);
    const texts = await (await office.at('secretary')).get(
      `/api/registers/rows/office.delivery-text?where=${encodeURIComponent(JSON.stringify({ document: id }))}`,
    );
    expect(texts.json().total).toBe(1);
    expect((await receipts('secretary', id)).json().counts.sent).toBe(2144);
    const urging = performance.now();
    expect((await post('secretary', `/documents/${id}/urge`)).json()).toEqual({ urged: 2144, without: 2142 });
    const urged = performance.now() - urging;
    const recalling = performance.now();
    expect((await post('secretary', `/documents/${id}/recall`, { reason: '文件有误' })).json()).toEqual({
      recalled: 2144,
    });
    process.stdout.write(
      `2144 receivers: sent in ${Math.round(took)} ms, urged in ${Math.round(urged)} ms, recalled in ${Math.round(performance.now() - recalling)} ms\n`,
    );
  });
});
