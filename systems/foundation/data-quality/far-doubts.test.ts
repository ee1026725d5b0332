/** What a county that takes the city's data doubts of it: an ordinary doubt over there, whose answers come back and end the county's own case. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../../../test/support/city.ts';
import {
  addLink,
  closePlaces,
  listRows,
  openPlace,
  type Place,
  pushLinks,
} from '../../../test/support/linked-cities.ts';
import { access } from '../../../engines/access/service.ts';
import { links } from '../../../engines/lake/service.ts';
import { sql } from '../../../engines/store/index.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import sharing from '../data-sharing/system.ts';
import system from './system.ts';

const systems = [collection, catalogue, sharing, system];
const codes = { city: '341200000000', county: '341226000000' };
let city: Place;
let county: Place;
let doubter: Caller;
let market: Caller;
let agreement = '';

interface Case {
  readonly id: string;
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly outcome: string | null;
  readonly origin?: string | null;
  readonly round: number | null;
}

/** Masked in lists, as what a person wrote of a record is. */
async function findingOf(id: string): Promise<string | null> {
  const found = await sql<{
    finding: string | null;
  }>`select finding from data_quality_far_doubt where id = ${id}`.execute(county.city.store.db);
  return found.rows[0]?.finding ?? null;
}
const here = async () => listRows<Case>(doubter, 'data-quality.far-doubt');
const there = async () => listRows<Case>(await city.city.as('quality-1'), 'data-quality.dispute');

async function eventually(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      await pushLinks(county, city, county);
      await check();
    },
    { timeout: 90_000, interval: 300 },
  );
}

beforeAll(async () => {
  [city, county] = [
    await openPlace(systems, codes.city, '阜阳市'),
    await openPlace(systems, codes.county, '颍上县'),
  ];
  await addLink(county, city, { code: codes.city, name: '阜阳市', direction: 'up' });
  await addLink(city, county, { code: codes.county, name: '颍上县', direction: 'down' });
  await county.city.services.use(access).admin.createDemoPeople([
    {
      account: 'far-1',
      name: '岳承志',
      kind: 'official',
      posts: ['data-quality:user', 'data-quality:doubter', 'data-sharing:user'].map((role) => ({
        role,
        department: 'city-ecology',
        area: codes.city,
      })),
    },
  ]);
  doubter = await county.city.as('far-1');
  market = await city.city.as('quality-2');
  agreement = await agree();
}, 400_000);
beforeEach(() => {
  for (const { line } of [city, county]) line.manner = () => 'open';
});
afterAll(() => closePlaces([city, county]));

/** The county's ecology bureau gets the city's register of firms. */
async function agree(): Promise<string> {
  const asker = await county.city.as('share-3');
  let entry = '';
  await eventually(async () => {
    const reply = await asker.get(
      `/api/data-sharing/far-entries?search=${encodeURIComponent('市场主体登记信息')}`,
    );
    const [found] = reply
      .json<{ entries: { id: string; mayAsk: boolean }[] }>()
      .entries.filter(({ mayAsk }) => mayAsk);
    entry = found?.id ?? '';
    expect(entry).not.toBe('');
  });
  const [app] = await listRows<{ id: string }>(asker, 'data-sharing.application', {
    department: 'city-ecology',
  });
  const asked = await asker.post(`/api/data-sharing/far-entries/${entry}/requests`, {
    title: '核验企业',
    basis: '《排污许可管理条例》第七条',
    purpose: '核验',
    application: app?.id,
    fieldNames: 'credit_code\nname\nstatus',
    callsPerDay: 10,
    until: '2027-12-31',
    delivery: 'call',
  });
  expect(asked.statusCode, asked.body).toBe(200);
  const id = asked.json<{ id: string }>().id;
  let made = '';
  await eventually(async () => {
    const request = (await listRows<Case>(city.keeper, 'data-sharing.request')).find((row) => row.id === id);
    expect(request).toBeDefined();
    if (request?.status === 'open') {
      const by = request.stage === 'provider' ? await city.city.as('share-2') : city.keeper;
      const action = request.stage === 'provider' ? 'agree' : 'pass';
      const values = action === 'agree' ? { values: { callsPerDay: 10, until: '2027-12-31' } } : {};
      await by.post(`/api/flow/cases/data-sharing.request/${id}/acts`, {
        version: request.version,
        action,
        ...values,
      });
    }
    const [row] = await listRows<{ agreement: string | null }>(asker, 'data-sharing.far-request');
    made = row?.agreement ?? '';
    expect(made).not.toBe('');
  });
  return made;
}

const doubt = { title: '经营状态不符', rowKey: '91341200MA2EXAMPLE', field: 'status', doubt: '现场已注销' };
const open = (more: object = {}, who = doubter) =>
  who.post('/api/flow/cases/data-quality.far-doubt', { values: { agreement, ...doubt, ...more } });

async function act(
  who: Caller,
  type: 'dispute' | 'far-doubt',
  row: Case | undefined,
  action: string,
  more: object = {},
) {
  const reply = await who.post(`/api/flow/cases/data-quality.${type}/${row?.id ?? ''}/acts`, {
    version: row?.version,
    action,
    ...more,
  });
  expect(reply.statusCode, reply.body).toBe(200);
}

test('不是经链路取得的、合同里没有的信息项、别的部门的合同，当场退回', async () => {
  expect((await open({ field: 'legal_person' })).json()).toMatchObject({ code: 'data-quality.unknownField' });
  expect((await open({ agreement: '01900000-0000-7000-8000-000000000009' })).statusCode).toBe(404);
  expect((await open({}, await county.city.as('quality-2'))).statusCode).toBe(403);
  expect(await here()).toEqual([]);
});

test('断线时提出，接通后在市里立成同样的疑义，标明来源；重发多少次都只有一件', async () => {
  city.line.manner = () => 'cut';
  const opened = await open();
  expect(opened.statusCode, opened.body).toBeLessThan(300);
  await pushLinks(county);
  expect(await there()).toEqual([]);
  expect((await here())[0]).toMatchObject({ stage: 'far', status: 'open' });

  city.line.manner = () => 'twice';
  await eventually(async () => expect(await there()).toHaveLength(1));
  const [asked] = await there();
  expect(asked).toMatchObject({ id: opened.json<{ id: string }>().id, stage: 'verify', origin: '颍上县' });
});

test('市里维持，县里仍有疑义，再次核实后确认：两边各自办结；应答丢失、报文重到都不乱', async () => {
  let turn = 0;
  const manners = ['swallow', 'twice', 'open', 'truncate', 'cut'] as const;
  const shaky = () => manners[(turn += 1) % manners.length] ?? 'open';
  city.line.manner = shaky;
  county.line.manner = shaky;
  await act(market, 'dispute', (await there())[0], 'uphold', { values: { finding: '与登记档案一致' } });
  await eventually(async () => {
    expect((await here())[0]).toMatchObject({ stage: 'confirm' });
    expect(await findingOf((await here())[0]?.id ?? '')).toBe('与登记档案一致');
  });
  await act(doubter, 'far-doubt', (await here())[0], 'again', {
    values: { objection: '附现场照片，请再核' },
  });
  await eventually(async () => expect((await there())[0]).toMatchObject({ stage: 'verify', round: 1 }));
  const entries = await city.city.services.use(links).states();
  expect(entries.find(({ peer }) => peer.code === codes.county)?.aside).toBe(0);

  await act(market, 'dispute', (await there())[0], 'uphold', { values: { finding: '已复核，仍与档案一致' } });
  await eventually(async () => {
    expect((await here())[0]).toMatchObject({ stage: 'confirm' });
    expect(await findingOf((await here())[0]?.id ?? '')).toBe('已复核，仍与档案一致');
  });
  await act(doubter, 'far-doubt', (await here())[0], 'accept');
  await eventually(async () => {
    expect((await there())[0]).toMatchObject({ status: 'closed', outcome: 'settled', round: 1 });
    expect((await here())[0]).toMatchObject({ status: 'closed', outcome: 'settled' });
  });
  const steps = await sql<{
    action: string;
  }>`select action from flow_entry where case_id = ${(await there())[0]?.id ?? ''}
    order by position`.execute(city.city.store.db);
  expect(steps.rows.map(({ action }) => action)).toEqual(['open', 'uphold', 'again', 'uphold', 'accept']);
}, 200_000);

test('市里丢了这件疑义：全量同步后重新立件；县里撤回的随之撤回', async () => {
  const opened = await open({ title: '企业名称有误', field: 'name' });
  const { id } = opened.json<{ id: string }>();
  const found = async () => (await there()).find((row) => row.id === id);
  await eventually(async () => expect(await found()).toMatchObject({ stage: 'verify' }));
  // As after a restored backup: neither the case nor what the link had stored of it.
  const { db } = city.city.store;
  await sql`delete from data_quality_dispute where id = ${id}`.execute(db);
  await sql`delete from flow_work_item where case_id = ${id}`.execute(db);
  await sql`delete from flow_entry where case_id = ${id}`.execute(db);
  await sql`delete from lake_link_object where side = 'theirs' and kind = 'doubt' and id = ${id}`.execute(db);
  expect(await found()).toBeUndefined();
  const [link] = await county.city.services
    .use(links)
    .states()
    .then((all) => all.filter(({ peer }) => peer.code === codes.city));
  await county.city.store.transaction((work) =>
    county.city.services.use(links).resync(work, link?.id ?? '', 'by-hand'),
  );
  await eventually(async () => expect(await found()).toMatchObject({ stage: 'verify', origin: '颍上县' }));

  const mine = (await here()).find((row) => row.id === id);
  await act(doubter, 'far-doubt', mine, 'verb.withdraw');
  await eventually(async () =>
    expect(await found()).toMatchObject({ status: 'closed', outcome: 'withdrawn' }),
  );
}, 200_000);

test('市里不受理的，理由带回，县里这件办结', async () => {
  await sql`update data_catalogue_resource set status = 'withdrawn' where name = '市场主体登记信息'`.execute(
    city.city.store.db,
  );
  const { id } = (await open({ title: '再次提出' })).json<{ id: string }>();
  await eventually(async () =>
    expect((await here()).find((row) => row.id === id)).toMatchObject({
      status: 'closed',
      outcome: 'refused',
    }),
  );
  expect(await findingOf(id)).toBe('数据目录不存在、没有发布或没有挂接数据');
  expect((await there()).some((row) => row.id === id)).toBe(false);
}, 100_000);
