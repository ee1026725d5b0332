/** A sheet with telephone numbers is asked for, approved by another person, taken once, and led back from one copied row. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { reportCover } from './parts/api.ts';
import { look } from './parts/look.ts';

const asker = 'duty-officer-1';
const officer = 'privacy-urban';
const overseer = 'privacy-overseer';

journey('导出审批：申请、同意、下载一次、溯源', () => {
  const city = useBrowserCity({ demoOf: ['urban-management', 'data-protection'] });
  let leaked = '';

  test('含电话的台账导出被引到申请页，写明用途后提交', async () => {
    await reportCover(city(), '清河路与颍河路交叉口');
    const { page } = await city().visitAs(asker);
    await page.goto('/desk/registers/urban-management.case/rows');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByRole('radio', { name: 'CSV' }).click();
    await page.getByRole('button', { name: '开始导出' }).click();
    await page.getByText('这项导出须经审批').waitFor();
    await look(page, 'export-needs-approval');
    await page.getByRole('button', { name: '申请导出' }).click();
    await page.getByLabel('用来做什么、给谁、用多久').fill('回访上月报案人，用后删除');
    await look(page, 'export-apply');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('等待审批').waitFor();
    await look(page, 'export-waiting');
    await page.setViewportSize(phone);
    await look(page, 'export-waiting-phone');
  });

  test('数据主管部门的专员在待审批里看到，同意', async () => {
    const { page } = await city().visitAs(officer);
    await page.goto('/desk/data-protection/exports');
    await page.getByText('待我审批').click();
    await look(page, 'exports-waiting');
    await page.getByRole('link', { name: /^DC\d{8}-/ }).click();
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^同\s?意$/ })
      .click();
    await page.getByText('待下载').waitFor();
    await look(page, 'export-approved');
  });

  test('申请人下载一次，之后不能再下载', async () => {
    const { page } = await city().visitAs(asker);
    await page.goto('/desk/data-protection/exports');
    await page.getByRole('link', { name: /^DC\d{8}-/ }).click();
    await look(page, 'export-take');
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '生成并下载' }).click();
    const file = await (await coming).path();
    leaked = readFileSync(file, 'utf8').trim().split('\r\n').at(-1) ?? '';
    expect(leaked).toContain('清河路');
    await page.getByText('已下载').waitFor();
    expect(await page.getByRole('button', { name: '生成并下载' }).count()).toBe(0);
  });

  test('监督人粘贴外泄的一行，查到是谁导出的', async () => {
    const { page } = await city().visitAs(overseer);
    await page.goto('/desk/data-protection/trace');
    await page.getByRole('textbox', { name: '外泄的内容' }).waitFor();
    await look(page, 'trace-empty');
    await page.getByRole('textbox', { name: '外泄的内容' }).fill(leaked);
    await page.getByRole('button', { name: '溯源', exact: true }).click();
    await page.getByText('暗水印', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^DC\d{8}-/ }).waitFor();
    await look(page, 'trace-found');
    await page.setViewportSize(phone);
    await look(page, 'trace-found-phone');
  });
});

journey('审计记录：审计管理员申请，安全管理员审批，下载一次', () => {
  const city = useBrowserCity({ demoOf: ['data-protection'] });

  async function administrator(account: string, role: string): Promise<void> {
    await city().access.admin.createSubject({
      account,
      name: `演示${account}`,
      kind: 'official',
      mustChange: false,
      posts: [{ role: `access:${role}`, department: 'city-data-resources', area: '341200000000' }],
    });
  }

  test('从审计日志引到申请页，写明用途', async () => {
    await administrator('audit-2', 'audit-administrator');
    await administrator('security-2', 'security-administrator');
    const { page } = await city().visitAs('audit-2');
    await page.goto('/desk/access/audit');
    await page.getByRole('button', { name: '导出记录及凭证' }).click();
    await page.getByText('审计记录离开本市，一律由安全管理员审批').waitFor();
    await page.getByLabel('用来做什么、给谁、用多久').fill('配合上级审计，用后销毁');
    await look(page, 'audit-export-apply');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('等待审批').waitFor();
  });

  test('安全管理员同意；审计管理员下载到带凭证的压缩包', async () => {
    const security = await city().visitAs('security-2');
    await security.page.goto('/desk/data-protection/exports');
    await security.page.getByText('待我审批').click();
    await look(security.page, 'audit-export-waiting');
    await security.page.getByRole('link', { name: /^DC\d{8}-/ }).click();
    await security.page.getByRole('button', { name: '同意', exact: true }).click();
    await security.page
      .getByRole('dialog')
      .getByRole('button', { name: /^同\s?意$/ })
      .click();
    await security.page.getByText('待下载').waitFor();
    const { page } = await city().visitAs('audit-2');
    await page.goto('/desk/data-protection/exports');
    await page.getByRole('link', { name: /^DC\d{8}-/ }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '生成并下载' }).click();
    const file = readFileSync(await (await coming).path());
    expect(file.subarray(0, 2).toString()).toBe('PK');
    await look(page, 'audit-export-taken');
  });
});
