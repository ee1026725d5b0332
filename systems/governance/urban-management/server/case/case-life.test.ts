/** A case from the citizen's photo to its closing, and what refuses it on the way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { component } from '../../registers/component.ts';
import {
  componentId,
  type Desk,
  grid,
  lastRefusal,
  openDesk,
  place,
  village,
} from '../test-support/open-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('一件案件的一生', () => {
  test('市民上报后落到网格,派给网格采集员核实', async () => {
    const id = await desk.report();
    const { stage, row, holder } = await desk.detail(id);
    expect(stage).toBe('verify');
    expect(row).toMatchObject({
      source: 'citizen',
      grid,
      caseArea: village,
      title: '污水井盖异常·清河路与中南大道交叉口东北角',
      severity: 'normal',
    });
    expect(holder?.person).toBe(desk.ids.collector);
  });

  test('一路办到结案,部件恢复完好,市民收到消息并能评价', async () => {
    const id = await desk.report();
    await desk.bring(id, 'accept');
    expect(
      await desk.act('acceptor', id, 'file', { values: { standard: '01002-1', component: componentId } }),
    ).toBe(200);
    const filed = await desk.detail(id);
    expect(filed.row).toMatchObject({ severity: 'urgent', acceptor: desk.ids.acceptor });
    expect(filed.holder?.unit).toBe('yingzhou-command-centre');
    await desk.bring(id, 'closed');
    const closed = await desk.detail(id);
    expect(closed.row).toMatchObject({ outcome: 'closed', leadUnit: 'city-drainage', closedLate: false });
    expect(closed.row['archivedAt']).not.toBeNull();
    const kept = await desk.services.use(registers).of(component).trusted.find(desk.store.db, componentId);
    expect(kept?.condition).toBe('完好');
    const citizen = await desk.at('citizen');
    const mine = (await citizen.get(`/api/urban-management/reports/${id}`)).json();
    expect(mine).toMatchObject({ state: 'ended', stateTitle: '结案', canRate: true, result: '已更换井盖' });
    expect(mine.progress.map((each: { title: string }) => each.title)).toContain('已派遣处置单位');
    const told = async () => {
      const { notices } = (await citizen.get('/api/messages/notices')).json();
      const mineOnly = notices.filter(
        (each: { link: string }) => each.link === `/urban-management/cases/${id}`,
      );
      return mineOnly.map((each: { title: string }) => each.title.split(' ')[0]).sort();
    };
    // The engine tells of ends from its event stream, a moment after the step.
    await expect.poll(told, { timeout: 5000 }).toEqual(['已立案', '结案']);
    const rated = await citizen.post(`/api/urban-management/reports/${id}/rating`, {
      rating: 5,
      comment: '很快',
    });
    expect(rated.json()).toMatchObject({ rating: 5, canRate: false });
    const again = await citizen.post(`/api/urban-management/reports/${id}/rating`, { rating: 1 });
    expect(again.json().code).toBe('urban-management.rated');
    expect(
      (await citizen.get(`/api/urban-management/reports/${id}/photos/${mine.photosAfter[0]}`)).statusCode,
    ).toBe(200);
    const neighbour = await desk.at('neighbour');
    expect(
      (await neighbour.get(`/api/urban-management/reports/${id}/photos/${mine.photosAfter[0]}`)).statusCode,
    ).toBe(404);
  });

  test('核查不通过退回原处置单位返工', async () => {
    const id = await desk.report();
    await desk.bring(id, 'check');
    expect(await desk.act('collector', id, 'fail')).toBe(200);
    const again = await desk.detail(id);
    expect(again.holder?.unit).toBe('city-drainage');
    expect(again.row).toMatchObject({ reworkCount: 1 });
  });

  test('未经核查的不能正常结案,可以挂账', async () => {
    const id = await desk.report();
    await desk.bring(id, 'dispatch');
    expect(await desk.act('dispatcher', id, 'refer')).toBe(200);
    expect(await desk.act('officer', id, 'close')).toBe(409);
    expect(lastRefusal?.code).toBe('urban-management.notHandled');
    expect(await desk.act('officer', id, 'shelve')).toBe(200);
    expect((await desk.detail(id)).row).toMatchObject({ outcome: 'shelved' });
  });
});

describe('两级指挥', () => {
  test('别的县的派遣员动不了,派到外县要先提请市指挥中心', async () => {
    const id = await desk.report();
    await desk.bring(id, 'dispatch');
    expect(await desk.act('otherDispatcher', id, 'dispatch', { unit: 'city-drainage' })).toBe(404);
    expect(await desk.act('dispatcher', id, 'dispatch', { unit: 'yingdong-sanitation' })).toBe(409);
    expect(lastRefusal?.code).toBe('urban-management.otherCounty');
    expect(await desk.act('dispatcher', id, 'escalate')).toBe(200);
    expect((await desk.detail(id)).holder?.unit).toBe('city-supervision-centre');
    expect(await desk.act('dispatcher', id, 'dispatch', { unit: 'city-drainage' })).toBe(403);
    expect(await desk.act('cityDispatcher', id, 'dispatch', { unit: 'yingdong-sanitation' })).toBe(200);
  });

  test('异议两次成立后,县里不能再派,须由市里协调', async () => {
    const id = await desk.report();
    await desk.bring(id, 'handle');
    for (const [unit, holder] of [
      ['city-drainage', 'handler'],
      ['yingzhou-municipal-works', 'otherHandler'],
    ] as const) {
      if ((await desk.detail(id)).stage === 'dispatch')
        expect(await desk.act('dispatcher', id, 'dispatch', { unit })).toBe(200);
      expect(await desk.act(holder, id, 'verb.dispute', { opinion: '不属本单位' })).toBe(200);
      const requests = (await (await desk.at('dispatcher')).get('/api/flow/requests')).json().rows;
      const requestId = requests.find((each: { caseId: string }) => each.caseId === id).id;
      expect(await desk.act('dispatcher', id, 'verb.decide', { target: { requestId, granted: true } })).toBe(
        200,
      );
    }
    expect(await desk.act('dispatcher', id, 'dispatch', { unit: 'city-drainage' })).toBe(409);
    expect(lastRefusal?.code).toBe('urban-management.escalateFirst');
    expect(await desk.act('dispatcher', id, 'escalate')).toBe(200);
  });
});

describe('报得不对的不收', () => {
  test.each([
    ['北京的位置', { position: { lon: 116.4, lat: 39.9 } }, 'urban-management.outsideCity'],
    ['经纬度写反', { position: { lon: 32.9, lat: 115.8 } }, 'urban-management.outsideCity'],
    ['没有照片', { photos: [] }, 'urban-management.photosNeeded'],
    ['不存在的照片', { photos: ['0198a000-0000-7000-8000-000000000000'] }, 'city.invalid'],
    ['没有的小类', { matter: '99999' }, 'urban-management.matterUnknown'],
    ['不成形的电话', { phone: '139x' }, 'city.invalid'],
    ['太短的描述', { description: '短' }, 'city.invalid'],
  ])('%s', async (_what, change, code) => {
    await expect(desk.report(change)).rejects.toThrow(code);
  });

  test('借用别人上传的照片,如同没有', async () => {
    const stolen = await desk.photo(await desk.at('neighbour'));
    await expect(desk.report({ photos: [stolen] })).rejects.toThrow('city.invalid');
  });

  test('草稿重发两次只有一件', async () => {
    const id = await desk.report();
    const before = await desk.detail(id);
    const citizen = await desk.at('citizen');
    const again = await citizen.post('/api/urban-management/reports', {
      id,
      description: '路边污水井盖破了一个洞',
      address: '清河路',
      position: place,
      photos: [await desk.photo(citizen)],
    });
    expect(again.json()).toMatchObject({ id, number: before.row['number'] });
  });

  test('公众来源不能跳过核实,市民也不能冒充监督员', async () => {
    const citizen = await desk.at('citizen');
    const reply = await citizen.post('/api/flow/cases/urban-management.case', {
      stage: 'accept',
      values: {
        source: 'collector',
        description: '井盖坏了',
        address: '清河路',
        position: place,
        photosBefore: [await desk.photo(citizen)],
      },
    });
    expect(reply.json().code).toBe('urban-management.startForbidden');
  });

  test('同类近处在办的列为疑似重复', async () => {
    const first = await desk.report();
    const second = await desk.report();
    const { row } = await desk.detail(second);
    expect(row['suspects']).toContain((await desk.detail(first)).row['number']);
    const acceptor = await desk.at('acceptor');
    await desk.bring(second, 'accept');
    const rows = (await acceptor.get(`/api/urban-management/cases/${second}/suspects`)).json().rows;
    expect(rows.map((each: { id: string }) => each.id)).toContain(first);
  });

  test('立案标准必须属于该小类', async () => {
    const id = await desk.report();
    await desk.bring(id, 'accept');
    expect(await desk.act('acceptor', id, 'file', { values: { standard: '06010-1' } })).toBe(400);
    expect(lastRefusal?.code).toBe('urban-management.standardMismatch');
  });
});
