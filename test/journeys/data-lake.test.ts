/** A bureau's database is registered and tried; catalogued data is asked for, refused, appealed for, called, pushed into the asking bureau's table, and the call proven off line. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textToSign } from '../../engines/lake/contract.ts';
import { journey, useBrowserCity } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/store.ts';
import { look } from './parts/look.ts';
import { bar, choose, named, send, writeOpinion } from './parts/case.ts';

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

journey('数据从部门数据库到共享凭证', () => {
  const city = useBrowserCity({
    demoOf: ['data-collection', 'data-catalogue', 'data-quality', 'data-sharing', 'open-data'],
  });
  let bureau: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    // The bureau of this journey lives on the platform's own server.
    await city().store.transaction((work) => city().store.settings.change(work, 'lake.own-server', 1));
    bureau = await createTestDatabase();
    client = new pg.Client({ connectionString: bureau.url });
    await client.connect();
    await client.query(`create table permit (code varchar(30) primary key, firm varchar(60), town varchar(30));
      comment on column permit.code is '许可编号'; comment on column permit.firm is '企业名称'; comment on column permit.town is '所在乡镇';
      insert into permit values ('P-001', '演示甲', '文峰街道'), ('P-002', null, '清河街道'), ('P-003', '演示丙', '文峰街道')`);
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await bureau.drop();
  });

  test('登记数据库、填口令、检查连接、看到它的表', async () => {
    const { page } = await city().visitAs('data-2');
    await page.goto('/desk/data-collection');
    await page.getByRole('heading', { name: '归集总览' }).waitFor();
    await look(page, '01-overview');
    const at = new URL(bureau.url);
    await page.goto('/desk/registers/data-collection.source/new');
    await page.getByLabel('名称').first().fill('许可证库');
    await pick(page, '类型', 'PostgreSQL');
    await page.getByLabel('提供部门').click();
    await page.keyboard.type('市场监管');
    await page.locator('.ant-select-tree').getByText('市市场监管局', { exact: true }).click();
    for (const [label, value] of [
      ['主机', at.hostname],
      ['端口', at.port],
      ['库名', at.pathname.slice(1)],
      ['用户名', decodeURIComponent(at.username)],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(value);
    await look(page, '02-source-form');
    await page.getByRole('button', { name: named('保存') }).click();
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 20_000 }).not.toMatch(/new$/);
    await page.goto('/desk/data-collection/sources');
    await page.getByText('许可证库').first().click();
    await page.getByRole('button', { name: '登记口令' }).click();
    await page.getByLabel('口令或密钥').fill(decodeURIComponent(at.password) || 'unused');
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('button', { name: '更换口令' }).waitFor();
    await page.getByRole('button', { name: '检查连接' }).click();
    await page.getByText('可读1张表').waitFor();
    await page.getByRole('button', { name: /知道了|确 定|OK/ }).click();
    await page.getByRole('button', { name: '读取表清单' }).click();
    await page.getByRole('link', { name: '定义数据集' }).waitFor();
    await look(page, '03-source');
  });

  test('从表定义数据集、采集、更正退回的一行、重放，都在页面上', async () => {
    const { page } = await city().visitAs('data-2');
    await page.goto('/desk/data-collection/sources');
    await page.getByText('许可证库').first().click();
    await page.getByRole('button', { name: '读取表清单' }).click();
    await page.getByRole('link', { name: '定义数据集' }).click();
    await page.getByRole('textbox', { name: '名称' }).fill('食品许可证');
    await pick(page, '采集方式', '变更比对（全量读取，只并入变化）');
    const line = (column: string) =>
      page.locator('tr').filter({ has: page.locator(`input[value="${column}"]`) });
    await line('code').getByRole('checkbox', { name: '主键' }).check();
    await line('firm').getByRole('checkbox', { name: '必填' }).check();
    await look(page, '04-define');
    await page.getByRole('button', { name: /^保\s?存$/ }).click();
    await page.getByRole('button', { name: '立即采集' }).click();
    await page.getByText('已入库').first().waitFor({ timeout: 60_000 });
    await look(page, '05-batches');
    await page.getByRole('tab', { name: '退回记录 1' }).click();
    await page.getByText('必填为空').waitFor();
    await look(page, '06-letters');
    await page.getByRole('button', { name: '更正' }).click();
    await page.getByRole('dialog').getByLabel('firm').fill('演示乙');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^保\s?存$/ })
      .click();
    await page.getByText('演示乙').first().waitFor();
    await page.locator('tbody').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: '重放所选' }).click();
    await page.getByRole('tab', { name: '退回记录 0' }).waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: '数据预览' }).click();
    await page.getByRole('cell', { name: '演示乙' }).waitFor();
    expect(await page.getByRole('cell', { name: /^P-00\d$/ }).count()).toBe(3);
    await look(page, '07-rows');
  });

  test('上传一份文件：看列和前几行，定义，再传一份', async () => {
    const { page } = await city().visitAs('data-2');
    await page.goto('/desk/data-collection/sources');
    await page.getByText('市场主体登记信息来源文件').first().click();
    const sheet = (rows: string) => ({
      name: '摊位.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`摊位号,经营者\n${rows}`),
    });
    await page.locator('input[type=file]').setInputFiles(sheet('T-1,演示甲\n'));
    await page.getByRole('button', { name: '读取列和前几行' }).click();
    await page.getByRole('cell', { name: '演示甲' }).waitFor();
    await page.getByRole('textbox', { name: '名称' }).fill('早市摊位');
    await page.getByRole('textbox', { name: '编码' }).fill('stalls');
    await look(page, '08-upload-define');
    await page.getByRole('button', { name: /^保\s?存$/ }).click();
    await page.getByRole('button', { name: '上传并采集' }).click();
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles(sheet('T-1,演示甲\nT-2,演示乙\n'));
    await page.getByRole('dialog').getByRole('cell', { name: '演示乙' }).waitFor();
    await look(page, '09-upload');
    await page.getByRole('button', { name: '采集这份文件' }).click();
    await page.getByText('读取 摊位.csv').waitFor({ timeout: 60_000 });
    await look(page, '09-uploaded');
  });

  test('目录和两个率：数字点开是逐条的目录', async () => {
    const { page } = await city().visitAs('catalogue-1');
    await page.goto('/desk/data-catalogue');
    await page.getByText('目录编制率').waitFor();
    await look(page, '10-rates');
    await page.getByRole('button', { name: /目录编制率/ }).click();
    await page.getByText('食品经营许可信息').first().waitFor();
    await page.goto('/desk/data-catalogue/resources?f.origin=filing');
    await page.getByText('市场主体登记信息').first().waitFor();
    await look(page, '11-resources');
    await page.getByText('市场主体登记信息').first().click();
    await page.getByText('信息项').first().waitFor();
    await look(page, '12-resource');
  });

  test('申请被拒、申诉、授权、调用、核验凭证', async () => {
    const asker = await city().visitAs('share-3');
    const headers = { 'x-city-request': '1' };
    const get = async <T>(page: Page, url: string): Promise<T> =>
      (await page.request.get(url)).json() as Promise<T>;
    const rows = async (page: Page, register: string, where: object) =>
      (
        await get<{ rows: { id: string; version: number; number?: string }[] }>(
          page,
          `/api/registers/rows/${register}?where=${encodeURIComponent(JSON.stringify(where))}`,
        )
      ).rows;
    const { page } = asker;
    await page.goto('/desk/flow/open/data-sharing.request');
    await page.getByText('使用依据').first().waitFor();
    await look(page, '20-request-form');
    const [entry] = await rows(page, 'data-catalogue.resource', { name: '市场主体登记信息' });
    const [app] = await rows(page, 'data-sharing.application', {});
    const opened = await page.request.post('/api/flow/cases/data-sharing.request', {
      headers,
      data: {
        values: {
          resource: entry?.id,
          application: app?.id,
          title: '核验企业',
          basis: '《排污许可管理条例》第七条',
          purpose: '核验申请单位是否存续',
          fieldNames: 'credit_code\nname\nstatus',
          callsPerDay: 100,
          until: '2099-12-31',
        },
      },
    });
    expect(opened.ok(), await opened.text()).toBe(true);
    const { id } = (await opened.json()) as { id: string };
    const [asked] = await rows(page, 'data-sharing.request', {});
    const number = asked?.number ?? '';
    const steps = [
      ['share-1', '转提供部门', undefined],
      ['share-2', '拒绝', '涉及商业秘密'],
      ['share-3', '申诉', '只核验是否存续'],
    ] as const;
    for (const [account, button, opinion] of steps) {
      const official = account === 'share-3' ? asker : await city().visitAs(account);
      await official.page.goto(`/desk/flow/cases/data-sharing.request/${id}`);
      await bar(official.page)
        .getByRole('button', { name: named(button) })
        .waitFor();
      await choose(official.page, button);
      if (opinion !== undefined) await writeOpinion(official.page, opinion);
      await look(official.page, `21-${account}`);
      await send(official.page, button, number);
    }
    const authority = await city().visitAs('share-1');
    const [held] = await rows(authority.page, 'data-sharing.request', {});
    const decided = await authority.page.request.post(`/api/flow/cases/data-sharing.request/${id}/acts`, {
      headers,
      data: { version: held?.version, action: 'overrule', opinion: '依法应当共享', values: {} },
    });
    expect(decided.ok(), await decided.text()).toBe(true);

    await page.goto(`/desk/data-sharing/applications/${app?.id}`);
    await page.getByRole('button', { name: '签发密钥' }).click();
    await page.getByRole('button', { name: /^签\s?发$/ }).click();
    await page.getByText('请立即保存').waitFor();
    await look(page, '22-key');
    const key = (await page.locator('.ant-alert code').innerText()).trim();
    const [made] = await rows(page, 'data-sharing.agreement', {});
    const call = {
      app: app?.id ?? '',
      contract: made?.id ?? '',
      at: new Date().toISOString(),
      nonce: randomBytes(16).toString('hex'),
      query: 'size=2',
    };
    const signature = createHmac('sm3', key).update(textToSign(call)).digest('hex');
    const ask = () => page.request.post('/api/data-sharing/call', { headers, data: { ...call, signature } });
    // The first call of a new contract may come before its rows are ready, and is told so.
    await expect.poll(async () => (await ask()).status(), { timeout: 30_000 }).not.toBe(503);
    call.nonce = randomBytes(16).toString('hex');
    const again = createHmac('sm3', key).update(textToSign(call)).digest('hex');
    const reply = await page.request.post('/api/data-sharing/call', {
      headers,
      data: { ...call, signature: again },
    });
    expect(reply.ok(), await reply.text()).toBe(true);
    const answer = (await reply.json()) as { rows: object[]; receipt: string };
    expect(answer.rows).toHaveLength(2);

    await page.goto(`/desk/data-sharing/agreements/${made?.id}`);
    await page.getByText(answer.receipt).waitFor();
    await look(page, '23-agreement');
    await expect
      .poll(async () => (await page.request.get(`/api/data-sharing/receipts/${answer.receipt}`)).status(), {
        timeout: 20_000,
      })
      .toBe(200);
    const receipt = await (await page.request.get(`/api/data-sharing/receipts/${answer.receipt}`)).body();

    const at = new URL(bureau.url);
    await page.getByRole('button', { name: '登记目标库表' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, value] of [
      ['主机', at.hostname],
      ['端口', at.port],
      ['库名', at.pathname.slice(1)],
      ['用户名', decodeURIComponent(at.username)],
      ['口令', decodeURIComponent(at.password) || 'unused'],
      ['表名', 'from_city'],
    ] as const)
      await dialog.getByLabel(label, { exact: true }).fill(value);
    await look(page, '24-push-form');
    await dialog.getByRole('button', { name: '登记并推送' }).click();
    await page.getByText('已同步').waitFor({ timeout: 90_000 });
    await look(page, '25-pushed');
    const pushed = await client.query('select * from from_city');
    expect(pushed.rows.length).toBeGreaterThan(100);

    const reader = await city().visit();
    await reader.page.goto('/open/trust/verify');
    await reader.page.getByText('使用中').waitFor();
    await reader.context.setOffline(true);
    const file = { name: '共享凭证.json', mimeType: 'application/json', buffer: receipt };
    await reader.page.locator('.verify-drop input').setInputFiles(file);
    await reader.page.getByRole('heading', { name: '凭证属实，内容没有被改动' }).waitFor();
    await look(reader.page, '26-verified');
  });
});
