/** A fee is changed by decision table in the browser: written, mended where it is broken, tested, published by another person, and decided by. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { journey, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { openMenu } from './parts/session.ts';

const car = { 车型: '小型车', 停放分钟: 60, 夜间: false };

/** The box that the chosen cell of the table holds. */
function box(page: Page) {
  return page.getByRole('grid', { name: '决策表' }).getByRole('textbox');
}

async function writeCell(page: Page, row: number, column: number, text: string): Promise<void> {
  const rows = page.getByRole('grid', { name: '决策表' }).locator('tbody tr');
  await rows
    .nth(row - 1)
    .getByRole('gridcell')
    .nth(column - 1)
    .click();
  await box(page).fill(text);
  await page.keyboard.press('Enter');
}

journey('改一张收费的决策表', () => {
  const city = useBrowserCity({ demoOf: ['urban-management'] });

  test('编制员改表、看见错误和不符的用例、改好保存;发布员发布;裁决按新版本', async () => {
    const caller = await callAs(city(), 'rules-editor');
    const decide = () => caller.post('/api/rules/decisions/demo-parking-fee', { input: car });
    expect(await decide()).toMatchObject({ value: { 收费: 5 }, version: 1 });

    const editor = await city().visitAs('rules-editor');
    const { page } = editor;
    await page.goto('/desk/');
    await openMenu(page, '流程与规则', '规则');
    await page.getByRole('row', { name: /道路停车收费/ }).click();
    await page.getByRole('tab', { name: '测试用例（1 个不符）' }).waitFor();

    await writeCell(page, 2, 2, '(30..');
    await page.getByRole('tab', { name: '检查（1 处错误）' }).click();
    await page.getByText('第 2 行：表达式没有写完').click();
    await page.getByRole('textbox', { name: '单元格内容' }).waitFor();
    await writeCell(page, 2, 2, '(30..100]');
    await page.getByText('没有任何一行适用：车型 "小型车"，停放分钟 (100..120]，夜间 false').waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByText('没有缺口、重叠和写错的单元格。').waitFor();

    await page.getByRole('tab', { name: '测试用例（1 个不符）' }).click();
    const failing = page.getByRole('row', { name: /小型车两小时/ });
    await failing.getByText('实得 收费 4，档次 首段').waitFor();
    await failing.getByRole('button', { name: '修改' }).click();
    await page.getByRole('spinbutton', { name: '应得收费' }).fill('4');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByRole('tab', { name: '测试用例（5）' }).waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存').waitFor();
    expect(await decide()).toMatchObject({ value: { 收费: 5 }, version: 1 });

    const publisher = await city().visitAs('rules-publisher');
    await publisher.page.goto(new URL(page.url()).pathname);
    await publisher.page.getByRole('button', { name: '发布', exact: true }).click();
    await publisher.page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
    await publisher.page.getByText('已发布').waitFor();
    expect(await decide()).toMatchObject({
      value: { 收费: 4, 档次: '首段' },
      version: 2,
      matched: [{ table: '道路停车收费', rows: [{ row: 2 }] }],
    });
    expect([...editor.troubles, ...publisher.troubles]).toEqual([]);
  });
});
