/** Who finds whom in the address book, and whose number he is shown. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../../../engines/store/index.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Person {
  readonly id: string;
  readonly name: string;
  readonly mobile: string | null;
  readonly mobileMasked: boolean;
  readonly mayReveal: boolean;
}

const find = async (who: string, query: Readonly<Record<string, string>>) => {
  const reply = await (await office.at(who)).get(`/api/office/contacts?${new URLSearchParams(query)}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: Person[]; total: number }>();
};
const names = async (who: string, query: Readonly<Record<string, string>>) =>
  (await find(who, query)).rows.map(({ name }) => name);
const personOf = async (who: string, search: string) => {
  const [person] = (await find(who, { search })).rows;
  if (person === undefined) throw new Error(`${search} is not found`);
  return person;
};
const reveal = async (who: string, id: string, reason: string) =>
  (await office.at(who)).post(`/api/registers/rows/office.contact/${id}/reveal`, { field: 'mobile', reason });

test('全市的人都查得到:按单位、姓名、拼音首字母、职务和岗位', async () => {
  expect(await names('county-secretary', { unit: 'city-finance' })).toEqual(['钱衡', '孙敏']);
  expect(await names('clerk', { search: '方正' })).toEqual(['方正']);
  expect(await names('clerk', { search: 'fz' })).toContain('方正');
  expect(await names('clerk', { search: 'fangzheng' })).toContain('方正');
  expect(await names('clerk', { search: '预算科科长' })).toEqual(['钱衡']);
  expect(await names('clerk', { search: '印章保管' })).toEqual(['印正']);
  expect(await names('clerk', { search: '查无此人' })).toEqual([]);
});

test('手机号码一律遮盖;本单位负责人、文秘和值班员写明理由可看,并留下记录', async () => {
  const clerk = await personOf('head', '王文');
  expect(clerk).toMatchObject({ mobile: '139****2100', mobileMasked: true, mayReveal: true });
  expect((await reveal('head', clerk.id, '')).statusCode).toBe(400);
  const shown = await reveal('head', clerk.id, '夜间值班联系');
  expect(shown.json()).toEqual({ value: '13905582100' });
  const director = await personOf('duty-officer', '方正');
  expect(director.mayReveal).toBe(true);
  expect((await reveal('duty-officer', director.id, '防汛紧急通知')).statusCode).toBe(200);
  const kept = await sql<{ reason: string }>`select detail::jsonb->>'reason' as reason from access_audit
    where event = 'reveal' and object_type = 'office.contact' order by at`.execute(office.store.db);
  expect(kept.rows.map(({ reason }) => reason)).toEqual(['夜间值班联系', '防汛紧急通知']);
});

test('别的单位的、普通工作人员的看不到;本人看得到自己的', async () => {
  const director = await personOf('head', '方正');
  expect(director.mayReveal).toBe(false);
  expect((await reveal('head', director.id, '想联系')).statusCode).toBe(404);
  const colleague = await personOf('archivist', '王文');
  expect(colleague).toMatchObject({ mobileMasked: true, mayReveal: false });
  expect((await reveal('archivist', colleague.id, '想联系')).statusCode).toBe(404);
  const own = await personOf('archivist', '档明');
  expect(own.mayReveal).toBe(true);
  expect((await reveal('archivist', own.id, '核对本人号码')).statusCode).toBe(200);
});

test('遮盖的号码不能用来查人;外人进不来;只有本单位的文秘能维护', async () => {
  const where = encodeURIComponent(JSON.stringify({ mobile: '13905582100' }));
  const guess = await (await office.at('clerk')).get(`/api/registers/rows/office.contact?where=${where}`);
  expect(guess.statusCode).toBe(403);
  expect(await names('clerk', { search: '13905582100' })).toEqual([]);
  expect((await (await office.at('statistician')).get('/api/office/contacts')).statusCode).toBe(200);
  expect((await office.visitor.get('/api/office/contacts')).statusCode).toBe(401);
  const add = async (who: string, unit: string) =>
    (
      await (
        await office.at(who)
      ).post('/api/registers/rows/office.contact', {
        values: { name: '新人', unit, mobile: '13905587777' },
      })
    ).statusCode;
  expect(await add('clerk', 'city-data-resources')).toBe(403);
  expect(await add('secretary', 'city-finance')).not.toBe(200);
  expect(await add('secretary', 'city-data-resources')).toBe(200);
  expect((await personOf('head', '新人')).mobile).toBe('139****7777');
});
