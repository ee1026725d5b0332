/** A city with 数据中台's watch over shared data, contracts to call by, and calls as they are in ordinary weeks, for the tests of this system. */
import { seededRandom } from '../../../../kernel/seeded-random.ts';
import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import { access } from '../../../../engines/access/service.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { type CallHour, lake } from '../../../../engines/lake/service.ts';
import { ReceiptMonths } from '../../../../engines/lake/server/serve/receipt-months.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { sql } from '../../../../engines/store/index.ts';
import { newId } from '../../../../kernel/ids.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { resource } from '../../data-catalogue/contract.ts';
import catalogue from '../../data-catalogue/system.ts';
import collection from '../../data-collection/system.ts';
import quality from '../../data-quality/system.ts';
import { agreement, application } from '../../data-sharing/contract.ts';
import sharing from '../../data-sharing/system.ts';
import { isOffHours } from '../detect/usual.ts';
import { alert } from '../registers/alert.ts';
import system from '../system.ts';

export const hour = 3_600_000;
export const minute = 60_000;

export interface Made {
  readonly app: string;
  readonly contract: string;
}

export interface Receipt {
  readonly at: Date;
  readonly outcome?: 'served' | 'empty' | 'over-quota';
  readonly rows?: number;
  readonly key?: number;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function perMinute(
  begin: Date,
  calls: number,
  of: (index: number) => Partial<Receipt>,
): readonly Receipt[] {
  return Array.from({ length: calls }, (_, index) => ({
    at: new Date(begin.getTime() + Math.floor((index * minute) / calls)),
    ...of(index),
  }));
}

/** One of each post; sign in anew after the clock has moved far. */
interface People {
  judge: Caller;
  watcher: Caller;
  officer: Caller;
}

async function signIn(city: TestCity): Promise<People> {
  return {
    judge: await city.as('platform-1'),
    watcher: await city.as('platform-2'),
    officer: await city.as('platform-3'),
  };
}

export async function openPlatform() {
  const city = await openTestCity({ systems: [collection, catalogue, quality, sharing, system], demo: true });
  await city.store.drain();
  const [row] = await city.services
    .use(registers)
    .of(resource)
    .trusted.findMany(city.store.db, {
      filter: { field: 'name', is: 'equal', value: '市场主体登记信息' },
      limit: 1,
    });
  const entry = row?.id ?? '';
  const dataset = (row?.target ?? '').slice('dataset:'.length);

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
    await new ReceiptMonths(city.store.db).ensure(lines.map(({ at }) => at));
    await sql`insert into lake_receipt (id, at, app, contract, nonce, outcome, rows, statement, mark, block)
      select * from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line (id uuid, at timestamptz, app uuid, contract uuid,
        nonce text, outcome text, rows int, statement text, mark text, block text)`.execute(city.store.db);
  }

  async function uncounted(): Promise<number> {
    const found = await sql<{ n: number }>`select (
        select count(*) from lake_receipt call where (call.transaction, call.position) >
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
      normalHours(
        made,
        new Date(now - 9 * 7 * 24 * hour),
        new Date(now),
        base,
        seededRandom(name.length * 7919),
      ),
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

  const platform = {
    ...city,
    ...(await signIn(city)),
    signIn: async () => void Object.assign(platform, await signIn(city)),
    makeContract,
    leaveReceipts,
    watch,
    alertsOf,
    kindsOf,
    found,
    normalHours,
    keepHours,
    withHistory,
    minutesUntil,
  };
  return platform;
}

export type PlatformCity = Awaited<ReturnType<typeof openPlatform>>;
