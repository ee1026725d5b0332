/** A matter between organs: materials, one supplement, units side by side, silence with its consequence, seal, clocks, rating and statistics. */
import { trust } from '../../../../../engines/trust/service.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InnerRun, openInnerRun } from '../test-support/open-inner-run.ts';

let city: InnerRun;
beforeAll(async () => {
  city = await openInnerRun();
});
afterAll(() => city.close());

interface Progress {
  readonly usedDays: number | null;
  readonly savedDays: number | null;
  readonly deemedAccepted: boolean;
  readonly promisedDueAt: string | null;
  readonly overdue: boolean;
  readonly path: readonly { readonly unit: string; readonly opinion: string | null }[];
  readonly seal: { readonly verification: string; readonly digest: string } | null;
}
const progress = (id: string, who = 'promoter') => city.get<Progress>(who, `/applications/${id}/progress`);

describe('申请', () => {
  test('缺材料、多材料、别人的文件、共享数据不用交,都按材料说明', async () => {
    const missing = await city.apply('NP-SJ-001', { materials: await city.papers('applicant', 'proposal') });
    expect(missing).toMatchObject({
      code: 'inner-run.materialMissing',
      problems: [{ path: 'values.materials.funds' }],
    });
    const extra = await city.apply('NP-CZ-001', {
      materials: await city.papers('applicant', 'plan', 'other'),
    });
    expect(extra.problems?.[0]?.path).toBe('values.materials.other');
    const shared = await city.apply('NP-CZ-001', {
      materials: await city.papers('applicant', 'plan', 'budget'),
    });
    expect(shared.problems?.[0]?.message).toContain('由共享数据核验');
    const foreign = await city.apply('NP-CZ-001', { materials: await city.papers('finance', 'plan') });
    expect(foreign.problems?.[0]?.message).toContain('不是您上传的');
    expect((await city.apply('NP-CZ-001', { materials: '全部' })).code).toBe('inner-run.materialUnknown');
  });

  test('本单位的事项不用申请;没有的事项说明', async () => {
    expect((await city.apply('NP-CZ-001', {}, 'finance')).code).toBe('inner-run.ownUnit');
    expect(
      (await city.apply('NP-CZ-001', { item: '01a216f6-5c90-7000-b1f0-f217fef33f13' })).code,
    ).toBeDefined();
    expect((await city.apply('NP-CZ-001', {}, 'promoter')).code).toBe('city.forbidden');
  });
});

describe('受理和补正', () => {
  test('补正只能一次性告知一次;补正后时限重新起算', async () => {
    const { id } = await city.apply('NP-CZ-001');
    expect((await city.act('applicant', id, 'accept')).code).toBeDefined();
    expect(
      (await city.act('finance', id, 'supplement', { opinion: '请补:计划表第三页、盖章页' })).code,
    ).toBeUndefined();
    expect((await city.detail(id, 'applicant')).row['supplementNote']).toContain('第三页');
    city.clock.set('2026-11-24T02:00:00Z');
    expect(
      (await city.act('applicant', id, 'resubmit', { values: { note: '已补齐' } })).code,
    ).toBeUndefined();
    expect((await city.act('finance', id, 'supplement', { opinion: '还缺' })).code).toBe(
      'inner-run.supplementOnce',
    );
    expect((await city.act('finance', id, 'accept')).code).toBeUndefined();
    expect((await progress(id)).promisedDueAt).toBe('2026-11-26T02:00:00Z');
  });

  test('逾期不答复视为受理,从收到之日起算;逾期不补正终止', async () => {
    city.clock.set('2026-11-25T02:00:00Z');
    const silent = await city.apply('NP-CZ-001', { title: '没人理' });
    const mending = await city.apply('NP-CZ-001', { title: '不补正' });
    await city.act('finance', mending.id, 'supplement', { opinion: '请补全' });
    city.clock.set('2026-11-26T03:00:00Z');
    await city.fire();
    expect(await city.detail(silent.id)).toMatchObject({ stage: 'decide' });
    expect(await progress(silent.id)).toMatchObject({ deemedAccepted: true, usedDays: 1.1 });
    city.clock.set('2026-12-10T03:00:00Z');
    await city.fire();
    expect(await city.detail(mending.id)).toMatchObject({ status: 'closed', outcomeTitle: '逾期未补正' });
  });

  test('不予受理要写理由', async () => {
    const { id } = await city.apply('NP-CZ-001');
    expect((await city.act('finance', id, 'refuse', { opinion: '' })).code).toBeDefined();
    expect((await city.act('finance', id, 'refuse', { opinion: '不属本单位职责' })).code).toBeUndefined();
    expect((await city.detail(id)).outcomeTitle).toBe('不予受理');
  });
});

describe('并联会办、用印和统计', () => {
  let id: string;

  test('三个单位同时会办,办理单位看得到谁答复了;别的单位看不到', async () => {
    city.clock.set('2026-12-14T01:00:00Z');
    id = (await city.apply('NP-SJ-001')).id;
    expect((await city.act('data', id, 'accept')).code).toBeUndefined();
    expect((await city.act('finance', id, 'agree', { opinion: '资金已落实' })).code).toBeUndefined();
    expect(
      (await city.act('cyberspace', id, 'object', { opinion: '应补充等级保护方案' })).code,
    ).toBeUndefined();
    expect((await city.act('data', id, 'approve', { values: { result: '先办' } })).code).toBeDefined();
    expect((await progress(id, 'data')).path.map(({ opinion }) => opinion)).toEqual([
      'agree',
      'object',
      'waiting',
    ]);
    expect((await progress(id, 'staffing')).code).toBe('city.missing');
  });

  test('会办超时的视为同意并记在该单位名下,办件继续', async () => {
    city.clock.set('2026-12-17T01:30:00Z');
    await city.fire();
    expect((await progress(id)).path.map(({ unit, opinion }) => `${unit} ${opinion}`)).toEqual([
      'city-finance agree',
      'city-cyberspace object',
      'city-development-reform deemed',
    ]);
    expect((await city.detail(id)).stage).toBe('decide');
    const { notices } = (await (await city.at('planning')).get('/api/messages/notices')).json();
    expect(JSON.stringify(notices)).toContain('会办超时，视为同意');
  });

  test('没有用印不算办完;用印留下摘要和核验码,任何人凭码核验', async () => {
    expect((await city.act('data', id, 'approve', { values: {} })).code).toBeDefined();
    expect(
      (
        await city.act('data', id, 'approve', {
          values: { result: '经审核，同意立项，按网信办意见完善方案。' },
        })
      ).code,
    ).toBeUndefined();
    expect((await progress(id)).savedDays).toBeNull();
    expect((await city.act('data', id, 'seal')).code).toBeDefined();
    expect((await city.act('finance-sealer', id, 'seal')).code).toBeDefined();
    expect((await city.act('data-sealer', id, 'seal')).code).toBeUndefined();
    const { seal, usedDays, savedDays, overdue } = await progress(id);
    expect([usedDays, savedDays, overdue]).toEqual([3.1, 16.9, false]);
    const found = (await city.visitor.get(`/api/inner-run/verify?code=${seal?.verification}`)).json();
    expect(found).toMatchObject({
      title: '关于政务信息化项目审核的办理结果',
      unitName: '市数据资源局',
      digest: seal?.digest,
    });
    expect((await city.visitor.get('/api/inner-run/verify?code=0000000000000000')).json().code).toBe(
      'inner-run.sealMissing',
    );
    expect(
      (await (await city.at('applicant')).get(`/api/inner-run/applications/${id}/paper`)).headers[
        'content-type'
      ],
    ).toBe('application/pdf');
    for (const what of ['paper', 'sealed'])
      expect(
        (await (await city.at('staffing')).get(`/api/inner-run/applications/${id}/${what}`)).statusCode,
        what,
      ).toBe(404);
    const sealed = await (await city.at('applicant')).get(`/api/inner-run/applications/${id}/sealed`);
    const { seals } = city.services.use(trust);
    const roots = (await seals.roots()).map((root) => ({ ...root, title: root.name }));
    const report = await seals.check(sealed.rawPayload, roots);
    expect([report.state, report.seals.map(({ holder, trusted }) => [holder, trusted])]).toEqual([
      'intact',
      [['阜阳市数据资源管理局', true]],
    ]);
  });

  test('申请单位评价;不评价的到期办结,不算好评', async () => {
    expect((await city.act('data', id, 'rate', { values: { stars: 5 } })).code).toBeDefined();
    expect((await city.act('applicant', id, 'rate', { values: { stars: 9 } })).code).toBe('city.invalid');
    expect(
      (await city.act('applicant', id, 'rate', { values: { stars: 4, comment: '一个单位没有答复' } })).code,
    ).toBeUndefined();
    const late = await city.apply('NP-CZ-001', { title: '超时办结' });
    await city.act('finance', late.id, 'accept');
    city.clock.set('2026-12-23T01:30:00Z');
    await city.act('finance', late.id, 'approve', { values: { result: '同意备案' } });
    await city.act('finance-sealer', late.id, 'seal');
    expect((await city.detail(late.id)).row).toMatchObject({ overdue: true, usedDays: 4, savedDays: 6 });
    city.clock.set('2026-12-31T01:30:00Z');
    await city.fire();
    expect((await city.detail(late.id)).row).toMatchObject({ stars: null, outcome: 'done' });
  });

  test('统计按单位,每个数点得到办件;日期颠倒、没有权限被拒绝', async () => {
    interface Unit {
      readonly unit: string;
      readonly [measure: string]: unknown;
    }
    const period = 'from=2026-12-14&to=2026-12-31';
    const { total, units } = await city.get<{ total: Unit; units: readonly Unit[] }>(
      'promoter',
      `/statistics?${period}`,
    );
    expect(total).toMatchObject({
      finished: 2,
      overdue: 1,
      onTime: 0.5,
      savedDays: 22.9,
      runsSaved: 6,
      rated: 1,
      stars: 4,
      silent: 1,
    });
    expect(units.find(({ unit }) => unit === 'city-development-reform')).toMatchObject({
      finished: 0,
      silent: 1,
    });
    const rows = async (query: string) =>
      (await city.get<{ rows: readonly { id: string }[] }>('promoter', `/statistics/rows?${period}&${query}`))
        .rows;
    expect(await rows('of=overdue&unit=city-finance')).toHaveLength(1);
    expect((await rows('of=silent&unit=city-development-reform')).map((row) => row.id)).toEqual([id]);
    expect((await city.get('promoter', '/statistics?from=2026-12-31&to=2026-12-01')).code).toBe(
      'inner-run.periodReversed',
    );
    expect((await city.get('finance', `/statistics?${period}`)).code).toBe('city.forbidden');
  });
});

describe('事项目录', () => {
  const body = {
    title: '会议费预算调整',
    kind: 'finance',
    unit: 'city-finance',
    basis: '《机关会议费管理办法》',
    legalDays: 10,
    promisedDays: 3,
    runsBefore: 2,
    seal: 'none',
    materials: [{ key: 'request', title: '调整申请', required: true, from: 'applicant' }],
    path: [{ unit: 'city-audit', title: '核对', days: 1 }],
  };
  test('承诺不能长于法定,会办要短于承诺,编码不重复,单位要存在', async () => {
    const save = (change: object, code = 'NP-CZ-002') =>
      city.post<{ id: string; version: number }>('keeper', '/items', { code, body: { ...body, ...change } });
    expect((await save({ promisedDays: 11 })).problems?.[0]?.message).toBe('承诺时限不能长于法定时限');
    expect((await save({ path: [{ ...body.path[0], days: 3 }] })).problems?.[0]?.message).toContain(
      '会办时限应短于承诺时限',
    );
    expect((await save({}, 'NP-CZ-001')).code).toBe('inner-run.codeTaken');
    expect((await save({ unit: 'no-such' })).code).toBe('inner-run.badItem');
    expect((await city.post('finance', '/items', { code: 'NP-CZ-002', body })).code).toBe('city.forbidden');
    const made = await save({});
    expect(made.code).toBeUndefined();
    const offline = { ...made, code: 'NP-CZ-002', status: 'offline', body };
    expect((await city.post('keeper', '/items', offline)).code).toBeUndefined();
    expect((await city.post('keeper', '/items', offline)).code).toBe('city.stale');
    const values = { item: made.id, title: '停办的', materials: await city.papers('applicant', 'request') };
    expect(
      (await (await city.at('applicant')).post('/api/flow/cases/inner-run.application', { values })).json()
        .code,
    ).toBe('inner-run.itemOffline');
  });
  test('办事指南写明材料、会办单位和时限', async () => {
    const guide = await city.get('applicant', `/items/${city.cast.items.get('NP-SJ-001')}/guide`);
    expect(guide).toMatchObject({
      unitName: '市数据资源局',
      promisedDays: 8,
      mayApply: true,
      mayKeep: false,
    });
  });
});
