/** What those who watch over shared data see: calls are counted, a case ends with the contract suspended, each number leads to its receipts. */
import { seededRandom } from '../../../kernel/seeded-random.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lake } from '../../../engines/lake/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { type Caller } from '../../../test/support/city.ts';
import { agreement } from '../data-sharing/contract.ts';
import { breach } from './registers/breach.ts';
import { lapseExplanations } from './server/alert/bind-handling.ts';
import { remindBreaches } from './server/alert/keep-breaches.ts';
import { hour, perMinute, openPlatform, type PlatformCity } from './test-support/open-platform.ts';

let city: PlatformCity;

beforeAll(async () => {
  city = await openPlatform();
}, 240_000);
afterAll(() => city.close());

describe('凭证计入小时', () => {
  test('与逐条凭证一致；两个进程同时计、重复计都只算一次', async () => {
    const made = await city.makeContract('计数');
    const random = seededRandom(3);
    const at = Math.floor(city.clock.now().getTime() / hour) * hour;
    const receipts = Array.from({ length: 400 }, () => ({
      at: new Date(at - Math.floor(random() * 3 * hour)),
      outcome: (['served', 'empty', 'over-quota'] as const)[Math.floor(random() * 3)] ?? 'served',
      rows: Math.floor(random() * 5),
      ...(random() < 0.8 ? { key: Math.floor(random() * 300) } : {}),
    }));
    await city.leaveReceipts(made, receipts);
    const { watch: counted } = city.services.use(lake);
    await Promise.all([counted.profile(), counted.profile()]);
    const read = () =>
      counted.hours({
        contracts: [made.contract],
        from: new Date(at - 5 * hour).toISOString(),
        to: new Date(at + hour).toISOString(),
      });
    const hours = await vi.waitFor(
      async () => {
        await counted.profile();
        const now = await read();
        expect(now.reduce((sum, each) => sum + each.calls, 0)).toBe(400);
        return now;
      },
      { timeout: 60_000, interval: 100 },
    );
    for (const each of hours) {
      const own = receipts.filter(({ at: when }) => {
        const since = when.getTime() - Date.parse(each.hour);
        return since >= 0 && since < hour;
      });
      const keyed = own.flatMap(({ key }) => (key === undefined ? [] : [key]));
      const count = (outcome: string) => own.filter((one) => one.outcome === outcome).length;
      expect(each).toMatchObject({
        calls: own.length,
        rows: own.filter((one) => one.outcome !== 'over-quota').reduce((sum, { rows }) => sum + rows, 0),
        empty: count('empty'),
        refused: count('over-quota'),
        keyed: keyed.length,
        keys: new Set(keyed).size,
        blocks: new Set(keyed.map((key) => Math.floor(key / 100))).size,
      });
    }
    await city.watch();
    expect(await read()).toEqual(hours);
  });
});

describe('处置', () => {
  async function act(who: Caller, id: string, action: string, more: object = {}) {
    const read = await city.judge.get(`/api/registers/rows/data-platform.handling/${id}`);
    const { version } = read.json<{ row: { version: number } }>().row;
    return who.post(`/api/flow/cases/data-platform.handling/${id}/acts`, { version, action, ...more });
  }

  async function scraped(name: string) {
    await city.signIn();
    const made = await city.makeContract(name);
    await city.leaveReceipts(
      made,
      perMinute(city.clock.now(), 150, (index) => ({ key: index })),
    );
    return { made, row: await city.found(made.contract, 'scraping') };
  }

  test('确认、部门说明、转处置单、再说明、暂停合同；合同真的停了，告警办结', async () => {
    const { made, row } = await scraped('处置');
    const path = `/api/data-platform/alerts/${row?.id}`;
    expect((await city.watcher.post(`${path}/acknowledge`)).statusCode).toBe(200);
    expect((await city.watcher.post(`${path}/explain`, { explanation: '不是我的部门' })).statusCode).toBe(
      403,
    );
    expect((await city.officer.post(`${path}/explain`, { explanation: '系统升级后误配' })).statusCode).toBe(
      200,
    );
    expect((await city.officer.post(`${path}/handle`, { notice: '越权' })).statusCode).toBe(403);
    const handled = await city.judge.post(`${path}/handle`, { notice: '请说明为何按号段遍历' });
    expect(handled.statusCode, handled.body).toBe(200);
    const { handling } = handled.json<{ handling: string }>();
    expect((await city.judge.post(`${path}/handle`, { notice: '再来一次' })).statusCode).toBe(409);
    expect((await act(city.officer, handling, 'answer')).statusCode).toBe(400);
    const answered = await act(city.officer, handling, 'answer', {
      values: { explanation: '测试程序未关闭' },
    });
    expect(answered.statusCode, answered.body).toBe(200);
    expect((await act(city.judge, handling, 'suspend')).statusCode).toBe(400);
    const suspended = await act(city.judge, handling, 'suspend', { opinion: '按号段遍历，暂停使用' });
    expect(suspended.statusCode, suspended.body).toBe(200);
    await vi.waitFor(
      async () => {
        await city.store.drain();
        const contract = await city.services
          .use(registers)
          .of(agreement)
          .trusted.find(city.store.db, made.contract);
        expect(contract).toMatchObject({ status: 'suspended' });
        expect(contract?.closedReason).toContain('按号段遍历');
      },
      { timeout: 60_000, interval: 100 },
    );
    expect((await city.alertsOf(made.contract)).find(({ kind }) => kind === 'scraping')).toMatchObject({
      status: 'closed',
      conclusion: '按号段遍历，暂停使用',
      explanation: '测试程序未关闭',
    });

    const [wrong, ...others] = await city.services
      .use(registers)
      .of(breach)
      .trusted.findMany(city.store.db, {
        filter: { field: 'handling', is: 'equal', value: handling },
        limit: 5,
      });
    expect(others).toEqual([]);
    expect(wrong).toMatchObject({ measure: 'suspend', times: 1, stage: 'due', consumer: 'city-ecology' });
    const at = `/api/data-platform/breaches/${wrong?.id}`;
    expect(
      (await city.judge.post(`${at}/review`, { accepted: true, opinion: '还没有整改' })).json(),
    ).toMatchObject({
      code: 'data-platform.wrongStage',
    });
    expect((await city.judge.post(`${at}/rectify`, { rectification: '不该由我报' })).statusCode).toBe(403);
    expect((await city.officer.post(`${at}/rectify`, { rectification: '已停用测试脚本' })).statusCode).toBe(
      200,
    );
    expect(
      (await city.officer.post(`${at}/review`, { accepted: true, opinion: '自己确认' })).statusCode,
    ).toBe(403);
    expect((await city.judge.post(`${at}/review`, { accepted: false, opinion: '请附日志' })).statusCode).toBe(
      200,
    );
    city.clock.advance(30 * 24 * hour);
    const calendar = city.services.use(flow).calendar();
    while (!calendar.isWorkingDay(shanghaiDate(city.clock.now()))) city.clock.advance(24 * hour);
    expect(await remindBreaches(city.services)).toBe(1);
    await city.signIn();
    expect((await city.officer.post(`${at}/rectify`, { rectification: '已停用并附日志' })).statusCode).toBe(
      200,
    );
    expect((await city.judge.post(`${at}/review`, { accepted: true, opinion: '属实' })).statusCode).toBe(200);
    expect(await remindBreaches(city.services)).toBe(0);
  });

  test('部门逾期不说明也能作结论；没有数据共享权限的人不能暂停合同', async () => {
    const { made, row } = await scraped('逾期');
    const { id } = await city.access.admin.createSubject({
      account: 'judge-only',
      name: '只管处置',
      kind: 'official',
      mustChange: false,
      passwordHash: 'none',
      posts: [{ role: 'data-platform:judge', department: 'city-data-resources', area: '341200000000' }],
    });
    const handled = await city.judge.post(`/api/data-platform/alerts/${row?.id}/handle`, {
      notice: '请说明',
    });
    const { handling } = handled.json<{ handling: string }>();
    city.clock.advance(14 * 24 * hour);
    await city.signIn();
    const judgeOnly = await city.as(id);
    await vi.waitFor(
      async () => {
        await lapseExplanations(city.services).catch(() => undefined);
        const read = await city.judge.get(`/api/registers/rows/data-platform.handling/${handling}`);
        expect(read.json<{ row: { stage: string } }>().row.stage).toBe('conclude');
      },
      { timeout: 60_000, interval: 100 },
    );
    expect((await act(judgeOnly, handling, 'suspend', { opinion: '暂停' })).json()).toMatchObject({
      code: 'data-platform.maySuspend',
    });
    const cleared = await act(city.judge, handling, 'clear', { opinion: '电话核实为年度核对' });
    expect(cleared.statusCode, cleared.body).toBe(200);
    const contract = await city.services
      .use(registers)
      .of(agreement)
      .trusted.find(city.store.db, made.contract);
    expect(contract?.status).toBe('active');
  });

  test('部门只看到自己的告警；别的部门和没有岗位的人看不到', async () => {
    const { row } = await scraped('范围');
    expect((await city.officer.get(`/api/data-platform/alerts/${row?.id}`)).statusCode).toBe(200);
    const { id } = await city.access.admin.createSubject({
      account: 'other-officer',
      name: '别的部门',
      kind: 'official',
      mustChange: false,
      passwordHash: 'none',
      posts: [{ role: 'data-platform:officer', department: 'city-market-supervision', area: '341200000000' }],
    });
    const other = await city.as(id);
    expect((await other.get(`/api/data-platform/alerts/${row?.id}`)).statusCode).toBe(404);
    expect(
      (await other.post(`/api/data-platform/alerts/${row?.id}/explain`, { explanation: '不该我说' }))
        .statusCode,
    ).toBe(404);
    expect((await city.visitor.get(`/api/data-platform/alerts/${row?.id}`)).statusCode).toBe(401);
  });
});

describe('态势', () => {
  test('矩阵的每个数等于点进去的凭证，来数等于批次，看不到别家登记簿的人看到“—”', async () => {
    await city.signIn();
    await city.watch();
    const days = 'from=2026-11-01&to=2027-01-31';
    const shown = await city.judge.get(`/api/data-platform/situation?${days}`);
    expect(shown.statusCode, shown.body).toBe(200);
    const situation = shown.json<{
      sharing: { cells: { consumer: string; provider: string; calls: number; rows: number }[] };
      inflow: { day: string; department: string; batches: number; received: number }[];
      storage: { datasets: number; layers: { layer: string; bytes: number }[] };
      fresh: { state: string }[];
    }>();
    const cell = situation.sharing.cells.find(
      ({ consumer, provider }) => consumer === 'city-ecology' && provider === 'city-market-supervision',
    );
    const uses = await city.judge.get(
      `/api/data-platform/uses?${days}&consumer=city-ecology&provider=city-market-supervision`,
    );
    const { contracts } = uses.json<{ contracts: { id: string; calls: number; rows: number }[] }>();
    expect(contracts.reduce((sum, each) => sum + each.calls, 0)).toBe(cell?.calls);
    // Histories of tests have no receipts; this one has nothing else.
    const counted = await sql<{
      contract: string;
      calls: number;
      rows: number;
    }>`select c.contract, count(*)::int as calls,
      coalesce(sum(c.rows) filter (where outcome <> 'over-quota'), 0)::int as rows from lake_receipt c
      group by 1 having not exists (select 1 from lake_call_hour h where h.contract = c.contract and h.hour < '2026-11-23T02:00:00Z')`.execute(
      city.store.db,
    );
    for (const own of counted.rows)
      expect(contracts.find(({ id }) => id === own.contract) ?? own).toMatchObject({
        calls: own.calls,
        rows: own.rows,
      });
    const [day] = situation.inflow;
    const batches = await city.judge.get(
      `/api/data-platform/batches?day=${day?.day}&department=${day?.department}`,
    );
    const list = batches.json<{ batches: { received: number | null }[] }>().batches;
    expect(list).toHaveLength(day?.batches ?? -1);
    expect(list.reduce((sum, each) => sum + (each.received ?? 0), 0)).toBe(day?.received);
    expect(situation.storage.datasets).toBeGreaterThan(0);
    expect(situation.fresh).toHaveLength(situation.storage.datasets);
    expect(situation.storage.layers.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(['raw', 'standard']),
    );

    const { id } = await city.access.admin.createSubject({
      account: 'viewer-only',
      name: '只看态势',
      kind: 'official',
      mustChange: false,
      passwordHash: 'none',
      posts: [{ role: 'data-platform:viewer', department: 'city-ecology', area: '341200000000' }],
    });
    const bare = await (await city.as(id)).get(`/api/data-platform/situation?${days}`);
    expect(bare.json()).toMatchObject({
      storage: { datasets: null, rows: null, layers: [] },
      sharing: { contracts: null, cells: [], unused: [] },
      inflow: [],
      security: { alerts: [], handlings: null },
    });
    expect(
      (await city.judge.get('/api/data-platform/situation?from=2020-01-01&to=2026-01-01')).json(),
    ).toMatchObject({
      code: 'data-platform.longPeriod',
    });
  });
});
