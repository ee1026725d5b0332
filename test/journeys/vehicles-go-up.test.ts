/** 809 上级链路与设备固件：设了密码就接通，车的位置到上级平台，断了说得出原因，恢复后补发；固件版本数点到设备。 */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { registers } from '../../engines/registers/service.ts';
import { device } from '../../engines/telemetry/contract.ts';
import { telemetry } from '../../engines/telemetry/service.ts';
import { type Jt809Superior, jt809Superior } from '../../scripts/simulate-device/simulate-jt809-superior.ts';
import { type BrowserCity, journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const patient = { timeout: 50_000 };
const userId = 34120001;
let above: Jt809Superior | undefined;

async function openAbove(port: number): Promise<Jt809Superior> {
  above = await jt809Superior({ host: '127.0.0.1', port, userId, password: 'secret09', timeout: 5000 });
  return above;
}

afterAll(() => above?.close());

async function vehicleOf(city: BrowserCity) {
  const [row] = await city.services
    .use(registers)
    .of(device)
    .trusted.findMany(city.store.db, {
      filter: { field: 'code', is: 'equal', value: 'demo-vehicle-001' },
      limit: 1,
    });
  if (row === undefined) throw new Error('the demonstration has no vehicle');
  return row;
}

/** One more place of the vehicle. */
async function drive(city: BrowserCity): Promise<void> {
  const { id } = await vehicleOf(city);
  const at = Math.floor(Date.now() / 1000) * 1000;
  const values = { longitude: 115.85, latitude: 32.9, speed: 36, direction: 45 };
  await city.services.use(telemetry).ingest(
    Object.entries(values).map(([property, value]) => ({
      device: id,
      property,
      at,
      value,
      quality: 'good' as const,
      receivedAt: at,
    })),
  );
}

function heard(dataType: number): number {
  const bodies = above?.heard.map(({ body }) => body) ?? [];
  return bodies.filter((body) => body.kind === 'data' && body.dataType === dataType).length;
}

async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over).toBeLessThanOrEqual(0);
}

journey('向上级平台转发车辆', () => {
  const city = useBrowserCity({ demoOf: ['sensing', 'urban-management'] });

  test('登记、设密码、接通、断开、补发，手机上也看得全', async () => {
    const { page } = await city().visitAs('sensing-1');
    await page.goto('/desk/sensing/uplinks');
    await page.getByText('还没有上级链路').waitFor(patient);
    await look(page, 'uplinks-empty');

    const { port } = await openAbove(0);
    const values = {
      name: '安徽省道路运输车辆动态信息公共服务平台',
      host: '127.0.0.1',
      port,
      edition: '2011',
      protocolVersion: '010000',
      accessCode: '341200',
      userId: String(userId),
      platformId: '34120000001',
      area: '341200000000',
      enabled: true,
    };
    const made = await page.evaluate(
      async (body) =>
        (
          await fetch('/api/registers/rows/telemetry.uplink', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-city-request': '1' },
            body,
          })
        ).status,
      JSON.stringify({ values }),
    );
    expect(made).toBe(200);
    await page.getByText('缺少密码').waitFor(patient);
    await page.getByRole('button', { name: '设定密码' }).click();
    await page.getByLabel('登录密码').fill('secret09');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('连通', { exact: true }).waitFor(patient);

    await drive(city());
    await expect.poll(() => heard(0x1202), patient).toBeGreaterThan(0);
    expect(heard(0x1201)).toBe(1);
    await page
      .getByText(/^[1-9]\d* 条$/)
      .first()
      .waitFor(patient);
    await look(page, 'uplinks');

    await above?.close();
    await page.getByText('中断', { exact: true }).waitFor(patient);
    await drive(city());
    await page.getByText(/对方断开了连接|连不上对方/).waitFor(patient);
    await look(page, 'uplinks-cut');
    await openAbove(port);
    await page.getByRole('button', { name: '立即重连' }).click();
    await page.getByText('连通', { exact: true }).waitFor(patient);
    await expect.poll(() => heard(0x1203), patient).toBeGreaterThan(0);

    const hand = await city().visitAs('sensing-1', { viewport: phone });
    await hand.page.goto('/desk/sensing/uplinks');
    await hand.page.getByText('连通', { exact: true }).waitFor(patient);
    await fits(hand.page);
    await look(hand.page, 'uplinks-phone');
  });

  test('固件：登记版本，看各版本有几台，点开是对应的设备', async () => {
    const vehicle = await vehicleOf(city());
    await city().services.use(telemetry).noteFirmware(vehicle.id, 'V1.8.2', 'jt808');
    await city().store.drain();
    const { page } = await city().visitAs('sensing-1');
    await page.goto(`/desk/sensing/firmware?model=${vehicle.model}`);
    await page.getByText('V1.8.2').waitFor(patient);
    await page.getByRole('button', { name: '登记版本' }).click();
    await page.getByLabel('版本', { exact: true }).fill('V2.0.0');
    await page.locator('input[type=file]').setInputFiles({
      name: 'v2.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(`504b0304${'00'.repeat(60)}`, 'hex'),
    });
    await page.getByText('查看附件').waitFor(patient);
    await look(page, 'firmware-form');
    await page.getByRole('button', { name: /^登\s*记$/ }).click();
    const upgrade = page.getByRole('button', { name: '下发升级到 V2.0.0' });
    await upgrade.waitFor(patient);
    await upgrade.click();
    await look(page, 'firmware-upgrade-form');
    await page.getByRole('button', { name: /^下\s*发$/ }).click();
    await page
      .getByText('已停止')
      .or(page.getByText('进行中', { exact: true }))
      .first()
      .waitFor(patient);
    await page
      .getByRole('button', { name: /展开|Expand/ })
      .first()
      .click();
    await page
      .getByText(/物模型没有属性|不能设定/)
      .first()
      .waitFor(patient);
    await look(page, 'firmware');
    await page.getByRole('link', { name: '1', exact: true }).click();
    // The page that was left stays behind it, out of sight.
    await page.getByText('颍州区环卫车 1 号').filter({ visible: true }).first().waitFor(patient);
    expect(await page.getByText('颍州区环卫车 2 号').filter({ visible: true }).count()).toBe(0);

    const hand = await city().visitAs('sensing-1', { viewport: phone });
    await hand.page.goto(`/desk/sensing/firmware?model=${vehicle.model}`);
    await hand.page.getByText('V1.8.2').waitFor(patient);
    await fits(hand.page);
    await look(hand.page, 'firmware-phone');
    await hand.page.goto(`/desk/telemetry/devices/${vehicle.id}`);
    await hand.page.getByText('V1.8.2').waitFor(patient);
    await look(hand.page, 'device-firmware-phone');
  });
});
