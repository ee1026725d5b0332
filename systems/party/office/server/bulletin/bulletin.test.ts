/** What publisher and readers see of a 公告: everybody in the units once, and who has read it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { bulletinReceipt } from '../../registers/bulletin.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
const id = newId();
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const publish = async (who: string, change: object = {}) =>
  (await office.at(who)).post('/api/office/bulletins', {
    id,
    title: '关于元旦放假安排的公告',
    body: '1月1日放假一天。',
    units: ['city-finance', 'city-justice'],
    ...change,
  });
const seen = async (who: string) => (await (await office.at(who)).get('/api/office/bulletins')).json().rows;

test('发到的单位人人收到一份;提交两次只发一次;没有权限的不能发', async () => {
  expect((await publish('clerk')).statusCode).toBe(403);
  expect((await publish('secretary')).json()).toEqual({ id, readers: 3 });
  expect((await publish('secretary')).statusCode).toBe(200);
  expect(await seen('finance-head')).toHaveLength(1);
  expect(await seen('clerk')).toEqual([]);
});

test('打开即有回执,再打开不改时间;发布人看得到谁读了谁没读,别人看不到', async () => {
  const head = await office.at('finance-head');
  const first = (await head.post(`/api/office/bulletins/${id}/receipt`)).json();
  office.clock.advance(60_000);
  expect((await head.post(`/api/office/bulletins/${id}/receipt`)).json()).toEqual(first);
  expect((await (await office.at('clerk')).post(`/api/office/bulletins/${id}/receipt`)).statusCode).toBe(404);
  expect((await seen('secretary'))[0]).toMatchObject({ mine: true, read: 1, readers: 3 });
  const { rows } = (await (await office.at('secretary')).get(`/api/office/bulletins/${id}/receipts`)).json();
  const read = rows.filter((row: { readAt: string | null }) => row.readAt !== null);
  expect(read.map((row: { readerName: string }) => row.readerName)).toEqual(['钱衡']);
  const foreign = await (await office.at('finance-secretary')).get(`/api/office/bulletins/${id}/receipts`);
  expect(foreign.statusCode).toBe(404);
});

test('带密级标志的、发给不存在单位的公告被拒绝', async () => {
  expect((await publish('secretary', { id: newId(), body: '密级：机密' })).json().code).toBe(
    'office.classified',
  );
  expect((await publish('secretary', { id: newId(), units: ['nobody'] })).json().code).toBe(
    'office.unitUnknown',
  );
});

test('回执再多,阅读数也由数据库数准', async () => {
  const big = newId();
  expect((await publish('secretary', { id: big })).statusCode).toBe(200);
  const extra = Array.from({ length: 10_500 }, () => ({
    bulletin: big,
    publisher: 'city-data-resources',
    unit: 'city-finance',
    reader: newId(),
    readAt: office.clock.now().toISOString(),
  }));
  await office.store.transaction((work) =>
    office.services.use(registers).of(bulletinReceipt).trusted.insertMany(work, 'test', extra),
  );
  const shown = (await seen('secretary')).find((row: { id: string }) => row.id === big);
  expect(shown).toMatchObject({ read: 10_500 });
});
