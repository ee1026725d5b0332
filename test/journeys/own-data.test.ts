/** A citizen asks what the city holds on him, takes the copy once, has a number put right, and is told why a record may not yet be deleted. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs, reportCover } from './parts/api.ts';
import { choose, drawer, named, pick, press } from './parts/case.ts';
import { look } from './parts/look.ts';

const citizen = '13900000101';
const officer = 'privacy-urban';
const report = '/citizen/data-protection/mine/urban-management.case';

async function newestRequest(city: BrowserCity, kind: string): Promise<string> {
  const { rows } = await (await callAs(city, citizen)).get<{
    rows: { id: string; kind: string; title: string }[];
  }>('/api/data-protection/requests');
  const found = rows.find((one) => one.kind === kind && one.title.includes('城管案件'));
  if (found === undefined) throw new Error(`no request of the kind ${kind}`);
  return found.id;
}

async function openRequest(city: BrowserCity, kind: string): Promise<Page> {
  const id = await newestRequest(city, kind);
  const { page } = await city.visitAs(officer);
  await page.goto(`/desk/data-protection/requests/${id}`);
  await page.getByRole('toolbar', { name: '办理操作' }).waitFor();
  return page;
}

journey('我的信息：查得到、拿得走、改得了，删不了的说明理由', () => {
  const city = useBrowserCity({ demoOf: ['urban-management', 'city-code', 'data-protection'] });

  test('先验证手机，再看到本市哪些台账登记了自己，申请全部副本', async () => {
    await reportCover(city(), '清河路与颍河路交叉口');
    const { page } = await city().visitAs(citizen, { viewport: phone });
    await page.goto('/citizen/data-protection/mine');
    await page.getByRole('link', { name: '去验证' }).waitFor();
    await look(page, 'own-data-unverified');
    await page.getByRole('link', { name: '去验证' }).click();
    await page.getByRole('button', { name: '发送验证码' }).click();
    const told = await page.getByText(/验证码是 \d{6}$/).innerText();
    await page.getByLabel('验证码').fill(told.slice(-6));
    await page.getByRole('button', { name: '验证', exact: true }).click();
    await page.getByText('L2 · 手机已验证').waitFor();
    await page.goto('/citizen/data-protection/mine');
    await page.getByRole('link', { name: /城管案件/ }).waitFor();
    await page.getByRole('link', { name: /安康码申领/ }).waitFor();
    await look(page, 'own-data-holdings');
    await page.evaluate(() => localStorage.setItem('city.elder', 'largest'));
    await page.reload();
    await page.getByRole('link', { name: /城管案件/ }).waitFor();
    await look(page, 'own-data-elder');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    await page.evaluate(() => localStorage.removeItem('city.elder'));
    await page.reload();
    await page.getByRole('button', { name: '申请副本' }).click();
    await look(page, 'own-data-ask-copy');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page
      .getByText(/^查阅复制：/)
      .first()
      .waitFor();
    expect(await page.getByText(/^查阅复制：/).count()).toBe(2);
    await look(page, 'own-data-requests');
  });

  test('责任部门的专员在工作台看到请求和时限，同意提供', async () => {
    const { page: list } = await city().visitAs(officer);
    await list.goto('/desk/data-protection/requests');
    await list.getByRole('row').filter({ hasText: '查阅复制：城管案件' }).waitFor();
    await look(list, 'own-data-desk-list');
    const page = await openRequest(city(), 'access');
    await page.getByText('城管案件：').waitFor();
    await look(page, 'own-data-desk-request');
    await choose(page, '同意提供');
    await drawer(page).getByLabel('答复').fill('已核实身份，副本请自行下载');
    await press(page, '同意提供');
    await page
      .getByText(/已同意提供/)
      .first()
      .waitFor();
  });

  test('本人下载副本，只有一次，有回执', async () => {
    const id = await newestRequest(city(), 'access');
    const { page } = await city().visitAs(citizen, { viewport: phone });
    await page.goto(`/citizen/data-protection/requests/${id}`);
    await look(page, 'own-data-ready');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载副本' }).click(),
    ]);
    const files = unzipSync(new Uint8Array(readFileSync(await download.path())));
    expect(Object.keys(files).sort()).toEqual(['个人信息副本.json', '个人信息副本.pdf']);
    expect(Buffer.from(files['个人信息副本.json'] ?? []).toString()).toContain('清河路与颍河路交叉口');
    await page.getByRole('link', { name: '下载交付回执' }).waitFor();
    await look(page, 'own-data-taken');
  });

  test('请求更正联系电话，专员核实后更正，登记的就是新的', async () => {
    const { page } = await city().visitAs(citizen, { viewport: phone });
    await page.goto(report);
    await page.getByRole('button', { name: '更正' }).first().waitFor();
    await look(page, 'own-data-register');
    await page.getByRole('button', { name: '更正' }).first().click();
    await page.getByLabel('联系电话更正为').fill('123');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('联系电话更正为').fill('13912345679');
    await look(page, 'own-data-correct');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('更正：城管案件').waitFor();
    const desk = await openRequest(city(), 'correct');
    await desk.getByRole('cell', { name: '13912345679' }).waitFor();
    await look(desk, 'own-data-desk-correct');
    await choose(desk, '核实并更正');
    await drawer(desk).getByLabel('答复').fill('已补登联系电话');
    await press(desk, '核实并更正');
    await desk
      .getByText(/已核实并更正/)
      .first()
      .waitFor();
    await page.goto(report);
    await page.getByText('139****5679').waitFor();
  });

  test('请求删除未满法定期限的记录：不予办理，写明是哪一条法律', async () => {
    const { page } = await city().visitAs(citizen, { viewport: phone });
    await page.goto(report);
    await page.getByRole('button', { name: '删除' }).first().click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('删除：城管案件').waitFor();
    const desk = await openRequest(city(), 'erase');
    await desk.getByText('法定最短期限').waitFor();
    await look(desk, 'own-data-desk-erase');
    await choose(desk, '不予办理');
    await pick(desk, '不予办理的法定理由', '法定保存期限未满');
    await drawer(desk).getByLabel('答复').fill('案件尚在办理，办结满十年后将匿名化');
    await look(desk, 'own-data-desk-refuse');
    await press(desk, '不予办理');
    await desk
      .getByText(/已不予办理/)
      .first()
      .waitFor();
    await page.reload();
    await page.getByText('法定保存期限未满（个人信息保护法第47条第二款）').waitFor();
    await look(page, 'own-data-refused');
  });

  test('保存期限管理员看到各台账的期限、到期数量，点数字看是哪些', async () => {
    const { page } = await city().visitAs('privacy-overseer');
    await page.goto('/desk/registers/retention');
    await page.getByRole('cell', { name: /亮码记录/ }).waitFor();
    await look(page, 'retention-rules');
    await page.getByRole('link', { name: named('销毁记录') }).click();
    await page.getByRole('heading', { name: '销毁记录' }).waitFor();
    await look(page, 'retention-records');
  });
});
