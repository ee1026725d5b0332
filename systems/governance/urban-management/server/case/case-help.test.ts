/** What the desks and the citizen ask beside the steps of a case. */
import { newId } from '../../../../../kernel/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk, place } from '../test-support/open-desk.ts';

let desk: Desk;
let id: string;
const api = (path: string) => `/api/urban-management${path}`;

beforeAll(async () => {
  desk = await openDesk();
  id = await desk.report();
});
afterAll(() => desk.close());

describe('上报之前', () => {
  test('任何人都能看 250 个事项小类,并按描述得到推荐', async () => {
    const { rows } = (await desk.visitor.get(api('/matters'))).json();
    expect(rows).toHaveLength(250);
    expect(rows[0]).toEqual({
      code: '01001',
      name: '供水井盖异常',
      group: '01',
      groupName: '市政公用设施类',
      component: '01001',
    });
    const found = (
      await desk.visitor.get(api(`/matters/suggest?text=${encodeURIComponent('门口污水井盖破了')}`))
    ).json();
    expect(found.rows[0]).toMatchObject({ matter: '01002', name: '污水井盖异常' });
    expect((await desk.visitor.get(api('/matters/suggest?text=x'))).json().code).toBe('city.invalid');
  });

  test('附近同类只说编号、环节和距离', async () => {
    const query = `matter=01002&lon=${place.lon}&lat=${place.lat}`;
    const { rows } = (await (await desk.at('neighbour')).get(api(`/nearby?${query}`))).json();
    expect(Object.keys(rows[0]).sort()).toEqual([
      'id',
      'metres',
      'number',
      'openedAt',
      'stage',
      'stageTitle',
      'title',
    ]);
    expect((await desk.visitor.get(api(`/nearby?${query}`))).statusCode).toBe(401);
    const citizen = await desk.at('citizen');
    expect((await citizen.get(api('/nearby?matter=01002&lon=x&lat=1'))).json().code).toBe('city.invalid');
    expect((await citizen.get(api('/nearby?matter=99999&lon=115&lat=32'))).json().code).toBe(
      'urban-management.matterUnknown',
    );
  });
});

describe('市民自己的上报', () => {
  test('只看得到自己的', async () => {
    const mine = (await (await desk.at('citizen')).get(api('/reports'))).json();
    expect(mine.rows.map((each: { id: string }) => each.id)).toEqual([id]);
    const neighbour = await desk.at('neighbour');
    expect((await neighbour.get(api('/reports'))).json().rows).toEqual([]);
    expect((await neighbour.get(api(`/reports/${id}`))).json().code).toBe('urban-management.notYours');
    expect((await neighbour.get(api('/reports/1'))).json().code).toBe('city.invalid');
    for (const act of ['urge', 'withdraw', 'rating']) {
      const reply = await neighbour.post(api(`/reports/${id}/${act}`), { reason: '不报了', rating: 5 });
      expect(reply.json().code).toBe('urban-management.notYours');
      expect(
        (await desk.visitor.post(api(`/reports/${id}/${act}`), { reason: '不报了', rating: 5 })).statusCode,
      ).toBe(401);
    }
  });

  test('没有定位也能报:选了乡镇就落到乡镇,什么都没选要他选', async () => {
    const neighbour = await desk.at('neighbour');
    const body = (more: object) => ({
      id: newId(),
      description: '路灯整夜不亮',
      address: '村口向东第二根',
      ...more,
    });
    const photos = [await desk.photo(neighbour)];
    const sent = await neighbour.post(api('/reports'), body({ photos, area: '341202001000' }));
    expect(sent.statusCode).toBe(200);
    expect((await desk.detail(sent.json().id)).row).toMatchObject({
      caseArea: '341202001000',
      position: null,
    });
    const refused = await neighbour.post(api('/reports'), body({ photos }));
    expect(refused.json().code).toBe('urban-management.placeNeeded');
    await neighbour.post(api(`/reports/${sent.json().id}/withdraw`), { reason: '测试' });
  });

  test('可催办,不能连着催;可撤回,派遣之后不能', async () => {
    const citizen = await desk.at('citizen');
    expect((await citizen.post(api(`/reports/${id}/urge`))).json()).toEqual({ done: true });
    expect((await citizen.post(api(`/reports/${id}/urge`))).json().code).toBe('flow.urgedLately');
    const other = await desk.report();
    expect((await citizen.post(api(`/reports/${other}/withdraw`), { reason: '已自行解决' })).json()).toEqual({
      done: true,
    });
    expect((await citizen.get(api(`/reports/${other}`))).json()).toMatchObject({
      state: 'ended',
      stateTitle: '撤回',
      canRate: false,
    });
    const late = await desk.report();
    await desk.bring(late, 'dispatch');
    expect((await citizen.post(api(`/reports/${late}/withdraw`), { reason: '不用了' })).json().code).toBe(
      'flow.tooLateToWithdraw',
    );
  });

  test('办结前不能评,过期不能评,分数要在 1 到 5', async () => {
    const citizen = await desk.at('citizen');
    const rate = async (rating: number, which = id) =>
      (await citizen.post(api(`/reports/${which}/rating`), { rating })).json().code;
    expect(await rate(5)).toBe('urban-management.notClosed');
    expect(await rate(6)).toBe('city.invalid');
    const closed = await desk.report();
    await desk.bring(closed, 'closed');
    desk.clock.advance(16 * 86_400_000);
    const later = await (await desk.at('citizen')).post(api(`/reports/${closed}/rating`), { rating: 5 });
    expect(later.json().code).toBe('urban-management.ratingOver');
    desk.clock.advance(-16 * 86_400_000);
  });

  test('一天报得太多就请他打热线', async () => {
    await desk.store.transaction((work) =>
      desk.store.settings.change(work, 'urban-management.reports-per-day', 1),
    );
    await expect(desk.report()).rejects.toThrow('tooManyReports');
    await desk.store.transaction((work) =>
      desk.store.settings.change(work, 'urban-management.reports-per-day', 20),
    );
  });
});

test('没有上报权限的不能上报、不能看照片', async () => {
  const body = { id, description: '井盖坏了一半', address: '清河路', position: place, photos: [] };
  expect((await desk.visitor.post(api('/reports'), body)).statusCode).toBe(401);
  expect((await (await desk.at('handler')).post(api('/reports'), body)).statusCode).toBe(403);
  expect((await (await desk.at('handler')).get(api('/reports'))).statusCode).toBe(403);
  const citizen = await desk.at('citizen');
  expect((await citizen.get(api('/reports?page=0'))).json().code).toBe('city.invalid');
  expect((await citizen.get(api(`/reports/${id}/photos/x`))).json().code).toBe('city.invalid');
  // A file that is not of this report, though it is his own.
  const other = await desk.photo(citizen);
  expect((await citizen.get(api(`/reports/${id}/photos/${other}`))).json().code).toBe(
    'urban-management.notYours',
  );
});

describe('办案时的帮手', () => {
  test('小类的标准带着时限和责任角色', async () => {
    const acceptor = await desk.at('acceptor');
    const { rows } = (await acceptor.get(api('/matters/01002/standards'))).json();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      standard: '01002-1',
      severity: 'urgent',
      guardLimit: '2 紧急工作时',
      handleLimit: '1 工作日',
      dutyRoleTitle: '排水设施管养单位',
    });
    expect((await acceptor.get(api('/matters/1/standards'))).json().code).toBe('city.invalid');
    expect((await (await desk.at('citizen')).get(api('/matters/01002/standards'))).statusCode).toBe(403);
  });

  test('标准和责任表全市都看得到全部,改只能由管全市的人改', async () => {
    const list = (register: string) => `/api/registers/rows/urban-management.${register}?size=1`;
    const whole = (await (await desk.at('officer')).get(list('case-standard'))).json();
    expect(whole.total).toBeGreaterThan(100);
    for (const who of ['dispatcher', 'handler', 'collector'] as const)
      expect((await (await desk.at(who)).get(list('case-standard'))).json().total).toBe(whole.total);
    expect((await (await desk.at('citizen')).get(list('case-standard'))).statusCode).toBe(403);
    const [row] = whole.rows;
    const path = `/api/registers/rows/urban-management.case-standard/${row.id}`;
    const change = { version: row.version, values: { handleAmount: 1 } };
    expect((await (await desk.at('evaluator')).patch(path, change)).statusCode).toBe(403);
  });

  test('责任单位按先属主后属地推荐', async () => {
    const one = await desk.report();
    await desk.bring(one, 'dispatch');
    const { rows, undecided } = (
      await (await desk.at('dispatcher')).get(api(`/cases/${one}/duty-units`))
    ).json();
    expect(undecided).toBe(false);
    expect(rows.map((each: { unit: string }) => each.unit)).toEqual([
      'city-drainage',
      'yingzhou-municipal-works',
    ]);
    expect((await (await desk.at('otherDispatcher')).get(api(`/cases/${one}/duty-units`))).statusCode).toBe(
      404,
    );
    expect((await (await desk.at('handler')).get(api(`/cases/${one}/duty-units`))).statusCode).toBe(403);
    expect((await (await desk.at('dispatcher')).get(api('/cases/x/duty-units'))).statusCode).toBe(400);
  });

  test('疑似重复只给受理的人看', async () => {
    const path = api(`/cases/${id}/suspects`);
    expect((await (await desk.at('acceptor')).get(path)).statusCode).toBe(200);
    expect((await (await desk.at('dispatcher')).get(path)).statusCode).toBe(403);
    expect((await (await desk.at('acceptor')).get(api('/cases/x/suspects'))).statusCode).toBe(400);
  });

  test('案卷是 PDF,别的县看不到', async () => {
    const path = api(`/cases/${id}/file`);
    const reply = await (await desk.at('acceptor')).get(path);
    expect(reply.headers['content-type']).toBe('application/pdf');
    expect(reply.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await (await desk.at('otherDispatcher')).get(path)).statusCode).toBe(404);
    expect((await (await desk.at('citizen')).get(path)).statusCode).toBe(403);
    expect((await (await desk.at('acceptor')).get(api('/cases/x/file'))).statusCode).toBe(400);
  });
});
