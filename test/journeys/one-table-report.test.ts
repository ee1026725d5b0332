/** A report over all 170 towns: sent out, filled on a phone, returned by the county, chased, and summed up right to the row. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

interface Rows {
  readonly rows: readonly { readonly id: string; readonly version: number; readonly area: string }[];
}

async function fill(page: Page, cells: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(cells)) await page.getByLabel(name).fill(String(value));
  await page.getByRole('button', { name: '报送', exact: true }).click();
}

async function chooseDay(page: Page, label: string, date: string): Promise<void> {
  await page.getByLabel(label).fill(date);
  // The open calendar shows the month of what was typed.
  await page.locator(`.ant-picker-dropdown:visible td[title="${date}"]`).click();
}

journey('一张报表走遍 170 个乡镇', () => {
  const city = useBrowserCity({ demoOf: ['info-reporting'] });

  test('下发、手机填报、退回、再报、催报、汇总到行', async () => {
    const designer = await city().visitAs('report-designer');
    const { page } = designer;
    await page.goto('/desk/info-reporting/tables');
    await page.getByRole('row', { name: /乡镇（街道）养老服务情况表/ }).click();
    await page.getByRole('button', { name: '下发填报' }).click();
    await page.getByLabel('任务名称').fill('养老服务情况 核查');
    await chooseDay(page, '数据时点', inDays(-3));
    await chooseDay(page, '截止日期', inDays(12));
    await page.getByRole('button', { name: '下发', exact: true }).click();
    await page.getByText('已下发到 170 个单位，2 列由系统预填').waitFor();
    await page.getByRole('heading', { name: '养老服务情况 核查' }).waitFor();
    const issue = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const where = encodeURIComponent(JSON.stringify({ issue, area: '341202001000,341202002000' }));
    const { rows } = await (await callAs(city(), 'report-designer')).get<Rows>(
      `/api/registers/rows/info-reporting.answer?where=${where}`,
    );
    const gulou = rows.find(({ area }) => area === '341202001000');
    const wenfeng = rows.find(({ area }) => area === '341202002000');
    if (gulou === undefined || wenfeng === undefined) throw new Error('the towns were not asked');

    const town = await city().visitAs('report-town-gulou', { viewport: phone });
    await town.page.goto(`/desk/info-reporting/answers/${gulou.id}`);
    await town.page.getByText('由 5 个下级单位汇总').or(town.page.getByText('数据来源：')).first().waitFor();
    await fill(town.page, {
      '养老机构数（家）': 2,
      '养老床位数（张）': 50,
      '入住老人数（人）': 60,
      满意度: 90,
    });
    await town.page.getByText('不符合“入住老人数不大于养老床位数”').waitFor();
    await fill(town.page, { '入住老人数（人）': 40 });
    await town.page.getByText('审核中 · 县（市、区）级').waitFor();

    await (await callAs(city(), 'report-town-wenfeng')).post(
      `/api/info-reporting/answers/${wenfeng.id}/submit`,
      {
        version: wenfeng.version,
        values: { 养老机构: 1, 床位: 150, 入住: 120, 满意度: 80 },
      },
    );

    const county = await city().visitAs('report-county-yingzhou');
    await county.page.goto(`/desk/info-reporting/answers/${gulou.id}`);
    await county.page.getByRole('button', { name: '退回', exact: true }).click();
    await county.page.getByLabel('理由').fill('床位数与备案数不一致');
    await county.page.getByRole('dialog').getByRole('button', { name: '退回', exact: true }).click();
    await county.page.getByText('退回修改', { exact: true }).first().waitFor();

    await town.page.reload();
    await town.page.getByText('颍山退回：床位数与备案数不一致').waitFor();
    await fill(town.page, { '养老床位数（张）': 80 });
    await town.page.getByText('审核中 · 县（市、区）级').waitFor();

    await county.page.goto(`/desk/info-reporting/issues/${issue}`);
    await county.page.getByRole('button', { name: '整体审核上报' }).click();
    await county.page.getByRole('button', { name: '上报', exact: true }).click();
    await county.page.getByText('已审核上报 2 张填报单').waitFor();

    await page.reload();
    const total = page.getByRole('row', { name: /^合计/ });
    await total.getByText('2 / 170').waitFor();
    await page.getByRole('button', { name: '颍州区', exact: true }).click();
    await page.getByRole('heading', { name: '颍州区汇总' }).waitFor();
    // 床位 80 + 150, 入住 40 + 120, 入住率 160 / 230, 满意度按入住加权 (90×40 + 80×120) / 160.
    for (const cell of ['230', '160', '69.57', '82.5'])
      expect(await total.getByRole('cell', { name: cell, exact: true }).count()).toBe(1);
    await page.getByRole('button', { name: '催报' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '催报' }).click();
    await page.getByText('已向 11 个未报单位催报').waitFor();
    await page.getByRole('link', { name: '文峰街道' }).click();
    await page.getByRole('heading', { name: '颍州区文峰街道' }).waitFor();
    expect(designer.troubles).toEqual([]);
    expect(town.troubles.filter((trouble) => !trouble.includes('400'))).toEqual([]);
  });
});
