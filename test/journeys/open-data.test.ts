/** A citizen finds, looks at, charts, downloads and rates open data and reports an error; the department answers; another is granted conditional data and calls it by his key. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { seriousTroubles } from './parts/axe.ts';
import { choose, drawer, press } from './parts/case.ts';
import { look } from './parts/look.ts';

const reader = '13900000401';
const developer = '13900000402';

journey('开放数据：看得懂、拿得走、提得了意见；有条件的申请得到', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'open-data'] });

  test('市民查找、预览、看图、下载、评分、纠错', async () => {
    const { page } = await city().visitAs(reader, { viewport: desktop });
    await page.goto('/open/open-data');
    await page.getByText('市场主体登记信息').first().waitFor();
    await look(page, 'open-data-catalogue');
    await page.getByLabel('查找开放数据').fill('空气');
    await page.getByLabel('查找开放数据').press('Enter');
    await page.getByText('食品经营许可信息').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /环境空气质量日报/ }).click();
    await page.getByRole('heading', { name: '前几行' }).waitFor();
    await page.getByRole('cell', { name: '颍州区' }).first().waitFor();
    await page.getByRole('figure', { name: '行数，按首要污染物' }).waitFor();
    await look(page, 'open-data-dataset');
    expect(await seriousTroubles(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载 CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(481);
    await page.getByLabel('评论').fill('更新及时');
    await page.getByRole('button', { name: '修改评价' }).click();
    await page.getByText('已收到您的评价').waitFor();
    await page.getByLabel('哪里有误').fill('9月20日的指数与公报不一致');
    await page.getByRole('button', { name: '提交纠错' }).click();
    await page.getByText(/已提交，编号KF/).waitFor();
    await page.setViewportSize(phone);
    await look(page, 'open-data-dataset-phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  });

  test('部门核实纠错，市民看到答复', async () => {
    const { page } = await city().visitAs('open-2');
    await page.goto('/desk/open-data/matters');
    await page.getByRole('row').filter({ hasText: '纠错：环境空气质量日报' }).click();
    await choose(page, '核实并更正');
    await drawer(page).getByLabel('答复').fill('已按公报更正，下一批生效');
    await press(page, '核实并更正');
    await page
      .getByText(/已核实并更正/)
      .first()
      .waitFor();
    await look(page, 'open-data-matter');
    const { page: own } = await city().visitAs(reader, { viewport: phone });
    await own.goto('/open/open-data/mine');
    await own.getByText('答复：已按公报更正，下一批生效').waitFor();
    await look(own, 'open-data-mine-phone');
  });

  test('另一位市民申请有条件开放的数据，获批后凭密钥取数', async () => {
    const { page } = await city().visitAs(developer, { viewport: desktop });
    await page.goto('/open/open-data/market-firms');
    await page.getByLabel('用途').fill('核对供应商是否存续');
    await look(page, 'open-data-apply');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText(/已提交申请，编号KF/).waitFor();
    const { page: desk } = await city().visitAs('open-3');
    await desk.goto('/desk/open-data/matters');
    await desk.getByRole('row').filter({ hasText: '申请使用：市场主体登记信息' }).click();
    await choose(desk, '同意开放');
    await drawer(desk).getByLabel('每日次数').fill('50');
    await drawer(desk).getByLabel('期限').fill('90');
    await drawer(desk).getByLabel('答复').fill('同意，限核验使用');
    await press(desk, '同意开放');
    await desk
      .getByText(/已同意开放/)
      .first()
      .waitFor();
    await page.goto('/open/open-data/mine');
    await page.getByText('每天50次，今天已用0次').waitFor();
    await page.getByRole('button', { name: '签发密钥' }).click();
    const key = await page.locator('.open-data-key').innerText();
    await look(page, 'open-data-mine');
    const reply = await fetch(`${city().url}/api/open-data/v1/datasets/market-firms/rows?size=5`, {
      headers: { 'x-api-key': key },
    });
    expect(reply.status).toBe(200);
    expect(((await reply.json()) as { rows: unknown[] }).rows).toHaveLength(5);
  });

  test('开放计划、规则和接口说明，谁都能看；手机上也不横滚', async () => {
    const { page } = await city().visit({ viewport: desktop });
    for (const [place, name] of [
      ['plan', '数据开放计划'],
      ['rules', '开放规则'],
      ['developers', '开放接口'],
      ['mine', '我的申请'],
    ] as const) {
      await page.setViewportSize(desktop);
      await page.goto(`/open/open-data/${place}`);
      await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
      await look(page, `open-data-${place}-visitor`);
      await page.setViewportSize(phone);
      await look(page, `open-data-${place}-visitor-phone`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, place).toBeLessThanOrEqual(phone.width);
    }
  });
});
