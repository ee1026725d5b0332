/** Three administrators try to overstep, each from his own desk, and the third sees what the others tried. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, useBrowserCity, type Visitor } from '../support/browser.ts';
import { look } from './parts/look.ts';
import { changePassword, fillSignIn, openMenu } from './parts/session.ts';

/** What the person's own window gets when he asks the server himself, past the pages. */
function tryDirectly(page: Page, path: string, body?: object): Promise<number> {
  return page.evaluate(
    async ({ path, body }) => {
      const reply = await fetch(path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-city-request': '1', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return reply.status;
    },
    { path, body },
  );
}

const newPassword = 'Fuyang-yihe-2026';

/** For the first time: with the password of the first start, which he must change. */
async function enter(city: BrowserCity, account: string): Promise<Visitor> {
  const first = city.firstAccounts.find((one) => one.account === account)?.password ?? '';
  const visitor = await city.visit();
  await visitor.page.goto('/desk/');
  await fillSignIn(visitor.page, account, first);
  await changePassword(visitor.page, first, newPassword);
  await visitor.page.getByRole('navigation', { name: '主菜单' }).waitFor();
  return visitor;
}

async function chooseMore(page: Page, account: string, act: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: account }).getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

async function resetPassword(page: Page, account: string): Promise<void> {
  await chooseMore(page, account, '重置密码');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /确\s*定/ })
    .click();
}

journey('三员各守其位', () => {
  const city = useBrowserCity({ demo: 'off' });

  test('安全管理员不能给自己授权，也不能让审计管理员兼任业务岗位', async () => {
    const { page } = await enter(city(), 'secadmin');
    const [own, watcher] = await Promise.all(
      ['secadmin', 'auditadmin'].map((account) => city().access.admin.findSubjectId(account)),
    );
    await openMenu(page, '系统管理', '角色授权');
    const row = page.getByRole('row').filter({ hasText: 'secadmin' });
    await row.getByRole('button', { name: '授予岗位' }).click();
    await page.getByText('不能给自己授权，请由另一名安全管理员办理。').waitFor();
    expect(await page.getByRole('button', { name: /保\s*存/ }).isDisabled()).toBe(true);
    await look(page, 'own-posts');
    const posts = [
      { role: 'access:audit-administrator', department: 'city-data-resources', area: '341200000000' },
    ];
    expect(await tryDirectly(page, `/api/access/people/${own}/posts`, { posts })).toBe(403);
    const both = [
      ...posts,
      { role: 'office:clerk', department: 'city-data-resources', area: '341200000000' },
    ];
    expect(await tryDirectly(page, `/api/access/people/${watcher}/posts`, { posts: both })).toBe(409);
    expect(await tryDirectly(page, '/api/access/people', { account: 'made-by-guard', name: '新人' })).toBe(
      403,
    );
    expect(await tryDirectly(page, '/api/access/audit')).toBe(403);
  });

  test('系统管理员打不开授权和审计，一人重置不了安全管理员的密码，两人批准也只能用一次', async () => {
    const { page } = await enter(city(), 'sysadmin');
    const own = (await city().access.admin.findSubjectId('sysadmin')) ?? '';
    const menu = page.getByRole('navigation', { name: '主菜单' });
    await openMenu(page, '系统管理', '人员账号');
    for (const title of ['角色授权', '权限监督', '审计日志'])
      expect(await menu.getByRole('menuitem', { name: title, exact: true }).count(), title).toBe(0);
    const post = {
      role: 'access:security-administrator',
      department: 'city-data-resources',
      area: '341200000000',
    };
    expect(await tryDirectly(page, `/api/access/people/${own}/posts`, { posts: [post] })).toBe(403);
    expect(await tryDirectly(page, '/api/access/audit')).toBe(403);

    await resetPassword(page, 'secadmin');
    await page.getByText('重置管理员密码须经另一名管理员批准').waitFor();
    await chooseMore(page, 'secadmin', '申请重置密码');
    await page.getByLabel('理由').fill('本人忘记密码');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await page.getByText('已申请，等待另一名管理员批准').waitFor();

    // Neither who asks nor whose password it is may agree to it.
    const guard = await city().visitAs('secadmin');
    await guard.page.goto('/desk/access/requests');
    await guard.page.getByText('由他人批准').waitFor();
    expect(await guard.page.getByRole('button', { name: '批准', exact: true }).count()).toBe(0);
    const watcher = await enter(city(), 'auditadmin');
    await watcher.page.goto('/desk/access/requests');
    await watcher.page.getByRole('button', { name: '批准', exact: true }).click();
    await watcher.page
      .getByRole('dialog')
      .getByRole('button', { name: /批\s*准/ })
      .click();
    await watcher.page.getByText('已办理').waitFor();
    await look(watcher.page, 'two-persons');

    await resetPassword(page, 'secadmin');
    const issued = page.getByRole('dialog').filter({ hasText: 'secadmin' });
    await issued.waitFor();
    await issued.getByRole('button').last().click();
    await resetPassword(page, 'secadmin');
    await page.getByText('重置管理员密码须经另一名管理员批准').waitFor();
  });

  test('审计管理员看得到前两人的越权尝试，自己什么也改不了', async () => {
    const { page } = await city().visitAs('auditadmin');
    const own = await city().access.admin.findSubjectId('auditadmin');
    await page.goto('/desk/');
    const menu = page.getByRole('navigation', { name: '主菜单' });
    await openMenu(page, '系统管理', '审计日志');
    for (const [who, what] of [
      ['系统管理员', 'access.setPosts'],
      ['系统管理员', 'access.resetPassword'],
      ['安全管理员', 'access.setPosts'],
      ['安全管理员', 'access.createPerson'],
    ] as const) {
      const row = page.getByRole('row').filter({ hasText: '拒绝' }).filter({ hasText: who });
      await row.filter({ hasText: what }).first().waitFor();
    }
    await look(page, 'audit-of-two');
    for (const title of ['人员账号', '角色授权', '系统参数'])
      expect(await menu.getByRole('menuitem', { name: title, exact: true }).count(), title).toBe(0);
    const post = { role: 'office:clerk', department: 'city-data-resources', area: '341200000000' };
    expect(await tryDirectly(page, `/api/access/people/${own}/posts`, { posts: [post] })).toBe(403);
    expect(await tryDirectly(page, '/api/access/settings')).toBe(403);
  });
});
