/** 一块用地从画出到规划更新:压到永久基本农田,结论和面积可看可下载;新版农田发布后项目自动复查,登记人收到通知。 */
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { registers } from '../../engines/registers/service.ts';
import { planVersion } from '../../systems/governance/land-plan/registers/plan-version.ts';
import { makeFields } from '../../systems/governance/land-plan/server/demo/make-lines.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('用地合规性审查', () => {
  const city = useBrowserCity({ demoOf: ['land-plan'] });

  test('画出、审查、下载报告、规划更新、收到通知', async () => {
    const examiner = await city().visitAs('plan-examiner');
    const { page } = examiner;
    await page.goto('/desk/land-plan');
    await page.locator('.city-map canvas').waitFor();
    // The keyboard's way: corners are typed where a mouse would click them on the map.
    const [west = 0, south = 0] = makeFields(0)[0]?.shape[0]?.[0]?.[0] ?? [];
    const corners = [
      [west - 0.001, south + 0.001],
      [west + 0.001, south + 0.001],
      [west + 0.001, south + 0.003],
      [west - 0.001, south + 0.003],
    ];
    await page.getByLabel('界址点坐标').fill(corners.map(([x, y]) => `${x},${y}`).join('\n'));
    await page.getByText('4 个点').waitFor();
    await page.getByLabel('事由').fill('拟建仓库');
    await look(page, 'land-plan-examine');
    await page
      .getByRole('button', { name: '审 查' })
      .or(page.getByRole('button', { name: '审查' }))
      .first()
      .click();

    await page.getByRole('heading', { name: '拟建仓库' }).waitFor();
    const farmland = page.getByRole('row', { name: /永久基本农田/ }).first();
    await farmland.getByText('不得占用', { exact: true }).waitFor();
    expect(await farmland.textContent()).toMatch(/占用.*㎡（[\d.,]+ 亩）/);
    await page.locator('.city-map canvas').waitFor();
    await look(page, 'land-plan-check');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载审查报告' }).click(),
    ]);
    const stream = await download.createReadStream();
    const parts: Uint8Array[] = [];
    for await (const part of stream) parts.push(part as Uint8Array);
    const pdf = await pdfjs.getDocument({ data: new Uint8Array(Buffer.concat(parts)), verbosity: 0 }).promise;
    expect(pdf.numPages).toBeGreaterThan(0);

    const keeper = await city().visitAs('plan-keeper');
    const [draft] = await city()
      .services.use(registers)
      .of(planVersion)
      .trusted.findMany(city().store.db, {
        filter: { field: 'status', is: 'equal', value: 'draft' },
        limit: 1,
      });
    await keeper.page.goto(`/desk/land-plan/versions/${draft?.id}`);
    await keeper.page.getByRole('cell', { name: '城东物流园（演示）' }).waitFor();
    await look(keeper.page, 'land-plan-version');
    await keeper.page
      .getByRole('button', { name: '发 布' })
      .or(keeper.page.getByRole('button', { name: '发布' }))
      .first()
      .click();
    await keeper.page
      .getByRole('dialog')
      .getByRole('button', { name: /发\s*布/ })
      .click();
    await keeper.page.getByText('在用', { exact: true }).waitFor();
    await city().store.drain();

    await page.goto('/desk/messages');
    const notice = page.getByText(/城东物流园（演示）：永久基本农田更新/).first();
    await notice.waitFor();
    await page.goto('/desk/land-plan/projects');
    await page.getByText('城东物流园（演示）').first().click();
    await page.getByText('规划版本更新后复查').first().waitFor();
    await look(page, 'land-plan-project');

    const small = await city().visitAs('plan-examiner', { viewport: phone });
    await small.page.goto('/desk/land-plan');
    await small.page.locator('.city-map canvas').waitFor();
    await look(small.page, 'land-plan-examine-phone');
    expect([...examiner.troubles, ...keeper.troubles, ...small.troubles]).toEqual([]);
  });
});
