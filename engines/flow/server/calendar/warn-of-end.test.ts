/** Who keeps the calendar is told before its holidays end, and not while they reach far enough. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { createCalendar } from '../../../../kernel/working-calendar.ts';
import { messages } from '../../../messages/service.ts';
import { warnOfEnd } from './warn-of-end.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [] });
});
afterAll(() => city.close());

function known(year: number) {
  return createCalendar([{ date: `${year}-10-01`, kind: 'holiday', name: '国庆节' }], []);
}

test('快到最后一年的年底、已经过去、或一天也没有登记时提醒维护人，还早时不提醒', async () => {
  const { id } = await city.access.admin.createSubject({
    account: 'calendar-keeper',
    name: '测试',
    kind: 'official',
    mustChange: false,
    posts: [
      { role: 'access:system-administrator', department: 'city-government-office', area: '341200000000' },
    ],
  });
  const keeper = await city.as(id);
  const warn = (calendar: ReturnType<typeof known>) =>
    warnOfEnd(city.store, city.services.use(messages), calendar);
  const year = city.clock.now().getUTCFullYear();
  const told = async () =>
    (await keeper.get('/api/messages/notices')).body.split('工作日历需要续编').length - 1;
  expect(await warn(known(year + 1))).toBe(false);
  expect(await told()).toBe(0);
  expect(await warn(known(year - 1))).toBe(true);
  // The same again on the same day is told once.
  expect(await warn(known(year - 1))).toBe(true);
  expect(await told()).toBe(1);
  expect(await warn(createCalendar([], []))).toBe(true);
  expect(await told()).toBe(2);
});
