/** From a number of the population library down to one person's record, back to the department whose value does not count, and a look-up that says yes or no. */
import { expect, test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('基础库从总览到一条记录的来源', () => {
  const city = useBrowserCity({
    demoOf: ['data-collection', 'data-catalogue', 'data-quality', 'data-sharing', 'base-libraries'],
  });

  test('总览、一个库的四面，数字点开是记录，不一致转来源部门', async () => {
    const { page } = await city().visitAs('library-1');
    await page.goto('/desk/base-libraries');
    await page.getByRole('link', { name: '人口基础库' }).waitFor();
    await look(page, 'library-01-libraries');
    await page.getByRole('link', { name: '人口基础库' }).click();
    await page.getByText('覆盖率').first().waitFor();
    await look(page, 'library-02-sources');
    await page.getByRole('tab', { name: '字段、完整和一致' }).click();
    await page.getByRole('columnheader', { name: '取值规则' }).waitFor();
    await look(page, 'library-03-fields');
    await page.getByRole('tab', { name: '按地区' }).click();
    await page.getByRole('columnheader', { name: '居民健康档案覆盖' }).waitFor();
    await look(page, 'library-04-areas');
    await page.getByRole('tab', { name: '走势' }).click();
    await page.locator('.library-trend').waitFor();
    await look(page, 'library-05-trend');

    await page.getByRole('button', { name: /有不一致的记录/ }).click();
    await page.getByRole('heading', { name: '人口基础库的记录' }).waitFor();
    await page.getByText('在册', { exact: true }).last().waitFor();
    await look(page, 'library-06-records');
    await page.goto('/desk/base-libraries/population/records?conflict=name&inSource=resident');
    await page.locator('.ant-table-row a').first().click();
    await page.getByText('各来源不一致的项').waitFor();
    await look(page, 'library-07-record');
    await page.getByRole('button', { name: '转疑义校核' }).first().click();
    await page.getByPlaceholder('疑义和依据').fill('与户籍登记不一致，请核实');
    await look(page, 'library-08-doubt');
    await page.locator('.ant-modal').getByRole('button', { name: '转疑义校核' }).click();
    const number = page.getByRole('link', { name: /^YY/ });
    await number.waitFor();
    await number.click();
    await page.getByText('与其他来源不一致').first().waitFor();
    await page.goto('/desk/base-libraries/doubts');
    await page.getByText('人口基础库').first().waitFor();
    await look(page, 'library-09-doubts');
  });

  test('说明查询目的看一项原值；按号码查找，号码不进地址', async () => {
    const { page } = await city().visitAs('library-8');
    await page.goto('/desk/base-libraries/population/records?ended=false&inSource=household');
    await page.locator('.ant-table-row a').first().click();
    await page.getByRole('button', { name: '查看公民身份号码' }).click();
    await page
      .getByLabel('查询目的', { exact: true })
      .selectOption({ label: '答复当事人本人的查询、更正或投诉' });
    await page.getByLabel('具体用途').fill('来访群众核对本人信息');
    await look(page, 'library-10-purpose');
    await page.getByRole('button', { name: '确认' }).click();
    const whole = page.getByText(/^\d{17}[\dX]$/);
    await whole.waitFor();
    const number = (await whole.innerText()).trim();
    await look(page, 'library-10-revealed');
    await page.goto('/desk/base-libraries/population/records');
    await page.getByLabel('按完整号码查找').fill(number.toLowerCase());
    await page.getByLabel('按完整号码查找').press('Enter');
    await page.getByText('共1条').waitFor();
    expect(page.url()).not.toContain(number);
    await look(page, 'library-11-by-number');
  });

  test('宏观经济的历次发布；核验只答是或否', async () => {
    const keeper = await city().visitAs('library-1');
    await keeper.page.goto('/desk/base-libraries/macro-economy/records?area=341202');
    await keeper.page.locator('.ant-table-row a').first().click();
    await keeper.page.getByText('历次发布').waitFor();
    await look(keeper.page, 'library-12-versions');
    const { page } = await city().visitAs('library-9');
    await page.goto('/desk/base-libraries/check');
    await page.getByLabel('公民身份号码').fill('110105194912310021');
    await page.getByLabel('姓名').fill('查无此人');
    await page.getByLabel('办件编号或依据').fill('BJ-2026-0001');
    await page.getByRole('button', { name: /核\s?验/ }).click();
    await page.getByText('不一致', { exact: true }).waitFor();
    await look(page, 'library-13-check');
    await page.goto('/desk/base-libraries/checks');
    await page.getByText('BJ-2026-0001').first().waitFor();
    await look(page, 'library-14-checks');
  });
});
