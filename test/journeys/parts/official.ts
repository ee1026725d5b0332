/** What somebody who writes, checks and sends official documents does in the pages of 协同办公. */
import type { Page } from 'playwright-core';
import { newId } from '../../../kernel/ids.ts';
import type { BrowserCity } from '../../support/browser.ts';
import { callAs, type Opened } from './api.ts';
import { bar, drawer } from './case.ts';

export interface Draft {
  /** As the list of organ codes shows it. */
  readonly series: string;
  readonly title: string;
  readonly recipients: string;
  readonly body: string;
  /** Short names of the units that get it. */
  readonly deliverTo: readonly string[];
  readonly attachment?: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
}

/** Takes what a list shows under these words; the one that is open is the last. */
export async function takeOption(page: Page, words: string): Promise<void> {
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: words })
    .first()
    .click();
}

/** From the list of documents to the page of the new one; gives its id and number. */
export async function writeDraft(page: Page, draft: Draft): Promise<Opened> {
  await page.goto('/desk/office/documents');
  await page.getByRole('link', { name: '拟稿', exact: true }).click();
  await page.getByRole('heading', { name: '拟稿' }).waitFor();
  await page.getByLabel('机关代字').click();
  await takeOption(page, draft.series);
  // Other opened pages stay in the background with labels of their own.
  await page.getByRole('textbox', { name: '标题' }).fill(draft.title);
  await page.getByRole('textbox', { name: '主送机关' }).fill(draft.recipients);
  await page.getByRole('textbox', { name: '正文' }).fill(draft.body);
  if (draft.attachment !== undefined) {
    await page.locator('input[type=file]').first().setInputFiles(draft.attachment);
    await page.getByRole('button', { name: /^移除/ }).first().waitFor();
  }
  await page.getByLabel('分发单位').click();
  for (const unit of draft.deliverTo) {
    await page.keyboard.type(unit);
    await takeOption(page, unit);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: draft.title }).waitFor();
  await bar(page).waitFor();
  const number = await page.getByRole('tab', { selected: true, name: /^FW/ }).first().innerText();
  return { id: new URL(page.url()).pathname.split('/').at(-1) ?? '', number: number.trim() };
}

/** Chooses people in the drawer by their names. */
export async function pickPeople(page: Page, names: readonly string[]): Promise<void> {
  await drawer(page).getByLabel('人员').click();
  for (const name of names) {
    await page.keyboard.type(name);
    await takeOption(page, name);
  }
  await page.keyboard.press('Escape');
}

export async function openDocument(page: Page, id: string): Promise<void> {
  await page.goto(`/desk/office/documents/${id}`);
  await bar(page).waitFor();
}

const hour = 3_600_000;

/** Beijing time as the page writes it. */
function pageTime(at: number): string {
  return new Date(at + 8 * hour).toISOString().slice(0, 16).replace('T', ' ');
}

/** In the open drawer of 代理: from now for a day. */
export async function addActing(page: Page, deputy: string): Promise<void> {
  const form = drawer(page);
  await form.getByLabel('代理人').fill(deputy);
  await takeOption(page, deputy);
  const now = Date.now();
  for (const [label, at] of [
    ['开始时间', now - hour],
    ['结束时间', now + 24 * hour],
  ] as const) {
    await form.getByLabel(label).fill(pageTime(at));
    await page.keyboard.press('Enter');
  }
  await form.getByRole('button', { name: '委托代理' }).click();
  await page.getByText('已委托代理').waitFor();
}

const cases = '/api/flow/cases/office.outgoing';

/** A draft of the data bureau, over HTTP. */
export async function openDraft(
  city: BrowserCity,
  title: string,
  deliverTo: readonly string[] = ['city-finance', 'city-justice'],
): Promise<Opened> {
  const clerk = await callAs(city, 'office-clerk');
  const { rows } = await clerk.get<{ rows: readonly { id: string; code: string }[] }>(
    '/api/registers/rows/office.number-code?size=50',
  );
  const id = newId();
  const { number } = await clerk.post<Opened>(cases, {
    id,
    values: {
      series: rows.find(({ code }) => code === '阜数')?.id,
      kind: 'notice',
      openness: 'open',
      title,
      recipients: '市财政局，市司法局',
      body: '现就有关事项通知如下。\n一、检查时间\n12月上旬。',
      deliverTo,
    },
  });
  return { id, number };
}

export async function actOn(city: BrowserCity, account: string, id: string, body: object): Promise<void> {
  const caller = await callAs(city, account);
  const { version } = await caller.get<{ version: number }>(`${cases}/${id}`);
  await caller.post(`${cases}/${id}/acts`, { version, opinion: '同意', ...body });
}
