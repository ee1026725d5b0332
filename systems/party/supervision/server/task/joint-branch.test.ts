/** A dispute, a suspension and a period, with joint units at work beside the lead. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { openSupervision, plan, type Supervision } from '../test-support/open-supervision.ts';
import { watchTasks } from './watch-tasks.ts';

let city: Supervision;
beforeAll(async () => {
  city = await openSupervision();
});
afterAll(() => city.close());

const openParts = async (id: string) =>
  ((await city.detail('officer', id)).signers ?? [])
    .filter(({ state }) => state === 'open')
    .map(({ stage, unit }) => `${stage} ${unit}`)
    .sort();
const grant = async (id: string, who: string) => {
  const { requests = [] } = await city.detail(who, id);
  return city.act(who, id, 'verb.decide', { target: { requestId: requests.at(-1)?.id, granted: true } });
};
const missingFacts = async (unit: string) =>
  (
    await city.get<{ rows: readonly { rule: string }[] }>(
      'officer',
      `/facts?unit=${unit}&from=2026-11-01&to=2027-03-31`,
    )
  ).rows.filter(({ rule }) => rule === 'report-missing').length;

test('承办中申诉成立:改交后只重走主办一支,每个协办单位始终一个协办,办完才核查', async () => {
  const { tasks } = await city.handOut({ tasks: [{ ...plan.tasks[0], joint: ['city-finance'] }] });
  const [id = ''] = tasks;
  expect((await city.act('transport', id, 'sign')).code).toBeUndefined();
  expect(
    (await city.act('transport', id, 'verb.dispute', { opinion: '应由住建局承办' })).code,
  ).toBeUndefined();
  expect((await grant(id, 'officer')).code).toBeUndefined();
  expect(await openParts(id)).toEqual(['assign null', 'assist city-finance']);
  expect(
    (await city.act('officer', id, 'assign', { unit: 'city-housing-construction' })).code,
  ).toBeUndefined();
  expect((await city.act('housing', id, 'sign')).code).toBeUndefined();
  expect(await openParts(id)).toEqual(['assist city-finance', 'handle city-housing-construction']);
  await city.act('housing', id, 'report', { values: { progress: 100, content: '全部完成' } });
  const evidence = [await city.file('housing')];
  expect((await city.act('housing', id, 'finish', { values: { evidence } })).code).toBeUndefined();
  expect(await openParts(id)).toEqual(['assist city-finance']);
  expect((await city.act('finance', id, 'done')).code).toBeUndefined();
  expect(await openParts(id)).toEqual(['check null']);
  expect((await city.act('officer', id, 'close')).code).toBeUndefined();
  expect(await city.detail('officer', id)).toMatchObject({ status: 'closed' });
});

test('中止期间结束的反馈期不算欠报,恢复后也不算;中止时不变红', async () => {
  const { tasks } = await city.handOut({
    tasks: [{ ...plan.tasks[0], joint: [], stages: [], dueOn: '2027-03-31' }],
  });
  const [id = ''] = tasks;
  await city.act('transport', id, 'sign');
  await city.act('transport', id, 'report', { values: { progress: 10, content: '已开工' } });
  city.clock.set('2026-11-26T02:00:00Z');
  const before = await missingFacts('city-transport');
  expect((await city.act('transport', id, 'verb.suspend', { opinion: '等待征地' })).code).toBeUndefined();
  expect((await grant(id, 'leader')).code).toBeUndefined();
  city.clock.set('2026-12-21T02:00:00Z');
  await watchTasks(city.services);
  expect(await missingFacts('city-transport')).toBe(before);
  const progress = () =>
    city.get<{ missing: readonly string[]; light: { light: string } }>('officer', `/tasks/${id}/progress`);
  expect(await progress()).toMatchObject({ missing: [], light: { light: 'green' } });
  expect((await city.act('leader', id, 'verb.resume')).code).toBeUndefined();
  await watchTasks(city.services);
  expect((await progress()).missing).toEqual([]);
  expect(await missingFacts('city-transport')).toBe(before);
  // From then on it is owed as ever.
  city.clock.set('2026-12-30T02:00:00Z');
  await watchTasks(city.services);
  expect((await progress()).missing).toEqual(['2026-W52']);
});

test('通报和得分只算这个期间的任务', async () => {
  city.clock.set('2027-02-01T02:00:00Z');
  const scores = async (from: string, to: string) =>
    (
      await city.get<{ units: readonly { unit: string; tasks: number; closed: number }[] }>(
        'officer',
        `/scores?from=${from}&to=${to}`,
      )
    ).units.find(({ unit }) => unit === 'city-housing-construction');
  // It was closed in November.
  expect(await scores('2026-11-01', '2026-11-30')).toMatchObject({ tasks: 1, closed: 1 });
  expect(await scores('2027-01-01', '2027-01-31')).toBeUndefined();
  expect(await scores('2026-01-01', '2026-01-31')).toBeUndefined();
  const id = newId();
  await city.post('officer', '/bulletins', { id, from: '2027-01-01', to: '2027-01-31' });
  expect((await city.post('leader', `/bulletins/${id}/issue`)).code).toBeUndefined();
  const { row } = (
    await (await city.at('officer')).get(`/api/registers/rows/supervision.bulletin/${id}`)
  ).json();
  expect(JSON.stringify(row.content)).toContain('列入督查的任务共1项，已销号0项');
});

test('协办单位也有时限、灯色、逐级催办,逾期完成扣分', async () => {
  city.clock.set('2027-03-01T02:00:00Z');
  const { tasks } = await city.handOut({
    tasks: [{ ...plan.tasks[0], joint: ['city-housing-construction'], stages: [], dueOn: '2027-03-12' }],
  });
  const [id = ''] = tasks;
  interface Progress {
    readonly joint: readonly { unit: string; doneAt: string | null; light: { light: string } | null }[];
    readonly reminders: readonly { unitName: string; to: string }[];
  }
  const progress = () => city.get<Progress>('officer', `/tasks/${id}/progress`);
  const joint = async () => (await progress()).joint[0];
  await city.act('transport', id, 'sign');
  const { signers = [] } = await city.detail('officer', id);
  expect(signers.find(({ stage }) => stage === 'assist')).toMatchObject({
    dueAt: '2027-03-12T10:00:00.000Z',
  });
  expect(await joint()).toMatchObject({ doneAt: null, light: { light: 'green' } });
  city.clock.set('2027-03-10T02:00:00Z');
  expect(await joint()).toMatchObject({ light: { light: 'yellow' } });
  const told: (readonly string[])[] = [];
  for (const at of [
    '2027-03-10T06:00:00Z',
    '2027-03-12T10:30:00Z',
    '2027-03-16T10:30:00Z',
    '2027-03-19T10:30:00Z',
  ]) {
    city.clock.set(at);
    await watchTasks(city.services);
    await watchTasks(city.services);
    told.push(
      (await progress()).reminders
        .filter(({ unitName }) => unitName === '市住房城乡建设局')
        .map(({ to }) => to),
    );
  }
  expect(told.at(-1)).toEqual(['承办人', '承办单位和督查室', '承办单位负责人', '分管领导']);
  expect(await joint()).toMatchObject({ light: { light: 'red' } });
  expect((await city.act('housing', id, 'done')).code).toBeUndefined();
  expect(await joint()).toMatchObject({ doneAt: '2027-03-19T10:30:00.000Z', light: null });
  const { rows } = await city.get<{ rows: readonly { rule: string; task: string; points: number }[] }>(
    'officer',
    '/facts?unit=city-housing-construction&from=2027-03-01&to=2027-03-31',
  );
  expect(rows.find((row) => row.task === id)).toMatchObject({ rule: 'assist-late', points: -3 });
});
