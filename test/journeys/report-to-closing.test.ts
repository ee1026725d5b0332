/** The journey that the whole city is built for: a citizen reports a broken manhole cover, and it is closed. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, phone, useBrowserCity, type Visitor } from '../support/browser.ts';
import { findCollector } from './parts/api.ts';
import { act, addPhotos, choose, claim, drawer, named, openFromToDo, pick, send } from './parts/case.ts';
import { fillReport, signUp } from './parts/citizen.ts';
import { takePhoto } from './parts/pictures.ts';
import { changePassword, fillSignIn, openDesk, openMenu } from './parts/session.ts';

/** In a drawn grid of 颍州区. */
const place = { latitude: 32.8834, longitude: 115.8069 };

/** 处置率 of 颍州区 on the evaluation page. */
async function handledRate(page: Page): Promise<Locator> {
  const row = page.getByRole('row').filter({ hasText: '颍州区' }).last();
  await row.waitFor();
  const titles = await page.getByRole('columnheader').allInnerTexts();
  return row.getByRole('cell').nth(titles.findIndex((title) => title.startsWith('处置率')));
}

/** From the number on the wall down to the case at the desk. */
async function followWall(city: BrowserCity, number: string): Promise<void> {
  const { page, context, troubles } = await city.visitAs('leader-1', {
    viewport: { width: 1920, height: 1080 },
  });
  await page.goto('/screen/');
  await page.getByRole('button', { name: '办结 1 件，看明细' }).click();
  const opened = context.waitForEvent('page');
  await drawer(page).getByRole('link', { name: number }).click();
  const desk = await opened;
  await desk.getByRole('tab', { name: number, selected: true }).waitFor();
  expect(troubles).toEqual([]);
  await context.close();
}

/** The auditor finds the steps of the case, and that nobody has changed the chain. */
async function checkAudit(city: BrowserCity, id: string): Promise<void> {
  const password = city.firstAccounts.find((one) => one.account === 'auditadmin')?.password ?? '';
  const { page, troubles } = await city.visit();
  await page.goto('/desk/');
  await fillSignIn(page, 'auditadmin', password);
  await changePassword(page, password, 'Fuyang-shenji-2026');
  await openMenu(page, '系统管理', '审计日志');
  await page.getByRole('button', { name: '展开' }).click();
  await page.getByLabel('对象编号').fill(id);
  await page.getByRole('button', { name: named('查询') }).click();
  const rows = page.getByRole('row').filter({ hasText: id.slice(-12) });
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBeGreaterThanOrEqual(7);
  await page.getByRole('button', { name: '校验审计' }).click();
  await page.getByRole('button', { name: '开始校验' }).click();
  await page.getByText('审计完整，没有记录被改动、删除或插入。').waitFor();
  expect(troubles).toEqual([]);
}

async function step(city: BrowserCity, account: string, number: string, work: (page: Page) => Promise<void>) {
  const { page, context, troubles } = await openDesk(city, account);
  await openFromToDo(page, number);
  await work(page);
  expect(troubles).toEqual([]);
  await context.close();
}

const onPhone = {
  viewport: phone,
  isMobile: true,
  hasTouch: true,
  geolocation: place,
  permissions: ['geolocation'],
};
const cover = {
  description: '人行道上的污水井盖破了一个洞，晚上很危险',
  matter: '污水井盖异常',
  address: '颍河路与清河路交叉口东南角',
};

interface Sent {
  readonly number: string;
  readonly id: string;
}

/** The network is gone when 提交 is pressed, and comes back. */
async function reportWithoutNetwork({ page, context }: Visitor): Promise<Sent> {
  await fillReport(page, cover);
  await page.getByText(/您的照片、位置和手机号只用于办理本次上报/).waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { name: '已存在手机里' }).waitFor();
  await context.setOffline(false);
  await page.getByText(/已提交/).waitFor();
  return openOnlyReport(page);
}

/** 我的上报 holds one report; it is opened. */
async function openOnlyReport(page: Page): Promise<Sent> {
  await page.goto('/citizen/urban-management/reports');
  const card = page.locator('.report-card');
  await card.getByText('正在现场查看').waitFor();
  expect(await card.count()).toBe(1);
  const number = /CG[\d-]+/.exec(await card.innerText())?.[0] ?? '';
  await card.click();
  await page.getByText('已收到您的上报').waitFor();
  return { number, id: page.url().split('/').at(-1) ?? '' };
}

async function fileCase(page: Page, number: string): Promise<void> {
  await choose(page, '立案');
  await pick(page, '适用标准', '01002-1');
  await drawer(page).getByText('先属主后属地').waitFor();
  await send(page, '立案', number);
}

async function dispatchAsSuggested(page: Page, number: string): Promise<void> {
  await choose(page, '派遣');
  await drawer(page).getByRole('button', { name: '派给' }).first().click();
  await send(page, '派遣', number);
}

async function handleWithPhotos(page: Page, number: string): Promise<void> {
  await claim(page, number);
  await choose(page, '处置完毕');
  await drawer(page).getByLabel('处置情况').fill('已更换井盖和防坠网，恢复路面');
  await addPhotos(page, '处置后照片', [await takePhoto('修复近景'), await takePhoto('修复远景')]);
  await send(page, '处置完毕', number);
}

async function rate(page: Page): Promise<void> {
  await page.getByText('已更换井盖和防坠网').waitFor();
  expect(await page.getByAltText(/^处理后的照片/).count()).toBe(2);
  await page.getByRole('radio', { name: '5 星，非常满意' }).click();
  await page.getByLabel('想说的话').fill('修得很快，谢谢');
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByRole('heading', { name: '您的评价' }).waitFor();
}

/** The number on the evaluation page has moved, and leads down to the case. */
async function followEvaluation({ page, troubles }: Visitor, number: string): Promise<void> {
  await page.reload();
  const cell = await handledRate(page);
  expect(await cell.innerText()).toBe('100.0%');
  await cell.getByRole('button').click();
  await drawer(page).getByRole('link', { name: '查看' }).first().click();
  await page.getByRole('tab', { name: number, selected: true }).waitFor();
  expect(troubles).toEqual([]);
}

journey('a citizen reports a broken manhole cover, and it is closed', () => {
  const city = useBrowserCity({ demoOf: ['urban-management'] });

  test('市民报告井盖破损，直到结案', async () => {
    const citizen = await city().visit(onPhone);
    await signUp(citizen.page, '13812345678', '颍小满');
    const { number, id } = await reportWithoutNetwork(citizen);
    const follow = async (words: string) => {
      await citizen.page.reload();
      await citizen.page.getByText(words).first().waitFor();
    };
    const collector = await findCollector(city(), id);
    await step(city(), collector, number, (page) => act(page, number, '属实', '情况属实，请尽快处理'));
    await follow('工作人员到现场看过，情况属实');
    await step(city(), 'acceptor-1', number, (page) => fileCase(page, number));
    await follow('已正式受理');
    await step(city(), 'dispatcher-yingzhou-1', number, (page) => dispatchAsSuggested(page, number));
    await follow('已交给');

    const leader = await openDesk(city(), 'leader-1');
    await openMenu(leader.page, '智慧城管', '综合评价');
    expect(await (await handledRate(leader.page)).innerText()).toBe('0.0%');

    await step(city(), 'handler-city-drainage', number, (page) => handleWithPhotos(page, number));
    await follow('处理完了，等待检查');
    await step(city(), collector, number, (page) => act(page, number, '核查通过', '现场已恢复'));
    await follow('检查合格');
    await step(city(), 'duty-officer-1', number, async (page) => {
      await choose(page, '结案');
      await send(page, '结案', number);
    });
    await follow('已办结');
    await rate(citizen.page);
    expect(citizen.troubles).toEqual([]);

    await followEvaluation(leader, number);
    await followWall(city(), number);
    await checkAudit(city(), id);
  });

  test('提交后没有收到回答，再次提交也只有一件', async () => {
    const { page } = await city().visit(onPhone);
    await signUp(page, '13812345679', '颍小寒');
    await fillReport(page, { ...cover, address: '清河路公交站旁' });
    let answers = 0;
    await page.route('**/api/urban-management/reports', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      answers += 1;
      if (answers > 1) return route.continue();
      // The city has done it, but the phone never hears so.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已存在手机里' }).waitFor();
    await page.goto('/citizen/mine');
    await page
      .getByText('还没有提交成功')
      .or(page.getByText(/已提交/))
      .first()
      .waitFor();
    await expect
      .poll(
        async () => {
          const again = page.getByRole('button', { name: '现在提交' });
          if (await again.isVisible()) await again.click();
          return answers;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThanOrEqual(2);
    await page.getByText('还没有提交成功').waitFor({ state: 'detached' });
    await openOnlyReport(page);
  });
});
