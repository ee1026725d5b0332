/** An administrator protects his sign-in: authenticator, passkey and recovery codes, in a real browser with a virtual authenticator (WebAuthn level 3 §11). */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';
import { changePassword, fillSignIn, openMenu } from './parts/session.ts';

const password = 'System-2026-of-it';

/** A security key that always says yes, as far as the browser knows. */
async function plugIn(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

function codeOf(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}

async function signOut(page: Page): Promise<void> {
  await page.locator('.desk-person').click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '工作台登录' }).waitFor();
}

journey('管理员给登录加上第二道门', () => {
  const city = useBrowserCity({ demo: 'off' });

  test('绑定动态口令和通行密钥，退出后分别用通行密钥、动态口令、恢复码登录，高风险操作前再验证', async () => {
    const [first] = city().firstAccounts.filter(({ account }) => account === 'secadmin');
    const { page } = await city().visit();
    await plugIn(page);
    // Passkeys want a name, not an address.
    const desk = `${city().url.replace('127.0.0.1', 'localhost')}/desk/`;
    await page.goto(desk);
    await fillSignIn(page, 'secadmin', first?.password ?? '');
    await changePassword(page, first?.password ?? '', password);
    await page.getByText('您的岗位须有第二验证方式').waitFor();
    await openMenu(page, '工作台', '登录保护');
    await page.getByText('还没有绑定').waitFor();
    await look(page, 'factors-empty');

    await page.getByRole('button', { name: '绑定动态口令' }).click();
    const secret = ((await page.locator('.access-secret').textContent()) ?? '').replaceAll(' ', '');
    await look(page, 'factors-totp');
    await page.getByLabel('6 位动态口令').fill(codeOf(secret));
    await page.getByRole('button', { name: '确认绑定' }).click();
    await page.getByRole('button', { name: '我已保存，关闭' }).waitFor();
    const codes = await page.getByRole('list', { name: '恢复码' }).getByRole('listitem').allTextContents();
    await look(page, 'factors-recovery');
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: '我已保存，关闭' }).click();

    await page.getByRole('button', { name: '绑定通行密钥' }).click();
    await page.getByLabel('名称').fill('办公电脑');
    await page.getByRole('button', { name: '开始绑定' }).click();
    await page.getByRole('cell', { name: '办公电脑' }).waitFor();
    await look(page, 'factors-both');

    await signOut(page);
    await fillSignIn(page, 'secadmin', password);
    await page.getByText('密码正确，请再完成一次身份验证').waitFor();
    await look(page, 'second-step');
    await page.getByRole('button', { name: '使用通行密钥' }).click();
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();

    await signOut(page);
    await fillSignIn(page, 'secadmin', password);
    await page.getByRole('button', { name: '设备不在身边，使用恢复码' }).click();
    await page.getByLabel('恢复码').fill(codes[0] ?? '');
    await page.getByRole('button', { name: '验证并登录' }).click();
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();
    await page.getByText('您的岗位须有第二验证方式').waitFor({ state: 'detached' });
  });

  test('验证过了十分钟，修改角色前再验证一次，取消则什么也不改', async () => {
    const { page } = await city().visitAs('secadmin');
    await city().store.transaction(async (work) => {
      await city().store.settings.change(work, 'access.step-up-minutes', 1);
    });
    await page.goto('/desk/access/roles');
    const first = page.getByRole('switch').first();
    await first.waitFor();
    await outdate(city());
    await page.reload();
    await first.click();
    const dialog = page.getByRole('dialog', { name: '再次验证身份' });
    await dialog.waitFor();
    await look(page, 'step-up');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await first.isChecked()).toBe(true);
    await first.click();
    await page.getByLabel('动态口令或恢复码').fill('zzzzz-zzzzz');
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('验证码错误或已用过').waitFor();
  });
});

/** As if every proof had been long ago. */
async function outdate(city: {
  readonly store: {
    readonly db: unknown;
    announce(channel: string, payload: string): Promise<void>;
  };
}): Promise<void> {
  const { sql } = await import('../../engines/store/index.ts');
  await sql`update access_session set stepped_at = now() - interval '1 hour'`.execute(city.store.db as never);
  await city.store.announce('session', '*');
}
