/** What every person meets on every face: doors, tabs, lists by keyboard, larger letters, and no page that fails. */
import { expect, test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { changePassword, fillSignIn } from './parts/session.ts';

journey('登录与密码', () => {
  const city = useBrowserCity({ demoOf: ['urban-management'] });

  test('连续输错密码，账号被锁定并说明多久之后再试', async () => {
    const { page } = await city().visit();
    await page.goto('/desk/');
    for (let time = 1; time <= 5; time += 1) {
      await fillSignIn(page, 'leader-1', 'not-the-password-1');
      await page
        .getByRole('alert')
        .getByText(/账号或密码错误|已锁定/)
        .waitFor();
      await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    }
    await fillSignIn(page, 'leader-1', city().demo?.password ?? '');
    await page
      .getByRole('alert')
      .getByText(/账号已锁定，请 \d+ 分钟后再试/)
      .waitFor();
  });

  test('管理员首次登录必须先改密码，改后直接进入', async () => {
    const first = city().firstAccounts.find((one) => one.account === 'sysadmin');
    const { page } = await city().visit();
    await page.goto('/desk/');
    await fillSignIn(page, 'sysadmin', first?.password ?? '');
    await changePassword(page, first?.password ?? '', 'short1');
    await page.getByText(/密码不符合要求/).waitFor();
    await changePassword(page, first?.password ?? '', 'Fuyang-yihe-2026');
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();
    expect(await page.getByText('系统管理员').count()).toBeGreaterThan(0);
  });
});
