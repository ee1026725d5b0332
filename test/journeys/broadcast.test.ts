/** A bulk message from its range to its numbers: counted, asked for, let go by a second person, read by a citizen who set how he is told. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { desktop, journey, phone, useBrowserCity } from '../support/browser.ts';

const shots = process.env['CITY_SHOTS'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

/** Grave findings of the page as it stands. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(where: unknown, how: unknown): Promise<AxeResults> } }).axe.run(
      { exclude: ['.ant-table-measure-row'] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] },
    ),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}

journey('群发', () => {
  const theCity = useBrowserCity({ demoOf: ['message-centre'] });

  test('市民设置接收方式，申请人先看人数再申请，另一人批准，市民收到；管理员看得到记录和模拟短信', async () => {
    const city = theCity();
    const problems: string[] = [];
    const { id } = await city.access.admin.createSubject({
      account: 'citizen-of-broadcast',
      name: '演示市民甲',
      kind: 'citizen',
      passwordHash: 'none',
      password: 'none',
      mustChange: false,
    });
    expect(id).toBeTruthy();

    const citizen = await city.visitAs('citizen-of-broadcast', { viewport: phone });
    await citizen.page.goto('/citizen/messages/my-settings');
    await citizen.page.getByLabel('县（市、区）').selectOption({ label: '颍州区' });
    await citizen.page.getByText('已保存').waitFor();
    await citizen.page.getByLabel('手机号').fill('17000000009');
    await citizen.page.getByRole('button', { name: '获取验证码' }).first().click();
    await citizen.page.getByLabel('验证码').waitFor();
    await look(citizen.page, 'settings-phone');
    problems.push(...(await findings(citizen.page)));
    const wide = await citizen.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(phone.width);

    const keeper = await city.visitAs('message-1', { viewport: desktop });
    await keeper.page.goto('/desk/message-centre/channels');
    await keeper.page.getByText('模拟发送的内容').waitFor();
    const text = await keeper.page.getByText(/验证码\d{6}/).innerText();
    await look(keeper.page, 'channels');
    problems.push(...(await findings(keeper.page)));
    await citizen.page.getByLabel('验证码').fill(/验证码(\d{6})/.exec(text)?.[1] ?? '');
    await citizen.page.getByRole('button', { name: '确认' }).click();
    await citizen.page.getByText('已确认', { exact: true }).waitFor();

    const sender = await city.visitAs('message-2', { viewport: desktop });
    await sender.page.goto('/desk/message-centre');
    await sender.page.getByText('还没有群发').waitFor();
    await sender.page.getByRole('button', { name: '申请群发' }).click();
    await sender.page.getByLabel('名称').fill('汛期安全提醒');
    await sender.page.getByLabel('标题').fill('汛期提醒');
    await sender.page.getByLabel('正文').fill('今晚有暴雨，请避开低洼路段，注意出行安全。');
    await sender.page.getByLabel('发布单位').fill('市应急管理局');
    await sender.page.getByRole('button', { name: '统计可达人数' }).click();
    await sender.page.getByRole('cell', { name: '颍州区' }).waitFor();
    await look(sender.page, 'ask');
    problems.push(...(await findings(sender.page)));
    await sender.page.getByRole('button', { name: '提交审批' }).click();
    await sender.page.getByText('待审批', { exact: true }).waitFor();
    expect(await sender.page.getByRole('button', { name: /批\s*准/ }).count()).toBe(0);

    const approver = await city.visitAs('message-3', { viewport: desktop });
    await approver.page.goto('/desk/message-centre/decide');
    await approver.page.getByRole('link', { name: '汛期安全提醒' }).click();
    await approver.page.getByRole('button', { name: /批\s*准/ }).click();
    await look(approver.page, 'decide');
    await approver.page.getByRole('button', { name: '批准并发送' }).click();
    await approver.page.getByText('已完成', { exact: true }).waitFor();
    await look(approver.page, 'broadcast-done');
    problems.push(...(await findings(approver.page)));

    await keeper.page.goto('/desk/message-centre/deliveries');
    await keeper.page.getByRole('cell', { name: '政务通知（第 1 版）' }).waitFor();
    await look(keeper.page, 'deliveries');
    problems.push(...(await findings(keeper.page)));
    await keeper.page.getByRole('tab', { name: '近 30 天统计' }).click();
    await keeper.page.getByRole('cell', { name: '政务通知' }).first().waitFor();
    await look(keeper.page, 'statistics');
    await keeper.page.goto('/desk/message-centre/templates');
    await keeper.page.getByRole('button', { name: '办理已超时' }).click();
    await keeper.page.getByText('历次版本').waitFor();
    await look(keeper.page, 'templates');
    problems.push(...(await findings(keeper.page)));
    await keeper.page.goto('/desk/messages/settings');
    await keeper.page.getByText('所在区划').waitFor();
    await look(keeper.page, 'settings-desk');

    expect(problems).toEqual([]);
    expect([...citizen.troubles, ...keeper.troubles, ...sender.troubles, ...approver.troubles]).toEqual([]);
  });
});
