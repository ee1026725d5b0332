/** What a person and his colleagues see of his days, and what a meeting's decisions become. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import type { CalendarItem } from '../../routes/schedule-routes.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';
import { writeCalendar } from './write-calendar.ts';

let office: Office;
let meeting: string;
beforeAll(async () => {
  office = await openOffice();
  meeting = newId();
  const clerk = await office.at('clerk');
  await clerk.post('/api/office/meetings', {
    id: meeting,
    room: office.made.rooms[0],
    title: '数据工作推进会',
    startsAt: '2026-11-24T09:00:00+08:00',
    endsAt: '2026-11-24T11:00:00+08:00',
  });
});
afterAll(() => office.close());

const span = 'from=2026-11-23&to=2026-11-29';
async function items(who: string, person?: string): Promise<readonly CalendarItem[]> {
  const whose = person === undefined ? '' : `&person=${office.made.people.get(`office-${person}`) ?? ''}`;
  return (await (await office.at(who)).get(`/api/office/schedule?${span}${whose}`)).json().items;
}
async function enter(
  who: string,
  title: string,
  hours: readonly [string, string],
  visibility = 'unit',
  id = newId(),
) {
  const [startsAt, endsAt] = hours.map((hour) => `2026-11-24T${hour}:00+08:00`);
  const reply = await (await office.at(who)).post('/api/office/schedule', {
    id,
    title,
    startsAt,
    endsAt,
    visibility,
  });
  return { id, status: reply.statusCode, code: reply.json<{ code?: string }>().code };
}

test('会议、请假和自记事项合在一起,冲突的标出来', async () => {
  const { id } = await enter('clerk', '牙科复诊', ['10:30', '11:30'], 'private');
  await (await office.at('clerk')).post('/api/flow/cases/office.leave', {
    id: newId(),
    values: { kind: 'annual', startsOn: '2026-11-26', endsOn: '2026-11-26' },
  });
  const shown = await items('clerk');
  expect(shown.map(({ kind, title, clashes }) => [kind, title, clashes])).toEqual([
    ['meeting', '数据工作推进会', true],
    ['entry', '牙科复诊', true],
    ['leave', '年休假（审批中）', false],
  ]);
  expect(shown.find((item) => item.id === id)).toMatchObject({ mine: true, visibility: 'private' });
});

test('同事看得到多少由本人定:不可见的不出现,只显示忙的看不到内容,请假看不到假别', async () => {
  await enter('clerk', '谈心谈话', ['14:00', '15:00'], 'busy');
  await enter('clerk', '项目例会', ['16:00', '17:00']);
  expect((await items('leader', 'clerk')).map(({ title }) => title)).toEqual([
    '数据工作推进会',
    '忙',
    '项目例会',
    '请假',
  ]);
  const leaders = (await (await office.at('clerk')).get(`/api/office/schedule?${span}`)).json().people;
  expect(leaders).toContainEqual(expect.objectContaining({ name: '高远', leader: true }));
});

test('别的单位看不到;改不了别人的;时间倒置、跨度过长、带密级的不收', async () => {
  const clerk = office.made.people.get('office-clerk') ?? '';
  const foreign = await (await office.at('finance-head')).get(`/api/office/schedule?${span}&person=${clerk}`);
  expect(foreign.statusCode).toBe(404);
  const { id } = await enter('clerk', '走访企业', ['08:00', '08:30']);
  expect((await enter('head', '改写', ['08:00', '08:30'], 'unit', id)).status).toBe(404);
  expect((await (await office.at('head')).del(`/api/office/schedule/${id}`)).statusCode).toBe(404);
  expect((await (await office.at('clerk')).del(`/api/office/schedule/${id}`)).statusCode).toBe(200);
  expect((await items('clerk')).some((item) => item.id === id)).toBe(false);
  expect((await enter('clerk', '倒置', ['11:00', '10:00'])).status).toBe(400);
  expect((await enter('clerk', '研究【机密】事项', ['08:00', '08:30'])).code).toBe('office.classified');
  const long = await (await office.at('clerk')).get('/api/office/schedule?from=2026-01-01&to=2026-12-31');
  expect(long.statusCode).toBe(400);
});

test('导出 iCalendar:行不过长,特殊字符转义,全天事项用日期', async () => {
  const reply = await (await office.at('clerk')).get(`/api/office/schedule-file?${span}`);
  expect(reply.headers['content-type']).toContain('text/calendar');
  expect(reply.body).toContain('SUMMARY:数据工作推进会\r\n');
  expect(reply.body).toContain('DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127');
  const base = {
    kind: 'entry',
    allDay: false,
    place: '一楼;东',
    note: null,
    visibility: 'unit',
    clashes: false,
    mine: true,
  } as const;
  const long = {
    ...base,
    id: 'x',
    title: `${'长'.repeat(60)},\\结尾`,
    startsAt: '2026-11-24T01:00:00Z',
    endsAt: '2026-11-24T02:00:00Z',
  };
  const text = writeCalendar([long], new Date('2026-11-23T02:00:00Z'));
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const unfolded = text.replaceAll('\r\n ', '');
  expect(unfolded).toContain(`SUMMARY:${'长'.repeat(60)}\\,\\\\结尾\r\n`);
  expect(unfolded).toContain('LOCATION:一楼\\;东\r\nEND:VEVENT');
});

test('会议决定交办:牵头单位承办、报告、退回续办、销号;会议和事项互相看得到', async () => {
  const id = newId();
  const decision = {
    id,
    content: '十二月底前完成目录编制',
    lead: 'city-finance',
    joint: ['city-justice'],
    doneBy: '2026-12-31',
  };
  const decide = async (who: string, change: object = {}) =>
    (await office.at(who)).post(`/api/office/meetings/${meeting}/decisions`, {
      decisions: [{ ...decision, ...change }],
    });
  expect((await decide('finance-head')).json().code).toBe('office.notYours');
  expect((await decide('clerk', { doneBy: '2026-11-01' })).json().problems[0].path).toBe(
    'decisions.0.doneBy',
  );
  expect((await decide('clerk', { lead: 'nobody' })).statusCode).toBe(400);
  const made = await decide('clerk');
  expect(made.json().numbers[0]).toMatch(/^HY20261123-\d{4}$/);
  const type = 'office.meeting-task';
  const act = (who: string, action: string, more: object = {}) =>
    office.act(who, id, action, { type, ...more });
  expect((await office.detail('finance-head', id, type)).row).toMatchObject({
    meeting,
    lead: 'city-finance',
  });
  const pdf = Buffer.from('%PDF-1.4\n%%EOF');
  const proof = await (await office.at('finance-head')).upload('进度.pdf', 'application/pdf', pdf);
  const report = { result: '已完成八成', evidence: [proof] };
  expect(await act('finance-head', 'report', { values: report })).toBe(200);
  // The joint unit sees list, detail and files; a unit that the decision does not name sees none of them.
  const asked = async (who: string) => {
    const caller = await office.at(who);
    const { rows } = (await caller.get(`/api/registers/rows/${type}`)).json();
    const urls = [`/api/flow/cases/${type}/${id}`, `/api/files/${proof}`];
    const codes = await Promise.all(urls.map(async (url) => (await caller.get(url)).statusCode));
    return [rows.map((row: { id: string }) => row.id), ...codes];
  };
  expect(await asked('justice-head')).toEqual([[id], 200, 200]);
  expect((await office.detail('justice-head', id, type)).row).toMatchObject({ joint: ['city-justice'] });
  expect(await asked('city-secretary')).toEqual([[], 404, 404]);
  expect(await act('clerk', 'rework', { opinion: '请全部完成' })).toBe(200);
  expect(await act('justice-head', 'report', { values: report })).toBe(403);
  expect(await act('finance-head', 'report', { values: { result: '已全部完成' } })).toBe(200);
  expect(await act('clerk', 'finish')).toBe(200);
  const { rows } = (await (await office.at('clerk')).get(`/api/office/meetings/${meeting}/decisions`)).json();
  expect(rows).toMatchObject([
    { id, content: decision.content, closed: true, state: '已销号', jointNames: ['市司法局'], late: false },
  ]);
});
