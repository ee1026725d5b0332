/** An auditor proves a record unchanged, and anybody verifies it in his own browser when the city cannot be reached. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';
import { changePassword, fillSignIn, openMenu } from './parts/session.ts';
import { sealAudit } from '../support/seal-audit.ts';

/** An invoice with a tax bureau's real seal, where the shared samples are at hand. */
const sealed = path.resolve(
  import.meta.dirname,
  '../../../shared/data/12-documents/ofd/ofdrw-converter/1.ofd',
);

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

async function chooseBytes(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes);
  await page
    .locator('.verify-drop input')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

function choose(page: Page, name: string, text: string): Promise<void> {
  return chooseBytes(page, name, strToU8(text));
}

journey('密钥由系统管理员更换，日志不断', () => {
  const city = useBrowserCity({ demo: 'off' });

  test('更换签名密钥后，新旧两版都列着，旧的只供核验', async () => {
    const [keeper] = city().firstAccounts.filter(({ account }) => account === 'sysadmin');
    const { page } = await city().visit();
    await page.goto('/desk/');
    await fillSignIn(page, 'sysadmin', keeper?.password ?? '');
    await changePassword(page, keeper?.password ?? '', 'System-2026-of-it');
    await sealAudit(city().access.parts.audit);
    await openMenu(page, '系统管理', '密钥管理');
    await page.getByRole('button', { name: '更换' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '更换' }).click();
    await page.getByText('只供核验和解密', { exact: true }).waitFor();
    await look(page, 'keys');
    expect(await page.getByRole('cell', { name: /^log-[12]$/ }).count()).toBe(2);
  });
});

journey('审计员出具凭证，任何人离线核验', () => {
  const city = useBrowserCity({ demo: 'off' });
  let receipt = '';

  test('审计员校验全部记录，打开一条并出具凭证', async () => {
    const [auditor] = city().firstAccounts.filter(({ account }) => account === 'auditadmin');
    const { page } = await city().visit();
    await page.goto('/desk/');
    await fillSignIn(page, 'auditadmin', auditor?.password ?? '');
    await changePassword(page, auditor?.password ?? '', 'Audit-2026-of-it');
    await sealAudit(city().access.parts.audit);
    await openMenu(page, '系统管理', '审计日志');
    await page.getByRole('button', { name: '校验审计' }).click();
    await page.getByRole('button', { name: '开始校验' }).click();
    await page.getByText('审计完整，没有记录被改动').waitFor();
    await look(page, 'audit-verified');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('button', { name: '详情' }).last().click();
    await page.getByText('已记入存证日志').waitFor();
    await look(page, 'audit-line');
    receipt = await saved(page, '出具凭证');
    expect(JSON.parse(receipt)).toMatchObject({ format: 'shuzi-fuyang/receipt/1' });
  });

  test('断网后在凭证核验页上属实；改过一个字就不属实', async () => {
    const { page, context } = await city().visit();
    await page.goto('/open/trust/verify');
    await page.getByText('使用中').waitFor();
    await look(page, 'verify-empty');
    await context.setOffline(true);
    await choose(page, '审计凭证.json', receipt);
    await page.getByRole('heading', { name: '凭证属实，内容没有被改动' }).waitFor();
    await page.getByText('记录编号').waitFor();
    await look(page, 'verify-proven');
    await choose(page, '改过的凭证.json', receipt.replace('success', 'failure'));
    await page.getByRole('heading', { name: '凭证不属实' }).waitFor();
    await page.getByText('被改动过，或不属于这个日志').waitFor();
    await look(page, 'verify-refused');
    await choose(page, '截断的凭证.json', receipt.slice(0, 200));
    await page.getByText('不是 JSON 文件').waitFor();
  });

  test('盖章的 OFD 也能核验', async () => {
    const { page } = await city().visit();
    await page.goto('/open/trust/verify');
    await page.getByText('使用中').waitFor();
    await page.context().setOffline(true);
    const entries = {
      'OFD.xml': strToU8('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    };
    await chooseBytes(page, '外部实体.ofd', zipSync(entries));
    await page.getByText('含有文档类型声明').waitFor();
    if (existsSync(sealed)) {
      await chooseBytes(page, '发票.ofd', await readFile(sealed));
      await page.getByRole('heading', { name: '签章与文件相符，还须确认发证机构可信' }).waitFor();
    }
    await look(page, 'verify-ofd');
  });

  test('手机上也能用', async () => {
    const { page } = await city().visit({ viewport: phone });
    await page.goto('/open/trust/verify');
    await page.getByText('使用中').waitFor();
    await choose(page, '审计凭证.json', receipt);
    await page.getByRole('heading', { name: '凭证属实，内容没有被改动' }).waitFor();
    await look(page, 'verify-phone');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
  });
});
