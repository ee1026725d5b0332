/** 负责人代填离岗: the person and his deputy are told by whom, and may end it; who gives his own away is not told of it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOffice, type TestOffice } from '../test-support/document.ts';
import { makePerson } from '../test-support/make-person.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.city.close());

const hour = 3_600_000;
async function told(who: string): Promise<string> {
  return (await (await office.city.as(who)).get('/api/messages/notices')).body;
}

test('代填离岗通知本人和代理人，写明谁填的；本人可以终止；自己委托的只通知代理人', async () => {
  const { city, people } = office;
  const { departments } = await city.access.principalOf(people.road);
  const keeper = await makePerson(city, {
    account: 'absence-keeper',
    name: '郑七',
    post: { role: 'flow:duty-keeper', area: '341200000000', department: departments[0] ?? '' },
  });
  const now = city.clock.now().getTime();
  const absence = {
    deputy: people.water,
    from: new Date(now).toISOString(),
    until: new Date(now + 8 * hour).toISOString(),
    reason: '住院',
  };
  const given = await (await city.as(keeper)).post('/api/flow/acting', { ...absence, owner: people.road });
  expect(given.statusCode, given.body).toBe(200);
  expect(await told(people.road)).toContain('郑七为您登记');
  expect(await told(people.water)).toContain('郑七安排');
  const own = await city.as(people.road);
  const shown = (await own.get('/api/flow/acting')).json<{ id: string; givenBy: string | null }[]>();
  expect(shown[0]).toMatchObject({ id: given.json().id, givenBy: '郑七' });
  expect((await own.del(`/api/flow/acting/${given.json().id}`)).statusCode).toBe(200);
  await own.post('/api/flow/acting', { ...absence, reason: '' });
  expect((await told(people.road)).match(/为您登记了离岗/g)).toHaveLength(1);
});

test('通知不出去，代理也不成立', async () => {
  const { city, people } = office;
  const { db } = city.store;
  const now = city.clock.now().getTime();
  const own = await city.as(people.road);
  const before = (await own.get('/api/flow/acting')).json<unknown[]>();
  await sql`alter table messages_notice add constraint no_acting check (title <> '请您代理待办') not valid`.execute(
    db,
  );
  const refused = await own.post('/api/flow/acting', {
    deputy: people.water,
    from: new Date(now).toISOString(),
    until: new Date(now + 8 * hour).toISOString(),
  });
  await sql`alter table messages_notice drop constraint no_acting`.execute(db);
  expect(refused.statusCode).toBe(500);
  expect((await own.get('/api/flow/acting')).json()).toEqual(before);
});
