/** A keeper takes over suggested rules, a batch breaks one, a reader doubts an offending row, the data is renewed and the rule heals. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lake } from '../../engines/lake/service.ts';
import { completeUnifiedCreditCode } from '../../kernel/check-characters.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { named } from './parts/case.ts';
import { look } from './parts/look.ts';

const headers = { 'x-city-request': '1' };
const rule = '“主要污染物”在4个代码之内';

journey('质量规则从建议到不达标、疑义和恢复', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-quality'] });

  async function permits(page: Page): Promise<{ id: string; source: string }> {
    const where = encodeURIComponent(JSON.stringify({ code: 'pollution-permits' }));
    const reply = await page.request.get(`/api/registers/rows/data-collection.dataset?where=${where}`);
    const [row] = ((await reply.json()) as { rows: { id: string; source: string }[] }).rows;
    if (row === undefined) throw new Error('the demo data has no permits');
    return row;
  }

  async function deliver(page: Page, name: string, pollutant: string): Promise<void> {
    const { id, source } = await permits(page);
    const code = completeUnifiedCreditCode('91341200MA200001');
    const lines = [
      '许可证编号,统一社会信用代码,主要污染物,许可排放量（吨）,有效期至',
      `皖K排90001,${code},${pollutant},3,2028-01-01`,
      `皖K排90002,${code},氨氮,4,2028-01-01`,
    ];
    const folder = city().services.use(lake).dropFolder(source);
    const file = path.join(folder, `pollution-permits-${name}.csv`);
    await writeFile(file, `${lines.join('\n')}\n`);
    await writeFile(`${file}.done`, '');
    const begun = await page.request.post(`/api/data-collection/datasets/${id}/collect`, {
      headers,
      data: {},
    });
    expect(begun.ok(), await begun.text()).toBe(true);
  }

  const line = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first();

  test('采纳建议、检查、不合格的记录、疑义、更新后恢复', async () => {
    const { page } = await city().visitAs('quality-4');
    await page.goto('/desk/data-quality');
    await page.getByRole('img', { name: /部门得分图/ }).waitFor();
    await look(page, 'quality-01-overview');
    await page.getByRole('tab', { name: '按数据集' }).click();
    await look(page, 'quality-02-datasets');
    await page.getByRole('link', { name: '排污许可信息' }).click();
    await line(page, '持证单位应在市场主体登记中存在').getByText('不达标').waitFor();
    await look(page, 'quality-03-rules');

    await page.getByRole('tab', { name: '建议' }).click();
    await line(page, rule).waitFor();
    await look(page, 'quality-04-suggestions');
    await page.getByRole('button', { name: '全部采纳' }).click();
    await line(page, rule).getByText('草稿').waitFor();
    await line(page, rule)
      .getByRole('button', { name: named('启用') })
      .click();
    await line(page, rule)
      .getByRole('button', { name: named('停用') })
      .waitFor();
    await page.getByRole('button', { name: '立即检查' }).click();
    await line(page, rule).getByText('达标', { exact: true }).waitFor({ timeout: 60_000 });

    await page.getByRole('button', { name: '新增规则' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('检查什么').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '在取值范围内' }).click();
    await form.getByLabel('字段', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '许可排放量' }).click();
    await form.getByLabel('最小值').fill('0');
    await look(page, 'quality-05-form');
    await form.getByRole('button', { name: named('保存') }).click();
    await line(page, '“许可排放量（吨）”不小于0').getByText('草稿').waitFor();

    await page.getByRole('tab', { name: '数据画像' }).click();
    await page.getByRole('heading', { name: /主要污染物/ }).waitFor();
    await look(page, 'quality-06-profile');
    await page.getByRole('tab', { name: '规则', exact: true }).click();

    await deliver(page, '9001', '未知物');
    await line(page, rule).getByText('不达标').waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: '检查记录' }).click();
    await line(page, rule).getByRole('button', { name: '不合格的记录' }).click();
    await page.getByRole('dialog').getByText('皖K排90001').waitFor();
    // His own department's data he corrects; it is others who doubt.
    expect(await page.getByRole('button', { name: '提出疑义' }).count()).toBe(0);

    const { id } = await permits(page);
    const reader = await city().visitAs('quality-1');
    await reader.page.goto(`/desk/data-quality/datasets/${id}?tab=reports`);
    await line(reader.page, rule).getByRole('button', { name: '不合格的记录' }).click();
    await reader.page.getByRole('dialog').getByText('皖K排90001').waitFor();
    await look(reader.page, 'quality-07-offending');
    await reader.page.getByRole('button', { name: '提出疑义' }).click();
    const doubt = reader.page.getByRole('dialog').last();
    expect(await doubt.getByLabel('记录主键').inputValue()).toBe('皖K排90001');
    await doubt.locator('.ant-select').getByText('主要污染物').waitFor();
    await look(reader.page, 'quality-08-doubt');
    await doubt.getByRole('button', { name: named('提交') }).click();
    await reader.page.waitForURL(/\/flow\/cases\/data-quality\.dispute\//);
    await look(reader.page, 'quality-09-case');

    await page.goto(`/desk/data-quality/datasets/${id}`);
    await deliver(page, '9002', '颗粒物');
    await line(page, rule).getByText('达标', { exact: true }).waitFor({ timeout: 60_000 });
    await look(page, 'quality-10-healed');
    const dispute = reader.page.url().split('/').at(-1) ?? '';
    const read = await page.request.get(`/api/registers/rows/data-quality.dispute/${dispute}`);
    const { version } = ((await read.json()) as { row: { version: number } }).row;
    const corrected = await page.request.post(`/api/flow/cases/data-quality.dispute/${dispute}/acts`, {
      headers,
      data: { version, action: 'corrected', values: { finding: '已在源头更正并重新采集' } },
    });
    expect(corrected.ok(), await corrected.text()).toBe(true);
    await page.goto('/desk/messages');
    await page.getByText('恢复达标').first().waitFor();
  });

  test('通报、规则清单，手机上的总览和数据集', async () => {
    const { page } = await city().visitAs('quality-1');
    await page.goto('/desk/data-quality/bulletins');
    await page.getByText('市生态环境局').first().waitFor();
    await look(page, 'quality-20-bulletin');
    await page.goto('/desk/data-quality/rules?f.standing=failing');
    await page.getByText('缴费金额不低于400元').first().waitFor();
    await look(page, 'quality-21-rules');
    const { id } = await permits(page);
    const small = await city().visitAs('quality-1', { viewport: phone });
    await small.page.goto('/desk/data-quality');
    await small.page.getByRole('img', { name: /部门得分图/ }).waitFor();
    await look(small.page, 'quality-22-phone-overview');
    for (const tab of ['rules', 'suggestions', 'profile', 'reports']) {
      await small.page.goto(`/desk/data-quality/datasets/${id}?tab=${tab}`);
      await small.page
        .getByRole('tab', { name: '检查记录' })
        .evaluate((tab) => tab.scrollIntoView({ block: 'start' }));
      await look(small.page, `quality-23-phone-${tab}`);
    }
  });
});
