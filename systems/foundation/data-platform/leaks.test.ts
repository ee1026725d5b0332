/** Leaks of shared data: normal use raises nothing, each planted leak is found and named, one leak is one alert. */
import { seededRandom } from '../../../kernel/seeded-random.ts';
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textToSign } from '../../../engines/lake/contract.ts';
import { lake } from '../../../engines/lake/service.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { sql } from '../../../engines/store/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { ruleKeys } from './data/leak-rules.ts';
import { measureCalls } from './detect/measure-calls.ts';
import { exception } from './registers/exception.ts';
import { judgeHour } from './server/leak/judge-hour.ts';
import { hour, perMinute, openPlatform, type PlatformCity } from './test-support/open-platform.ts';

let city: PlatformCity;

beforeAll(async () => {
  city = await openPlatform();
}, 240_000);
afterAll(() => city.close());

describe('泄露监测', () => {
  test('正常使用的误报率不超过每千个合同小时一条', async () => {
    const calendar = city.services.use(flow).calendar();
    const terms = { weeks: 8, least: 28, floor: 0.35 };
    const end = Math.floor(city.clock.now().getTime() / hour) * hour;
    const judged = new Date(end - 14 * 24 * hour);
    let [hours, alarms] = [0, 0];
    const kinds = new Map<string, number>();
    for (let contract = 0; contract < 12; contract += 1) {
      const random = seededRandom(1000 + contract);
      const made = { app: newId(), contract: newId() };
      const base = 5 * Math.exp(3.5 * random());
      const past = city.normalHours(made, new Date(end - 11 * 7 * 24 * hour), new Date(end), base, random);
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
      const made = await city.withHistory(name, base);
      const minutes = await city.minutesUntil(made, kind, 40, of);
      console.log(`${name} → ${kind}：${minutes ?? '未发现'} 分钟`);
      expect(minutes, name).toBeDefined();
    }
    const quota = await city.makeContract('额度将尽', 100);
    const used = await city.minutesUntil(quota, 'quota', 30, (begin) =>
      perMinute(begin, 10, (key) => ({ key: key * 977 })),
    );
    console.log(`额度将尽 → quota：${used ?? '未发现'} 分钟`);
    expect(used).toBeDefined();

    const idle = await city.makeContract('停用后启用');
    await city.keepHours(
      city.normalHours(
        idle,
        new Date(city.clock.now().getTime() - 60 * 24 * hour),
        new Date(city.clock.now().getTime() - 40 * 24 * hour),
        30,
        seededRandom(5),
      ),
    );
    const woken = await city.minutesUntil(idle, 'dormant', 5, (begin) =>
      perMinute(begin, 1, () => ({ key: 1 })),
    );
    console.log(`停用后启用 → dormant：${woken ?? '未发现'} 分钟`);
    expect(woken).toBeDefined();

    // 02:00 at night.
    const begin = new Date(Math.ceil(city.clock.now().getTime() / (24 * hour)) * 24 * hour - 6 * hour);
    city.clock.advance(begin.getTime() - city.clock.now().getTime());
    const night = await city.withHistory('夜间突增', 30);
    const until = await city.minutesUntil(night, 'night', 40, (at) =>
      perMinute(at, 6, (index) => ({ key: (index * 7919) % 9973 })),
    );
    console.log(`夜间突增 → night：${until ?? '未发现'} 分钟`);
    expect(until).toBeDefined();
    await city.signIn();
  }, 600_000);

  test('同一调用方同一类合并；证据是计数、规则版本和凭证，没有键值', async () => {
    const made = await city.makeContract('合并');
    const scrape = (step: number) =>
      city.leaveReceipts(
        made,
        perMinute(city.clock.now(), 150, (index) => ({ key: step * 150 + index })),
      );
    await scrape(0);
    const first = await city.found(made.contract, 'scraping');
    city.clock.advance(hour);
    await scrape(1);
    await vi.waitFor(
      async () => {
        await city.watch();
        const [row, ...others] = (await city.alertsOf(made.contract)).filter(
          ({ kind }) => kind === 'scraping',
        );
        expect(others).toEqual([]);
        expect(row).toMatchObject({ id: first?.id, hours: 2, calls: 300, grade: 'high' });
      },
      { timeout: 60_000, interval: 100 },
    );
    await city.signIn();
    const shown = await city.judge.get(`/api/data-platform/alerts/${first?.id}`);
    expect(shown.statusCode, shown.body).toBe(200);
    const { findings } = shown.json<{
      findings: { hour: string; notes: string[]; rule: { version: number; rows: number[] } }[];
    }>();
    expect(findings).toHaveLength(2);
    expect(findings[0]?.rule).toMatchObject({ version: 1 });
    expect(findings[0]?.notes[0]).toContain('顺序遍历');
    const receipts = await city.judge.get(
      `/api/data-platform/alerts/${first?.id}/receipts?hour=${encodeURIComponent(findings[1]?.hour ?? '')}`,
    );
    expect(receipts.json<{ receipts: unknown[]; more: boolean }>()).toMatchObject({ more: true });
  });

  test('认定误报只影响这一条；写明例外才不再告警，到期失效，压下的次数照记', async () => {
    const made = await city.makeContract('例外');
    const scrape = async () => {
      await city.leaveReceipts(
        made,
        perMinute(city.clock.now(), 120, (index) => ({ key: index })),
      );
      await city.watch();
    };
    await scrape();
    const row = await city.found(made.contract, 'scraping');
    const dismiss = (body: object) => city.judge.post(`/api/data-platform/alerts/${row?.id}/dismiss`, body);
    expect((await dismiss({ reason: '年度核对', until: '2020-01-01' })).json()).toMatchObject({
      code: 'data-platform.badUntil',
    });
    expect((await dismiss({ reason: '年度核对', until: '2028-01-01' })).json()).toMatchObject({
      code: 'data-platform.badUntil',
    });
    expect(
      (await city.watcher.post(`/api/data-platform/alerts/${row?.id}/dismiss`, { reason: '越权' }))
        .statusCode,
    ).toBe(403);
    const until = new Date(city.clock.now().getTime() + 3 * 24 * hour).toISOString().slice(0, 10);
    const done = await dismiss({ reason: '年度核对，已报备', until });
    expect(done.statusCode, done.body).toBe(200);
    expect((await dismiss({ reason: '再来一次' })).json()).toMatchObject({ code: 'data-platform.settled' });
    city.clock.advance(hour);
    await scrape();
    expect((await city.alertsOf(made.contract)).filter(({ kind }) => kind === 'scraping')).toHaveLength(1);
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
        await city.watch();
        expect((await city.alertsOf(made.contract)).filter(({ kind }) => kind === 'scraping')).toHaveLength(
          2,
        );
      },
      { timeout: 60_000, interval: 100 },
    );
    await city.signIn();
  });

  test('签名通过之前的拒绝也计数：没有授权的合同反复试探', async () => {
    const made = await city.makeContract('试探合同');
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
    const row = await city.found(made.app, 'refused');
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
    await city.watch();
    city.clock.advance(48 * hour);
    for (let row = 0; row < 6; row += 1) await look(0, 'data-catalogue.duty', `new-${row}`);
    for (let who = 0; who < 6; who += 1) await look(who, 'data-collection.source', 'famous');
    for (let index = 0; index < 6; index += 1)
      await look(1, 'data-collection.source', `file-${index}`, 'export');
    expect(await city.found('data-collection.source famous', 'lookers')).toMatchObject({
      callerKind: 'record',
      calls: 6,
    });
    expect(await city.found(people[0]?.id ?? '', 'outside')).toMatchObject({
      callerKind: 'person',
      consumer: 'city-ecology',
    });
    expect(await city.found(people[1]?.id ?? '', 'export')).toBeDefined();
    expect(await city.kindsOf(people[2]?.id ?? '')).toEqual([]);
    await city.signIn();
  });
});
