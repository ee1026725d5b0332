/** Meetings that are approved first, without a room, over two days, held together with another unit, and their minutes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const post = async (who: string, path: string, payload: object) =>
  (await office.at(who)).post(`/api/office${path}`, payload);
const book = async (change: object = {}) => {
  const id = newId();
  const reply = await post('clerk', '/meetings', {
    id,
    room: office.made.rooms[0],
    title: '数据工作推进会',
    startsAt: '2026-11-24T09:00:00+08:00',
    endsAt: '2026-11-24T11:00:00+08:00',
    ...change,
  });
  return { id, reply };
};
const day = async (on: string) =>
  (await (await office.at('clerk')).get(`/api/office/meetings?day=${on}`)).json() as {
    rooms: readonly { meetings: readonly { id: string; pending: boolean }[] }[];
    others: readonly { id: string; place: string }[];
  };
const type = 'office.meeting-application';

async function application(meeting: string): Promise<string> {
  const where = encodeURIComponent(JSON.stringify({ meeting }));
  const { rows } = (
    await (await office.at('clerk')).get(`/api/registers/rows/${type}?where=${where}`)
  ).json();
  return rows[0].id;
}

test('规模大的会议先报批:批准前留着会议室但不能通知,批准后可以;不批准让出会议室', async () => {
  expect((await book({ people: 200 })).reply.json().code).toBe('office.reasonNeeded');
  const wish = { people: 200, reason: '部署全年数据工作' };
  const { id, reply } = await book(wish);
  expect(reply.json().application).toMatch(/^BH/);
  const units = ['city-finance'];
  expect((await post('clerk', `/meetings/${id}/invitations`, { units })).json().code).toBe(
    'office.meetingPending',
  );
  expect((await book()).reply.json().code).toBe('office.roomTaken');
  const held = await application(id);
  expect(await office.act('head', held, 'agree', { type })).toBe(200);
  expect((await post('clerk', `/meetings/${id}/invitations`, { units })).json().code).toBe(
    'office.meetingPending',
  );
  expect(await office.act('leader', held, 'agree', { type })).toBe(200);
  expect((await post('clerk', `/meetings/${id}/invitations`, { units })).json()).toEqual({ invited: 1 });

  const later = { startsAt: '2026-11-24T14:00:00+08:00', endsAt: '2026-11-24T15:00:00+08:00' };
  const other = await book({ ...wish, ...later });
  expect(await office.act('head', await application(other.id), 'refuse', { type, opinion: '合并召开' })).toBe(
    200,
  );
  expect((await book(later)).reply.statusCode).toBe(200);
});

test('视频会议、跨天会议:不用会议室也要写地点;会期不超过规定;第二天也看得到', async () => {
  expect((await book({ form: 'video', room: undefined })).reply.json().code).toBe('office.placeNeeded');
  const video = await book({ form: 'video', room: undefined, place: '政务视频会议 801' });
  expect(video.reply.statusCode, video.reply.body).toBe(200);
  expect((await day('2026-11-24')).others).toMatchObject([{ id: video.id, place: '政务视频会议 801' }]);
  const two = { startsAt: '2026-11-25T09:00:00+08:00', endsAt: '2026-11-26T17:00:00+08:00' };
  const long = await book(two);
  expect(long.reply.statusCode).toBe(200);
  expect((await day('2026-11-26')).rooms.flatMap(({ meetings }) => meetings).map(({ id }) => id)).toEqual([
    long.id,
  ]);
  expect((await book({ ...two, endsAt: '2026-11-27T17:00:00+08:00' })).reply.json().code).toBe(
    'office.meetingTooLong',
  );
  expect(
    (await book({ startsAt: '2026-11-26T09:00:00+08:00', endsAt: '2026-11-26T10:00:00+08:00' })).reply.json()
      .code,
  ).toBe('office.roomTaken');
});

test('联合主办单位也能通知和交办;纪要初稿写明时间、地点、议程、决定,拟稿后连着会议', async () => {
  const { id } = await book({
    form: 'elsewhere',
    room: undefined,
    place: '市图书馆报告厅',
    agenda: '通报进展\n讨论标准',
    coHosts: ['city-finance'],
    startsAt: '2026-11-27T09:00:00+08:00',
    endsAt: '2026-11-27T11:00:00+08:00',
  });
  const units = ['city-justice'];
  expect((await post('justice-head', `/meetings/${id}/invitations`, { units })).json().code).toBe(
    'office.notYours',
  );
  expect((await post('finance-secretary', `/meetings/${id}/invitations`, { units })).json()).toEqual({
    invited: 1,
  });
  const decisions = [
    { id: newId(), content: '统一目录标准', lead: 'city-justice', joint: [], doneBy: '2026-12-10' },
  ];
  expect((await post('finance-secretary', `/meetings/${id}/decisions`, { decisions })).statusCode).toBe(200);
  expect((await post('finance-head', `/meetings/${id}/cancel`, {})).json().code).toBe('office.notYours');
  const minutes = await (await office.at('clerk')).get(`/api/office/meetings/${id}/minutes`);
  const draft = minutes.json();
  expect(draft).toMatchObject({ meeting: id, kind: 'minutes', title: '数据工作推进会纪要' });
  for (const words of [
    '2026年11月27日',
    '市图书馆报告厅',
    '1.通报进展',
    '统一目录标准。由市司法局牵头，2026年12月10日前完成',
  ])
    expect(draft.body).toContain(words);
  expect((await (await office.at('justice-head')).get(`/api/office/meetings/${id}/minutes`)).statusCode).toBe(
    403,
  );
  const document = await office.open({ ...draft, recipients: '市财政局' });
  expect((await office.detail('clerk', document)).row).toMatchObject({ meeting: id });
});
