/** What every person meets on every face: doors, tabs, lists by keyboard, larger letters, and no page that fails. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type BrowserCity, desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { named } from './parts/case.ts';
import { changePassword, fillSignIn } from './parts/session.ts';

interface SessionPage {
  readonly face: string;
  readonly title: string;
  readonly path: string;
  readonly menu: string | null;
}

/** Role → an account that holds it. */
const people = {
  受理员: 'acceptor-1',
  值班长: 'duty-officer-1',
  考核员: 'evaluator-1',
  区指挥中心派遣员: 'dispatcher-yingzhou-1',
  市指挥中心派遣员: 'city-dispatcher-1',
  处置员: 'handler-city-drainage',
  信息采集员: 'collector-yingzhou-1',
  分管领导: 'leader-1',
  部件管理员: 'component-keeper-1',
  系统管理员: 'sysadmin',
  安全管理员: 'secadmin',
  审计管理员: 'auditadmin',
} as const;

/** The first administrators see nothing before they have changed their passwords. */
async function admitAdministrators(city: BrowserCity): Promise<void> {
  for (const { account, password } of city.firstAccounts) {
    const { context } = await city.visitAs(account);
    const reply = await context.request.post('/api/access/password', {
      headers: { 'x-city-request': '1' },
      data: { current: password, next: `Fuyang-${account}-2026` },
    });
    expect(reply.status(), await reply.text()).toBe(200);
    await context.close();
  }
}

async function pagesOf(page: Page, face: string): Promise<readonly SessionPage[]> {
  const reply = await page.context().request.get('/api/access/session');
  const { pages } = (await reply.json()) as { pages: readonly SessionPage[] };
  return pages.filter((one) => one.face === face && !one.path.includes(':'));
}

journey('登录与密码', () => {
  const city = useBrowserCity();

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

journey('每个人的每个页面', () => {
  const city = useBrowserCity({ demo: { components: 90, cases: 12 } });
  beforeAll(() => admitAdministrators(city()));

  test.each(Object.entries(people))('%s 菜单里的页面都能打开，不报错，不连外网', async (_role, account) => {
    const { page, troubles } = await city().visitAs(account);
    await page.goto('/desk/');
    await waitUntilShown(page);
    const faults = [...(await faultsOf(page))];
    const pages = (await pagesOf(page, 'desk')).filter((one) => one.menu !== null);
    expect(pages.length).toBeGreaterThan(2);
    for (const one of pages) {
      await openMenu(page, one.menu ?? '', one.title);
      await waitUntilShown(page);
      faults.push(...(await faultsOf(page)));
    }
    expect([...troubles, ...faults]).toEqual([]);
  });
});
