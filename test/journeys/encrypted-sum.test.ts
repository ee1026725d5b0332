/** Three departments add their figures in three browsers; the total comes out, and no request carries a figure of anybody. */
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity, type Visitor } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('加密求和：各交各的，只出合计', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-operation'] });
  const given = [
    ['operate-6', '71234.56', '321', '市人力资源'],
    ['operate-7', '62345.67', '432', '市医保局'],
    ['operate-8', '-53.45', '3', '市民政局'],
  ] as const;

  test('三个部门在自己的浏览器里加入、核对、提交；平台只收到掩码，放行的是合计', async () => {
    const bank = await city().visitAs('operate-1');
    await bank.page.goto('/desk/data-operation');
    await bank.page.locator('tbody tr').filter({ hasText: '三部门缴费合计' }).click();
    await bank.page.getByRole('button', { name: '发起求和' }).click();
    await bank.page.getByRole('heading', { name: '参与部门' }).waitFor();
    await look(bank.page, 'begun');
    const sent: string[] = [];
    const visitors: Visitor[] = [];
    for (const [account, , , organ] of given) {
      const visitor = await city().visitAs(account);
      visitors.push(visitor);
      const { page } = visitor;
      page.on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`));
      await page.goto('/desk/data-operation/sums');
      // The department that provides the data sees all parts, each contributor its own.
      await page.locator('tbody tr').filter({ hasText: organ }).first().click();
      await page.getByRole('button', { name: '加入' }).click();
      await page
        .getByText(/已加入，等待其他部门|核对码/)
        .first()
        .waitFor();
    }
    const codes = new Set<string>();
    for (const [at, visitor] of visitors.entries()) {
      const { page } = visitor;
      const [, amount = '', people = ''] = given[at] ?? [];
      await page.getByText('核对码').waitFor();
      codes.add((await page.locator('.operation-code b').textContent()) ?? '');
      for (const group of ['职工', '居民']) {
        const inputs = page.getByRole('row').filter({ hasText: group }).getByRole('spinbutton');
        await inputs.nth(0).fill(amount);
        await inputs.nth(1).fill(people);
      }
      if (at === 0) {
        await look(page, 'fill');
        await page.setViewportSize(phone);
        await look(page, 'fill-narrow');
      }
      await page.getByRole('button', { name: '遮住并提交' }).click();
      await page
        .getByText(/已提交，等待其他部门|合计已算出/)
        .first()
        .waitFor();
    }
    expect(codes.size).toBe(1);
    const everything = sent.join('\n');
    expect(everything).toContain('/vector');
    for (const [, amount, people] of given) {
      expect(everything).not.toContain(amount.replace('.', ''));
      expect(everything).not.toContain(amount);
      expect(everything).not.toContain(`:${people},`);
    }
    const last = visitors.at(-1);
    if (last !== undefined) await look(last.page, 'all-given');
    const reviewer = (await city().visitAs('operate-5')).page;
    await reviewer.goto('/desk/data-operation/runs');
    await reviewer.locator('tbody tr').filter({ hasText: '待审核' }).first().click();
    await reviewer.getByLabel('审核意见').fill('只有三部门合计，人数足够');
    await reviewer.getByRole('button', { name: '放行', exact: true }).click();
    await reviewer.getByText('已放行', { exact: true }).first().waitFor();
    await bank.page.reload();
    await bank.page.getByText('133,526.78').first().waitFor();
    await look(bank.page, 'released');
  });
});
