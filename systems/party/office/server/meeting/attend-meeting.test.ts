/** What host and guests see of a meeting: notice, reply, and signing in by the code in the room. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
let id: string;
beforeAll(async () => {
  office = await openOffice();
  id = newId();
  const input = {
    id,
    room: office.made.rooms[0],
    title: '数据工作推进会',
    startsAt: '2026-11-23T15:00:00+08:00',
    endsAt: '2026-11-23T17:00:00+08:00',
  };
  await (await office.at('clerk')).post('/api/office/meetings', input);
});
afterAll(() => office.close());

const post = async (who: string, path: string, payload: object) =>
  (await office.at(who)).post(`/api/office${path}`, payload);
const invitation = async (who: string) =>
  (await (await office.at(who)).get('/api/office/invitations')).json().rows[0];

test('只有预定人能发通知,同一单位只通知一次,不存在的单位被拒绝', async () => {
  const units = ['city-finance', 'city-justice'];
  const path = `/meetings/${id}/invitations`;
  expect((await post('finance-head', path, { units })).json().code).toBe('office.notYours');
  expect((await post('clerk', path, { units: ['nobody'] })).json().code).toBe('office.unitUnknown');
  expect((await post('clerk', path, { units })).json()).toEqual({ invited: 2 });
  expect((await post('clerk', path, { units })).json()).toEqual({ invited: 0 });
});

test('参会单位回执:参加要写人员,请假要写理由;别的单位动不了', async () => {
  const shown = await invitation('finance-head');
  expect(shown).toMatchObject({ title: '数据工作推进会', roomName: '市政府第一会议室', reply: 'waiting' });
  const path = `/invitations/${shown.id}`;
  expect((await post('finance-head', path, { reply: 'attend' })).statusCode).toBe(400);
  expect((await post('finance-head', path, { reply: 'absent' })).statusCode).toBe(400);
  expect((await post('justice-head', path, { reply: 'attend', attendee: '方正' })).statusCode).toBe(404);
  expect((await post('finance-head', path, { reply: 'attend', attendee: '钱衡' })).statusCode).toBe(200);
});

test('凭会场签到码签到:早了、错了、重复了都说明原因', async () => {
  const { code } = (await (await office.at('clerk')).get(`/api/office/meetings/${id}/attendance`)).json();
  expect(code).toMatch(/^\d{6}$/);
  expect(
    (await (await office.at('finance-head')).get(`/api/office/meetings/${id}/attendance`)).statusCode,
  ).toBe(403);
  const path = `/invitations/${(await invitation('finance-head')).id}/sign-in`;
  expect((await post('finance-head', path, { code })).json().code).toBe('office.signInClosed');
  office.clock.set('2026-11-23T06:45:00Z');
  const wrong = code === '000000' ? '000001' : '000000';
  expect((await post('finance-head', path, { code: wrong })).json().code).toBe('office.codeWrong');
  expect((await post('finance-head', path, { code })).json()).toEqual({
    signedAt: '2026-11-23T06:45:00.000Z',
  });
  expect((await post('finance-head', path, { code })).json().code).toBe('office.signedIn');
  const { rows } = (await (await office.at('clerk')).get(`/api/office/meetings/${id}/attendance`)).json();
  expect(rows.filter((row: { signedAt: string | null }) => row.signedAt !== null)).toHaveLength(1);
});

test('会议取消后通知不再显示,不能回执', async () => {
  const { id: slip } = await invitation('justice-head');
  await post('clerk', `/meetings/${id}/cancel`, {});
  expect(await invitation('justice-head')).toBeUndefined();
  const late = await post('justice-head', `/invitations/${slip}`, { reply: 'attend', attendee: '方正' });
  expect(late.json().code).toBe('office.meetingCancelled');
});

test('取消会议,每个被通知的单位都知道', async () => {
  const told = async (who: string) =>
    JSON.stringify((await (await office.at(who)).get('/api/messages/notices')).json().notices);
  expect((await post('clerk', `/meetings/${id}/cancel`, {})).statusCode).toBe(200);
  for (const who of ['finance-head', 'justice-head']) expect(await told(who)).toContain('会议取消');
  expect(await told('city-secretary')).not.toContain('会议取消');
});
