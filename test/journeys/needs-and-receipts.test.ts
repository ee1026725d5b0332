/** A need without an entry is matched with what the catalogue has; receipts are found by what is known of them; each page as a picture. */
import { test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const phone = { viewport: { width: 375, height: 812 } };

journey('需求和凭证', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-sharing'] });

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
    await look(keeper.page, 'need-01');
    const small = await city().visitAs('share-1', phone);
    await small.page.goto(`/desk/data-sharing/demands/${id}`);
    await small.page.getByText('市场主体登记信息').waitFor();
    await look(small.page, 'need-02-phone');
    await keeper.page.goto('/desk/data-sharing/demands');
    await keeper.page.getByText('企业登记信息核验').first().waitFor();
    await look(keeper.page, 'need-03-list');
  });

  test('凭证按条件找到，数据元和目录类别看得到', async () => {
    const { page } = await city().visitAs('share-1');
    await page.goto('/desk/data-sharing/receipts');
    await page.getByText('全部合同的凭证').waitFor();
    await look(page, 'need-04-receipts');
    await page.getByLabel('应用', { exact: true }).fill('没有这个应用');
    await page.getByRole('button', { name: /^查\s?询$/ }).click();
    await page.getByText('没有符合条件的凭证').waitFor();
    const small = await city().visitAs('share-1', phone);
    await small.page.goto('/desk/data-sharing/receipts');
    await small.page.getByText('全部合同的凭证').waitFor();
    await look(small.page, 'need-05-receipts-phone');
    const editor = await city().visitAs('catalogue-1');
    await editor.page.goto('/desk/data-catalogue/elements');
    await editor.page.getByText('公民身份号码').first().waitFor();
    await look(editor.page, 'need-06-elements');
    await editor.page.goto('/desk/data-catalogue/resources?f.classCode=3');
    await editor.page.getByText('部门类').first().waitFor();
    await look(editor.page, 'need-07-resources');
  });
});
