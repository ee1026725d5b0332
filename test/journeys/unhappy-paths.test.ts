/** What does not go straight: not ours, later please, back to you, two at once, and a form that was filled in too long. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, useBrowserCity, type Visitor } from '../support/browser.ts';
import { actAs, callAs, findCollector, openCaseAt } from './parts/api.ts';
import { act, choose, drawer, openFromToDo, pick, press, send, writeOpinion } from './parts/case.ts';

/** An official who is signed in already, with the case of his work list before him. */
async function openCase(city: BrowserCity, account: string, number: string): Promise<Visitor> {
  const visitor = await city.visitAs(account);
  await visitor.page.goto('/desk/');
  await openFromToDo(visitor.page, number);
  return visitor;
}

/** The command centre finds the request under 待审定 and decides. */
async function decide(city: BrowserCity, number: string, verdict: string): Promise<Page> {
  const { page } = await city.visitAs('dispatcher-yingzhou-1');
  await page.goto('/desk/?tab=requests');
  await page.getByRole('row').filter({ hasText: number }).click();
  await page.getByRole('button', { name: '审定', exact: true }).click();
  await drawer(page).getByRole('radio', { name: verdict, exact: true }).check();
  await drawer(page).getByRole('textbox', { name: '审定意见' }).fill('已与单位核对');
  await drawer(page).getByRole('button', { name: '提交审定' }).click();
  await page.getByText(`${number} 已审定`).first().waitFor();
  return page;
}

/** What the case page says in its head and its history. */
async function expectHistory(page: Page, words: string): Promise<void> {
  await page.locator('.city-section').filter({ hasText: '流转记录' }).getByText(words).first().waitFor();
}

journey('不顺利的办理过程', () => {
  const city = useBrowserCity({ demoOf: ['urban-management'] });

  test('处置单位提出不属本单位，指挥中心同意后改派给别的单位', async () => {
    const { number } = await openCaseAt(city(), 'handle', '颍河路 1 号');
    const handler = await openCase(city(), 'handler-city-drainage', number);
    await act(handler.page, number, '申诉', '该井属供水单位，不属本单位');
    const command = await decide(city(), number, '同意');
    await choose(command, '派遣');
    await drawer(command).getByLabel('承办单位').fill('市政');
    await command.locator('.ant-select-item-option').filter({ hasText: '颍州' }).first().click();
    await send(command, '派遣', number);
    await expectHistory(command, '同意');

    await handler.page.goto('/desk/');
    await handler.page.getByText('没有待办事项').waitFor();
    await openCase(city(), 'handler-yingzhou-municipal-works', number);
    expect(handler.troubles).toEqual([]);
  });

  test('处置单位申请延期，指挥中心同意，时限往后顺延', async () => {
    const { number, id } = await openCaseAt(city(), 'handle', '颍河路 2 号');
    const due = async () =>
      (
        await (
          await callAs(city(), 'duty-officer-1')
        ).get<{ whole: { dueAt: string } }>(`/api/flow/cases/urban-management.case/${id}`)
      ).whole.dueAt;
    const before = await due();
    const { page } = await openCase(city(), 'handler-city-drainage', number);
    await choose(page, '延期');
    await drawer(page).getByLabel('申请时间').fill('2');
    await writeOpinion(page, '井盖需定制，配件三天后到货');
    await send(page, '延期', number);
    await decide(city(), number, '同意');
    expect(Date.parse(await due())).toBeGreaterThan(Date.parse(before));
    await page.reload();
    await page.getByText('已审定 1 项').waitFor();
  });

  test('处置单位退回，案件又到派遣环节', async () => {
    const { number } = await openCaseAt(city(), 'handle', '颍河路 3 号');
    const { page } = await openCase(city(), 'handler-city-drainage', number);
    await choose(page, '退回');
    await drawer(page).getByRole('radio', { name: '派遣' }).check();
    await writeOpinion(page, '位置不在本单位管护范围，请核对');
    await send(page, '退回', number);
    const command = await openCase(city(), 'dispatcher-yingzhou-1', number);
    await expectHistory(command.page, '位置不在本单位管护范围，请核对');
  });

  test('两人同时办理，后提交的人被告知是谁、何时办的，意见不丢', async () => {
    const { number } = await openCaseAt(city(), 'accept', '颍河路 4 号');
    const slow = await openCase(city(), 'acceptor-1', number);
    await choose(slow.page, '不予立案');
    await writeOpinion(slow.page, '与已有案件重复');

    const fast = await openCase(city(), 'acceptor-2', number);
    await choose(fast.page, '立案');
    await pick(fast.page, '适用标准', '01002-1');
    await send(fast.page, '立案', number);

    await press(slow.page, '不予立案');
    await drawer(slow.page)
      .getByText(/已由 .+ 在 \d\d:\d\d 办理「立案」，现处于「派遣」环节/)
      .waitFor();
    await drawer(slow.page).getByText('您填写的意见已为您保留').waitFor();
    expect(await drawer(slow.page).getByRole('textbox', { name: '意见' }).inputValue()).toBe(
      '与已有案件重复',
    );
  });

  test('填写期间案件有变，核对后接着提交，已填内容仍在', async () => {
    const { number, id } = await openCaseAt(city(), 'accept', '颍河路 5 号');
    const { page } = await openCase(city(), 'acceptor-1', number);
    await choose(page, '立案');
    await pick(page, '适用标准', '01002-2');
    // Meanwhile a colleague has it looked at once more, and it comes back to the same link.
    await actAs(city(), 'acceptor-2', id, { action: 'recheck', opinion: '请再核实一次' });
    await actAs(city(), await findCollector(city(), id), id, { action: 'confirm' });
    await press(page, '立案');
    await drawer(page).getByText('您填写的内容仍在。请核对最新情况后继续。').waitFor();
    await drawer(page).getByRole('button', { name: '按最新情况继续' }).click();
    await drawer(page).getByText('01002-2').first().waitFor();
    await send(page, '立案', number);
    await expectHistory(page, '请再核实一次');
  });
});
