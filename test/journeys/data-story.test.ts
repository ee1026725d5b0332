/** The whole way of one table: out of a bureau's database, doubted and corrected, asked for, refused, appealed for, called by key, proven off line, and its contract renewed under three seals. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textToSign } from '../../engines/lake/contract.ts';
import { shanghaiDate } from '../../kernel/working-time.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/store.ts';
import { callAs } from './parts/api.ts';
import { act, bar, choose, drawer, named, press, send } from './parts/case.ts';
import { look } from './parts/look.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

const headers = { 'x-city-request': '1' };
const day = 86_400_000;
const name = '冷链备案信息';
const wrong = '清河街到';
const right = '清河街道';
const term = shanghaiDate(new Date(Date.now() + 20 * day));
const longer = shanghaiDate(new Date(Date.now() + 380 * day));

journey('一份数据的全程', () => {
  const city = useBrowserCity({
    demoOf: ['data-collection', 'data-catalogue', 'data-quality', 'data-sharing'],
  });
  let bureau: TestDatabase;
  let client: pg.Client;
  let dataset = '';
  let contract = '';
  let key = '';
  let app = '';

  beforeAll(async () => {
    // The bureau of this journey lives on the platform's own server.
    await city().store.transaction((work) => city().store.settings.change(work, 'lake.own-server', 1));
    bureau = await createTestDatabase();
    client = new pg.Client({ connectionString: bureau.url });
    await client.connect();
    await client.query(`create table cold_store (code varchar(30) primary key, keeper varchar(60), town varchar(30));
      comment on column cold_store.code is '备案编号'; comment on column cold_store.keeper is '经营者'; comment on column cold_store.town is '所在乡镇';
      insert into cold_store values ('L-001', '演示冷库甲', '文峰街道'), ('L-002', '演示冷库乙', '${wrong}'), ('L-003', '演示冷库丙', '文峰街道')`);
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await bureau.drop();
  });

  async function rows(account: string, register: string, where: object): Promise<readonly Row[]> {
    const asked = `/api/registers/rows/${register}?where=${encodeURIComponent(JSON.stringify(where))}`;
    return (await (await callAs(city(), account)).get<{ rows: readonly Row[] }>(asked)).rows;
  }

  async function one(account: string, register: string, where: object): Promise<Row> {
    const [row] = await rows(account, register, where);
    if (row === undefined) throw new Error(`${account} finds nothing in ${register}`);
    return row;
  }

  async function read(account: string, register: string, id: string): Promise<Row> {
    return (await (await callAs(city(), account)).get<{ row: Row }>(`/api/registers/rows/${register}/${id}`))
      .row;
  }

  async function step(account: string, type: string, id: string, action: string, more: object = {}) {
    const { version } = await read(account, type, id);
    await (await callAs(city(), account)).post(`/api/flow/cases/${type}/${id}/acts`, {
      version,
      action,
      ...more,
    });
  }

  const numberOf = async (account: string, type: string, id: string) =>
    String((await read(account, type, id))['number']);

  async function collect(): Promise<void> {
    const keeper = await callAs(city(), 'data-2');
    const before = (await read('data-2', 'data-collection.dataset', dataset))['arrivedAt'];
    await keeper.post(`/api/data-collection/datasets/${dataset}/collect`, {});
    await expect
      .poll(
        async () => {
          const row = await read('data-2', 'data-collection.dataset', dataset);
          return row['lastState'] === 'loaded' && row['arrivedAt'] !== before;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
  }

  /** The page of the contract on a phone, beside the same on a desk. */
  async function lookOnPhone(account: string, at: string, words: string, picture: string): Promise<void> {
    const { page } = await city().visitAs(account, { viewport: phone });
    await page.goto(at);
    await page.getByText(words).first().waitFor();
    await look(page, picture);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
  }

  function call(query: string) {
    const content = {
      app,
      contract,
      at: new Date().toISOString(),
      nonce: randomBytes(16).toString('hex'),
      query,
    };
    const signature = createHmac('sm3', key).update(textToSign(content)).digest('hex');
    return fetch(`${city().url}/api/data-sharing/call`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...content, signature }),
    });
  }

  test('部门登记数据库，数据到了，编目、定级、挂接', async () => {
    const keeper = await callAs(city(), 'data-2');
    const at = new URL(bureau.url);
    const made = await keeper.post<{ row: Row }>('/api/registers/rows/data-collection.source', {
      values: {
        name: '冷链备案库',
        kind: 'postgresql',
        department: 'city-market-supervision',
        host: at.hostname,
        port: at.port,
        database: at.pathname.slice(1),
        user: decodeURIComponent(at.username),
      },
    });
    const source = made.row.id;
    const secret = decodeURIComponent(at.password) || 'unused';
    await keeper.post(`/api/data-collection/sources/${source}/secret`, { secret });
    const field = (column: string, title: string, more: object = {}) => ({
      name: column,
      source: column,
      title,
      type: 'text',
      ...more,
    });
    const saved = await keeper.post<{ id: string }>('/api/data-collection/datasets', {
      code: 'cold-stores',
      name,
      source,
      object: { kind: 'table', schema: 'public', table: 'cold_store' },
      mode: 'changes',
      schedule: 'manual',
      fields: [
        field('code', '备案编号', { key: true, required: true }),
        field('keeper', '经营者'),
        field('town', '所在乡镇'),
      ],
    });
    dataset = saved.id;
    await collect();
    const { page } = await city().visitAs('data-2');
    await page.goto(`/desk/data-collection/datasets/${dataset}`);
    await page.getByText('已入库').first().waitFor();
    await page.getByRole('tab', { name: '数据预览' }).click();
    await page.getByRole('cell', { name: wrong }).waitFor();
    await look(page, 'story-01-arrived');

    const compiler = await callAs(city(), 'catalogue-2');
    const { id } = await compiler.post<{ id: string }>('/api/flow/cases/data-catalogue.filing', {
      values: {
        kind: 'new',
        name,
        abstract: '全市备案的冷链食品经营单位',
        classCode: '3',
        format: '0200',
        shareType: '2',
        shareCondition: '经提供部门审核',
        shareModes: ['api'],
        openType: '3',
        cycle: '2',
        dataset,
      },
    });
    await step('catalogue-2', 'data-catalogue.filing', id, 'approve');
    await step('catalogue-1', 'data-catalogue.filing', id, 'publish');
    const entry = await one('catalogue-1', 'data-catalogue.resource', { name });
    expect(entry).toMatchObject({ mounted: true, status: 'published' });
    const grader = await callAs(city(), 'catalogue-1');
    const graded = `/api/data-catalogue/grading/entries/${entry.id}`;
    await grader.post(`${graded}/suggest`, {});
    const { items } = await grader.get<{ items: readonly Row[] }>(graded);
    await grader.post('/api/data-catalogue/grading/set', {
      rows: items.map(({ id: item, version }) => ({ id: item, version })),
      class: 'business',
      grade: 'important',
      opinion: '演示：列入重要数据',
    });
    const reader = await city().visitAs('catalogue-2');
    await reader.page.goto(`/desk/data-catalogue/resources/${entry.id}`);
    await reader.page.getByText('重要').first().waitFor();
    await look(reader.page, 'story-01-entry');
  });

  test('使用部门对一行提出疑义，没有更正不能说已更正，源头改了才算，提出人确认', async () => {
    const entry = await one('share-3', 'data-catalogue.resource', { name });
    const doubting = await callAs(city(), 'quality-3');
    const { id: doubt } = await doubting.post<{ id: string }>('/api/flow/cases/data-quality.dispute', {
      values: {
        resource: entry.id,
        title: '一处所在乡镇写错',
        rowKey: 'L-002',
        field: 'town',
        doubt: `没有“${wrong}”，应为“${right}”`,
      },
    });
    const at = `/desk/flow/cases/data-quality.dispute/${doubt}`;
    const number = await numberOf('quality-2', 'data-quality.dispute', doubt);
    const provider = await city().visitAs('quality-2');
    await provider.page.goto(at);
    await provider.page.getByText(`没有“${wrong}”`).first().waitFor();
    await choose(provider.page, '已更正');
    await drawer(provider.page).getByLabel('核实情况').fill('录入时写错，源头已改');
    await press(provider.page, '已更正');
    await drawer(provider.page).getByText('还没有更新过').waitFor();
    await look(provider.page, 'story-03-not-corrected');
    await client.query('update cold_store set town = $1 where code = $2', [right, 'L-002']);
    await collect();
    await send(provider.page, '已更正', number);
    const doubter = await city().visitAs('quality-3');
    await doubter.page.goto(at);
    await choose(doubter.page, '确认');
    await send(doubter.page, '确认', number);
    await look(doubter.page, 'story-04-settled');
    await lookOnPhone('quality-3', at, '录入时写错，源头已改', 'story-05-settled-phone');
  });

  test('另一部门申请，被拒并写明理由，申诉，协调后授权；重要数据先评估、三方用印才生效', async () => {
    const asker = await city().visitAs('share-3');
    const { page } = asker;
    await page.goto('/desk/flow/open/data-sharing.request');
    await page.getByLabel('申请事项').fill('冷链单位排污核查');
    await page.getByLabel('使用依据').fill('《排污许可管理条例》第七条');
    await page.getByLabel('应用场景').fill('核对冷链单位所在乡镇，安排现场核查');
    await page.getByLabel('每日额度').fill('50');
    await page.getByLabel('使用期限').fill(term);
    await page.keyboard.press('Enter');
    for (const [label, words] of [
      ['数据目录', name],
      ['应用', '排污许可管理（演示）'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).click();
      await page.keyboard.type(words.slice(0, 4));
      await page.locator('.ant-select-dropdown:visible').getByText(words).first().click();
    }
    await look(page, 'story-10-request');
    await page.getByRole('button', { name: named('登记') }).click();
    await page.waitForURL(/\/flow\/cases\/data-sharing\.request\//);
    const request = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const number = await numberOf('share-3', 'data-sharing.request', request);
    await step('share-1', 'data-sharing.request', request, 'pass');

    const at = `/desk/flow/cases/data-sharing.request/${request}`;
    const provider = await city().visitAs('share-2');
    await provider.page.goto(at);
    await act(provider.page, number, '拒绝', '未说明为什么需要经营者');
    await page.goto(at);
    await page.getByText('未说明为什么需要经营者').first().waitFor();
    await look(page, 'story-11-refused');
    await act(page, number, '申诉', '现场核查须通知到经营者');
    const authority = await city().visitAs('share-1');
    await authority.page.goto(at);
    await authority.page.getByText('现场核查须通知到经营者').first().waitFor();
    await act(authority.page, number, '应当共享，授权', '依法应当共享');
    await look(authority.page, 'story-12-coordinated');

    const made = await one('share-3', 'data-sharing.agreement', { request });
    contract = made.id;
    expect(made).toMatchObject({ status: 'pending', until: term });
    const deal = `/desk/data-sharing/agreements/${contract}`;
    await authority.page.goto(deal);
    await authority.page.getByText('通过安全评估后才能用印').waitFor();
    await assess(authority.page);
    await look(authority.page, 'story-13-assessed');
    await seal(authority.page, '平台方');
    for (const [visitor, role] of [
      [provider, '提供方'],
      [asker, '使用方'],
    ] as const) {
      await visitor.page.goto(deal);
      await seal(visitor.page, role);
    }
    await expect
      .poll(async () => (await read('share-3', 'data-sharing.agreement', contract))['status'])
      .toBe('active');
    await page.getByRole('button', { name: '申请续期' }).waitFor();
    await look(page, 'story-14-in-force');
    await lookOnPhone('share-3', deal, '三方协议', 'story-15-in-force-phone');
  });

  async function assess(page: Page): Promise<void> {
    await page.getByRole('button', { name: '登记安全评估' }).click();
    const form = page.getByRole('dialog');
    for (const yes of await form.getByRole('radio', { name: '符合', exact: true }).all()) await yes.check();
    await form.getByLabel('评估意见').fill('已逐项核对');
    await form.getByRole('button', { name: named('登记') }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByText(/^通过（/).waitFor();
  }

  async function seal(page: Page, role: string): Promise<void> {
    const line = page.getByRole('row').filter({ hasText: role });
    await line.getByRole('button', { name: named('用印') }).click();
    await line.getByRole('button', { name: '下载已用印的OFD' }).waitFor();
  }

  test('以密钥调用，拿到更正后的一行；凭证与所问所答相符，断网也能核验', async () => {
    const user = await callAs(city(), 'share-3');
    app = String((await read('share-3', 'data-sharing.agreement', contract))['application']);
    key = (await user.post<{ key: string }>(`/api/data-sharing/applications/${app}/key`, {})).key;
    const query = 'key=L-002';
    // The first call of a new contract may come before its rows are ready, and is told so.
    await expect.poll(async () => (await call(query)).status, { timeout: 30_000 }).toBe(200);
    const answer = (await (await call(query)).json()) as { rows: Row[]; receipt: string };
    expect(answer.rows).toMatchObject([{ code: 'L-002', town: right }]);

    const { page, context } = await city().visitAs('share-3');
    await page.goto(`/desk/data-sharing/agreements/${contract}`);
    const line = page.getByRole('row').filter({ hasText: answer.receipt });
    await expect
      .poll(async () => (await page.request.get(`/api/data-sharing/receipts/${answer.receipt}`)).status(), {
        timeout: 30_000,
      })
      .toBe(200);
    const saving = page.waitForEvent('download');
    await line.getByRole('link', { name: '下载' }).click();
    const receipt = await (await saving).path();
    const reply = await page.request.get(`/api/data-sharing/receipts/${answer.receipt}`);
    const { statement } = (await reply.json()) as { statement: string };
    const mac = (text: string) => createHmac('sm3', key).update(text).digest('hex');
    expect(JSON.parse(statement)).toMatchObject({
      contract,
      rows: 1,
      query: mac(query),
      content: mac(JSON.stringify(answer.rows)),
    });
    await page.goto('/open/trust/verify');
    await page.getByText('使用中').waitFor();
    await context.setOffline(true);
    await page.locator('.verify-drop input').setInputFiles(receipt);
    await page.getByRole('heading', { name: '凭证属实，内容没有被改动' }).waitFor();
  });

  test('到期前续期：提供部门同意后另签协议，第三方用印前按原期限，用印后延长', async () => {
    const deal = `/desk/data-sharing/agreements/${contract}`;
    const asker = await city().visitAs('share-3');
    const { page } = asker;
    await page.goto(deal);
    await page.getByRole('button', { name: '申请续期' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('续期至').fill(longer);
    await page.keyboard.press('Enter');
    await form.getByLabel('续期理由').fill('核查还没有做完');
    await look(page, 'story-20-renew');
    await form.getByRole('button', { name: '提交申请' }).click();
    await page.waitForURL(/\/flow\/cases\/data-sharing\.renewal\//);
    const renewal = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const number = await numberOf('share-2', 'data-sharing.renewal', renewal);
    const provider = await city().visitAs('share-2');
    await provider.page.goto(`/desk/flow/cases/data-sharing.renewal/${renewal}`);
    await bar(provider.page).waitFor();
    await choose(provider.page, '同意续期');
    await look(provider.page, 'story-21-agree');
    await send(provider.page, '同意续期', number);

    const authority = await city().visitAs('share-1');
    await authority.page.goto(deal);
    await authority.page.getByText(`续签至${longer}`).first().waitFor();
    await look(authority.page, 'story-22-renewing');
    await lookOnPhone('share-1', deal, `续签至${longer}`, 'story-23-renewing-phone');
    await assess(authority.page);
    await seal(authority.page, '平台方');
    await page.goto(deal);
    await seal(page, '使用方');
    const held = await read('share-3', 'data-sharing.agreement', contract);
    expect(held).toMatchObject({ status: 'active', until: term });
    expect((await call('key=L-003')).status).toBe(200);
    await provider.page.goto(deal);
    await seal(provider.page, '提供方');
    await expect
      .poll(async () => (await read('share-3', 'data-sharing.agreement', contract))['until'])
      .toBe(longer);
    expect((await call('key=L-003')).status).toBe(200);
    await provider.page.getByText('以前的协议').first().waitFor();
    await look(provider.page, 'story-24-renewed');
  });
});
