/** One report from issue to acceptance: filled, checked level by level, returned, chased, summed up to the row, imported, and asked again as changes only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { climbLadder } from '../issue/chase.ts';
import { openReporting, type Reporting, townTable } from '../test-support/open-reporting.ts';

let city: Reporting;
let table: string;
let issue: string;
beforeAll(async () => {
  city = await openReporting();
  table = await city.admit(townTable);
  issue = await city.issue(table);
});
afterAll(() => city.close());

const gulou = '341202001000';
const wenfeng = '341202002000';
const yingzhou = '341202000000';
const good = { 里程: 10, 完成: 8, 单价: 2 };

interface Moved {
  readonly version: number;
  readonly at: string;
}
interface Summary {
  readonly total: {
    readonly values: object;
    readonly filled: number;
    readonly waiting: number;
    readonly returned: number;
  };
  readonly rows: readonly {
    readonly area: string;
    readonly answer: string | null;
    readonly values: object;
  }[];
  readonly offers: object;
}

async function submit(who: string, area: string, values: object, explained: object = {}) {
  const { id, version } = await city.answer(issue, area);
  return city.post<Moved>(who, `/answers/${id}/submit`, { version, values, explained });
}

async function summary(who: string, query = ''): Promise<Summary> {
  return city.get<Summary>(who, `/issues/${issue}/summary${query}`);
}

describe('一次填报', () => {
  test('一乡镇一张填报单,同一时点不能重复下发,太急的截止时间不许', async () => {
    expect(await city.answers(issue)).toHaveLength(13);
    const { notices } = (await (await city.at('town-gulou')).get('/api/messages/notices')).json();
    expect(JSON.stringify(notices)).toContain('道路养护 11 月，请于 2026-11-30 前报送');
    const elsewhere = (await (await city.at('town-kouzi')).get('/api/messages/notices')).json();
    expect(JSON.stringify(elsewhere)).not.toContain('道路养护');
    const again = {
      table,
      title: '再要一次',
      mode: 'full',
      within: gulou,
      asOf: '2026-11-20',
      dueAt: '2026-11-30T10:00:00Z',
    };
    expect((await city.post('designer', '/issues', { id: newId(), ...again })).code).toBe(
      'info-reporting.alreadyAsked',
    );
    const hasty = { ...again, asOf: '2026-11-22', dueAt: '2026-11-24T01:00:00Z' };
    expect((await city.post('designer', '/issues', { id: newId(), ...hasty })).code).toBe(
      'info-reporting.dueTooSoon',
    );
    expect(
      (await city.post('agriculture', '/issues', { id: newId(), ...again, asOf: '2026-11-21' })).code,
    ).toBe('info-reporting.notOwner');
  });

  test('缺项、越界、表内关系不对都说明在哪一列,什么也没有报出', async () => {
    const missing = await submit('town-gulou', gulou, { 里程: 10 });
    expect(missing.problems?.map(({ path }) => path)).toEqual(['values.完成', 'values.单价']);
    expect((await submit('town-gulou', gulou, { ...good, 里程: -1 })).problems?.[0]?.message).toContain(
      '不应小于 0',
    );
    expect((await submit('town-gulou', gulou, { ...good, 完成: 11 })).problems?.[0]?.message).toBe(
      '不符合“完成里程不大于养护里程”',
    );
    expect((await submit('town-gulou', gulou, { ...good, 完成率: 80 })).problems?.[0]?.message).toContain(
      '由系统计算',
    );
    expect((await submit('town-gulou', gulou, { ...good, 别的: 1 })).code).toBe('info-reporting.unsound');
    expect((await city.answer(issue, gulou)).status).toBe('waiting');
  });

  test('报送后到县级,公式由系统算;别的乡镇看不到,也不能替报', async () => {
    expect(await submit('town-gulou', gulou, good)).toMatchObject({ at: 'county' });
    const sent = await city.answer(issue, gulou);
    expect(sent.values).toEqual({ ...good, 完成率: 80 });
    expect((await city.get('town-wenfeng', `/answers/${sent.id}`)).code).toBe('info-reporting.answerMissing');
    expect((await submit('town-gulou', gulou, good)).code).toBe('info-reporting.notYours');
    const { id, version } = await city.answer(issue, wenfeng);
    expect((await city.post('town-gulou', `/answers/${id}/submit`, { version, values: good })).code).toBe(
      'info-reporting.answerMissing',
    );
  });

  test('两个人同时报送,后来的要先刷新', async () => {
    const { id, version } = await city.answer(issue, wenfeng);
    expect(
      (await city.post<Moved>('town-wenfeng', `/answers/${id}/save`, { version, values: { 里程: 30 } }))
        .version,
    ).toBe(version + 1);
    expect(
      (await city.post('town-wenfeng', `/answers/${id}/save`, { version, values: { 里程: 31 } })).code,
    ).toBe('city.stale');
  });

  test('县级退回要理由,乡镇看到理由,改后再报;乡镇自己不能审核', async () => {
    const { id, version } = await city.answer(issue, gulou);
    expect((await city.post('town-gulou', `/answers/${id}/pass`, { version })).code).toBe(
      'info-reporting.notYours',
    );
    expect(
      (await city.post('county-yingzhou', `/answers/${id}/return`, { version, reason: '', to: 'town' })).code,
    ).toBe('city.invalid');
    expect(
      (await city.post('county-yingdong', `/answers/${id}/return`, { version, reason: '数不对', to: 'town' }))
        .code,
    ).toBe('info-reporting.answerMissing');
    expect(
      (
        await city.post('county-yingzhou', `/answers/${id}/return`, {
          version,
          reason: '数不对',
          to: 'county',
        })
      ).code,
    ).toBe('info-reporting.returnTarget');
    expect(
      (
        await city.post('county-yingzhou', `/answers/${id}/return`, {
          version,
          reason: '单价与合同不符',
          to: 'town',
        })
      ).code,
    ).toBeUndefined();
    expect(await city.get('town-gulou', `/answers/${id}`)).toMatchObject({
      status: 'returned',
      reason: '单价与合同不符',
    });
    expect(await summary('designer')).toMatchObject({ total: { returned: 1, filled: 0 } });
    expect(await submit('town-gulou', gulou, { ...good, 单价: 4 })).toMatchObject({ at: 'county' });
  });

  test('汇总按行相加、比率重算、单价按里程加权,数字可以点到填报单', async () => {
    expect(await submit('town-wenfeng', wenfeng, { 里程: 30, 完成: 12, 单价: 8 })).toMatchObject({
      at: 'county',
    });
    const { total, rows } = await summary('designer');
    expect(total).toMatchObject({
      filled: 2,
      waiting: 11,
      values: { 里程: 40, 完成: 20, 完成率: 50, 单价: 7 },
    });
    expect(rows.find(({ area }) => area === wenfeng)?.answer).toBe((await city.answer(issue, wenfeng)).id);
    expect((await summary('designer', '?basis=accepted')).total.values).toMatchObject({ 里程: null });
    expect((await city.get('designer', `/issues/${issue}/summary?area=000000000000`)).code).toBe(
      'city.invalid',
    );
    expect((await summary('town-gulou')).rows.map(({ area }) => area)).toEqual([gulou]);
  });

  test('没报齐不能整体上报,可先报已有的;下发部门验收,验收后还能退回到县', async () => {
    expect((await city.post('county-yingzhou', `/issues/${issue}/pass`, { area: yingzhou })).code).toBe(
      'info-reporting.stillWaiting',
    );
    expect(
      (
        await city.post<{ passed: number }>('county-yingzhou', `/issues/${issue}/pass`, {
          area: yingzhou,
          partial: true,
        })
      ).passed,
    ).toBe(2);
    expect(
      (await city.post('county-yingzhou', `/issues/${issue}/pass`, { area: yingzhou, partial: true })).code,
    ).toBe('info-reporting.nothingToPass');
    expect(
      (
        await city.post<{ passed: number }>('designer', `/issues/${issue}/pass`, {
          area: yingzhou,
          partial: true,
        })
      ).passed,
    ).toBe(2);
    const { id, version, status } = await city.answer(issue, wenfeng);
    expect(status).toBe('accepted');
    const back = { version, reason: '与路网数据不一致', to: 'county' };
    expect((await city.post('county-yingzhou', `/answers/${id}/return`, back)).code).toBe(
      'info-reporting.notYours',
    );
    expect((await city.post('designer', `/answers/${id}/return`, back)).code).toBeUndefined();
    expect(await city.answer(issue, wenfeng)).toMatchObject({
      status: 'submitted',
      at: 'county',
      returns: 1,
    });
    await city.post('county-yingzhou', `/issues/${issue}/pass`, { area: yingzhou, partial: true });
    await city.post('designer', `/issues/${issue}/pass`, { area: yingzhou, partial: true });
  });

  test('催报记下次数,一小时内不重复催;阶梯到点自动催,越久催到越上面', async () => {
    expect((await city.post('town-gulou', `/issues/${issue}/chase`, { area: gulou })).code).toBe(
      'info-reporting.nothingToChase',
    );
    expect(
      (await city.post<{ areas: number }>('designer', `/issues/${issue}/chase`, { area: yingzhou })).areas,
    ).toBe(11);
    expect((await city.post('designer', `/issues/${issue}/chase`, { area: yingzhou })).code).toBe(
      'info-reporting.chasedLately',
    );
    expect(await climbLadder(city.services)).toEqual({ climbed: 0 });
    const steps: string[] = [];
    for (const day of [
      '2026-11-30T09:00:00Z',
      '2026-11-30T11:00:00Z',
      '2026-12-01T11:00:00Z',
      '2026-12-08T11:00:00Z',
    ]) {
      city.clock.set(day);
      await climbLadder(city.services);
      expect(await climbLadder(city.services)).toEqual({ climbed: 0 });
      const { rows } = (
        await (await city.at('designer')).get('/api/registers/rows/info-reporting.chase')
      ).json();
      steps.push(rows[0].step);
    }
    expect(steps).toEqual(['before', 'due', 'late-1', 'late-5']);
    const { notices } = (await (await city.at('county-yingzhou')).get('/api/messages/notices')).json();
    expect(JSON.stringify(notices)).toContain('颍州区还有 11 个单位没有报送');
  });

  test('导入 CSV:有错整表不收并说出行列;改对后按行报送,逾期的记逾期', async () => {
    const desk = await city.at('county-yingzhou');
    const load = async (text: string) => {
      const file = await desk.upload('填报.csv', 'text/csv', Buffer.from(text));
      return city.post<{ submitted: number }>('county-yingzhou', `/issues/${issue}/import`, { file });
    };
    const head = '区划代码,养护里程（公里）,完成里程（公里）,养护单价\n';
    const wrong = await load(`${head}341202003000,10,12,3\n341202004000,十,1,1\n341203100000,1,1,1\n`);
    expect(wrong.problems?.map(({ path }) => path)).toEqual(['rows.2.checks', 'rows.3.里程', 'rows.4']);
    expect((await city.answer(issue, '341202003000')).status).toBe('waiting');
    expect((await load('名称,数\na,1\n')).code).toBe('info-reporting.sheetWrong');
    expect((await load(`${head}341202003000,10,5,3\n颍州区颍西街道,"1,000",1,1\n`)).submitted).toBe(2);
    expect(await city.answer(issue, '341202004000')).toMatchObject({
      status: 'submitted',
      late: true,
      values: { 里程: 1000 },
    });
  });

  test('汇总表导出有合计和每一行;模板只有待填的单位', async () => {
    const csv = (await (await city.at('designer')).get(`/api/info-reporting/issues/${issue}/export?as=csv`))
      .body;
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength(15);
    expect(lines[1]).toMatch(/^,合计,,1050,/);
    const template = await (await city.at('town-gulou')).get(`/api/info-reporting/issues/${issue}/template`);
    expect(template.statusCode).toBe(200);
  });

  test('有未验收的,结束要写理由;结束后不能再报', async () => {
    expect((await city.post('designer', `/issues/${issue}/close`)).code).toBe('city.invalid');
    expect((await city.post('reviewer', `/issues/${issue}/close`, { reason: '不再需要' })).code).toBe(
      'city.forbidden',
    );
    expect(
      (await city.post('designer', `/issues/${issue}/close`, { reason: '改由部门核算' })).code,
    ).toBeUndefined();
    expect((await submit('county-yingzhou', '341202100000', good)).code).toBe('info-reporting.issueClosed');
  });
});

describe('代码列', () => {
  test('只能从代码表中选;导入认名称,导出写名称', async () => {
    const coded = {
      key: '周期',
      title: '养护频次',
      kind: 'code',
      codeList: 'info-reporting cycles',
      rollup: 'none',
    };
    const refused = await (await city.at('designer')).post('/api/flow/cases/info-reporting.table', {
      values: {
        ...townTable,
        title: '频次表',
        checks: [],
        columns: [{ ...coded, codeList: 'no such list' }],
      },
    });
    expect(refused.json()).toMatchObject({
      code: 'info-reporting.badTable',
      problems: [{ path: 'values.columns.0.codeList' }],
    });
    const of = await city.admit({ ...townTable, title: '频次表', checks: [], columns: [coded] });
    const sent = await city.issue(of, {
      title: '频次',
      within: gulou,
      asOf: '2026-12-01',
      dueAt: '2026-12-30T10:00:00Z',
    });
    const { id, version } = await city.answer(sent, gulou);
    const wrong = await city.post('town-gulou', `/answers/${id}/submit`, {
      version,
      values: { 周期: '每天' },
    });
    expect(wrong.problems?.[0]?.message).toBe('“养护频次”应从代码表中选择');
    const file = await (await city.at('town-gulou')).upload(
      'a.csv',
      'text/csv',
      Buffer.from('单位,养护频次\n颍州区鼓楼街道,每季度\n'),
    );
    expect(await city.post('town-gulou', `/issues/${sent}/import`, { file })).toMatchObject({ submitted: 1 });
    expect((await city.answer(sent, gulou)).values).toEqual({ 周期: 'quarter' });
    const csv = (await (await city.at('designer')).get(`/api/info-reporting/issues/${sent}/export?as=csv`))
      .body;
    expect(csv).toContain('颍州区鼓楼街道,审核中,每季度');
  });
});

describe('只报变化', () => {
  test('带出上期的数,变化过大要说明,记下改了哪几列', async () => {
    issue = await city.issue(table, {
      title: '道路养护 12 月',
      mode: 'delta',
      asOf: '2026-12-05',
      dueAt: '2026-12-20T10:00:00Z',
    });
    expect((await city.answer(issue, gulou)).values).toMatchObject({ 里程: 10, 完成: 8, 单价: 4 });
    const refused = await submit('town-gulou', gulou, { 里程: 20 });
    expect(refused).toMatchObject({ code: 'info-reporting.unexplained' });
    expect(
      await submit('town-gulou', gulou, { 里程: 20 }, { 里程较上期变化不超过两成: '新接养两条村道' }),
    ).toMatchObject({ at: 'county' });
    expect(await city.answer(issue, gulou)).toMatchObject({ changed: ['里程', '完成率'] });
  });

  test('过期的报表不能下发', async () => {
    city.clock.set('2027-07-01T02:00:00Z');
    const late = {
      id: newId(),
      table,
      title: '过期',
      mode: 'full',
      within: yingzhou,
      asOf: '2027-06-30',
      dueAt: '2027-07-30T10:00:00Z',
    };
    expect((await city.post('designer', '/issues', late)).code).toBe('info-reporting.expired');
  });
});
