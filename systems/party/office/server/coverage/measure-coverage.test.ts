/** Indicator 14 counts departments by what they did, not by accounts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const ask = async (who: string, query = 'from=2026-11-01&to=2026-11-30') =>
  (await office.at(who)).get(`/api/office/coverage?${query}`);

test('有账号没用过不算;拟稿、收文过的部门算;事业单位不在分母里', async () => {
  const before = (await ask('statistician')).json();
  expect([before.used, before.rate]).toEqual([0, 0]);
  expect(before.departments.some(({ id }: { id: string }) => id === 'city-big-data-centre')).toBe(false);
  const id = await office.open({ deliverTo: ['city-finance'] });
  await office.bring(id, 'archive');
  const finance = await office.at('finance-secretary');
  const { rows } = (await finance.get('/api/registers/rows/office.delivery')).json();
  await finance.post(`/api/office/deliveries/${rows[0].id}/receive`);
  const after = (await ask('statistician')).json();
  const used = after.departments
    .filter((one: { used: boolean }) => one.used)
    .map((one: { id: string }) => one.id);
  expect(used.sort()).toEqual(['city-data-resources', 'city-finance']);
  expect(after.rate).toBeCloseTo((2 / after.total) * 100, 2);
  expect((await ask('statistician', 'from=2026-10-01&to=2026-10-31')).json().used).toBe(0);
});

test('发到全市所有乡镇、村居以后照样算得出来', async () => {
  const { services } = office;
  const units = (await services.use(access).departments()).filter(({ kind }) =>
    ['town', 'village'].includes(kind),
  );
  expect(units.length).toBeGreaterThan(2000);
  const before = (await ask('statistician')).json();
  await services.use(store).transaction((work) =>
    services
      .use(registers)
      .of(incomingDocument)
      .trusted.insertMany(
        work,
        'test',
        units.map(({ id }, at) => ({
          number: `演示SW${at}`,
          title: '演示来文',
          source: '市数据资源局',
          receivedOn: '2026-11-23',
          receiver: id,
          status: 'closed',
          openedAt: '2026-11-23T02:00:00Z',
          processVersion: 1,
        })),
      ),
  );
  const after = await ask('statistician');
  expect(after.statusCode, after.body).toBe(200);
  expect(after.json()).toEqual(before);
});

test('日期颠倒被拒绝;没有统计权限的人看不到', async () => {
  expect((await ask('statistician', 'from=2026-12-01&to=2026-11-01')).json().code).toBe(
    'office.periodReversed',
  );
  expect((await ask('clerk')).statusCode).toBe(403);
});
