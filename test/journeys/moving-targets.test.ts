/** 移动目标：图上的点数和各状态的数对得上，一辆车超速几秒内变成告警，从数字点到设备。 */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { registers } from '../../engines/registers/service.ts';
import { device } from '../../engines/telemetry/contract.ts';
import { telemetry } from '../../engines/telemetry/service.ts';
import { momentText } from '../../ui/form/city-time.ts';
import { type BrowserCity, journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const patient = { timeout: 50_000 };
const plot = '.telemetry-positions-plot';

async function drawn(page: Page): Promise<number> {
  return Number(await page.locator(plot).getAttribute('data-drawn'));
}

async function count(page: Page, state: string): Promise<number> {
  return Number(await page.locator(`.telemetry-states button[data-state="${state}"] b`).textContent());
}

/** The vehicle drives faster than its rule allows, now. */
async function speedUp(city: BrowserCity, code: string): Promise<number> {
  const [row] = await city.services
    .use(registers)
    .of(device)
    .trusted.findMany(city.store.db, {
      filter: { field: 'code', is: 'equal', value: code },
      limit: 1,
    });
  const at = Date.now();
  const values = { longitude: 115.85, latitude: 32.9, speed: 90, direction: 45 };
  await city.services.use(telemetry).ingest(
    Object.entries(values).map(([property, value]) => ({
      device: row?.id ?? '',
      property,
      at,
      value,
      quality: 'good' as const,
      receivedAt: at,
    })),
  );
  return at;
}

journey('移动目标', () => {
  const city = useBrowserCity({ demoOf: ['sensing', 'urban-management'] });

  test('点数、状态数、告警、卡片和设备页', async () => {
    const { page } = await city().visitAs('sensing-1');
    await page.goto('/desk/telemetry/positions');
    await expect.poll(() => drawn(page), patient).toBe(20);
    const counts = await Promise.all(['alarm', 'online', 'offline'].map((state) => count(page, state)));
    expect(counts.reduce((sum, each) => sum + each)).toBe(20);
    await look(page, 'moving-targets');

    const at = await speedUp(city(), 'demo-vehicle-001');
    await page.locator('.telemetry-states button[data-state="alarm"]').click();
    const vehicle = page.getByRole('button', { name: '颍州区环卫车 1 号' });
    await vehicle.waitFor(patient);
    await expect.poll(async () => (await drawn(page)) === (await count(page, 'alarm')), patient).toBe(true);
    await vehicle.click();
    const card = page.getByRole('dialog', { name: /颍州区环卫车 1 号/ });
    await card.getByText('90.0').waitFor();
    await card.getByText(`位置时间 ${momentText(new Date(at).toISOString())}`).waitFor(patient);
    await look(page, 'moving-targets-card');

    // From the list the map goes there; then the point itself, in the middle of the map, opens the same card.
    await vehicle.click();
    await page.locator(`${plot} .city-map-plot[aria-busy="false"]`).waitFor(patient);
    await card.getByRole('button', { name: '关闭' }).click();
    await card.waitFor({ state: 'detached' });
    await page.locator(`${plot} .city-map-plot`).click();
    await card.waitFor();
    await card.getByRole('link', { name: '打开设备' }).click();
    await page.getByRole('heading', { name: /颍州区环卫车 1 号/ }).waitFor();
  });

  test('手机上也看得全；别的区的人只看到自己的', async () => {
    const { page } = await city().visitAs('sensing-2', {
      viewport: phone,
      // Here the points do glide.
      reducedMotion: 'no-preference',
    });
    await page.goto('/desk/telemetry/positions');
    await expect.poll(() => drawn(page), patient).toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await look(page, 'moving-targets-phone');
  });

  test('取不到时说出来，重试就有；没有移动目标时说怎样接入', async () => {
    const { page } = await city().visitAs('sensing-1');
    await page.route('**/api/telemetry/positions*', (route) => route.abort());
    await page.goto('/desk/telemetry/positions');
    const retry = page.getByRole('button', { name: /重\s*试/ });
    await retry.waitFor(patient);
    await look(page, 'moving-targets-failed');
    await page.unroute('**/api/telemetry/positions*');
    await retry.click();
    await expect.poll(() => drawn(page), patient).toBe(20);

    // A village in which no vehicle is registered.
    await city().access.admin.createDemoPeople([
      {
        account: 'village',
        name: '村',
        kind: 'official',
        posts: [{ role: 'telemetry:viewer', department: 'city-gas', area: '341202001000' }],
      },
    ]);
    const village = await city().visitAs('village');
    await village.page.goto('/desk/telemetry/positions');
    await village.page.getByText('您的范围内还没有移动目标').waitFor(patient);
    await look(village.page, 'moving-targets-none');
  });
});
