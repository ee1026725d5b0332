/** Codes of sign-up leave through the message engine like any text, to a free number and a taken one alike, and the number is forgotten. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { sql } from '../../../store/index.ts';
import { messages } from '../../service.ts';

let city: TestCity;

beforeAll(async () => {
  city = await openTestCity({ systems: [], demo: true });
  const { centre } = city.services.use(messages);
  const sms = (await centre.channels()).find(({ id }) => id === 'sms');
  await city.store.transaction((work) =>
    centre.changeChannel(
      work,
      {
        id: 'sms',
        revision: sms?.revision ?? 0,
        enabled: true,
        config: { mode: 'simulator', url: '', app: '', sign: '数字阜阳', okCode: '0', refusedCodes: [] },
        rate: 100,
      },
      'test',
    ),
  );
}, 60_000);
afterAll(() => city.close());

const askCode = (account: string) => city.visitor.post('/api/access/sign-up/code', { account });

async function sent(): Promise<readonly string[]> {
  const { centre } = city.services.use(messages);
  return (await centre.simulated()).map(({ shown }) => shown);
}

test('没有账号的号码和已注册的号码收到一样的短信；发完一天后号码不再留存', async () => {
  const { id } = await city.access.admin.createSubject({
    account: '13900000021',
    name: '颍小满',
    kind: 'citizen',
    mustChange: false,
  });
  for (const account of ['13900000021', '13900000022']) expect((await askCode(account)).statusCode).toBe(200);
  await expect
    .poll(async () => [...(await sent())].sort(), { timeout: 20_000 })
    .toEqual(['139****0021', '139****0022']);
  const kept = () =>
    sql<{ subject: string }>`select subject from messages_contact`
      .execute(city.store.db)
      .then(({ rows }) => rows);
  // Neither text is tied to the account that has the number.
  expect((await kept()).map(({ subject }) => subject).filter((one) => one === id)).toEqual([]);
  expect(await kept()).toHaveLength(2);
  city.clock.advance(25 * 3_600_000);
  const job = await city.store.jobs.start('messages.forgetLent', {}, 'test');
  await expect.poll(async () => (await city.store.jobs.status(job))?.state, { timeout: 20_000 }).toBe('done');
  expect(await kept()).toEqual([]);
});
