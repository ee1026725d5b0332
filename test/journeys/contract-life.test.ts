/** A contract in its life: its use is looked at and its term asked to be longer; a need is matched; receipts are found; each page as a picture. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { journey, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const phone = { viewport: { width: 375, height: 812 } };

async function rows(page: Page, register: string): Promise<readonly { id: string; number?: string }[]> {
  const reply = await page.request.get(`/api/registers/rows/${register}?size=50`);
  expect(reply.ok(), await reply.text()).toBe(true);
  return ((await reply.json()) as { rows: { id: string; number?: string }[] }).rows;
}

journey('共享合同的一生', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-sharing'] });

  test('合同页看得到使用评估、事件推送；使用部门可以申请续期、终止', async () => {
    const { page } = await city().visitAs('share-3');
    const [made] = await rows(page, 'data-sharing.agreement');
    await page.goto(`/desk/data-sharing/agreements/${made?.id}`);
    await page.getByText('使用评估').waitFor();
    await page.getByText('自始调用').waitFor();
    await page.getByRole('button', { name: '申请续期' }).waitFor();
    await look(page, '01-contract');
    await page.getByLabel('接收地址').fill('https://receiver.example/changes');
    await page.getByRole('button', { name: /^登\s?记$/ }).click();
    await page.getByText('待核准').waitFor();
    await page.getByRole('button', { name: '终止使用' }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, '02-end');
    await page.keyboard.press('Escape');
    const small = await city().visitAs('share-3', phone);
    await small.page.goto(`/desk/data-sharing/agreements/${made?.id}`);
    await small.page.getByText('使用评估').waitFor();
    await look(small.page, '03-contract-phone');
    const keeper = await city().visitAs('share-1');
    await keeper.page.goto(`/desk/data-sharing/agreements/${made?.id}`);
    await keeper.page.getByRole('button', { name: /^核\s?准$/ }).click();
    await keeper.page.getByText('正常').waitFor();
  });

  test('续期申请写理由和日期，附上使用情况', async () => {
    const { page } = await city().visitAs('share-3');
    const [made] = await rows(page, 'data-sharing.agreement');
    const opened = await page.request.post('/api/flow/cases/data-sharing.renewal', {
      headers: { 'x-city-request': '1' },
      data: { values: { agreement: made?.id, reason: '仍需核验企业', until: '2029-12-31' } },
    });
    expect(opened.ok(), await opened.text()).toBe(true);
    const provider = await city().visitAs('share-1');
    await provider.page.goto('/desk/data-sharing/renewals');
    await provider.page.getByText('续期至2029-12-31').first().waitFor();
    await look(provider.page, '04-renewals');
    await page.goto('/desk/flow/open/data-sharing.renewal');
    await page.getByLabel('续期理由').waitFor();
    await look(page, '05-renewal-form');
  });

  test('提出需求，主管部门看到匹配建议', async () => {
    const { page } = await city().visitAs('share-3');
    const opened = await page.request.post('/api/flow/cases/data-sharing.demand', {
      headers: { 'x-city-request': '1' },
      data: {
        values: {
          title: '企业登记信息核验',
          content: '市场主体的名称、统一社会信用代码和经营状态',
          basis: '《排污许可管理条例》第七条',
          purpose: '核验申请单位是否存续',
        },
      },
    });
    const { id } = (await opened.json()) as { id: string };
    const keeper = await city().visitAs('share-1');
    await keeper.page.goto(`/desk/data-sharing/demands/${id}`);
    await keeper.page.getByText('市场主体登记信息').waitFor();
    await look(keeper.page, '06-demand');
    const small = await city().visitAs('share-1', phone);
    await small.page.goto(`/desk/data-sharing/demands/${id}`);
    await small.page.getByText('市场主体登记信息').waitFor();
    await look(small.page, '07-demand-phone');
    await keeper.page.goto('/desk/data-sharing/demands');
    await keeper.page.getByText('企业登记信息核验').first().waitFor();
    await look(keeper.page, '08-demands');
  });

  test('凭证按条件找到，数据元和目录类别看得到', async () => {
    const { page } = await city().visitAs('share-1');
    await page.goto('/desk/data-sharing/receipts');
    await page.getByText('全部合同的凭证').waitFor();
    await look(page, '09-receipts');
    await page.getByLabel('应用', { exact: true }).fill('没有这个应用');
    await page.getByRole('button', { name: /^查\s?询$/ }).click();
    await page.getByText('没有符合条件的凭证').waitFor();
    const small = await city().visitAs('share-1', phone);
    await small.page.goto('/desk/data-sharing/receipts');
    await small.page.getByText('全部合同的凭证').waitFor();
    await look(small.page, '10-receipts-phone');
    const editor = await city().visitAs('catalogue-1');
    await editor.page.goto('/desk/data-catalogue/elements');
    await editor.page.getByText('公民身份号码').first().waitFor();
    await look(editor.page, '11-elements');
    await editor.page.goto('/desk/data-catalogue/resources?f.classCode=3');
    await editor.page.getByText('部门类').first().waitFor();
    await look(editor.page, '12-resources');
  });
});
