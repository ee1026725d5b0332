/** 一张图的一天:打开图层、量距离、画缓冲区看到数量并点到记录、导入高德坐标的表、发布地图故事,另一个部门的人打开只看到自己能看的。 */
import { expect, test } from 'vitest';
import { countyOutlines } from '../../city/outlines.ts';
import { fromDegrees } from '../../engines/maps/index.ts';
import type { Page } from 'playwright-core';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];

/** Tiles come and are drawn after the network is quiet; the map says when. */
async function drawn(page: Page): Promise<void> {
  await page.locator('.city-map-plot[aria-busy="false"]').first().waitFor({ timeout: 60_000 });
}

journey('城市一张图', () => {
  const city = useBrowserCity({
    demoOf: ['one-map', 'urban-management'],
    demo: { components: 400, cases: 0 },
  });

  test('图层、测量、缓冲区、导入、故事', async () => {
    const urban = await city().visitAs('map-urban');
    const { page } = urban;
    await page.goto('/desk/one-map');
    await page.getByRole('checkbox', { name: '城市部件' }).check();
    await page.getByRole('checkbox', { name: '应急避难点（演示）' }).check();
    await page.getByText('已打开（上面的盖住下面的）').waitFor();
    await page.getByRole('button', { name: '下移应急避难点（演示）' }).click();
    await drawn(page);
    await look(page, 'one-map');

    await page
      .getByRole('button', { name: '测距' })
      .or(page.getByRole('button', { name: '测 距' }))
      .first()
      .click();
    const plot = page.locator('.city-map-plot').first();
    await plot.click({ position: { x: 400, y: 300 } });
    await plot.click({ position: { x: 600, y: 420 } });
    await page
      .getByRole('status')
      .filter({ hasText: /公里|米/ })
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: '测距' })
      .or(page.getByRole('button', { name: '测 距' }))
      .first()
      .click();

    await page.getByRole('radio', { name: '分析' }).locator('..').click();
    await page.getByLabel('坐标').fill(`${lon},${lat}`);
    await page.getByLabel('缓冲距离（米）').fill('6000');
    await page.getByRole('button', { name: '统计打开的图层' }).click();
    const result = page.getByRole('button', { name: /应急避难点（演示）/, expanded: false });
    await result.waitFor();
    expect(await result.textContent()).toMatch(/[1-9]\d* 个/);
    await drawn(page);
    await look(page, 'one-map-buffer');
    await result.click();
    await page
      .getByRole('link', { name: /应急避难点 \d+（演示）/ })
      .first()
      .click();
    await page.getByRole('cell', { name: /应急避难点 \d+（演示）/ }).waitFor();
    await look(page, 'one-map-feature');

    await page.goto('/desk/one-map/layers');
    await page.getByRole('button', { name: '导入图层' }).click();
    const [x, y] = fromDegrees([lon, lat], { datum: 'gcj02' });
    await page.locator('input[type=file]').setInputFiles({
      name: '社区食堂.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`名称,经度,纬度,座位\n文峰食堂,${x},${y},60\n颍西食堂,${x + 0.01},${y},40\n`),
    });
    await page.getByText('共 2 行：点 2').waitFor();
    await page.getByRole('dialog').getByLabel('坐标系').click();
    await page.getByTitle('GCJ-02（高德、腾讯）').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^导\s*入$/ })
      .click();
    await page.getByRole('heading', { name: '社区食堂' }).waitFor();
    await page.getByRole('cell', { name: `${lon.toFixed(6)},${lat.toFixed(6)}` }).waitFor();

    await page.goto('/desk/one-map');
    await page.getByRole('checkbox', { name: '社区食堂' }).check();
    await page.getByRole('checkbox', { name: '应急避难点（演示）' }).check();
    await page.getByRole('radio', { name: '批注' }).locator('..').click();
    await page.getByLabel('批注内容').fill('汛期转移去这里');
    await plot.click({ position: { x: 500, y: 500 } });
    await page.getByRole('listitem').filter({ hasText: '汛期转移去这里' }).waitFor();
    await page.getByRole('textbox', { name: '标题' }).fill('避难点和食堂');
    await page.getByRole('radio', { name: '全市工作人员' }).check();
    await page.getByRole('button', { name: /^发\s*布$/ }).click();
    const link = page.getByRole('link', { name: '打开地图故事' });
    const address = (await link.getAttribute('href')) ?? '';

    const water = await city().visitAs('map-water');
    await water.page.goto(address);
    await water.page.getByRole('heading', { name: '避难点和食堂' }).waitFor();
    // The canteens were not shared, and cases and components are the urban office's own.
    await water.page.getByText(/其中 \d+ 个图层本人无权查看/).waitFor();
    await water.page.getByRole('button', { name: '关闭应急避难点（演示）' }).waitFor();
    expect(await water.page.getByRole('button', { name: '关闭社区食堂' }).count()).toBe(0);
    await drawn(water.page);
    await look(water.page, 'one-map-story');
    expect([...urban.troubles, ...water.troubles]).toEqual([]);
  });

  test('对比、立体、六边形、时间轴；手机上用抽屉', async () => {
    const keeper = await city().visitAs('map-urban');
    const { page } = keeper;
    await page.goto('/desk/one-map');
    await page.getByRole('checkbox', { name: '建筑轮廓（演示）' }).check();
    await page.getByLabel('在地图上查找').fill(`${lon},${lat}`);
    await page.getByLabel('在地图上查找').press('Enter');
    await page.waitForTimeout(1000);
    await drawn(page);
    await page.getByRole('button', { name: /^立\s*体$/ }).click();
    await drawn(page);
    await look(page, 'one-map-blocks');
    await page.getByRole('button', { name: /^立\s*体$/ }).click();
    await page.goto('/desk/one-map');
    await page.getByRole('checkbox', { name: '城市部件' }).check();
    await page.getByRole('button', { name: /^对\s*比$/ }).click();
    await page.getByRole('button', { name: '关闭城市部件' }).click();
    await page.getByLabel('左右分界').fill('40');
    await drawn(page);
    await look(page, 'one-map-swipe');
    await page.getByRole('button', { name: /^对\s*比$/ }).click();
    await page.getByRole('radio', { name: '分析' }).locator('..').click();
    await page.getByLabel('统计图层').click();
    await page.getByTitle('城市部件').last().click();
    await page.getByRole('button', { name: '画六边形' }).click();
    await page.getByText(/格，共 400 条/).waitFor();
    await drawn(page);
    await look(page, 'one-map-hexagons');
    await page.getByRole('radio', { name: '时间' }).locator('..').click();
    await page.getByLabel('时间轴图层').click();
    await page.getByTitle('城市部件').last().click();
    await page.getByRole('button', { name: /^播\s*放$/ }).waitFor();
    await drawn(page);
    await look(page, 'one-map-time');

    const small = await city().visitAs('map-water', { viewport: phone });
    await small.page.goto('/desk/one-map');
    await small.page.locator('.city-map canvas').waitFor();
    await drawn(small.page);
    await look(small.page, 'one-map-phone');
    await small.page.getByRole('button', { name: '面板' }).click();
    await small.page.getByRole('checkbox', { name: '应急避难点（演示）' }).check();
    await look(small.page, 'one-map-phone-panel');
    expect([...keeper.troubles, ...small.troubles]).toEqual([]);
  });
});
