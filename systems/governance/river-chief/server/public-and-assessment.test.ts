/** 扫码上报不登录也能跟踪、滥用挡得住;考核的每个数另算一遍都对得上,点得到明细;公报由同一组数生成。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { registers } from '../../../../engines/registers/service.ts';
import environment from '../../environment/contract.ts';
import { ranksOf, scoreOf } from '../assessment/score.ts';
import { problem } from '../problem/problem.ts';
import { patrol } from '../registers/patrol.ts';
import { chief, reach, site } from '../registers/river.ts';
import { openRiverCity, png, reachOf, type RiverCity } from './test-support/open-rivers.ts';

let city: RiverCity;

beforeAll(async () => {
  city = await openRiverCity();
}, 300_000);
afterAll(() => city?.close());

const board = 'FYHZ000001';

async function boardOf(): Promise<string> {
  const own = await reachOf(city.village);
  const row = await city.services.use(registers).of(reach).trusted.find(city.store.db, own.id);
  return row?.board ?? '';
}

async function publicReport(change: object = {}) {
  const own = await reachOf(city.village);
  const [lon, lat] = own.line[0] ?? [0, 0];
  const body = {
    id: newId(),
    code: '274615',
    kind: 'dump',
    description: '河边有人倒垃圾',
    position: { lon, lat },
    photos: [png.toString('base64')],
    phone: '13900000009',
    ...change,
  };
  return { body, reply: await city.visitor.post(`/api/river-chief/boards/${await boardOf()}/reports`, body) };
}

const follow = (number: string, code: string) =>
  city.visitor.post('/api/river-chief/boards/reports/follow', { number, code });

describe('公示牌', () => {
  test('不登录看得到河长、水质和监督电话,看不到私人电话', async () => {
    const reply = await city.visitor.get(`/api/river-chief/boards/${await boardOf()}`);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      hotline: '0558-12345',
      chiefs: [{ levelName: '村级河长' }, {}, {}, {}, {}, {}],
    });
    expect(reply.body).not.toContain('13900000000');
    expect((await city.visitor.get('/api/river-chief/boards/NOSUCHBOARD')).json()).toMatchObject({
      code: 'river-chief.boardUnknown',
    });
    expect((await city.visitor.get(`/api/river-chief/boards/${board.toLowerCase()}`)).statusCode).toBe(400);
  });

  test('上报得编号;重发还是那一件;河长办交办后凭编号和查询码看进度,错一个都查不到', async () => {
    const { body, reply } = await publicReport();
    expect(reply.statusCode).toBe(200);
    const { number } = reply.json<{ number: string }>();
    const again = await city.visitor.post(`/api/river-chief/boards/${await boardOf()}/reports`, body);
    expect(again.json()).toEqual({ number });
    const rows = city.services.use(registers).of(problem).trusted;
    const row = await rows.find(city.store.db, body.id);
    expect(row).toMatchObject({ source: 'public', stage: 'assign', initiator: 'system' });
    expect(row?.photosBefore).toHaveLength(1);
    expect(row?.slip).not.toContain('274615');
    const path = `/api/flow/cases/river-chief.problem/${body.id}`;
    const acted = await city.office.post(`${path}/acts`, {
      version: row?.version,
      action: 'assign',
      opinion: '请办理',
    });
    expect(acted.statusCode).toBe(200);
    const shown = await follow(number, '274615');
    expect(shown.json()).toMatchObject({
      number,
      kind: '乱堆',
      state: '整改',
      result: null,
      progress: [{ title: '已收到您的上报' }, { title: '已交办责任单位' }],
    });
    expect(shown.body).not.toMatch(/倒垃圾|13900000009/);
    expect((await follow(number, '274616')).json()).toMatchObject({ code: 'river-chief.slipWrong' });
    expect((await follow('HZ20200101-00001', '274615')).json()).toMatchObject({
      code: 'river-chief.slipWrong',
    });
    const [officials] = await rows.findMany(city.store.db, {
      filter: { field: 'source', is: 'equal', value: 'patrol' },
      limit: 1,
    });
    expect((await follow(officials?.number ?? '', '274615')).json()).toMatchObject({
      code: 'river-chief.slipWrong',
    });
  });

  test('别人拿同一个编号换查询码、太远、不是照片、没有类别、一天太多,一律拒绝', async () => {
    const { body } = await publicReport();
    const code = async (change: object) => (await publicReport(change)).reply.json<{ code: string }>().code;
    expect(await code({ id: body.id, code: '111111' })).toBe('river-chief.slipWrong');
    expect(await code({ position: { lon: 115.3, lat: 33.2 } })).toBe('river-chief.tooFar');
    expect(await code({ photos: [Buffer.from('<svg/>').toString('base64')] })).toBe(
      'river-chief.pictureWrong',
    );
    expect(await code({ kind: 'nothing' })).toBe('river-chief.kindUnknown');
    expect(await code({ phone: '12345' })).toBe('city.invalid');
    await city.store.transaction((work) =>
      city.store.settings.change(work, 'river-chief.board-reports-per-day', 2),
    );
    expect(await code({})).toBe('river-chief.boardFull');
  });

  test('登录的人不能借公众来源绕过照片', async () => {
    const own = await reachOf(city.village);
    const [lon, lat] = own.line[0] ?? [0, 0];
    const values = {
      source: 'public',
      kind: 'dump',
      reach: own.id,
      description: '没有照片的上报',
      position: { lon, lat },
    };
    const reply = await city.village.post('/api/flow/cases/river-chief.problem', { values });
    expect(reply.json()).toMatchObject({ code: 'river-chief.photosNeeded' });
  });
});

interface Row {
  readonly area: string;
  readonly rank: number | null;
  readonly score: number | null;
  readonly cells: Readonly<Record<string, { numerator: number; denominator: number; value: number | null }>>;
}

const span = { from: '2026-11-01', to: '2026-11-22' };
const query = `from=${span.from}&to=${span.to}`;
const dayMs = 86_400_000;
const text = (time: number) => new Date(time).toISOString().slice(0, 10);
/** The Beijing day of an instant, told another way than the system does. */
const dayOf = (at: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(at));

/** Last days of periods, told from the calendar. */
function ends(level: string, date: string): boolean {
  const on = new Date(`${date}T00:00:00Z`);
  const monthEnds = new Date(on.getTime() + dayMs).getUTCDate() === 1;
  if (level === 'village') return on.getUTCDay() === 0;
  if (level === 'town') return on.getUTCDate() === 15 || monthEnds;
  if (level === 'county') return monthEnds && on.getUTCMonth() % 3 === 2;
  return monthEnds && on.getUTCMonth() % 6 === 5;
}

async function oracle(area: string) {
  const rows = city.services.use(registers);
  const { db } = city.store;
  const inCounty = (code: string | null) => code?.startsWith(area.slice(0, 6)) === true;
  const walked = (await rows.of(patrol).trusted.findMany(db, { limit: 10_000 })).filter((each) =>
    inCounty(each.area),
  );
  const chiefs = (await rows.of(chief).trusted.findMany(db, { limit: 10_000 })).filter(
    (each) => each.reach !== null && inCounty(each.area),
  );
  let wanted = 0;
  let done = 0;
  for (const each of chiefs)
    for (let time = Date.parse(span.from); time <= Date.parse(span.to); time += dayMs) {
      if (!ends(each.level, text(time))) continue;
      wanted += 1;
      const days = new Set([text(time)]);
      for (let back = time - dayMs; !ends(each.level, text(back)); back -= dayMs) days.add(text(back));
      if (walked.some((one) => one.chief === each.id && one.valid && days.has(dayOf(one.startedAt))))
        done += 1;
    }
  const inSpan = (at: string | null) => at !== null && dayOf(at) >= span.from && dayOf(at) <= span.to;
  const month = walked.filter((each) => inSpan(each.startedAt));
  const due = (await rows.of(problem).trusted.findMany(db, { limit: 10_000 })).filter(
    (each) =>
      inCounty(each.caseArea) &&
      inSpan(each.dueAt) &&
      !['refused', 'merged', 'withdrawn', 'terminated'].includes(each.outcome ?? ''),
  );
  return {
    patrol: [done, wanted],
    valid: [month.filter((each) => each.valid).length, month.length],
    closed: [
      due.filter(
        (each) =>
          each.outcome === 'closed' && Date.parse(each.closedAt ?? '') <= Date.parse(each.dueAt ?? ''),
      ).length,
      due.length,
    ],
  };
}

describe('考核', () => {
  test('每个县区的三项与另算的一致;断面一项来自环境监测;没有分母的是空', async () => {
    const { rows } = (await city.office.get(`/api/river-chief/assessment?${query}`)).json<{ rows: Row[] }>();
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      const expected = await oracle(row.area);
      for (const [item, [numerator, denominator]] of Object.entries(expected))
        expect([row.area, item, row.cells[item]?.numerator, row.cells[item]?.denominator]).toEqual([
          row.area,
          item,
          numerator,
          denominator,
        ]);
    }
    const withWater = rows.filter(({ cells }) => cells['water']?.value !== null);
    expect(withWater.map(({ cells }) => cells['water'])).toEqual([
      { numerator: 0, denominator: 1, value: 0 },
    ]);
    const one = rows.find(({ area }) => area === '341225000000');
    const values = Object.fromEntries(
      Object.entries(one?.cells ?? {}).map(([item, { value }]) => [item, value]),
    );
    const weights: Readonly<Record<string, number>> = { patrol: 25, valid: 15, closed: 35, water: 25 };
    const told = Object.entries(values).filter(([, value]) => value !== null);
    const byHand = told.reduce((sum, [item, value]) => sum + (weights[item] ?? 0) * Number(value), 0);
    const whole = told.reduce((sum, [item]) => sum + (weights[item] ?? 0), 0);
    expect(one?.score).toBeCloseTo((byHand / whole) * 100, 9);
  });

  test('点开明细,件数与格子里的一致;县里只看得到自己的明细', async () => {
    const { rows } = (await city.office.get(`/api/river-chief/assessment?${query}`)).json<{ rows: Row[] }>();
    const own = rows.find(({ area }) => area === '341204000000');
    for (const item of ['patrol', 'valid', 'closed', 'water']) {
      const reply = await city.office.get(
        `/api/river-chief/assessment/rows?${query}&area=341204000000&item=${item}`,
      );
      const drill = reply.json<{
        numerator: number;
        denominator: number;
        rows: { gained: number; wanted: number }[];
      }>();
      expect(drill).toMatchObject({
        numerator: own?.cells[item]?.numerator,
        denominator: own?.cells[item]?.denominator,
      });
      expect(drill.rows.reduce((sum, { wanted }) => sum + wanted, 0)).toBe(drill.denominator);
    }
    expect(
      (await city.office.get(`/api/river-chief/assessment/rows?${query}&area=341202000000&item=valid`))
        .statusCode,
    ).toBe(403);
    expect(
      (await city.office.get('/api/river-chief/assessment?from=2026-11-22&to=2026-11-01')).json(),
    ).toMatchObject({ code: 'river-chief.periodReversed' });
    expect(
      (await city.office.get('/api/river-chief/assessment?from=2020-11-22&to=2026-11-01')).json(),
    ).toMatchObject({ code: 'river-chief.periodTooLong' });
    expect((await city.village.get(`/api/river-chief/assessment?${query}`)).statusCode).toBe(403);
  });

  test('没有分母不占权重,同分同名次', () => {
    const none = { numerator: 0, denominator: 0 };
    const full = { numerator: 3, denominator: 3 };
    expect(scoreOf({ patrol: none, valid: none, closed: none, water: none })).toBeNull();
    expect(
      scoreOf({ patrol: full, valid: none, closed: { numerator: 1, denominator: 2 }, water: none }),
    ).toBeCloseTo((25 + 17.5) / 0.6, 9);
    expect(ranksOf([90, null, 95.001, 95, 80])).toEqual([3, null, 1, 1, 4]);
  });

  test('公报有 PDF 和 Word 两种,未到的月份拒绝,河长不能编发', async () => {
    const pdf = await city.office.get('/api/river-chief/bulletins/2026-11?as=pdf');
    expect(pdf.statusCode).toBe(200);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const word = await city.office.get('/api/river-chief/bulletins/2026-11?as=docx');
    expect(word.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect((await city.office.get('/api/river-chief/bulletins/2026-12')).json()).toMatchObject({
      code: 'river-chief.monthAhead',
    });
    expect((await city.village.get('/api/river-chief/bulletins/2026-11')).statusCode).toBe(403);
  });
});

test('断面要素只关联到环境监测的断面,没有另存一份水质', async () => {
  const sites = await city.services
    .use(registers)
    .of(site)
    .trusted.findMany(city.store.db, { filter: { field: 'kind', is: 'equal', value: 'section' }, limit: 10 });
  expect(sites).toHaveLength(1);
  const declared = environment.registers?.['water-section'];
  if (declared === undefined) throw new Error('no registers');
  expect(
    await city.services
      .use(registers)
      .of(declared)
      .trusted.find(city.store.db, sites[0]?.section ?? ''),
  ).toMatchObject({ grade: '5' });
});
