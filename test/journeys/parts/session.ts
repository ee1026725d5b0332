/** Signing in and moving about, as a person does it. */
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { BrowserCity, Visitor } from '../../support/browser.ts';

export async function fillSignIn(page: Page, account: string, password: string): Promise<void> {
  await page
    .getByRole('textbox', { name: '账号' })
    .or(page.getByRole('textbox', { name: '手机号' }))
    .fill(account);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** At the first sign-in. */
export async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByRole('heading', { name: '请先修改密码' }).waitFor();
  await page.getByLabel('原密码').fill(current);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再输一次新密码').fill(next);
  await page.getByRole('button', { name: '保存新密码' }).click();
}

/** A demo official's own window at the desk, signed in by the form. */
export async function openDesk(city: BrowserCity, account: string, at = '/desk/'): Promise<Visitor> {
  if (city.demo === undefined) throw new Error('this city has no demo people');
  const visitor = await city.visit();
  await visitor.page.goto(at);
  await fillSignIn(visitor.page, account, city.demo.password);
  await visitor.page.getByRole('tablist', { name: '打开的页面' }).waitFor();
  return visitor;
}

/** Opens the menu group when it is folded, then the page. */
export async function openMenu(page: Page, group: string, title: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: '主菜单' });
  const folder = menu.getByRole('menuitem', { name: group, exact: true });
  if ((await folder.getAttribute('aria-expanded')) !== 'true') await folder.click();
  const item = menu.getByRole('menuitem', { name: title, exact: true });
  await item.click();
  await page.getByRole('tab', { name: title, selected: true }).waitFor();
}

/** What the page says in short, above all else. */
export async function expectTold(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
  expect(await page.getByText(text).count()).toBeGreaterThan(0);
}
