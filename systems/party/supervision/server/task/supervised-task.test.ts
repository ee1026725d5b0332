/** A decision from its split to its closing: lead and joint units, reports, lights with their rule, reminders that climb, lapses as facts, appeal and score, bulletin. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { openSupervision, plan, type Supervision } from '../test-support/open-supervision.ts';
import { watchTasks } from './watch-tasks.ts';

let city: Supervision;
let matter: string;
let road: string;
let money: string;
beforeAll(async () => {
  city = await openSupervision();
  const made = await city.handOut();
  matter = made.matter;
  [road = '', money = ''] = made.tasks;
});
afterAll(() => city.close());

interface Progress {
  readonly light: { readonly light: string; readonly rule: string; readonly when: string } | null;
  readonly missing: readonly string[];
  readonly reports: readonly {
    readonly id: string;
    readonly period: string;
    readonly status: string;
    readonly late: boolean;
  }[];
  readonly reminders: readonly { readonly title: string; readonly to: string }[];
}
interface Fact {
  readonly id: string;
  readonly rule: string;
  readonly points: number;
  readonly status: string;
  readonly mayAppeal: boolean;
}
interface Scores {
  readonly units: readonly {
    readonly unit: string;
    readonly score: number;
    readonly onTime: number | null;
  }[];
}

const period = 'from=2026-11-01&to=2026-12-31';
const progress = (who: string, id: string) => city.get<Progress>(who, `/tasks/${id}/progress`);
const facts = async (unit: string, who = 'officer') =>
  (await city.get<{ rows: readonly Fact[] }>(who, `/facts?unit=${unit}&${period}`)).rows;
const scoreOf = async (unit: string) =>
  (await city.get<Scores>('officer', `/scores?${period}`)).units.find((row) => row.unit === unit)?.score;

describe('立项和分解', () => {
  test('分解有误的逐条说明,什么也没有写下', async () => {
    const wrong = [
      { ...plan.tasks[0], dueOn: '2026-11-01', stages: [] },
      { ...plan.tasks[1], joint: ['city-finance'], lead: 'city-finance' },
      { ...plan.tasks[1], lead: 'no-such' },
      { ...plan.tasks[0], stages: [{ title: '太晚', dueOn: '2027-01-01', percent: 50 }] },
    ];
    const refused = await city.open('matter', 'officer', { ...plan, tasks: wrong });
    expect(refused.code).toBe('supervision.badTasks');
    expect(refused.problems?.map(({ path }) => path)).toEqual([
      'values.tasks.0.dueOn',
      'values.tasks.1.joint',
      'values.tasks.2.lead',
      'values.tasks.3.stages',
    ]);
    expect((await city.open('matter', 'officer', { ...plan, tasks: '全部' })).code).toBe(
      'supervision.badTasks',
    );
    expect((await city.open('matter', 'transport', plan)).code).toBe('city.forbidden');
  });

  test('批准后每项任务一个件,写明主办、协办、时限和督查单位;办结前事项不能销号', async () => {
    const { row, stage } = await city.detail('officer', road);
    expect(row).toMatchObject({
      title: '路面提升',
      lead: 'city-transport',
      supervisor: 'city-government-office',
      matter,
    });
    expect(stage).toBe('sign');
    expect(row['dueAt']).toBe('2026-12-18T10:00:00Z');
    expect((await city.detail('officer', matter, 'matter')).stage).not.toBe('conclude');
  });

  test('别的单位看不到,协办单位看得到', async () => {
    expect((await progress('education', road)).code).toBe('city.missing');
    expect(
      (await city.get<{ rows: readonly { id: string }[] }>('finance', '/board')).rows
        .map(({ id }) => id)
        .sort(),
    ).toEqual([road, money].sort());
  });
});

describe('承办和反馈', () => {
  test('签收后主办和协办各有待办;不属职责的可申诉改交办', async () => {
    expect((await city.act('finance', road, 'sign')).code).toBeDefined();
    expect((await city.act('transport', road, 'sign')).code).toBeUndefined();
    const { signers = [] } = await city.detail('officer', road);
    expect(
      signers
        .filter(({ state }) => state === 'open')
        .map(({ stage, unit }) => `${stage} ${unit}`)
        .sort(),
    ).toEqual(['assist city-finance', 'assist city-housing-construction', 'handle city-transport']);
  });

  test('反馈按期登记;进度不能倒退;没到 100% 或没有佐证不能申请办结', async () => {
    const report = (values: object) => city.act('transport', road, 'report', { values });
    expect((await report({ progress: 20, content: '完成招标' })).code).toBeUndefined();
    expect((await report({ progress: 10, content: '倒退' })).code).toBe('supervision.backwards');
    const { reports } = await progress('transport', road);
    expect(reports).toMatchObject([{ period: '2026-W48', status: 'filed', late: false }]);
    expect((await city.act('transport', road, 'finish', { values: {} })).code).toBe('supervision.noEvidence');
    const evidence = [await city.file('transport')];
    expect((await city.act('transport', road, 'finish', { values: { evidence } })).code).toBe(
      'supervision.notDone',
    );
  });

  test('质量不合格的报告退回重报,扣分并连到这份报告', async () => {
    const [first] = (await progress('officer', road)).reports;
    expect((await city.post('transport', `/reports/${first?.id}/return`, { reason: '太空' })).code).toBe(
      'city.forbidden',
    );
    expect(
      (await city.post('officer', `/reports/${first?.id}/return`, { reason: '只有一句话' })).code,
    ).toBeUndefined();
    expect((await city.post('officer', `/reports/${first?.id}/return`, { reason: '再退' })).code).toBe(
      'supervision.reportReturned',
    );
    expect(await facts('city-transport')).toMatchObject([{ rule: 'report-weak', points: -2 }]);
    await city.act('transport', road, 'report', { values: { progress: 25, content: '完成招标和场地移交' } });
    expect(
      (await progress('officer', road)).reports.map(({ period: key, status }) => `${key} ${status}`),
    ).toEqual(['2026-W48 filed', '2026-W48 returned']);
  });

  test('灯色由规则决定并写明是哪一条:滞后变红,临近变黄', async () => {
    expect((await progress('officer', road)).light).toMatchObject({ light: 'green' });
    city.clock.set('2026-12-04T06:00:00Z');
    await city.act('transport', road, 'report', { values: { progress: 45, content: '路基基本完成' } });
    expect((await progress('officer', road)).light).toMatchObject({
      light: 'yellow',
      rule: 'behind',
      when: '滞后 > 0',
    });
    const keeper = await city.at('rules');
    const { rows } = (await keeper.get('/api/registers/rows/supervision.light-rule')).json();
    const rule = rows.find((row: { code: string }) => row.code === 'far-behind');
    const changed = { version: rule.version, values: { when: '滞后 > 3' } };
    expect(
      (
        await (
          await city.at('officer')
        ).patch(`/api/registers/rows/supervision.light-rule/${rule.id}`, changed)
      ).statusCode,
    ).toBe(403);
    expect(
      (await keeper.patch(`/api/registers/rows/supervision.light-rule/${rule.id}`, changed)).statusCode,
    ).toBe(200);
    expect((await progress('officer', road)).light).toMatchObject({
      light: 'red',
      rule: 'far-behind',
      when: '滞后 > 3',
    });
  });
});

describe('逾期、催办和延期', () => {
  test('没签收的催签收,逾期签收扣分', async () => {
    await watchTasks(city.services);
    expect((await progress('officer', money)).reminders.map(({ title }) => title)).toContain(
      '请签收督查任务',
    );
    expect((await city.act('finance', money, 'sign')).code).toBeUndefined();
    expect((await facts('city-finance')).find(({ rule }) => rule === 'sign-late')).toMatchObject({
      points: -1,
    });
  });

  test('催办逐级升高,同一级同一时限只催一次;到月底没反馈记欠报,只记一次', async () => {
    const owed = (await facts('city-finance')).filter(({ rule }) => rule === 'report-missing');
    expect(owed).toMatchObject([{ points: -2 }]);
    const told: string[][] = [];
    for (const at of [
      '2026-12-09T06:00:00Z',
      '2026-12-11T10:30:00Z',
      '2026-12-15T10:30:00Z',
      '2026-12-18T10:30:00Z',
    ]) {
      city.clock.set(at);
      await watchTasks(city.services);
      expect(await watchTasks(city.services)).toEqual({ reminders: 0 });
      told.push((await progress('officer', money)).reminders.map(({ to }) => to));
    }
    expect(told.map((each) => each.at(-1))).toEqual([
      '承办人',
      '承办单位和督查室',
      '承办单位负责人',
      '分管领导',
    ]);
    const { notices } = (await (await city.at('leader')).get('/api/messages/notices')).json();
    expect(JSON.stringify(notices)).toContain('督查任务逾期，报分管领导');
  });

  test('延期要申请,分管领导审定,灯色随新时限;超过次数不能再延', async () => {
    const ask = () =>
      city.act('finance', money, 'verb.delay', {
        opinion: '资金计划调整',
        target: { limit: { amount: 10, unit: 'work-day' } },
      });
    const decide = async () => {
      const { requests = [] } = await city.detail('leader', money);
      return city.act('leader', money, 'verb.decide', {
        target: { requestId: requests.at(-1)?.id, granted: true },
      });
    };
    expect((await progress('officer', money)).light).toMatchObject({ light: 'red', rule: 'overdue' });
    expect((await ask()).code).toBeUndefined();
    expect(
      (await city.act('officer', money, 'verb.decide', { target: { granted: true } })).code,
    ).toBeDefined();
    expect((await decide()).code).toBeUndefined();
    expect((await progress('officer', money)).light?.rule).not.toBe('overdue');
    expect((await ask()).code).toBeUndefined();
    expect((await decide()).code).toBeUndefined();
    expect((await ask()).code).toBe('supervision.mostDelays');
  });
});

describe('办结、考核和申诉', () => {
  test('主办申请办结、协办都完成后才到核查;不合格退回续办并扣分,再报后销号', async () => {
    await city.act('transport', road, 'report', { values: { progress: 100, content: '全部完成' } });
    const evidence = [await city.file('transport')];
    expect((await city.act('transport', road, 'finish', { values: { evidence } })).code).toBeUndefined();
    expect((await city.act('officer', road, 'close')).code).toBeDefined();
    expect((await city.act('finance', road, 'done')).code).toBeUndefined();
    expect((await city.act('housing', road, 'done')).code).toBeUndefined();
    expect((await city.act('officer', road, 'rework', { opinion: '有一条路没有验收' })).code).toBeUndefined();
    expect((await city.act('transport', road, 'finish', { values: {} })).code).toBeUndefined();
    expect((await city.act('officer', road, 'close')).code).toBeUndefined();
    expect(await city.detail('officer', road)).toMatchObject({ status: 'closed' });
    const rules = (await facts('city-transport')).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['report-weak', 'rework', 'finish-late']));
  });

  test('申诉只能由被考核单位在申诉期内提出一次;成立的撤销扣分并重算得分', async () => {
    const before = await scoreOf('city-transport');
    const found = (await facts('city-transport', 'transport')).find(({ rule }) => rule === 'rework');
    expect(found).toMatchObject({ mayAppeal: true, points: -3 });
    const values = { fact: found?.id, reason: '该路段验收材料当日已补' };
    expect((await city.open('appeal', 'finance', values)).code).toBe('supervision.notYours');
    const { id, code } = await city.open('appeal', 'transport', values);
    expect(code).toBeUndefined();
    expect((await city.open('appeal', 'transport', values)).code).toBe('supervision.appealedBefore');
    expect(await scoreOf('city-transport')).toBe(before);
    expect(
      (await city.act('officer', id, 'propose', { type: 'appeal', values: { finding: '属实，建议撤销' } }))
        .code,
    ).toBeUndefined();
    expect((await city.act('officer', id, 'grant', { type: 'appeal' })).code).toBeDefined();
    expect((await city.act('leader', id, 'grant', { type: 'appeal' })).code).toBeUndefined();
    expect((await facts('city-transport')).find(({ rule }) => rule === 'rework')?.status).toBe('voided');
    expect(await scoreOf('city-transport')).toBe((before ?? 0) + 3);
  });

  test('未成立的维持扣分,不能再申诉;过了申诉期不能申诉', async () => {
    const weak = (await facts('city-transport', 'transport')).find(({ rule }) => rule === 'report-weak');
    expect((await city.open('appeal', 'transport', { fact: weak?.id, reason: '太晚了' })).code).toBe(
      'supervision.appealLate',
    );
    const late = (await facts('city-transport', 'transport')).find(({ rule }) => rule === 'finish-late');
    const { id } = await city.open('appeal', 'transport', { fact: late?.id, reason: '雨季停工' });
    await city.act('officer', id, 'propose', { type: 'appeal', values: { finding: '未申请延期' } });
    const score = await scoreOf('city-transport');
    expect((await city.act('leader', id, 'reject', { type: 'appeal' })).code).toBeUndefined();
    expect(await scoreOf('city-transport')).toBe(score);
    expect((await city.open('appeal', 'transport', { fact: late?.id, reason: '再申诉' })).code).toBe(
      'supervision.appealedBefore',
    );
  });

  test('全部任务销号后事项才能销号归档', async () => {
    await city.act('finance', money, 'report', { values: { progress: 100, content: '资金全部到位' } });
    const evidence = [await city.file('finance')];
    await city.act('finance', money, 'finish', { values: { evidence } });
    const added = await city.open('task', 'officer', {
      ...plan.tasks[1],
      dueOn: '2027-01-20',
      matterNumber: (await city.detail('officer', matter, 'matter')).row['number'],
    });
    expect(added.code).toBeUndefined();
    await city.act('officer', money, 'close');
    const until = Date.now() + 15_000;
    while ((await city.detail('officer', matter, 'matter')).stage !== 'conclude' && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const close = () =>
      city.act('officer', matter, 'close', { type: 'matter', values: { conclusion: '按要求完成' } });
    expect((await close()).code).toBe('supervision.tasksOpen');
    expect(
      (await city.act('leader', added.id, 'verb.terminate', { opinion: '并入明年计划' })).code,
    ).toBeUndefined();
    expect((await close()).code).toBeUndefined();
    expect((await city.detail('officer', matter, 'matter')).status).toBe('closed');
    const number = (await city.detail('officer', matter, 'matter')).row['number'];
    const again = { ...plan.tasks[1], dueOn: '2027-01-20', matterNumber: number };
    expect((await city.open('task', 'officer', again)).code).toBe('supervision.matterClosed');
    expect((await city.open('task', 'transport', again)).code).toBe('city.forbidden');
  });

  test('通报写入灯色和得分,签发前只有督查室看得到,签发后有文号、不能再签,可下载 PDF 和 Word', async () => {
    const id = newId();
    expect(
      (await city.post('officer', '/bulletins', { id, from: '2026-12-31', to: '2026-12-01' })).code,
    ).toBe('supervision.periodReversed');
    expect(
      (await city.post('officer', '/bulletins', { id, from: '2026-11-01', to: '2026-12-31' })).code,
    ).toBeUndefined();
    expect((await city.post('officer', `/bulletins/${id}/issue`)).code).toBe('city.forbidden');
    expect((await (await city.at('officer')).get(`/api/supervision/bulletins/${id}/file`)).statusCode).toBe(
      200,
    );
    expect((await (await city.at('transport')).get(`/api/supervision/bulletins/${id}/file`)).statusCode).toBe(
      404,
    );
    expect((await city.post<{ number: string }>('leader', `/bulletins/${id}/issue`)).number).toBe(
      '阜督通〔2026〕1号',
    );
    expect((await city.post('leader', `/bulletins/${id}/issue`)).code).toBe('supervision.bulletinIssued');
    const { row } = (
      await (await city.at('transport')).get(`/api/registers/rows/supervision.bulletin/${id}`)
    ).json();
    expect(JSON.stringify(row.content)).toContain('市交通运输局：');
    for (const as of ['pdf', 'docx'])
      expect(
        (await (await city.at('officer')).get(`/api/supervision/bulletins/${id}/file?as=${as}`)).statusCode,
      ).toBe(200);
  });
});
