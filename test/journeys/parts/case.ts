/** The case page at the desk: found in one's own work list, handled in the bar and its drawer. */
import type { Locator, Page } from 'playwright-core';
import type { Picture } from './pictures.ts';

/** A button of two Chinese characters is drawn with a space between them. */
export function named(title: string): RegExp {
  return new RegExp(
    `^${[...title].map((sign) => sign.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s*')}$`,
  );
}

/** From 我的待办, by a click on its row. */
export async function openFromToDo(page: Page, number: string): Promise<void> {
  await page.getByRole('tab', { name: '首页' }).click();
  await page.getByRole('row').filter({ hasText: number }).first().click();
  await page.getByRole('tab', { name: number, selected: true }).waitFor();
  await bar(page).waitFor();
}

export function bar(page: Page): Locator {
  return page.getByRole('toolbar', { name: '办理操作' });
}

export function drawer(page: Page): Locator {
  return page.getByRole('dialog').last();
}

/** Chooses an act of the bar, or of 更多操作 beside it. */
export async function choose(page: Page, title: string): Promise<void> {
  await bar(page).waitFor();
  const button = bar(page).getByRole('button', { name: named(title) });
  // After a step the bar is made anew, so the button may come a moment later; what does not come is in the menu.
  const shown = await button.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
  if (shown) return button.click();
  await bar(page).getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('menuitem', { name: title }).click();
}

export async function writeOpinion(page: Page, text: string): Promise<void> {
  await drawer(page).getByRole('textbox', { name: '意见' }).fill(text);
}

/** The button of the drawer, and of the question that stands before an act that refuses something. */
export async function press(page: Page, title: string): Promise<void> {
  const button = drawer(page)
    .getByRole('button', { name: named(title) })
    .last();
  await button.click();
  const sure = page.locator('.ant-modal-confirm').getByRole('button', { name: named(title) });
  const answered = page.locator('.ant-drawer .ant-alert, .ant-message-notice, .ant-form-item-explain-error');
  await sure.or(answered).first().waitFor();
  if (await sure.isVisible()) await sure.click();
}

/** Presses, and hears that it is done. */
export async function send(page: Page, title: string, number: string): Promise<void> {
  await press(page, title);
  await page.getByText(`${number} 已${title}`).first().waitFor();
}

/** An act that wants nothing but words. */
export async function act(page: Page, number: string, title: string, opinion: string): Promise<void> {
  await choose(page, title);
  await writeOpinion(page, opinion);
  await send(page, title, number);
}

export async function claim(page: Page, number: string): Promise<void> {
  await choose(page, '签收');
  await page.getByText(`${number} 已签收`).first().waitFor();
}

/** Opens a drop-down of the drawer and takes the option that has these words. */
export async function pick(page: Page, label: string, words: string | RegExp): Promise<void> {
  await drawer(page).getByLabel(label).click();
  await page.locator('.ant-select-item-option').filter({ hasText: words }).first().click();
}

/** Photographs for a field of the drawer, waited for until all are stored. */
export async function addPhotos(page: Page, label: string, photos: readonly Picture[]): Promise<void> {
  const item = drawer(page).locator('.ant-form-item').filter({ hasText: label });
  await item.locator('input[type=file]').setInputFiles([...photos]);
  await item
    .getByRole('button', { name: /^移除/ })
    .nth(photos.length - 1)
    .waitFor();
  await item.getByRole('progressbar').first().waitFor({ state: 'detached' });
}
