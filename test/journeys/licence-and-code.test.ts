/** A licence from its case to its refusal, and a city code that a scanner without a network accepts once and never as a picture. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { look } from './parts/look.ts';

async function openApplication(city: BrowserCity): Promise<string> {
  const path = '/api/flow/cases/licence.application';
  const clerk = await callAs(city, 'licence-clerk');
  const opened = await clerk.post<{ id: string; version: number }>(path, {
    values: {
      kind: 'new',
      type: 'food-business',
      holderName: '阜阳市颍东区演示食品店',
      holderCodeType: 'credit-code',
      holderCode: '91341202MA8TEAT06E',
      holderAccount: '13900000101',
      validFrom: new Date().toISOString().slice(0, 10),
      surface: '经营场所：颍东区演示路 2 号\n主体业态：食品销售经营者\n经营项目：预包装食品销售',
    },
  });
  await clerk.post(`${path}/${opened.id}/acts`, {
    version: opened.version,
    action: 'pass',
    opinion: '材料齐全',
    values: {},
  });
  return opened.id;
}

journey('证照由办件签发，亮出，断网核验，撤销后被拒', () => {
  const city = useBrowserCity({ demoOf: ['licence', 'city-code'] });
  let file: Buffer;
  let address = '';

  test('审批人在办件页上准予，证照即签发', async () => {
    const id = await openApplication(city());
    const { page } = await city().visitAs('licence-approver');
    await page.goto(`/desk/licence/applications/${id}`);
    await page.getByRole('button', { name: '准予并签发' }).first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('textbox').first().fill('符合条件，准予');
    await drawer
      .getByRole('button', { name: /准予并签发|提交|确定/ })
      .last()
      .click();
    const issued = page.getByRole('link', { name: /食品经营许可证 JY/ });
    await issued.waitFor();
    await look(page, 'licence-application');
    address = (await issued.getAttribute('href')) ?? '';
    await issued.click();
    await page.getByRole('button', { name: '撤销' }).waitFor();
    await look(page, 'licence-detail');
  });

  test('持证人在手机上看到、出示、下载，长辈版也不出界', async () => {
    const { page } = await city().visitAs('13900000101', { viewport: phone });
    await page.goto('/citizen/licence/mine');
    await look(page, 'licence-mine');
    await page
      .getByRole('link', { name: /食品经营许可证/ })
      .first()
      .click();
    await page.getByRole('button', { name: '出示证照' }).click();
    await page.getByRole('img', { name: /亮证码/ }).waitFor();
    await look(page, 'licence-present');
    await page.evaluate(() => localStorage.setItem('city.elder', 'largest'));
    await page.reload();
    await page.getByRole('button', { name: '出示证照' }).waitFor();
    await look(page, 'licence-elder');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
    await page.evaluate(() => localStorage.removeItem('city.elder'));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载盖章文件（OFD）' }).click(),
    ]);
    file = readFileSync(await download.path());
    expect(file.subarray(0, 2).toString()).toBe('PK');
  });

  test('任何人断网核验文件：属实；改过的：不能采信', async () => {
    const { page, context } = await city().visit();
    await page.goto('/open/licence/verify');
    await page.getByText('信任列表 1 个').waitFor();
    await look(page, 'licence-verify-empty');
    await context.setOffline(true);
    const input = page.locator('.licence-pick input');
    await input.setInputFiles({ name: '证照.ofd', mimeType: 'application/ofd', buffer: file });
    await page.getByRole('heading', { name: /签章属实，没有改动；当前离线/ }).waitFor();
    await look(page, 'licence-verify-offline');
    const broken = Buffer.from(file);
    broken.set([0x41, 0x42], Math.floor(broken.length / 2));
    await input.setInputFiles({ name: '改过.ofd', mimeType: 'application/ofd', buffer: broken });
    await page.getByRole('heading', { name: /不能采信|不能确认/ }).waitFor();
  });

  test('撤销之后联网核验：签章属实但已撤销', async () => {
    const { page } = await city().visitAs('licence-approver');
    await page.goto(address.startsWith('/desk') ? address : `/desk${address}`);
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByLabel('事由（持证人会看到）').fill('提供虚假材料');
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click();
    await page.getByText('提供虚假材料').first().waitFor();
    const visitor = await city().visit();
    await visitor.page.goto('/open/licence/verify');
    await visitor.page.getByText('信任列表 1 个').waitFor();
    await visitor.page
      .locator('.licence-pick input')
      .setInputFiles({ name: '证照.ofd', mimeType: 'application/ofd', buffer: file });
    await visitor.page.getByRole('heading', { name: '签章属实，但证照当前为“撤销”' }).waitFor();
    await look(visitor.page, 'licence-revoked');
  });
});

journey('断网的扫码设备认当面的码，不认截图', () => {
  const city = useBrowserCity({ demoOf: ['licence', 'city-code'] });

  test('亮码、离线核验，重放和截图都被拒', async () => {
    const holder = await city().visitAs('13900000101', { viewport: phone });
    await holder.page.goto('/citizen/city-code');
    await holder.page.getByRole('button', { name: '乘车' }).click();
    const code = holder.page.getByRole('img', { name: '安康码，乘车' });
    await code.waitFor();
    await look(holder.page, 'code-phone');

    const gate = await city().visit({ viewport: phone });
    await gate.page.clock.install();
    await gate.page.goto('/open/city-code/scan');
    await gate.page.getByText('公钥和挂失清单更新于').waitFor();
    await gate.page.getByLabel('场景').selectOption({ label: '乘车' });
    await look(gate.page, 'scan-empty');

    // From here on neither reaches the city.
    await holder.context.setOffline(true);
    await gate.context.setOffline(true);
    await (await gate.context.newCDPSession(gate.page)).send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const shot = await code.screenshot();
    const scan = () =>
      gate.page
        .locator('.scan-ways input')
        .setInputFiles({ name: '码.png', mimeType: 'image/png', buffer: shot });
    await scan();
    await gate.page.getByRole('heading', { name: '通过', exact: true }).waitFor();
    await gate.page.getByText('年满六十周岁：').waitFor();
    const said = await gate.page.getByText(/离线核验，用时/).textContent();
    console.log(`offline verification at 4× slow-down: ${said}`);
    await look(gate.page, 'scan-accepted');
    await scan();
    await gate.page.getByRole('heading', { name: /刚刚已核验过/ }).waitFor();
    await gate.page.clock.fastForward('03:00');
    await scan();
    await gate.page.getByRole('heading', { name: /可能是截图/ }).waitFor();
    await look(gate.page, 'scan-screenshot');
  });
});
