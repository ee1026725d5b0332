/** Numbers of evaluation, analysis and screen on a handful of cases, and who may see them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk, place, yingdong, yingzhou } from '../test-support/open-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  for (const to of ['closed', 'closed', 'handle', 'accept'] as const)
    await desk.bring(await desk.report(), to);
  const reworked = await desk.report();
  await desk.bring(reworked, 'check');
  await desk.act('collector', reworked, 'fail');
});
afterAll(() => desk.close());

const api = (path: string) => `/api/urban-management${path}`;

describe('综合评价', () => {
  test('按单位:处置、按期、返工都由明细数得出来', async () => {
    const evaluator = await desk.at('evaluator');
    const table = (await evaluator.get(api('/evaluation?object=unit'))).json();
    expect(table.ruleSet.version).toBe('2026');
    const drainage = table.rows.find((row: { key: string }) => row.key === 'city-drainage');
    // Dispatched 4, handled 3 of them, one reworked.
    expect(drainage.counts['handling-rate']).toEqual({ numerator: 3, denominator: 4 });
    expect(drainage.values['rework-rate']).toBeCloseTo(1 / 3);
    expect(drainage.score).toBeGreaterThan(0);
    const { from, to } = table.period;
    const rows = await evaluator.get(
      `/api/indicators/urban-management.rework-rate/rows?from=${from}&to=${to}&by=${table.grouping.by}&group=city-drainage&part=numerator`,
    );
    expect(rows.json().total).toBe(1);
  });

  test('按区域:没有案件的县区比率为空,不是零', async () => {
    const table = (await (await desk.at('leader')).get(api('/evaluation?object=area'))).json();
    const other = table.rows.find((row: { key: string }) => row.key === yingdong);
    expect(other.values['filing-rate']).toBeNull();
    expect(other.band).toBeNull();
    const own = table.rows.find((row: { key: string }) => row.key === yingzhou);
    expect(own.counts['filing-rate']).toEqual({ numerator: 4, denominator: 5 });
  });

  test.each(['collector', 'acceptor', 'dispatcher', 'shift-leader'])('按岗位 %s 有人有名', async (object) => {
    const table = (await (await desk.at('evaluator')).get(api(`/evaluation?object=${object}`))).json();
    expect(table.rows.length).toBeGreaterThan(0);
    expect(table.rows[0].name).toMatch(/甲|派遣员/);
  });

  test('时段过长、颠倒、对象不对都说清楚', async () => {
    const evaluator = await desk.at('evaluator');
    const codeOf = async (query: string) => (await evaluator.get(api(`/evaluation?${query}`))).json().code;
    expect(await codeOf('from=2026-01-01&to=2026-11-23')).toBe('urban-management.periodTooLong');
    expect(await codeOf('from=2026-11-23&to=2026-11-01')).toBe('urban-management.periodReversed');
    expect(await codeOf('object=city')).toBe('city.invalid');
    expect(await codeOf('from=2026-02-30')).toBe('city.invalid');
  });
});

describe('决策分析', () => {
  test('热点和同类多发点落在事发处,框里能查到同样多的案件', async () => {
    const leader = await desk.at('leader');
    const spots = (await leader.get(api('/analysis/hot-spots'))).json();
    expect(spots.rows).toHaveLength(1);
    const [spot] = spots.rows;
    expect(spot.count).toBe(5);
    expect(Math.abs(spot.lon - place.lon)).toBeLessThan(0.004);
    const repeats = (await leader.get(api('/analysis/repeat-places'))).json();
    expect(repeats.rows[0]).toMatchObject({ matter: '01002', count: 5, matterName: '污水井盖异常' });
  });

  test('慢环节、趋势和排行', async () => {
    const leader = await desk.at('leader');
    const slow = (await leader.get(api('/analysis/slow-links'))).json();
    const handle = slow.links.find((each: { link: string }) => each.link === 'handle');
    expect(handle).toMatchObject({ count: 3, late: 0, lateRate: 0 });
    expect(slow.units[0]).toMatchObject({ unit: 'city-drainage', count: 3 });
    expect(slow.units[0].links.find((each: { link: string }) => each.link === 'close')).toMatchObject({
      count: 2,
    });
    const trend = (await leader.get(api('/analysis/trend?from=2026-11-22&to=2026-11-23'))).json();
    expect(trend.days).toEqual([
      { day: '2026-11-22', opened: 0, filed: 0, closed: 0 },
      { day: '2026-11-23', opened: 5, filed: 4, closed: 2 },
    ]);
    const ranking = (await leader.get(api('/analysis/ranking'))).json();
    expect(ranking.rows).toEqual([{ matter: '01002', name: '污水井盖异常', count: 5, share: 1 }]);
    expect((await leader.get(api('/analysis/ranking?matter=06010'))).json().rows).toEqual([]);
  });
});

test('工作台:每个数字点开都是同样多的案件', async () => {
  const acceptor = await desk.at('acceptor');
  const board = (await acceptor.get(api('/board'))).json();
  const counts = Object.fromEntries(
    board.views.map((each: { view: string; count: number }) => [each.view, each.count]),
  );
  expect(counts).toEqual({ today: 5, open: 3, 'due-soon': 0, overdue: 0, 'closed-today': 2 });
  for (const { filter, count } of board.views) {
    const path = `/api/registers/rows/urban-management.case?filter=${encodeURIComponent(JSON.stringify(filter))}`;
    expect((await acceptor.get(path)).json().total).toBe(count);
  }
  expect(board.stages.reduce((sum: number, each: { count: number }) => sum + each.count, 0)).toBe(3);
  expect((await (await desk.at('citizen')).get(api('/board'))).statusCode).toBe(403);
});

test('一屏:在办、今日、分县区', async () => {
  const screen = (await (await desk.at('leader')).get(api('/screen'))).json();
  expect(screen.today).toEqual({ opened: 5, filed: 4, closed: 2 });
  expect(screen.open).toMatchObject({ total: 3, overdue: 0, supervised: 0 });
  expect(screen.areas.find((each: { area: string }) => each.area === yingzhou)).toMatchObject({
    name: '颍州区',
    open: 3,
  });
  expect(screen.latest.length).toBe(5);
  const county = (await (await desk.at('leader')).get(api(`/screen?area=${yingzhou}`))).json();
  // Its towns, so that a click leads further down.
  expect(county.areas.map((each: { area: string }) => each.area)).toContain('341202001000');
  expect(county.areas.every((each: { area: string }) => each.area.startsWith('341202'))).toBe(true);
});

test.each([
  '/evaluation',
  '/analysis/hot-spots',
  '/analysis/repeat-places',
  '/analysis/slow-links',
  '/analysis/trend',
  '/analysis/ranking',
  '/screen',
])('%s:未登录、市民和处置员都不给看', async (path) => {
  expect((await desk.visitor.get(api(path))).statusCode).toBe(401);
  expect((await (await desk.at('citizen')).get(api(path))).statusCode).toBe(403);
  expect((await (await desk.at('handler')).get(api(path))).statusCode).toBe(403);
});
