/** The ordinary import page: upload, check, choose, wait for the end. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Caller } from './api.ts';
import { named } from './case.ts';

export const caseRegister = 'urban-management.case';
const importPath = `/desk/registers/${caseRegister}/import`;
/** Five thousand rows on a busy machine of two cores. */
const checkMilliseconds = 90_000;

export interface Sheet {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function csv(name: string, rows: readonly (readonly string[])[]): Sheet {
  const lines = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) };
}

export async function uploadSheet(page: Page, sheet: Sheet): Promise<void> {
  await page.goto(importPath);
  await page.locator('.ant-upload input[type=file]').setInputFiles(sheet);
}

/** Number of a card: 有效 4,946 行 → 4946. */
export async function readCount(page: Page, title: string): Promise<number> {
  const card = page.locator('.city-number-card, .city-card').filter({ hasText: title }).first();
  return Number((await card.innerText()).replaceAll(/\D/g, ''));
}

/** Waits for the check to end; the cards then stand there. */
export async function waitForCheck(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^确认导入/ }).waitFor({ timeout: checkMilliseconds });
}

export async function confirmImport(page: Page, validOnly: boolean): Promise<void> {
  if (validOnly) await page.getByRole('radio', { name: /^只导入有效的/ }).check();
  await page.getByRole('button', { name: /^确认导入/ }).click();
  await page.getByText(/^已导入 [\d,]+ 行/).waitFor({ timeout: checkMilliseconds });
}

/** The sheet of mistakes as the browser saves it. */
export async function downloadErrors(page: Page): Promise<Buffer> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: named('下载错误清单') }).click();
  return readFile(await (await saved).path());
}

export async function countCases(caller: Caller): Promise<number> {
  const { total } = await caller.get<{ total: number }>(`/api/registers/rows/${caseRegister}?size=1`);
  return total;
}
