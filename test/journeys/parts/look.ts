/** Keeps a picture of a page where CITY_SHOTS names a folder, for whoever wants to see what a journey saw. */
import type { Page } from 'playwright-core';

const shots = process.env['CITY_SHOTS'];

export async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}
