/** 河长在手机上巡河、上报,河长办交办,单位整改,河长销号;该拒绝的一件不放过。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Caller } from '../../../../test/support/city.ts';
import { remindOverdue } from './problem/remind-overdue.ts';
import { chief, site } from '../registers/river.ts';
import { duty, patrolRule } from '../registers/standard.ts';
import { patrol } from '../registers/patrol.ts';
import { strategy, strategyItem } from '../registers/strategy.ts';
import { openRiverCity, png, reachOf, type RiverCity, walkPoints } from './test-support/open-rivers.ts';

let city: RiverCity;
const hour = 3_600_000;

beforeAll(async () => {
  city = await openRiverCity();
}, 300_000);
afterAll(() => city?.close());

interface Walked {
  readonly id: string;
  readonly valid: boolean;
  readonly faults: readonly string[];
  readonly metres: number;
}

async function patrolOf(caller: Caller, change: object = {}, metres = 1800) {
  const reach = await reachOf(caller);
  const end = city.clock.now();
  const points = walkPoints(reach.line, end, metres);
  return {
    id: newId(),
    reach: reach.id,
    startedAt: new Date((points[0]?.at ?? 0) - 30_000).toISOString(),
    endedAt: end.toISOString(),
    points,
    note: '水面清洁',
    ...change,
  };
}

const send = (caller: Caller, body: object) => caller.post('/api/river-chief/patrols', body);

describe('巡河', () => {
  test('我的河段写明周期、应巡和已巡;走完一次有效巡河,已巡加一,重发不加', async () => {
    const before = await reachOf(city.village);
    expect(before.due).toMatchObject({ period: '每周', times: 1 });
    const body = await patrolOf(city.village);
    const first = await send(city.village, body);
    expect(first.statusCode).toBe(200);
    expect(first.json<Walked>()).toMatchObject({ valid: true, faults: [] });
    expect((await send(city.village, body)).json()).toEqual(first.json());
    const after = await reachOf(city.village);
    expect(after.due?.done).toBe((before.due?.done ?? 0) + 1);
  });

  test('同样的轨迹第二天再传,判为雷同,不计有效', async () => {
    city.clock.advance(24 * hour);
    city = {
      ...city,
      village: await city.as('chief-village'),
      office: await city.as('river-office-yingquan'),
    };
    const again = await send(city.village, await patrolOf(city.village));
    expect(again.json<Walked>()).toMatchObject({ valid: false, faults: ['与以前的轨迹雷同'] });
  });

  test('走得不够也收下,但写明为什么不算', async () => {
    city.clock.advance(2 * hour);
    city = {
      ...city,
      village: await city.as('chief-village'),
      office: await city.as('river-office-yingquan'),
    };
    const short = (await send(city.village, await patrolOf(city.village, {}, 320))).json<Walked>();
    expect(short.valid).toBe(false);
    expect(short.faults).toEqual(['时长不足', '里程不足', '覆盖比例不足']);
    const row = await city.services.use(registers).of(patrol).trusted.find(city.store.db, short.id);
    expect(row).toMatchObject({ level: 'village', valid: false });
  });

  test('别人的河段、时间不对、重叠、卸任、没有标准,一律拒绝并说明', async () => {
    const code = async (caller: Caller, change: object) =>
      (await send(caller, await patrolOf(city.village, { id: newId(), ...change }))).json<{ code: string }>()
        .code;
    const now = city.clock.now().getTime();
    const iso = (time: number) => new Date(time).toISOString();
    const other = await city.as('chief-county');
    expect(await code(other, {})).toBe('river-chief.notYourReach');
    expect(await code(city.village, { reach: newId() })).toBe('river-chief.notYourReach');
    expect(await code(city.village, { endedAt: iso(now - 5 * hour) })).toBe('river-chief.patrolEndsFirst');
    expect(await code(city.village, { startedAt: iso(now - 25 * hour) })).toBe('river-chief.patrolTooLong');
    expect(await code(city.village, { endedAt: iso(now + hour) })).toBe('river-chief.patrolAhead');
    const past = now - 5 * 24 * hour;
    const old = {
      startedAt: iso(past - hour),
      endedAt: iso(past),
      points: [{ lon: 115.8, lat: 32.9, at: past }],
    };
    expect(await code(city.village, old)).toBe('river-chief.patrolLate');
    expect(await code(city.village, { points: [{ lon: 115.8, lat: 32.9, at: now - 10 * hour }] })).toBe(
      'river-chief.pointsOutside',
    );
    expect(await code(city.village, {})).toBe('river-chief.patrolOverlaps');
    expect(await code(city.village, { points: [] })).toBe('city.invalid');
    city.clock.advance(3 * hour);
    city = {
      ...city,
      village: await city.as('chief-village'),
      office: await city.as('river-office-yingquan'),
    };
    const others = await (await city.as('chief-town')).upload('别人的.png', 'image/png', png);
    expect(await code(city.village, { photos: [others] })).toBe('river-chief.photoMissing');
    const kept = city.services.use(registers).of(patrolRule).trusted;
    const [rule] = await kept.findMany(city.store.db, {
      filter: { field: 'level', is: 'equal', value: 'village' },
      limit: 1,
    });
    if (rule === undefined) throw new Error('no rule');
    await city.store.transaction((work) => kept.update(work, 'test', rule, { to: '2026-01-31' }));
    expect(await code(city.village, {})).toBe('river-chief.noRule');
    const again = await kept.find(city.store.db, rule.id);
    if (again !== undefined)
      await city.store.transaction((work) => kept.update(work, 'test', again, { to: null }));
    const chiefs = city.services.use(registers).of(chief).trusted;
    const reach = await reachOf(city.village);
    const [posting] = await chiefs.findMany(city.store.db, {
      filter: { field: 'reach', is: 'equal', value: reach.id },
      limit: 1,
    });
    if (posting === undefined) throw new Error('no posting');
    const body = await patrolOf(city.village);
    await city.store.transaction((work) => chiefs.update(work, 'test', posting, { to: '2026-11-01' }));
    expect((await send(city.village, body)).json<{ code: string }>().code).toBe('river-chief.notYourReach');
    const left = await chiefs.find(city.store.db, posting.id);
    if (left !== undefined)
      await city.store.transaction((work) => chiefs.update(work, 'test', left, { to: null }));
  });

  test('轨迹是个人信息:河长看得到判定,看不到别人的轨迹;河长办看得到;没有岗位的看不到记录', async () => {
    const [latest] = (await city.village.get('/api/river-chief/mine')).json<{ patrols: { id: string }[] }>()
      .patrols;
    const path = `/api/river-chief/patrols/${latest?.id}`;
    const shown = async (who: string) =>
      (await (await city.as(who)).get(path)).json<{ track: unknown[] | null }>();
    expect((await shown('chief-county')).track).toBeNull();
    expect((await shown('river-office-yingquan')).track?.length).toBeGreaterThan(10);
    expect((await (await city.as('chief-town')).get(path)).statusCode).toBe(200);
    expect((await (await city.as('river-office-funan')).get(path)).statusCode).toBe(404);
    expect((await city.visitor.get(path)).statusCode).toBe(401);
  });
});

interface Detail {
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly holder: {
    readonly unit: string | null;
    readonly person: string | null;
    readonly dueAt: string | null;
  } | null;
}

const casePath = (id: string) => `/api/flow/cases/river-chief.problem/${id}`;

async function detail(who: string, id: string): Promise<Detail> {
  return (await (await city.as(who)).get(casePath(id))).json<Detail>();
}

async function act(who: string, id: string, action: string, more: object = {}) {
  const caller = await city.as(who);
  const { version } = (await caller.get(casePath(id))).json<Detail>();
  return caller.post(`${casePath(id)}/acts`, { version, action, opinion: '同意', ...more });
}

async function report(change: object = {}): Promise<{ statusCode: number; id: string; code: string }> {
  const reach = await reachOf(city.village);
  const [lon, lat] = reach.line[0] ?? [0, 0];
  const reply = await city.village.post('/api/river-chief/problems', {
    id: newId(),
    source: 'patrol',
    kind: 'dump',
    reach: reach.id,
    description: '滩地堆放建筑垃圾',
    address: '左岸',
    position: { lon, lat },
    photos: [await city.village.upload('现场.png', 'image/png', png)],
    ...change,
  });
  return { statusCode: reply.statusCode, ...reply.json<{ id: string; code: string }>() };
}

describe('问题', () => {
  test('巡河上报 → 河长办按职责表交办 → 城管整改带照片 → 村级河长销号', async () => {
    const { id, statusCode } = await report();
    expect(statusCode).toBe(200);
    expect((await reachOf(city.village)).open).toBeGreaterThan(0);
    expect((await act('river-office-yingquan', id, 'assign')).statusCode).toBe(200);
    const given = await detail('river-handler-yingquan-urban-management', id);
    expect(given).toMatchObject({ stage: 'handle', holder: { unit: 'yingquan-urban-management' } });
    const days = (Date.parse(given.holder?.dueAt ?? '') - city.clock.now().getTime()) / (24 * hour);
    expect(days).toBeCloseTo(10, 1);
    const handler = 'river-handler-yingquan-urban-management';
    const bare = await act(handler, id, 'done', { values: { result: '已清运' } });
    expect(bare.json<{ code: string }>().code).toBe('river-chief.photosNeeded');
    const photo = await (await city.as(handler)).upload('整改后.png', 'image/png', png);
    expect(
      (await act(handler, id, 'done', { values: { result: '已清运', photosAfter: [photo] } })).statusCode,
    ).toBe(200);
    expect((await act('river-office-yingquan', id, 'close')).statusCode).toBeGreaterThanOrEqual(400);
    expect((await act('chief-village', id, 'redo', { opinion: '仍有残留' })).statusCode).toBe(200);
    expect(
      (await act(handler, id, 'done', { values: { result: '已返工', photosAfter: [photo] } })).statusCode,
    ).toBe(200);
    expect((await act('chief-village', id, 'close')).statusCode).toBe(200);
    expect(await detail('chief-village', id)).toMatchObject({
      status: 'closed',
      row: { outcome: 'closed', redoCount: 1 },
    });
  });

  test('难办的提请上级:村 → 乡 → 县 → 市 → 总河长,一级一级上去,到顶就拒绝', async () => {
    const { id } = await report({ kind: 'build' });
    const accounts = ['chief-town', 'chief-county', 'chief-city', 'chief-general', 'chief-general-2'];
    for (const account of accounts) {
      const raised = await act('river-office-yingquan', id, 'raise', { opinion: '涉及多部门' });
      expect([account, raised.statusCode]).toEqual([account, 200]);
      const { holder } = await detail(account, id);
      expect([account, holder?.person]).toEqual([account, await city.access.admin.findSubjectId(account)]);
      expect((await act(account, id, 'back', { opinion: '请先核实' })).statusCode).toBe(200);
    }
    const top = await act('river-office-yingquan', id, 'raise', { opinion: '涉及多部门' });
    expect(top.json<{ code: string }>().code).toBe('river-chief.noUpper');
    await act('river-office-yingquan', id, 'choose', { unit: 'yingquan-water-resources' });
    expect(await detail('river-office-yingquan', id)).toMatchObject({ stage: 'handle' });
  });

  test('没有照片、离河太远、类别不存在、别人的巡河、职责表里没有单位,一律拒绝', async () => {
    const code = async (change: object) => (await report(change)).code;
    expect(await code({ photos: [] })).toBe('river-chief.photosNeeded');
    const words = await city.village.upload('说明.txt', 'text/plain', Buffer.from('不是照片'));
    expect(await code({ photos: [words] })).toBe('river-chief.photoMissing');
    expect(await code({ position: { lon: 115.3, lat: 33.2 } })).toBe('river-chief.tooFar');
    expect(await code({ kind: 'nothing' })).toBe('river-chief.kindUnknown');
    expect(await code({ reach: newId() })).toBe('river-chief.reachMissing');
    const walks = await city.services
      .use(registers)
      .of(patrol)
      .trusted.findMany(city.store.db, { sort: '-share', limit: 50 });
    const own = await city.access.admin.findSubjectId('chief-village');
    expect(await code({ patrol: walks.find(({ walker }) => walker !== own)?.id })).toBe(
      'river-chief.patrolMissing',
    );
    expect((await city.visitor.post('/api/river-chief/problems', {})).statusCode).toBe(401);
    const { id } = await report({ kind: 'float' });
    const rows = city.services.use(registers).of(duty).trusted;
    const found = await rows.findMany(city.store.db, {
      filter: {
        all: [
          { field: 'kind', is: 'equal', value: 'float' },
          { field: 'area', is: 'equal', value: '341204000000' },
        ],
      },
      limit: 1,
    });
    for (const row of found)
      await city.store.transaction((work) => rows.update(work, 'test', row, { to: '2026-01-31' }));
    expect((await act('river-office-yingquan', id, 'assign')).json<{ code: string }>().code).toBe(
      'river-chief.noDuty',
    );
    const reach = (await reachOf(city.village)).id;
    const special = {
      key: 'float/reach',
      kind: 'float',
      area: '341204000000',
      reach,
      department: 'yingquan-sanitation',
      from: '2026-01-01',
    };
    await city.store.transaction((work) => rows.insert(work, 'test', special));
    expect((await act('river-office-yingquan', id, 'assign')).statusCode).toBe(200);
    expect((await detail('river-office-yingquan', id)).holder?.unit).toBe('yingquan-sanitation');
  });
});

test('逾期的问题每天提醒本级和上一级河长', async () => {
  const { id } = await report({ kind: 'dig' });
  expect((await act('river-office-yingquan', id, 'assign')).statusCode).toBe(200);
  const told = async (who: string) => {
    const reply = await (await city.as(who)).get('/api/messages/notices');
    return reply
      .json<{ notices: { link: string | null }[] }>()
      .notices.filter(({ link }) => link?.endsWith(id)).length;
  };
  await remindOverdue(city.services);
  const before = await told('chief-town');
  city.clock.advance(11 * 24 * hour);
  expect(await remindOverdue(city.services)).toBeGreaterThan(0);
  expect(await told('chief-town')).toBe(before + 1);
  city = { ...city, village: await city.as('chief-village'), office: await city.as('river-office-yingquan') };
});

describe('一张图和一河一档', () => {
  test('河流按最差断面着色,断面来自生态环境;没有断面的河段不充数', async () => {
    const map = (await city.office.get('/api/river-chief/map')).json<{
      rivers: { name: string; gradeName: string | null; sections: number; length: number }[];
      reaches: { name: string; gradeName: string | null; area: string }[];
    }>();
    expect(map.rivers.find(({ name }) => name === '颍河')).toMatchObject({ gradeName: 'V 类', sections: 1 });
    expect(map.rivers.find(({ name }) => name === '泉河')).toMatchObject({ gradeName: null, sections: 0 });
    expect(map.rivers.find(({ name }) => name === '颍河')?.length).toBeGreaterThan(130);
    expect(map.reaches.every(({ area }) => area.startsWith('341204'))).toBe(true);
    expect(map.reaches.some(({ gradeName }) => gradeName === 'V 类')).toBe(true);
  });

  test('一河一档列出本段到总河长', async () => {
    const reach = await reachOf(city.village);
    const file = (await city.village.get(`/api/river-chief/reaches/${reach.id}`)).json<{
      chiefs: { levelName: string }[];
    }>();
    expect(file.chiefs.map(({ levelName }) => levelName)).toEqual([
      '村级河长',
      '乡级河长',
      '县级河长',
      '市级河长',
      '总河长',
      '总河长',
    ]);
  });
});

test('视频点位在一河一档上带着状态和视频平台地址;不是 https 的地址不收', async () => {
  const sites = city.services.use(registers).of(site);
  const [camera] = await sites.trusted.findMany(city.store.db, {
    filter: { field: 'code', is: 'equal', value: 'SP-01' },
    limit: 1,
  });
  if (camera === undefined) throw new Error('no camera');
  const change = (link: string) =>
    city.office.patch(`/api/registers/rows/river-chief.site/${camera.id}`, {
      version: camera.version,
      values: { link },
    });
  for (const link of ['http://video.example/1', 'javascript:alert(1)', 'https://video.example/a b']) {
    const refused = await change(link);
    expect([refused.statusCode, refused.body.includes('link')]).toEqual([400, true]);
  }
  await city.store.transaction(async (work) => {
    const row = await sites.trusted.lock(work, camera.id);
    if (row !== undefined)
      await sites.trusted.update(work, 'test', row, { link: 'https://video.example/points/1' });
  });
  const file = await city.office.get(`/api/river-chief/reaches/${camera.reach}`);
  expect(file.json<{ sites: object[] }>().sites).toContainEqual(
    expect.objectContaining({
      kindName: '视频点位',
      conditionName: '正常',
      link: 'https://video.example/points/1',
    }),
  );
});

describe('一河一策', () => {
  const path = (id: string, rest = '') => `/api/river-chief/strategies/${id}${rest}`;
  async function plans() {
    const rows = await city.services
      .use(registers)
      .of(strategy)
      .trusted.findMany(city.store.db, { limit: 20 });
    const of = (status: string) => rows.find((each) => each.status === status)?.id ?? '';
    return { inForce: of('in-force'), draft: of('draft') };
  }

  test('五张清单不齐不能执行;执行后内容固定,改台账也不变;新版执行,旧版被取代', async () => {
    const office = await city.as('river-office');
    const { inForce, draft } = await plans();
    const bare = await office.post(path(draft, '/enforcement'));
    expect(bare.json()).toMatchObject({ code: 'river-chief.strategyIncomplete' });
    expect((await office.post(path(draft, '/editions'))).json()).toMatchObject({
      code: 'river-chief.strategyNotInForce',
    });
    expect((await office.post(path(inForce, '/enforcement'))).json()).toMatchObject({
      code: 'river-chief.strategyFixed',
    });
    const next = (await office.post(path(inForce, '/editions'))).json<{ id: string }>();
    expect((await office.post(path(inForce, '/editions'))).json()).toEqual(next);
    const before = (await office.get(path(inForce))).json<{ parts: unknown; edition: number }>();
    const items = city.services.use(registers).of(strategyItem).trusted;
    const rows = await items.findMany(city.store.db, {
      filter: { field: 'part', is: 'equal', value: 'target' },
      limit: 50,
    });
    for (const row of rows.filter(({ strategy: of }) => of !== draft))
      await city.store.transaction((work) => items.update(work, 'test', row, { text: '改过的目标' }));
    expect((await office.get(path(inForce))).json()).toMatchObject({ parts: before.parts, edition: 1 });
    expect((await office.post(path(next.id, '/enforcement'))).statusCode).toBe(200);
    const renewed = await office.get(path(next.id));
    expect(renewed.json()).toMatchObject({
      status: 'in-force',
      edition: 2,
      editions: [{ statusName: '执行中' }, { statusName: '已被新版取代' }],
    });
    expect(renewed.body).toContain('改过的目标');
  });

  test('县里不能动市里的方案,河长不能编;文件有 Word', async () => {
    const { inForce } = await plans();
    expect((await city.office.post(path(inForce, '/editions'))).statusCode).toBe(404);
    expect((await city.village.post(path(inForce, '/editions'))).statusCode).toBe(403);
    const word = await (await city.as('river-office')).get(path(inForce, '/file?as=docx'));
    expect(word.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });
});
