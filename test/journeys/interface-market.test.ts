/** A department registers an application, asks for an interface, tries it in the sandbox, calls it really until its quota is used, sees the figures; its key is revoked. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { callText } from '../../engines/access/contract.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { bar, choose, named, send } from './parts/case.ts';
import { look } from './parts/look.ts';

const headers = { 'x-city-request': '1' };

async function rowsOf<T>(page: Page, register: string, where: object): Promise<readonly T[]> {
  const reply = await page.request.get(
    `/api/registers/rows/${register}?where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  return ((await reply.json()) as { rows: T[] }).rows;
}

/** As the department's program calls: no session, a signature. */
function caller(url: string, app: string) {
  return async (wish: {
    readonly key: string;
    readonly door?: 'call' | 'sandbox';
    readonly code?: string;
    readonly version: string;
    readonly input: object;
  }) => {
    const call = {
      app,
      interface: wish.code ?? 'flow.working-days',
      version: wish.version,
      at: new Date().toISOString(),
      nonce: randomUUID(),
      input: JSON.stringify(wish.input),
    };
    const text = callText({ ...call, target: `${call.interface}@${call.version}`, content: call.input });
    const signature = createHmac('sm3', wish.key).update(text).digest('hex');
    const reply = await fetch(`${url}/api/business-platform/${wish.door ?? 'call'}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...call, signature }),
    });
    return {
      status: reply.status,
      headers: reply.headers,
      body: (await reply.json()) as Record<string, unknown>,
    };
  };
}

async function issue(page: Page, kind: '沙箱' | '正式'): Promise<string> {
  await page.getByRole('button', { name: `签发${kind}密钥` }).click();
  const shown = page.getByRole('alert').filter({ hasText: `${kind}密钥只显示这一次` });
  await shown.waitFor();
  return (await shown.locator('code').textContent()) ?? '';
}

const sixDays = { from: '2026-09-30T15:00:00+08:00', amount: 5 };

journey('部门应用从登记到调用接口', () => {
  const city = useBrowserCity({
    demoOf: ['business-platform', 'data-collection', 'licence', 'base-libraries'],
  });

  test('登记应用，挑接口，申请，沙箱，正式调用，超额，统计，弃用提示，吊销', async () => {
    const { page } = await city().visitAs('market-1');
    await page.goto('/desk/business-platform');
    await page.getByRole('heading', { name: '工作日推算' }).waitFor();
    await look(page, 'market-01-market');
    const box = page.getByRole('textbox', { name: '查找接口' });
    await box.click();
    await expect
      .poll(
        async () => {
          await box.fill('');
          await box.fill('gzrts');
          return page.locator('a.market-card').count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    await page.getByRole('heading', { name: '工作日推算' }).click();
    await page.getByRole('heading', { name: '沙箱试调用' }).waitFor();
    await page.getByRole('button', { name: '试调用' }).click();
    await page.getByText('合成数据', { exact: true }).waitFor();
    await look(page, 'market-02-interface');

    // Its application, registered by a form.
    await page.goto('/desk/registers/business-platform.application/new');
    await page.getByLabel('应用名称').fill('环评审批助手');
    await page.getByLabel('管理单位').click();
    await page.keyboard.type('生态环境局');
    await page.locator('.ant-select-tree').getByText('市生态环境局', { exact: true }).click();
    await page.getByLabel('业务用途').fill('推算环评审批的期限，核验建设单位');
    await page.getByLabel('登录编号').fill('eia-helper');
    await page.getByLabel('打开地址').fill('https://eia.example.com/login');
    await page.getByLabel('类别').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '政务服务' }).click();
    await look(page, 'market-03-register');
    await page.getByRole('button', { name: named('保存') }).click();
    await page.getByRole('heading', { name: '环评审批助手' }).waitFor();
    const [app] = await rowsOf<{ id: string }>(page, 'business-platform.application', {
      client: 'eia-helper',
    });
    const call = caller(city().url, app?.id ?? '');
    await page.goto(`/desk/business-platform/applications/${app?.id}`);
    const sandboxKey = await issue(page, '沙箱');
    await page.getByLabel('回调地址').fill('https://eia.example.com/back');
    await page.getByRole('button', { name: '申请统一登录' }).click();
    await page.getByText('待安全管理员审批', { exact: true }).waitFor();
    const key = await issue(page, '正式');
    await look(page, 'market-04-application');

    const tried = await call({ key: sandboxKey, door: 'sandbox', version: '2.0.0', input: sixDays });
    expect(tried).toMatchObject({ status: 200, body: { date: '2026-01-01' } });
    expect((await call({ key, version: '2.0.0', input: sixDays })).body['code']).toBe(
      'business-platform.notGranted',
    );

    // The open interface is granted as soon as it is asked for.
    await page.goto('/desk/business-platform/interfaces/flow.working-days');
    await page.getByRole('button', { name: '申请调用' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('应用', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '环评审批助手' }).click();
    await dialog.getByLabel('用途和依据').fill('《环境影响评价法》第二十二条，推算审批期限');
    await dialog.getByLabel('每分钟额度（次）').fill('3');
    await dialog.getByLabel('使用期限').fill('2099-12-31');
    await page.keyboard.press('Enter');
    await look(page, 'market-05-ask');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '接口申请' }).waitFor();
    await expect
      .poll(async () => (await call({ key, version: '2.0.0', input: sixDays })).status, { timeout: 20_000 })
      .toBe(200);

    // One that its owner must agree to.
    const licence = '/desk/business-platform/interfaces/licence.verify';
    await page.goto(licence);
    await page.getByRole('button', { name: '申请调用' }).click();
    await dialog.getByLabel('应用', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '环评审批助手' }).click();
    await dialog.getByLabel('用途和依据').fill('核验建设单位提交的证照');
    await dialog.getByLabel('使用期限').fill('2099-12-31');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '接口申请' }).waitFor();
    await look(page, 'market-06-requests');
    const [asked] = await rowsOf<{ id: string; number: string }>(page, 'business-platform.request', {
      status: 'open',
    });
    const owner = await city().visitAs('market-2');
    await owner.page.goto(`/desk/flow/cases/business-platform.request/${asked?.id}`);
    await bar(owner.page)
      .getByRole('button', { name: named('同意') })
      .waitFor();
    await choose(owner.page, '同意');
    await look(owner.page, 'market-07-review');
    await send(owner.page, '同意', asked?.number ?? '');
    const verify = {
      key,
      code: 'licence.verify',
      version: '1.0.0',
      input: { identifier: '1.2.156.3005.2.没有这张', code: '12345678' },
    };
    // Let in, and told by the interface itself that there is no such licence.
    await expect
      .poll(async () => (await call(verify)).body['code'], { timeout: 20_000 })
      .toMatch(/^licence\./);

    // Three a minute: of ten one after another at least four are refused, whichever minute they fall into.
    const statuses = [];
    for (let turn = 0; turn < 10; turn += 1)
      statuses.push(await call({ key, version: '2.0.0', input: sixDays }));
    const refused = statuses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(refused[0]?.body['code']).toBe('business-platform.overQuota');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);

    const old = await call({
      key: sandboxKey,
      door: 'sandbox',
      version: '1.0.0',
      input: { from: '2026-09-30', days: 5 },
    });
    expect(old.headers.get('deprecation')).toMatch(/^@\d+$/);
    expect(old.headers.get('sunset')).toMatch(/GMT$/);

    await page.goto('/desk/business-platform/statistics');
    await page.getByRole('heading', { name: '按接口' }).waitFor();
    await page.getByRole('cell', { name: '超过额度' }).first().waitFor();
    await look(page, 'market-08-statistics');
    await page.getByRole('button', { name: /已提供/ }).click();
    await page.getByRole('button', { name: '清除条件' }).waitFor();
    await page.getByRole('cell', { name: '超过额度' }).first().waitFor({ state: 'detached' });

    await page.goto(`/desk/business-platform/applications/${app?.id}`);
    await page.getByRole('button', { name: named('吊销') }).click();
    await page
      .locator('.ant-modal-confirm')
      .getByRole('button', { name: named('吊销') })
      .click();
    await page.getByText('已吊销 2 把密钥').waitFor();
    expect((await call({ key, version: '2.0.0', input: sixDays })).body['code']).toBe(
      'business-platform.badSignature',
    );
    await look(page, 'market-09-revoked');
  });

  test('弃用的版本在页面上说明；提供单位的按钮只给提供单位', async () => {
    const { page } = await city().visitAs('market-3');
    await page.goto('/desk/business-platform/interfaces/flow.working-days');
    await page.getByText('1.0.0 弃用', { exact: true }).click();
    await page.getByText(/1\.0\.0 已弃用/).waitFor();
    await look(page, 'market-10-deprecated');
    await page.goto('/desk/business-platform/grants');
    await page.getByText('SQ-').first().click();
    await page.getByRole('button', { name: named('撤销') }).waitFor();
    await look(page, 'market-11-grant');
    const { page: other } = await city().visitAs('market-1');
    await other.goto('/desk/business-platform/interfaces/flow.working-days');
    await other.getByRole('heading', { name: '工作日推算' }).waitFor();
    expect(await other.getByRole('button', { name: named('弃用') }).count()).toBe(0);
  });

  test('应用货架按权限显示，拼音可查，可以置顶；组件库展示真实组件', async () => {
    const { page } = await city().visitAs('market-1');
    await page.goto('/desk/business-platform/shelf');
    await page.getByText('全市会议室预订（演示）').waitFor();
    expect(await page.getByText('数据资源看板（演示）').count()).toBe(0);
    await page.getByRole('button', { name: '置顶 全市会议室预订（演示）' }).click();
    await page.getByRole('heading', { name: '置顶' }).waitFor();
    await look(page, 'market-12-shelf');
    await page.reload();
    await page.getByRole('heading', { name: '置顶' }).waitFor();
    const box = page.getByRole('textbox', { name: '查找应用' });
    await box.click();
    await expect
      .poll(
        async () => {
          await box.fill('');
          await box.fill('huiyishi');
          return page.locator('.shelf-app').count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    await page.goto('/desk/business-platform/components');
    await page.getByRole('heading', { name: '时限灯' }).waitFor();
    await look(page, 'market-13-components');
    const small = await city().visitAs('market-1', { viewport: phone });
    for (const [path, heading] of [
      ['/desk/business-platform', '接口市场'],
      ['/desk/business-platform/interfaces/flow.working-days', '工作日推算'],
      ['/desk/business-platform/statistics', '调用统计'],
      ['/desk/business-platform/shelf', '应用货架'],
    ] as const) {
      await small.page.goto(path);
      await small.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await look(small.page, `market-20-phone-${heading}`);
    }
  });
});
