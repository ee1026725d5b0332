/** 办会 in the browser: a taken room, another one, notices, replies and signing in on a phone, minutes, decisions that become tasks. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { drawer, named } from './parts/case.ts';
import { look } from './parts/look.ts';
import { takeOption } from './parts/official.ts';

const quarter = 15 * 60_000;
const title = '数据质量工作调度会';

/** Beijing time as the page writes it. */
function pageTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

async function fillHours(page: Page, from: number, to: number): Promise<void> {
  const inputs = page.getByRole('dialog').locator('.ant-picker-range input');
  await inputs.nth(0).click();
  await inputs.nth(0).fill(pageTime(from));
  await page.keyboard.press('Enter');
  await inputs.nth(1).fill(pageTime(to));
  await page.keyboard.press('Enter');
}

journey('一次会议从预定到交办', () => {
  const city = useBrowserCity({ demoOf: ['office'] });

  test('会议室有冲突换一间，通知、回执、凭码签到、拟纪要、交办决定事项', async () => {
    // Soon enough to sign in, on whole quarters.
    const from = Math.ceil((Date.now() + quarter) / quarter) * quarter;
    const to = from + 4 * quarter;
    const other = await callAs(city(), 'office-city-secretary');
    const { rooms } = await other.get<{ rooms: readonly { id: string; name: string }[] }>(
      `/api/office/meetings?day=${pageTime(from).slice(0, 10)}`,
    );
    const room = rooms.find(({ name }) => name === '市政府第二会议室');
    await other.post('/api/office/meetings', {
      id: newId(),
      title: '值班工作会',
      form: 'room',
      level: 'fourth',
      room: room?.id,
      startsAt: new Date(from).toISOString(),
      endsAt: new Date(to).toISOString(),
    });

    const host = await city().visitAs('office-secretary');
    const { page } = host;
    await page.goto('/desk/office/rooms');
    await page.getByRole('button', { name: named('预定') }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('会议名称').fill(title);
    await form.getByRole('combobox', { name: '会议室' }).click();
    await takeOption(page, '市政府第二会议室');
    await fillHours(page, from, to);
    await form.getByRole('button', { name: named('预定') }).click();
    await page
      .getByText(/已被“值班工作会”预定/)
      .first()
      .waitFor();
    await form.getByRole('combobox', { name: '会议室' }).click();
    await takeOption(page, '市政府第一会议室');
    await form.getByRole('button', { name: named('预定') }).click();
    const held = page.getByRole('listitem').filter({ hasText: title });
    await held.waitFor();
    await look(page, 'meeting-booked');

    await held.getByRole('button', { name: '通知与签到' }).click();
    await drawer(page).getByRole('combobox').first().click();
    await page.keyboard.type('市财政局');
    await takeOption(page, '市财政局');
    await page.keyboard.press('Escape');
    await drawer(page).getByRole('button', { name: '发会议通知' }).click();
    await page.getByText('已通知 1 个单位').waitFor();
    const code = (await drawer(page).locator('.office-code b').innerText()).trim();

    const guest = await city().visitAs('office-finance-secretary', { viewport: phone });
    await guest.page.goto('/desk/office/meetings');
    const invited = guest.page.locator('.city-section').filter({ hasText: title });
    await invited.getByLabel('参会人员或请假理由').fill('钱衡');
    await invited.getByRole('button', { name: named('参加') }).click();
    await invited.getByLabel('签到码').fill(code);
    await look(guest.page, 'phone-meeting');
    await invited.getByRole('button', { name: named('签到') }).click();
    await invited.getByText(/已签到$/).waitFor();

    await page.reload();
    await held.getByRole('button', { name: '通知与签到' }).click();
    const guests = drawer(page).getByRole('listitem').filter({ hasText: '市财政局' });
    await guests.getByText('参加').waitFor();
    await guests.getByText('钱衡').waitFor();
    await guests.getByText(/签到$/).waitFor();
    await drawer(page)
      .getByRole('button', { name: '关闭' })
      .or(page.locator('.ant-drawer-close'))
      .first()
      .click();

    await held.getByRole('button', { name: '决定事项' }).click();
    await drawer(page).getByLabel('决定事项', { exact: true }).fill('月底前完成目录清理');
    await drawer(page).getByLabel('牵头单位').click();
    await page.keyboard.type('市财政局');
    await page.keyboard.press('Enter');
    // The list also reads it out to those who hear the page, in a place that is not seen.
    await drawer(page).getByText('市财政局', { exact: true }).filter({ visible: true }).first().waitFor();
    const day = pageTime(Date.now() + 5 * 24 * 3_600_000).slice(0, 10);
    await drawer(page).getByLabel('完成时限').fill(day);
    await page.keyboard.press('Enter');
    await drawer(page)
      .getByRole('button', { name: named('交办') })
      .click();
    const task = drawer(page).getByRole('link', { name: '月底前完成目录清理' });
    await task.waitFor();
    await look(page, 'meeting-decided');
    const path = await task.getAttribute('href');
    const lead = await city().visitAs('office-finance-head');
    await lead.page.goto(path ?? '');
    await lead.page.getByText('月底前完成目录清理').first().waitFor();

    await page.reload();
    await held.getByRole('link', { name: '拟纪要' }).click();
    const minutes = page.getByRole('textbox', { name: '标题' });
    await minutes.waitFor();
    await expect.poll(() => minutes.inputValue(), { timeout: 30_000 }).toContain(title);
    // The taken room is the one thing that was refused.
    expect([host, guest, lead].flatMap(({ troubles }) => troubles)).toEqual([
      expect.stringMatching(/POST \S+\/api\/office\/meetings: 409$/),
    ]);
  });
});
