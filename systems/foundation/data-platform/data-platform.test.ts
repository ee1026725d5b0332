/** What those who watch over shared data see: normal use raises nothing, each planted leak is found and named, and a case ends with the contract suspended. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textToSign } from '../../../engines/lake/contract.ts';
import { type CallHour, lake } from '../../../engines/lake/service.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import { resource } from '../data-catalogue/contract.ts';
import collection from '../data-collection/system.ts';
import quality from '../data-quality/system.ts';
import { agreement, application } from '../data-sharing/contract.ts';
import sharing from '../data-sharing/system.ts';
import { ruleKeys } from './data/leak-rules.ts';
import { measureCalls } from './detect/measure-calls.ts';
import { isOffHours } from './detect/usual.ts';
import { alert } from './registers/alert.ts';
import { breach } from './registers/breach.ts';
import { exception } from './registers/exception.ts';
import { lapseExplanations } from './server/alert/bind-handling.ts';
import { remindBreaches } from './server/alert/keep-breaches.ts';
import { judgeHour } from './server/leak/judge-hour.ts';
import system from './system.ts';

const hour = 3_600_000;
const minute = 60_000;

let city: TestCity;
let judge: Caller;
let watcher: Caller;
let officer: Caller;
let dataset = '';
let entry = '';
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, quality, sharing, system], demo: true });
  await city.store.drain();
  await signIn();
  const [row] = await city.services
    .use(registers)
    .of(resource)
    .trusted.findMany(city.store.db, {
      filter: { field: 'name', is: 'equal', value: '市场主体登记信息' },
      limit: 1,
    });
  entry = row?.id ?? '';
  dataset = (row?.target ?? '').slice('dataset:'.length);
}, 240_000);
afterAll(() => city.close());

async function signIn(): Promise<void> {
  judge = await city.as('platform-1');
  watcher = await city.as('platform-2');
  officer = await city.as('platform-3');
}

interface Made {
  readonly app: string;
  readonly contract: string;
}

async function makeContract(name: string, callsPerDay = 1_000_000): Promise<Made> {
  const [app, contract] = [newId(), newId()];
  const rows = city.services.use(registers);
  await city.store.transaction(async (work) => {
    await rows
      .of(application)
      .trusted.insert(work, 'test', { id: app, name, department: 'city-ecology', purpose: '测试' });
    await rows.of(agreement).trusted.insert(work, 'test', {
      id: contract,
      number: `HT-${contract.slice(-8)}`,
      resource: entry,
      dataset,
      provider: 'city-market-supervision',
      consumer: 'city-ecology',
      application: app,
      request: '测试',
      basis: '测试依据',
      purpose: '测试用途',
      fields: [{ name: 'credit_code', title: '统一社会信用代码', masked: false }],
      rows: {},
      callsPerDay,
      until: '2099-12-31',
      status: 'active',
    });
  });
  return { app, contract };
}

interface Receipt {
  readonly at: Date;
  readonly outcome?: 'served' | 'empty' | 'over-quota';
  readonly rows?: number;
  readonly key?: number;
}

/** As the gateway leaves them; its own way of making them is tested in 数据共享. */
async function leaveReceipts({ app, contract }: Made, receipts: readonly Receipt[]): Promise<void> {
  const lines = receipts.map((each) => ({
    id: newId(),
    at: each.at.toISOString(),
    app,
    contract,
    nonce: randomBytes(8).toString('hex'),
    outcome: each.outcome ?? 'served',
    rows: each.rows ?? 1,
    statement: '{}',
    mark: each.key === undefined ? 'page' : `m${each.key}`,
    block: each.key === undefined ? null : `b${Math.floor(each.key / 100)}`,
  }));
  await sql`insert into lake_call (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
    select * from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line (id uuid, at timestamptz, app uuid, contract uuid,
      nonce text, outcome text, rows int, statement text, mark text, block text)`.execute(city.store.db);
}

async function uncounted(): Promise<number> {
  const found = await sql<{ n: number }>`select (
      select count(*) from lake_call call where (call.transaction, call.position) >
        (select coalesce(max(transaction), '0'::xid8), coalesce(max(position), 0) from lake_call_watch where name = 'calls')
    ) + (
      select count(*) from access_audit line where (line.transaction, line.position) >
        (select coalesce(max(transaction), '0'::xid8), coalesce(max(position), 0) from access_activity_watch where name = 'audit')
    ) as n`.execute(city.store.db);
  return Number(found.rows[0]?.n ?? 0);
}

/** A transaction of another test on the same server may hold lines back for a moment, and the city's own job may be at it. */
async function watch(): Promise<void> {
  await expect
    .poll(
      async () => {
        await city.services.use(lake).watch.profile();
        await city.services.use(access).activity.profile();
        return uncounted();
      },
      { timeout: 60_000, interval: 50 },
    )
    .toBe(0);
  await city.store.drain();
}

async function alertsOf(caller: string) {
  return city.services
    .use(registers)
    .of(alert)
    .trusted.findMany(city.store.db, {
      filter: { field: 'caller', is: 'equal', value: caller },
      sort: 'firstAt',
      limit: 50,
    });
}

async function kindsOf(caller: string): Promise<readonly string[]> {
  return (await alertsOf(caller)).map((row) => row.kind).toSorted();
}

async function found(caller: string, kind: string) {
  return vi.waitFor(
    async () => {
      await watch();
      const row = (await alertsOf(caller)).find((each) => each.kind === kind);
      expect(row, kind).toBeDefined();
      return row;
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** Always the same numbers: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A department's application: busy in working hours, nearly still at night, busier on some days, its counts overdispersed. */
function normalHours(
  made: Made,
  from: Date,
  to: Date,
  base: number,
  random: () => number,
): readonly CallHour[] {
  const calendar = city.services.use(flow).calendar();
  const hours: CallHour[] = [];
  let busy = 1;
  for (let at = from.getTime(); at < to.getTime(); at += hour) {
    const when = new Date(at);
    if (when.getUTCHours() === 16) busy = Math.exp(0.2 * normal(random));
    const rate = base * busy * (isOffHours(calendar, when) ? 0.03 : 1) * Math.exp(0.25 * normal(random));
    const calls = Math.max(0, Math.round(rate + Math.sqrt(rate) * normal(random)));
    if (calls === 0) continue;
    const keys = Math.max(1, Math.round(calls * (0.6 + 0.35 * random())));
    hours.push({
      ...made,
      hour: when.toISOString(),
      calls,
      rows: Math.round(calls * 0.9),
      empty: Math.round(calls * 0.1),
      refused: 0,
      keyed: calls,
      keys,
      blocks: keys,
      gapMean: 3600 / calls,
      gapDeviation: 3600 / calls,
    });
  }
  return hours;
}

async function keepHours(hours: readonly CallHour[]): Promise<void> {
  await sql`insert into lake_call_hour (contract, hour, app, calls, rows, empty, refused, keyed, keys, blocks, gap_mean, gap_deviation)
    select contract, hour, app, calls, rows, empty, refused, keyed, keys, blocks, "gapMean", "gapDeviation"
    from jsonb_to_recordset(${JSON.stringify(hours)}::jsonb) as h (contract uuid, hour timestamptz, app uuid, calls bigint, rows bigint,
      empty bigint, refused bigint, keyed bigint, keys bigint, blocks bigint, "gapMean" float8, "gapDeviation" float8)`.execute(
    city.store.db,
  );
}

/** Nine weeks of ordinary calls up to the present hour. */
async function withHistory(name: string, base = 30, quota?: number): Promise<Made> {
  const made = await makeContract(name, quota);
  const now = Math.floor(city.clock.now().getTime() / hour) * hour;
  await keepHours(
    normalHours(made, new Date(now - 9 * 7 * 24 * hour), new Date(now), base, seeded(name.length * 7919)),
  );
  return made;
}

/** Calls minute by minute as the attack goes on, watched each minute; minutes until the alert, or undefined. */
async function minutesUntil(
  made: Made,
  kind: string,
  most: number,
  receiptsOf: (begin: Date, step: number) => readonly Receipt[],
): Promise<number | undefined> {
  for (let step = 0; step < most; step += 1) {
    const begin = city.clock.now();
    await leaveReceipts(made, receiptsOf(begin, step));
    city.clock.advance(minute);
    await watch();
    if ((await kindsOf(made.contract)).includes(kind)) return step + 1;
  }
  return undefined;
}

function perMinute(begin: Date, calls: number, of: (index: number) => Partial<Receipt>): readonly Receipt[] {
  return Array.from({ length: calls }, (_, index) => ({
    at: new Date(begin.getTime() + Math.floor((index * minute) / calls)),
    ...of(index),
  }));
}

describe('凭证计入小时', () => {
  test('与逐条凭证一致；两个进程同时计、重复计都只算一次', async () => {
    const made = await makeContract('计数');
    const random = seeded(3);
    const at = Math.floor(city.clock.now().getTime() / hour) * hour;
    const receipts = Array.from({ length: 400 }, () => ({
      at: new Date(at - Math.floor(random() * 3 * hour)),
      outcome: (['served', 'empty', 'over-quota'] as const)[Math.floor(random() * 3)] ?? 'served',
      rows: Math.floor(random() * 5),
      ...(random() < 0.8 ? { key: Math.floor(random() * 300) } : {}),
    }));
    await leaveReceipts(made, receipts);
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
    await watch();
    expect(await read()).toEqual(hours);
  });
});

describe('泄露监测', () => {
  test('正常使用的误报率不超过每千个合同小时一条', async () => {
    const calendar = city.services.use(flow).calendar();
    const terms = { weeks: 8, least: 28, floor: 0.35 };
    const end = Math.floor(city.clock.now().getTime() / hour) * hour;
    const judged = new Date(end - 14 * 24 * hour);
    let [hours, alarms] = [0, 0];
    const kinds = new Map<string, number>();
    for (let contract = 0; contract < 12; contract += 1) {
      const random = seeded(1000 + contract);
      const made = { app: newId(), contract: newId() };
      const base = 5 * Math.exp(3.5 * random());
      const past = normalHours(made, new Date(end - 11 * 7 * 24 * hour), new Date(end), base, random);
      for (const now of past.filter((each) => each.hour >= judged.toISOString())) {
        hours += 1;
        const before = past.filter((each) => each.hour < now.hour);
        const measures = measureCalls(
          now,
          {
            hours: before.slice(-8 * 168),
            first: past[0]?.hour ?? null,
            lastOfApp: before.at(-1)?.hour ?? null,
            today: 0,
            quota: 1_000_000,
          },
          calendar,
          terms,
        );
        const findings = await judgeHour(city.services, ruleKeys.call, {
          hour: now.hour,
          calls: now.calls,
          measures,
        });
        for (const kind of findings.keys()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        alarms += findings.size;
      }
    }
    console.log(`误报：${alarms} 条 / ${hours} 个合同小时`, Object.fromEntries(kinds));
    expect(hours).toBeGreaterThan(2000);
    expect(alarms / hours).toBeLessThanOrEqual(1 / 1000);
  }, 300_000);

  test('每种植入的攻击都被发现并叫对名字，打印发现所用的分钟', async () => {
    // 10:05 on a working Monday.
    const attacks = [
      {
        kind: 'volume',
        name: '用量突增',
        base: 30,
        of: (begin: Date) => perMinute(begin, 40, (index) => ({ key: (index * 7919) % 999_983 })),
      },
      {
        kind: 'scraping',
        name: '顺序遍历',
        base: 30,
        of: (begin: Date, step: number) => perMinute(begin, 20, (index) => ({ key: step * 20 + index })),
      },
      {
        kind: 'scraping',
        name: '试探键值',
        base: 30,
        of: (begin: Date, step: number) =>
          perMinute(begin, 20, (index) => ({
            key: (step * 20 + index) * 101,
            outcome: index % 10 === 0 ? ('served' as const) : ('empty' as const),
          })),
      },
      {
        kind: 'scraping',
        name: '匀速遍历',
        base: 30,
        of: (begin: Date, step: number) =>
          perMinute(begin, 10, (index) => ({ key: ((step * 10 + index) * 7919) % 999_983 })),
      },
      {
        kind: 'refused',
        name: '拒绝过多',
        base: 30,
        of: (begin: Date) => perMinute(begin, 5, (index) => ({ key: index, outcome: 'over-quota' as const })),
      },
    ];
    for (const { kind, name, base, of } of attacks) {
      const made = await withHistory(name, base);
      const minutes = await minutesUntil(made, kind, 40, of);
      console.log(`${name} → ${kind}：${minutes ?? '未发现'} 分钟`);
      expect(minutes, name).toBeDefined();
    }
    const quota = await makeContract('额度将尽', 100);
    const used = await minutesUntil(quota, 'quota', 30, (begin) =>
      perMinute(begin, 10, (key) => ({ key: key * 977 })),
    );
    console.log(`额度将尽 → quota：${used ?? '未发现'} 分钟`);
    expect(used).toBeDefined();

    const idle = await makeContract('停用后启用');
    await keepHours(
      normalHours(
        idle,
        new Date(city.clock.now().getTime() - 60 * 24 * hour),
        new Date(city.clock.now().getTime() - 40 * 24 * hour),
        30,
        seeded(5),
      ),
    );
    const woken = await minutesUntil(idle, 'dormant', 5, (begin) => perMinute(begin, 1, () => ({ key: 1 })));
    console.log(`停用后启用 → dormant：${woken ?? '未发现'} 分钟`);
    expect(woken).toBeDefined();

    // 02:00 at night.
    const begin = new Date(Math.ceil(city.clock.now().getTime() / (24 * hour)) * 24 * hour - 6 * hour);
    city.clock.advance(begin.getTime() - city.clock.now().getTime());
    const night = await withHistory('夜间突增', 30);
    const until = await minutesUntil(night, 'night', 40, (at) =>
      perMinute(at, 6, (index) => ({ key: (index * 7919) % 9973 })),
    );
    console.log(`夜间突增 → night：${until ?? '未发现'} 分钟`);
    expect(until).toBeDefined();
    await signIn();
  }, 600_000);

  test('同一调用方同一类合并；证据是计数、规则版本和凭证，没有键值', async () => {
    const made = await makeContract('合并');
    const scrape = (step: number) =>
      leaveReceipts(
        made,
        perMinute(city.clock.now(), 150, (index) => ({ key: step * 150 + index })),
      );
    await scrape(0);
    const first = await found(made.contract, 'scraping');
    city.clock.advance(hour);
    await scrape(1);
    await vi.waitFor(
      async () => {
        await watch();
        const [row, ...others] = (await alertsOf(made.contract)).filter(({ kind }) => kind === 'scraping');
        expect(others).toEqual([]);
        expect(row).toMatchObject({ id: first?.id, hours: 2, calls: 300, grade: 'high' });
      },
      { timeout: 60_000, interval: 100 },
    );
    await signIn();
    const shown = await judge.get(`/api/data-platform/alerts/${first?.id}`);
    expect(shown.statusCode, shown.body).toBe(200);
    const { findings } = shown.json<{
      findings: { hour: string; notes: string[]; rule: { version: number; rows: number[] } }[];
    }>();
    expect(findings).toHaveLength(2);
    expect(findings[0]?.rule).toMatchObject({ version: 1 });
    expect(findings[0]?.notes[0]).toContain('顺序遍历');
    const receipts = await judge.get(
      `/api/data-platform/alerts/${first?.id}/receipts?hour=${encodeURIComponent(findings[1]?.hour ?? '')}`,
    );
    expect(receipts.json<{ receipts: unknown[]; more: boolean }>()).toMatchObject({ more: true });
  });

  test('认定误报只影响这一条；写明例外才不再告警，到期失效，压下的次数照记', async () => {
    const made = await makeContract('例外');
    const scrape = async () => {
      await leaveReceipts(
        made,
        perMinute(city.clock.now(), 120, (index) => ({ key: index })),
      );
      await watch();
    };
    await scrape();
    const row = await found(made.contract, 'scraping');
    const dismiss = (body: object) => judge.post(`/api/data-platform/alerts/${row?.id}/dismiss`, body);
    expect((await dismiss({ reason: '年度核对', until: '2020-01-01' })).json()).toMatchObject({
      code: 'data-platform.badUntil',
    });
    expect((await dismiss({ reason: '年度核对', until: '2028-01-01' })).json()).toMatchObject({
      code: 'data-platform.badUntil',
    });
    expect(
      (await watcher.post(`/api/data-platform/alerts/${row?.id}/dismiss`, { reason: '越权' })).statusCode,
    ).toBe(403);
    const until = new Date(city.clock.now().getTime() + 3 * 24 * hour).toISOString().slice(0, 10);
    const done = await dismiss({ reason: '年度核对，已报备', until });
    expect(done.statusCode, done.body).toBe(200);
    expect((await dismiss({ reason: '再来一次' })).json()).toMatchObject({ code: 'data-platform.settled' });
    city.clock.advance(hour);
    await scrape();
    expect((await alertsOf(made.contract)).filter(({ kind }) => kind === 'scraping')).toHaveLength(1);
    const [kept] = await city.services
      .use(registers)
      .of(exception)
      .trusted.findMany(city.store.db, {
        filter: { field: 'caller', is: 'equal', value: made.contract },
        limit: 5,
      });
    expect(kept?.suppressed).toBeGreaterThanOrEqual(1);
    city.clock.advance(5 * 24 * hour);
    await scrape();
    await vi.waitFor(
      async () => {
        await watch();
        expect((await alertsOf(made.contract)).filter(({ kind }) => kind === 'scraping')).toHaveLength(2);
      },
      { timeout: 60_000, interval: 100 },
    );
    await signIn();
  });

  test('签名通过之前的拒绝也计数：没有授权的合同反复试探', async () => {
    const made = await makeContract('试探合同');
    const key = await city.services.use(lake).issueKey(made.app);
    for (let index = 0; index < 25; index += 1) {
      const content = {
        app: made.app,
        contract: newId(),
        at: city.clock.now().toISOString(),
        nonce: randomBytes(16).toString('hex'),
        query: 'key=1',
      };
      const reply = await city.visitor.post('/api/data-sharing/call', {
        ...content,
        signature: createHmac('sm3', key).update(textToSign(content)).digest('hex'),
      });
      expect(reply.json()).toMatchObject({ code: 'data-sharing.notInForce' });
    }
    const row = await found(made.app, 'refused');
    expect(row).toMatchObject({ consumer: 'city-ecology', callerKind: 'application', calls: 25 });
    // Who has no key fills no table.
    const before = await sql<{ n: number }>`select count(*)::int as n from lake_refusal`.execute(
      city.store.db,
    );
    await city.visitor.post('/api/data-sharing/call', {
      app: newId(),
      contract: newId(),
      at: city.clock.now().toISOString(),
      nonce: randomBytes(16).toString('hex'),
      query: 'key=1',
      signature: 'ab'.repeat(32),
    });
    await city.services.use(lake).watch.profile();
    const after = await sql<{ n: number }>`select count(*)::int as n from lake_refusal`.execute(
      city.store.db,
    );
    expect(after.rows).toEqual(before.rows);
  });

  test('人员：同一对象被多人查看、看惯常之外的登记簿、频繁导出', async () => {
    const guard = city.services.use(access);
    const people = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const { id } = await guard.admin.createSubject({
          account: `looker-${index}`,
          name: `查看${index}`,
          kind: 'official',
          mustChange: false,
          passwordHash: 'none',
          posts: [{ role: 'data-platform:officer', department: 'city-ecology', area: '341200000000' }],
        });
        return guard.principalOf(id);
      }),
    );
    const look = async (who: number, object: string, row: string, event: 'reveal' | 'export' = 'reveal') => {
      const principal = people[who];
      if (principal === undefined) throw new Error('nobody');
      await guard.auditAlone(principal, {
        module: 'test',
        event,
        objectType: object,
        objectId: row,
        result: 'success',
      });
    };
    // Two days ago a busy reader of one register.
    for (let row = 0; row < 25; row += 1) await look(0, 'data-collection.source', `old-${row}`);
    await watch();
    city.clock.advance(48 * hour);
    for (let row = 0; row < 6; row += 1) await look(0, 'data-catalogue.duty', `new-${row}`);
    for (let who = 0; who < 6; who += 1) await look(who, 'data-collection.source', 'famous');
    for (let index = 0; index < 6; index += 1)
      await look(1, 'data-collection.source', `file-${index}`, 'export');
    expect(await found('data-collection.source famous', 'lookers')).toMatchObject({
      callerKind: 'record',
      calls: 6,
    });
    expect(await found(people[0]?.id ?? '', 'outside')).toMatchObject({
      callerKind: 'person',
      consumer: 'city-ecology',
    });
    expect(await found(people[1]?.id ?? '', 'export')).toBeDefined();
    expect(await kindsOf(people[2]?.id ?? '')).toEqual([]);
    await signIn();
  });
});

describe('处置', () => {
  async function act(who: Caller, id: string, action: string, more: object = {}) {
    const read = await judge.get(`/api/registers/rows/data-platform.handling/${id}`);
    const { version } = read.json<{ row: { version: number } }>().row;
    return who.post(`/api/flow/cases/data-platform.handling/${id}/acts`, { version, action, ...more });
  }

  async function scraped(name: string) {
    await signIn();
    const made = await makeContract(name);
    await leaveReceipts(
      made,
      perMinute(city.clock.now(), 150, (index) => ({ key: index })),
    );
    return { made, row: await found(made.contract, 'scraping') };
  }

  test('确认、部门说明、转处置单、再说明、暂停合同；合同真的停了，告警办结', async () => {
    const { made, row } = await scraped('处置');
    const path = `/api/data-platform/alerts/${row?.id}`;
    expect((await watcher.post(`${path}/acknowledge`)).statusCode).toBe(200);
    expect((await watcher.post(`${path}/explain`, { explanation: '不是我的部门' })).statusCode).toBe(403);
    expect((await officer.post(`${path}/explain`, { explanation: '系统升级后误配' })).statusCode).toBe(200);
    expect((await officer.post(`${path}/handle`, { notice: '越权' })).statusCode).toBe(403);
    const handled = await judge.post(`${path}/handle`, { notice: '请说明为何按号段遍历' });
    expect(handled.statusCode, handled.body).toBe(200);
    const { handling } = handled.json<{ handling: string }>();
    expect((await judge.post(`${path}/handle`, { notice: '再来一次' })).statusCode).toBe(409);
    expect((await act(officer, handling, 'answer')).statusCode).toBe(400);
    const answered = await act(officer, handling, 'answer', { values: { explanation: '测试程序未关闭' } });
    expect(answered.statusCode, answered.body).toBe(200);
    expect((await act(judge, handling, 'suspend')).statusCode).toBe(400);
    const suspended = await act(judge, handling, 'suspend', { opinion: '按号段遍历，暂停使用' });
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
    expect((await alertsOf(made.contract)).find(({ kind }) => kind === 'scraping')).toMatchObject({
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
      (await judge.post(`${at}/review`, { accepted: true, opinion: '还没有整改' })).json(),
    ).toMatchObject({
      code: 'data-platform.wrongStage',
    });
    expect((await judge.post(`${at}/rectify`, { rectification: '不该由我报' })).statusCode).toBe(403);
    expect((await officer.post(`${at}/rectify`, { rectification: '已停用测试脚本' })).statusCode).toBe(200);
    expect((await officer.post(`${at}/review`, { accepted: true, opinion: '自己确认' })).statusCode).toBe(
      403,
    );
    expect((await judge.post(`${at}/review`, { accepted: false, opinion: '请附日志' })).statusCode).toBe(200);
    city.clock.advance(30 * 24 * hour);
    const calendar = city.services.use(flow).calendar();
    while (!calendar.isWorkingDay(shanghaiDate(city.clock.now()))) city.clock.advance(24 * hour);
    expect(await remindBreaches(city.services)).toBe(1);
    await signIn();
    expect((await officer.post(`${at}/rectify`, { rectification: '已停用并附日志' })).statusCode).toBe(200);
    expect((await judge.post(`${at}/review`, { accepted: true, opinion: '属实' })).statusCode).toBe(200);
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
    const handled = await judge.post(`/api/data-platform/alerts/${row?.id}/handle`, { notice: '请说明' });
    const { handling } = handled.json<{ handling: string }>();
    city.clock.advance(14 * 24 * hour);
    await signIn();
    const judgeOnly = await city.as(id);
    await vi.waitFor(
      async () => {
        await lapseExplanations(city.services).catch(() => undefined);
        const read = await judge.get(`/api/registers/rows/data-platform.handling/${handling}`);
        expect(read.json<{ row: { stage: string } }>().row.stage).toBe('conclude');
      },
      { timeout: 60_000, interval: 100 },
    );
    expect((await act(judgeOnly, handling, 'suspend', { opinion: '暂停' })).json()).toMatchObject({
      code: 'data-platform.maySuspend',
    });
    const cleared = await act(judge, handling, 'clear', { opinion: '电话核实为年度核对' });
    expect(cleared.statusCode, cleared.body).toBe(200);
    const contract = await city.services
      .use(registers)
      .of(agreement)
      .trusted.find(city.store.db, made.contract);
    expect(contract?.status).toBe('active');
  });

  test('部门只看到自己的告警；别的部门和没有岗位的人看不到', async () => {
    const { row } = await scraped('范围');
    expect((await officer.get(`/api/data-platform/alerts/${row?.id}`)).statusCode).toBe(200);
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
    await signIn();
    await watch();
    const days = 'from=2026-11-01&to=2027-01-31';
    const shown = await judge.get(`/api/data-platform/situation?${days}`);
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
    const uses = await judge.get(
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
      coalesce(sum(c.rows) filter (where outcome <> 'over-quota'), 0)::int as rows from lake_call c
      group by 1 having not exists (select 1 from lake_call_hour h where h.contract = c.contract and h.hour < '2026-11-23T02:00:00Z')`.execute(
      city.store.db,
    );
    for (const own of counted.rows)
      expect(contracts.find(({ id }) => id === own.contract) ?? own).toMatchObject({
        calls: own.calls,
        rows: own.rows,
      });
    const [day] = situation.inflow;
    const batches = await judge.get(
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
      (await judge.get('/api/data-platform/situation?from=2020-01-01&to=2026-01-01')).json(),
    ).toMatchObject({
      code: 'data-platform.longPeriod',
    });
  });
});
