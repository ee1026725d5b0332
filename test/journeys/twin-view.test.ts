/** 数字孪生视图：看到城市此刻，点开一台设备，它一上报数字就变；拉回一小时前是那时的样子；数字通到工作台的清单。 */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { registers } from '../../engines/registers/service.ts';
import { device } from '../../engines/telemetry/contract.ts';
import { telemetry } from '../../engines/telemetry/service.ts';
import { type BrowserCity, journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const patient = { timeout: 30_000 };
const wall = { viewport: { width: 1920, height: 1080 } };
const wholeCity = '341200000000';

async function makeLeader(city: BrowserCity): Promise<void> {
  const roles = [
    'sensing:duty',
    'telemetry:operator',
    'lifeline:analyst',
    'river-chief:office',
    'environment:leader',
    'one-map:keeper',
  ];
  const known = new Set(
    city.access.contracts.flatMap(({ id, roles: own = {} }) =>
      Object.keys(own).map((role) => `${id}:${role}`),
    ),
  );
  expect(roles.filter((role) => !known.has(role))).toEqual([]);
  await city.access.admin.createDemoPeople([
    {
      account: 'twin-leader',
      name: '关山月',
      kind: 'official',
      posts: roles.map((role) => ({ role, department: 'city-data-resources', area: wholeCity })),
    },
  ]);
}

async function deviceOf(city: BrowserCity, code: string) {
  const [row] = await city.services
    .use(registers)
    .of(device)
    .trusted.findMany(city.store.db, { filter: { field: 'code', is: 'equal', value: code }, limit: 1 });
  if (row === undefined) throw new Error(code);
  return row;
}

async function report(city: BrowserCity, id: string, property: string, value: number): Promise<void> {
  const at = Date.now();
  const [outcome] = await city.services
    .use(telemetry)
    .ingest([{ device: id, property, at, value, quality: 'good', receivedAt: at }]);
  expect(outcome?.kind).toBe('stored');
}

async function drawn(page: Page): Promise<number> {
  return Number(await page.locator('.twin-map').getAttribute('data-entities'));
}

journey('数字孪生视图', () => {
  const city = useBrowserCity({ demoOf: ['sensing', 'lifeline', 'river-chief', 'one-map'] });

  test('一屏：此刻的城市，选一台设备，上报后数字就变，告警即时出现，回到从前', async () => {
    await makeLeader(city());
    const detector = await deviceOf(city(), 'demo-yingzhou-gas-detector-001');
    const { page, troubles } = await city().visitAs('twin-leader', wall);
    const buildings = page.waitForResponse(
      (reply) => reply.url().includes('/api/one-map/layers/') && reply.url().includes('/tiles/'),
      patient,
    );
    await page.goto('/screen/sensing/twin');
    await expect.poll(() => drawn(page), patient).toBeGreaterThan(100);
    expect((await buildings).status()).toBe(200);
    await page.getByRole('group', { name: '专题' }).getByRole('button', { name: '生命线' }).waitFor();
    await look(page, 'twin-wall');

    await page.goto(`/screen/sensing/twin?open=device/${detector.id}`);
    const card = page.getByRole('article', { name: '实体' });
    await card.getByRole('heading', { name: detector.name }).waitFor(patient);
    await report(city(), detector.id, 'lel', 77.7);
    await card.getByText('77.7').waitFor(patient);
    // Two rules hold: told at once by the wall's own live line, long before it would have asked.
    await page
      .getByRole('list', { name: '未恢复的告警' })
      .getByText('可燃气达到 50%LEL')
      .first()
      .waitFor(patient);
    await card.getByText('告警', { exact: true }).waitFor(patient);
    await look(page, 'twin-wall-card');

    const slider = page.getByRole('slider', { name: '回看时间' });
    await slider.focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowLeft');
    await page.getByText('1 小时前').waitFor();
    await expect.poll(() => card.getByText('77.7').count(), patient).toBe(0);
    await expect.poll(() => card.getByText('告警', { exact: true }).count(), patient).toBe(0);
    await look(page, 'twin-wall-past');
    await page.getByRole('button', { name: '现在' }).click();
    await card.getByText('77.7').waitFor(patient);
    expect(troubles).toEqual([]);
  });

  test('专题、巡视和通到工作台的数字', async () => {
    const { page, context, troubles } = await city().visitAs('twin-leader', wall);
    await page.goto('/screen/sensing/twin');
    await expect.poll(() => drawn(page), patient).toBeGreaterThan(100);
    const all = await drawn(page);
    await page.getByRole('button', { name: '河湖' }).click();
    await expect.poll(() => drawn(page), patient).toBeLessThan(all / 2);
    await look(page, 'twin-wall-rivers');
    await page.getByRole('button', { name: '生命线' }).click();
    await expect.poll(() => drawn(page), patient).toBeGreaterThan(20);
    await page.getByRole('button', { name: '巡视告警' }).click();
    await page.getByRole('article', { name: '实体' }).waitFor(patient);
    await page.getByRole('button', { name: /停止巡视（第 1 处）/ }).click();
    await page.getByRole('button', { name: '巡视告警' }).waitFor();
    await look(page, 'twin-wall-tour');

    // What belongs together is known by the registers that name the device.
    const card = page.getByRole('article', { name: '实体' });
    await card.getByRole('button', { name: '返回清单' }).click();
    await page.getByRole('button', { name: '回到全图' }).click();
    await page.getByRole('list', { name: '图上的实体' }).getByText('压力 J12监测仪').click(patient);
    await card.getByText('供水监测点').waitFor(patient);
    await card.getByText('管网', { exact: true }).waitFor();
    await look(page, 'twin-wall-pipes');

    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: /^告警/ }).click();
    const rows = await opened;
    await rows.getByRole('row', { name: /告警/ }).first().waitFor(patient);
    expect(new URL(rows.url()).searchParams.get('f.state')).toBe('alarm');
    await look(rows, 'twin-desk-rows');
    expect(troubles).toEqual([]);
  });

  test('工作台和手机上；别的区的人只看到自己的；取不到时说出来', async () => {
    const { page } = await city().visitAs('twin-leader');
    await page.goto('/desk/sensing/twin');
    await expect.poll(() => drawn(page), patient).toBeGreaterThan(100);
    await look(page, 'twin-desk');

    const county = await city().visitAs('sensing-2', { viewport: phone });
    await county.page.goto('/desk/sensing/twin');
    await expect.poll(() => drawn(county.page), patient).toBeGreaterThan(5);
    expect(await drawn(county.page)).toBeLessThan((await drawn(page)) / 2);
    expect(
      await county.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
    await look(county.page, 'twin-phone');

    await page.route('**/api/sensing/twin/view*', (route) => route.abort());
    await page.reload();
    const retry = page.locator('.twin-notice').getByRole('button', { name: /重\s*试/ });
    await retry.waitFor(patient);
    await look(page, 'twin-failed');
    await page.unroute('**/api/sensing/twin/view*');
    await retry.click();
    await expect.poll(() => drawn(page), patient).toBeGreaterThan(100);
  });
});
