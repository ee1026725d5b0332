/** An application scrapes shared data key by key; the alert appears, becomes a case, the department explains, the contract is suspended, and the next call is refused. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lake } from '../../engines/lake/service.ts';
import { textToSign } from '../../engines/lake/contract.ts';
import { registers } from '../../engines/registers/service.ts';
import { sql } from '../../engines/store/index.ts';
import { newId } from '../../kernel/ids.ts';
import { resource } from '../../systems/foundation/data-catalogue/contract.ts';
import { agreement, application } from '../../systems/foundation/data-sharing/contract.ts';
import { type BrowserCity, desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { settle } from '../support/settle.ts';
import { choose, drawer, press, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';

/** A contract as an authorised request leaves it, on the catalogued market entities. */
async function makeContract(city: BrowserCity) {
  const rows = city.services.use(registers);
  const [entry] = await rows.of(resource).trusted.findMany(city.store.db, {
    filter: { field: 'name', is: 'equal', value: '市场主体登记信息' },
    limit: 1,
  });
  const [app, contract] = [newId(), newId()];
  await city.store.transaction(async (work) => {
    await rows.of(application).trusted.insert(work, 'journey', {
      id: app,
      name: '排污许可管理（演示）',
      department: 'city-ecology',
      purpose: '核验企业',
    });
    await rows.of(agreement).trusted.insert(work, 'journey', {
      id: contract,
      number: 'HT-journey',
      resource: entry?.id ?? '',
      dataset: (entry?.target ?? '').slice('dataset:'.length),
      provider: 'city-market-supervision',
      consumer: 'city-ecology',
      application: app,
      request: 'journey',
      basis: '《排污许可管理条例》第七条',
      purpose: '办理排污许可时核验申请单位是否存续',
      fields: [{ name: 'credit_code', title: '统一社会信用代码', masked: false }],
      rows: {},
      callsPerDay: 1_000_000,
      until: '2099-12-31',
      status: 'active',
    });
  });
  await city.services.use(lake).serve((entry?.target ?? '').slice('dataset:'.length));
  return { app, contract, key: await city.services.use(lake).issueKey(app) };
}

function caller(
  url: string,
  made: { readonly app: string; readonly contract: string; readonly key: string },
) {
  return async (query: string) => {
    const content = {
      app: made.app,
      contract: made.contract,
      at: new Date().toISOString(),
      nonce: randomUUID().replaceAll('-', ''),
      query,
    };
    const reply = await fetch(`${url}/api/data-sharing/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-city-request': '1' },
      body: JSON.stringify({
        ...content,
        signature: createHmac('sm3', made.key).update(textToSign(content)).digest('hex'),
      }),
    });
    return { status: reply.status, body: (await reply.json()) as { code?: string } };
  };
}

/** Three weeks of ordinary use, so that the pictures show a course. */
async function withPast(city: BrowserCity, made: { readonly app: string; readonly contract: string }) {
  await sql`insert into lake_call_hour (contract, hour, app, calls, rows, empty, refused, keyed, keys, blocks)
    select ${made.contract}::uuid, hour, ${made.app}::uuid, calls, calls, 0, 0, calls, calls, calls
    from (select hour, 8 + (extract(day from hour)::int * 7 + extract(hour from hour)::int * 3) % 23 as calls
      from generate_series(date_trunc('hour', now()) - interval '21 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') as hour
      where extract(hour from hour at time zone 'Asia/Shanghai') between 8 and 17) as past`.execute(
    city.store.db,
  );
  await sql`insert into lake_call_day (contract, day, calls, rows, empty, refused)
    select contract, (hour at time zone 'Asia/Shanghai')::date, sum(calls), sum(rows), sum(empty), sum(refused) from lake_call_hour
    group by 1, 2 on conflict do nothing`.execute(city.store.db);
}

/** The alert of this journey; the demonstration has one of its own. */
function scraping(page: Page) {
  return page.getByRole('row').filter({ hasText: '遍历抓取' }).filter({ hasText: '排污许可管理' });
}

journey('遍历抓取从发现到暂停合同', () => {
  const city = useBrowserCity({
    demoOf: [
      'data-collection',
      'data-catalogue',
      'data-quality',
      'data-sharing',
      'data-platform',
      'base-libraries',
    ],
  });

  test('抓取、告警、转处置单、部门说明、暂停合同、下一次调用被拒绝', async () => {
    await city().store.drain();
    const made = await makeContract(city());
    await withPast(city(), made);
    const call = caller(city().url, made);
    expect((await call('size=3')).status).toBe(200);
    for (let start = 0; start < 120; start += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          call(`key=91341200MA2T${String(start + index).padStart(6, '0')}`),
        ),
      );
    await city().services.use(lake).watch.profile();

    const { page } = await city().visitAs('platform-1');
    await page.goto('/desk/data-platform');
    await page.getByRole('heading', { name: '谁在用谁的数据' }).waitFor();
    await look(page, 'watch-01-situation');
    await page.setViewportSize({ ...desktop, height: 2600 });
    await look(page, 'watch-01-situation-whole');
    await page.setViewportSize(desktop);

    await expect
      .poll(
        async () => {
          await city().services.use(lake).watch.profile();
          await page.goto('/desk/data-platform/alerts');
          await settle(page);
          return scraping(page).count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    await look(page, 'watch-02-alerts');
    await scraping(page).first().click();
    await page.getByText('按顺序遍历键值').first().waitFor();
    const alertAddress = page.url();
    await look(page, 'watch-03-alert');
    await page.getByRole('button', { name: '看凭证' }).first().click();
    await page.getByText('没有符合的行').first().waitFor();
    await look(page, 'watch-04-receipts');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '转处置单' }).click();
    await page.getByLabel('通知责任部门的内容').fill('请说明为何按号段逐个查询企业');
    await look(page, 'watch-05-handle');
    await page.getByRole('dialog').getByRole('button', { name: '转处置单' }).click();
    await page.getByRole('heading', { name: /遍历抓取/ }).waitFor();
    await look(page, 'watch-06-handling');
    const address = page.url();

    const department = await city().visitAs('platform-3');
    await department.page.goto(address);
    await choose(department.page, '提交说明');
    await drawer(department.page).getByLabel('部门说明').fill('程序员误把测试脚本接到正式密钥');
    await look(department.page, 'watch-07-explain');
    await press(department.page, '提交说明');
    await department.page.getByText('作出结论').first().waitFor();
    expect((await call('size=3')).status).toBe(200);

    await page.reload();
    await choose(page, '暂停共享合同');
    await writeOpinion(page, '按号段遍历，暂停使用，整改后再恢复');
    await look(page, 'watch-08-suspend');
    await press(page, '暂停共享合同');
    await page.getByText('已暂停合同').first().waitFor();
    await expect
      .poll(async () => (await call('size=3')).body.code, { timeout: 20_000 })
      .toBe('data-sharing.notInForce');

    const wall = await city().visitAs('platform-1', { viewport: { width: 1920, height: 1080 } });
    await wall.page.goto('/screen/data-platform');
    await wall.page.getByText('安全中心 · 未结告警').waitFor();
    await look(wall.page, 'watch-09-wall');
    await wall.page.setViewportSize({ width: 3840, height: 1080 });
    await look(wall.page, 'watch-10-wall-wide');
    const hand = await city().visitAs('platform-1', { viewport: phone });
    await hand.page.goto('/desk/data-platform');
    await hand.page.getByRole('heading', { name: '谁在用谁的数据' }).waitFor();
    await look(hand.page, 'watch-11-phone');
    await hand.page.goto(alertAddress);
    await hand.page.getByText('按顺序遍历键值').first().waitFor();
    await look(hand.page, 'watch-12-phone-alert');
  });
});
