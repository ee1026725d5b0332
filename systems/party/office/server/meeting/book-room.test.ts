/** What people see who ask for the same room: one gets it, the others read who has it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

function body(room: number, from: string, to: string, day = '2026-11-24') {
  return {
    id: newId(),
    room: office.made.rooms[room] ?? '',
    title: '数据工作专题会',
    startsAt: `${day}T${from}:00+08:00`,
    endsAt: `${day}T${to}:00+08:00`,
  };
}
const book = async (who: string, input: object) => (await office.at(who)).post('/api/office/meetings', input);

test('同一会议室时间重叠被拒绝并说明被谁占用,首尾相接可以', async () => {
  expect((await book('clerk', body(0, '09:00', '11:00'))).statusCode).toBe(200);
  const taken = await book('finance-head', body(0, '10:30', '12:00'));
  expect([taken.statusCode, taken.json().code]).toEqual([409, 'office.roomTaken']);
  expect(taken.json().message).toContain('09:00 至 11:00');
  expect((await book('finance-head', body(0, '11:00', '12:00'))).statusCode).toBe(200);
  expect((await book('finance-head', body(1, '09:30', '10:00'))).statusCode).toBe(200);
  const { rooms } = (await (await office.at('clerk')).get('/api/office/meetings?day=2026-11-24')).json();
  expect(rooms.map(({ meetings }: { meetings: unknown[] }) => meetings.length).sort()).toEqual([0, 1, 2]);
});

test('同一表单提交两次只订一次;取消后别人可订,只有本人能取消', async () => {
  const input = body(2, '09:00', '10:00');
  expect((await book('clerk', input)).statusCode).toBe(200);
  expect((await book('clerk', input)).json()).toEqual({ id: input.id, application: null });
  const cancel = async (who: string) =>
    (await office.at(who)).post(`/api/office/meetings/${input.id}/cancel`);
  expect((await cancel('finance-head')).json().code).toBe('office.notYours');
  expect((await cancel('clerk')).statusCode).toBe(200);
  expect((await book('finance-head', body(2, '09:00', '10:00'))).statusCode).toBe(200);
});

test.each([
  ['11:00', '10:00', '2026-11-24', 'office.timeReversed'],
  ['09:00', '09:30', '2026-11-23', 'office.timePast'],
  ['09:00', '09:30', '2027-11-23', 'office.timeFar'],
])('%s 至 %s(%s)不能预定', async (from, to, day, code) => {
  expect((await book('clerk', body(0, from, to, day))).json().code).toBe(code);
});

test('八个人同时抢任意时段,订到的互不重叠', async () => {
  const slot = fc.record({ from: fc.integer({ min: 8, max: 16 }), hours: fc.integer({ min: 1, max: 3 }) });
  let day = 24;
  await fc.assert(
    fc.asyncProperty(fc.array(slot, { minLength: 8, maxLength: 8 }), async (slots) => {
      day += 1;
      const on = `2026-12-${String(day - 20).padStart(2, '0')}`;
      const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
      await Promise.all(
        slots.map(({ from, hours }) => book('clerk', body(1, clock(from), clock(from + hours), on))),
      );
      const { rooms } = (await (await office.at('clerk')).get(`/api/office/meetings?day=${on}`)).json();
      const meetings = rooms.flatMap(
        (room: { meetings: { startsAt: string; endsAt: string }[] }) => room.meetings,
      );
      expect(meetings.length).toBeGreaterThan(0);
      for (const [index, each] of meetings.entries())
        if (index > 0) expect(each.startsAt >= meetings[index - 1].endsAt).toBe(true);
    }),
    { numRuns: 5 },
  );
});
