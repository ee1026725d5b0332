/** 预报、风险图和报告:空气质量预报带着误差,排水点由雨量预报,风险点开看理由,手工生成日报并下载,河道水位预报。 */
import { expect, test } from 'vitest';
import { desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('预报带着误差', () => {
  const city = useBrowserCity({ demoOf: ['environment', 'lifeline', 'river-chief'] });

  test('空气质量预报：三天分级、逐小时范围、回报检验和发布检验', async () => {
    const { page, troubles } = await city().visitAs('env-monitor');
    await page.goto('/desk/environment');
    await page.locator('.air-days li').first().waitFor();
    await look(page, 'forecast-air');
    await page.getByRole('tab', { name: '回报检验' }).click();
    await page.getByText('大于 0 才算有用', { exact: false }).first().waitFor();
    await look(page, 'forecast-air-errors');
    await page.getByRole('tab', { name: '发布检验' }).click();
    await page.getByText(/近 14 天发布 1 次、回报 2 次/).waitFor();
    await look(page, 'forecast-air-issued');
    await page.setViewportSize(phone);
    await look(page, 'forecast-air-phone');
    await page.setViewportSize(desktop);
    expect(troubles).toEqual([]);
  });

  test('排水水位预报：最高的在前，点进去看过程、检验和重现期', async () => {
    const { page, troubles } = await city().visitAs('lifeline-analyst');
    await page.goto('/desk/lifeline/drainage');
    await page.getByRole('link', { name: /演示下穿立交雨水井/ }).waitFor();
    await look(page, 'drainage');
    await page.getByRole('link', { name: /演示下穿立交雨水井/ }).click();
    await page
      .getByText(/年一遇的两小时雨/)
      .first()
      .waitFor();
    await look(page, 'drainage-point');
    expect(troubles).toEqual([]);
  });

  test('风险一张图：四级计数，点开设施看理由', async () => {
    const { page, troubles } = await city().visitAs('lifeline-keeper');
    await page.goto('/desk/lifeline/risks');
    await page.getByText('风险从高到低', { exact: false }).waitFor();
    await page.locator('.lifeline-board table button').first().click();
    await page.getByRole('link', { name: '台账记录' }).waitFor();
    await look(page, 'risks');
    await page.setViewportSize(phone);
    await look(page, 'risks-phone');
    await page.setViewportSize(desktop);
    expect(troubles).toEqual([]);
  });

  test('手工生成昨天的日报，看数字，下载文件', async () => {
    const { page, troubles } = await city().visitAs('lifeline-supervisor');
    await page.goto('/desk/lifeline/reports');
    await page.getByLabel('日期').fill('2026-11-22');
    await page.getByLabel('日期').press('Enter');
    await page.getByRole('button', { name: /生\s?成/ }).click();
    const download = page.getByRole('link', { name: '下载 PDF' });
    await download.waitFor();
    await look(page, 'report-day');
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    expect(file.suggestedFilename()).toBe('城市生命线日报 2026-11-22.pdf');
    await page.goto('/desk/lifeline/reports');
    await page.getByRole('link', { name: '城市生命线日报 2026-11-22' }).waitFor();
    await look(page, 'reports');
    expect(troubles).toEqual([]);
  });

  test('河道水位预报：下游站的过程、范围和检验', async () => {
    const { page, troubles } = await city().visitAs('chief-general');
    await page.goto('/desk/river-chief/gauges');
    await page.getByRole('link', { name: '阜阳闸上水位站（演示）' }).click();
    await page.getByText('回报检验', { exact: true }).waitFor();
    // A link under the mouse is still changing its colour.
    await page.mouse.move(0, 0);
    await look(page, 'gauges');
    expect(troubles).toEqual([]);
  });
});
