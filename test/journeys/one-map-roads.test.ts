/** 道路进一张图：导入道路中心线、设为路网、找最短和最快的路、看几分钟能到哪里；导入一幅影像看到它的范围。 */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { countyOutlines } from '../../city/outlines.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { geoKeys, pictureSize, placed, tiff } from '../support/tiff.ts';
import { look } from './parts/look.ts';

const [lon = 0, lat = 0] = countyOutlines[0]?.properties.center ?? [];
const at = (x: number, y: number) => [lon + x / 100, lat + y / 100];

/** A square of streets with a slow short cut; the first goes one way. */
const roads = {
  type: 'FeatureCollection',
  features: (
    [
      ['颍州路', 60, '是', at(0, 0), at(2, 0)],
      ['清河路', 60, '否', at(2, 0), at(2, 2)],
      ['斜街', 20, '否', at(0, 0), at(2, 2)],
    ] as const
  ).map(([name, speed, oneWay, from, to]) => ({
    type: 'Feature',
    properties: { 路名: name, 限速: speed, 单行: oneWay },
    geometry: { type: 'LineString', coordinates: [from, to] },
  })),
};

async function drawn(page: Page): Promise<void> {
  await page.locator('.city-map-plot[aria-busy="false"]').first().waitFor({ timeout: 60_000 });
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label).click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

journey('一张图上的路和影像', () => {
  const city = useBrowserCity({
    demoOf: ['one-map', 'urban-management'],
    demo: { components: 60, cases: 0 },
  });

  test('导入道路、设为路网、找路；导入影像', async () => {
    const urban = await city().visitAs('map-urban');
    const { page } = urban;
    await page.goto('/desk/one-map/layers');
    await page.getByRole('button', { name: '导入图层' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: '道路.geojson',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(roads)),
    });
    await page.getByText('共 3 行：线 3').waitFor();
    await choose(page, '坐标系', '2000国家大地坐标系（经纬度）');
    await choose(page, '要素名称取自', '路名');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^导\s*入$/ })
      .click();
    await page.getByRole('heading', { name: '道路' }).waitFor();

    await page.getByRole('button', { name: '设为路网' }).click();
    await choose(page, '单行方向取自', '单行');
    await choose(page, '速度（公里/小时）取自', '限速');
    await look(page, 'one-map-mark-network');
    await page.getByRole('button', { name: '建网并保存' }).click();
    await page.getByText('1 条（取自“单行”）').waitFor();
    await look(page, 'one-map-network');

    await page.goto('/desk/one-map');
    await page.getByRole('checkbox', { name: '道路' }).check();
    await page.getByRole('radio', { name: '分析' }).locator('..').click();
    await page.getByLabel('起点和终点的坐标').fill([at(0, 0), at(2, 2)].map(String).join('\n'));
    await page.getByRole('button', { name: /^找\s*路$/ }).click();
    await page.getByRole('status').getByRole('button', { name: '斜街' }).waitFor();
    await page.getByText('用时最少').click();
    await page.getByRole('button', { name: /^找\s*路$/ }).click();
    await page.getByRole('status').getByRole('button', { name: '清河路' }).waitFor();
    expect(
      await page
        .getByRole('status')
        .getByText(/^向[东北]/)
        .allTextContents(),
    ).toHaveLength(2);
    await page.getByRole('status').getByRole('button', { name: '清河路' }).click();
    await drawn(page);
    await look(page, 'one-map-route');
    await page.getByRole('button', { name: '从起点能到哪里' }).click();
    await page.getByText(/10 分钟内能到的路共/).waitFor();
    await page.getByLabel('起点和终点的坐标').fill([at(0, 0), at(30, 30)].map(String).join('\n'));
    await page.getByRole('button', { name: /^找\s*路$/ }).click();
    await page.getByText('终点离最近的路超过1000米，请点在路边').waitFor();

    await page.goto('/desk/one-map/layers');
    await page.getByRole('button', { name: '导入图层' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: '航拍.tif',
      mimeType: 'image/tiff',
      buffer: tiff([...pictureSize, ...placed(lon, lat, 0.0001), geoKeys([2048, 4490])]),
    });
    await page.getByText('共 1 行：面 1').waitFor();
    await look(page, 'one-map-picture');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^导\s*入$/ })
      .click();
    await page.getByRole('heading', { name: '航拍' }).waitFor();
    await page.getByRole('cell', { name: 'EPSG:4490' }).waitFor();

    await page.goto('/desk/one-map/layers');
    await page.getByRole('button', { name: '导入图层' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: '名册.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('名称,地址\n甲,火星基地\n乙,李寨村\n'),
    });
    await page.getByText('表里没有经度和纬度两列').waitFor();
    await choose(page, '按这一列的地址定位', '地址');
    await page.getByText('第 1 行：“火星基地”没有认出地名').waitFor();
    await look(page, 'one-map-addresses');

    await page.goto('/desk/one-map');
    await page.getByLabel('在地图上查找').fill('wangjiaba');
    await page.locator('.maps-found').filter({ hasText: '阜南县王家坝镇' }).first().waitFor();
    await page.locator('.maps-found').filter({ hasText: '阜南县王家坝镇' }).first().click();
    await page.getByRole('button', { name: /^坐\s*标$/ }).click();
    await page
      .locator('.city-map-plot')
      .first()
      .click({ position: { x: 420, y: 320 } });
    await page.locator('.maps-where').filter({ hasText: '阜南县' }).waitFor();
    await look(page, 'one-map-where');

    const small = await city().visitAs('map-urban', { viewport: phone });
    await small.page.goto('/desk/one-map');
    await small.page.getByRole('button', { name: '面板' }).click();
    await small.page.getByRole('radio', { name: '分析' }).last().locator('..').click();
    await small.page
      .getByLabel('起点和终点的坐标')
      .last()
      .fill([at(0, 0), at(2, 2)].map(String).join('\n'));
    await small.page
      .getByRole('button', { name: /^找\s*路$/ })
      .last()
      .click();
    await small.page.getByRole('status').getByRole('button', { name: '斜街' }).last().waitFor();
    await small.page
      .getByRole('status')
      .getByRole('button', { name: '斜街' })
      .last()
      .scrollIntoViewIfNeeded();
    await look(small.page, 'one-map-route-phone');
    // The refusal of the far place was asked for; everything else is a fault.
    expect([...urban.troubles, ...small.troubles].filter((trouble) => !/400|offRoad/.test(trouble))).toEqual(
      [],
    );
  });
});
