/** What a citizen does on the phone: signs up, reports, follows and rates. */
import type { Page } from 'playwright-core';
import { takePhoto } from './pictures.ts';

export async function signUp(page: Page, phone: string, name: string): Promise<void> {
  await page.goto('/citizen/');
  await page.getByRole('link', { name: '登录 / 注册' }).first().click();
  await page.getByRole('button', { name: '没有账号，用手机号注册' }).click();
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const told = await page.getByText(/^演示：验证码是 \d{6}$/).innerText();
  await page.getByLabel('验证码').fill(told.slice(-6));
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('密码').fill('yinghe-2026');
  await page.getByRole('button', { name: '注册并登录' }).click();
  await page.getByText(`${name}，您好`).waitFor();
}

export interface Report {
  readonly description: string;
  /** Name of the suggested class that is tapped. */
  readonly matter: string;
  readonly address: string;
}

/** Fills the form up to the button; the place is the phone's own, then moved by a tap on the map. */
export async function fillReport(page: Page, report: Report): Promise<void> {
  await page.getByRole('link', { name: '随手拍' }).click();
  await page.getByRole('heading', { name: '随手拍' }).waitFor();
  await page
    .getByRole('group', { name: '照片' })
    .locator('input[type=file]')
    .setInputFiles([await takePhoto('近景'), await takePhoto('远景')]);
  await page.getByAltText('照片 2').waitFor();
  await page.getByLabel('问题描述').fill(report.description);
  await page
    .getByRole('group', { name: '问题类型' })
    .getByRole('button', { name: report.matter, exact: true })
    .click();
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await page.getByText(/已选位置：/).waitFor();
  await tapMap(page);
  await page.getByLabel('具体位置').fill(report.address);
}

/** A little beside the middle, where the marker stands. */
async function tapMap(page: Page): Promise<void> {
  const map = page.locator('.report-map canvas');
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  if (box === null) throw new Error('the map is not drawn');
  await map.click({ position: { x: box.width / 2 + 20, y: box.height / 2 + 12 } });
}
