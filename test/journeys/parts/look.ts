/** A look at a page that stands still: its picture for people when CITY_SHOTS names a folder, and what axe finds grave on it. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { settle } from '../../support/settle.ts';
import { seriousTroubles } from './axe.ts';

const shots = process.env['CITY_SHOTS'];

export async function look(page: Page, name: string): Promise<void> {
  await settle(page);
  if (shots !== undefined) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  expect(await seriousTroubles(page), name).toEqual([]);
}
