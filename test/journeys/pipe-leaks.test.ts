/** 管网漏水:许多测点报警并成一件,研判把真正的管段排进前三,列出要关的阀门和停水用户,派单、处置、协同、复核,评估后结案。 */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { registers } from '../../engines/registers/service.ts';
import { telemetry } from '../../engines/telemetry/service.ts';
import { incident } from '../../systems/governance/lifeline/incident/incident.ts';
import { demoLeak } from '../../systems/governance/lifeline/seed.ts';
import { desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { bar, drawer, named, pick, press, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';

journey('供水管网漏损的联合处置', () => {
  const city = useBrowserCity({ demoOf: ['lifeline'] });

  /** These actions stand in the bar itself; a page that is just opening may be long in drawing it. */
  async function take(page: Page, title: string): Promise<void> {
    await bar(page)
      .getByRole('button', { name: named(title) })
      .click();
  }

  async function found() {
    await city().services.use(telemetry).settle();
    await city().store.drain();
    const rows = await city()
      .services.use(registers)
      .of(incident)
      .trusted.findMany(city().store.db, { sort: '-openedAt', limit: 10 });
    return rows;
  }

  /** Whether the step has been taken: marks are of the process, so that the row's type does not know them. */
  async function marked(mark: string): Promise<boolean> {
    const [row] = (await found()) as readonly object[];
    return (row as Readonly<Record<string, unknown>> | undefined)?.[mark] != null;
  }

  test('报警并成一件、定位、关阀、派单、协同、复核、结案', async () => {
    const [opened, ...more] = await found();
    expect(more).toEqual([]);
    if (opened === undefined) throw new Error('the leak opened no case');
    const analyst = await city().visitAs('lifeline-analyst');
    const { page } = analyst;
    await page.goto('/desk/lifeline');
    await page.getByRole('link', { name: /监测异常/ }).waitFor();
    await page.locator('.city-map canvas').waitFor();
    await look(page, 'lifeline-board');
    await page.getByRole('link', { name: /监测异常/ }).click();
    const ranked = page.locator('.lifeline-pipe');
    await ranked.first().waitFor();
    expect((await ranked.allTextContents()).slice(0, 3)).toContain(demoLeak.pipe);
    await page.getByRole('button', { name: demoLeak.pipe, exact: true }).click();
    const plan = page.getByRole('region', { name: '停水最少' });
    await plan.getByText(/关 \d+ 个阀门，停水 \d+ 户/).waitFor();
    await plan.getByText('模拟核实：管段已无水流').waitFor();
    expect(await plan.getByRole('listitem').count()).toBeGreaterThan(0);
    await look(page, 'lifeline-incident-top');
    await page.locator('.lifeline-located').scrollIntoViewIfNeeded();
    await look(page, 'lifeline-incident-leak');

    await take(page, '属实，发布预警');
    await drawer(page).getByLabel('研判管段').fill(demoLeak.pipe);
    await drawer(page).getByLabel('研判意见').fill('无施工报备，相邻测点同时下降');
    await look(page, 'lifeline-confirm');
    await press(page, '属实，发布预警');
    await take(page, '派权属单位处置');
    await writeOpinion(page, '请立即到场');
    await press(page, '派权属单位处置');
    await expect.poll(() => marked('sentAt'), { timeout: 20_000 }).toBe(true);
    const [sent] = await found();
    const helpers: Readonly<Record<string, string>> = {
      'city-urban-management': 'lifeline-urban',
      'city-emergency': 'lifeline-emergency',
      'city-traffic-police': 'lifeline-traffic',
    };
    const joint = Array.isArray(sent?.joint) ? (sent.joint as readonly string[]) : [];
    for (const unit of joint) {
      const helper = await city().visitAs(helpers[unit] ?? '');
      await helper.page.goto(`/desk/lifeline/incidents/${opened.id}`);
      await take(helper.page, '已到位协同');
      await writeOpinion(helper.page, '已到现场围挡');
      await press(helper.page, '已到位协同');
      await helper.page.getByText('已到现场围挡').first().waitFor();
      expect(helper.troubles).toEqual([]);
    }
    const owner = await city().visitAs('lifeline-owner');
    await owner.page.goto(`/desk/lifeline/incidents/${opened.id}`);
    await take(owner.page, '处置完成');
    await drawer(owner.page).getByLabel('实际漏点管段').fill(demoLeak.pipe);
    await drawer(owner.page).getByLabel('处置情况').fill('关阀开挖，更换管道 2 米');
    await press(owner.page, '处置完成');
    await expect.poll(() => marked('handledAt'), { timeout: 20_000 }).toBe(true);

    await page.reload();
    await take(page, '监测值恢复');
    await drawer(page).getByLabel('复核情况').fill('各测点压力恢复');
    await press(page, '监测值恢复');
    await expect.poll(() => marked('passedAt'), { timeout: 20_000 }).toBe(true);
    const supervisor = await city().visitAs('lifeline-supervisor');
    await supervisor.page.goto(`/desk/lifeline/incidents/${opened.id}`);
    await take(supervisor.page, '评估并结案');
    await drawer(supervisor.page).getByLabel('原因分析').fill('管道腐蚀穿孔');
    await drawer(supervisor.page).getByLabel('改进措施').fill('列入老旧管网改造');
    await pick(supervisor.page, '处置评价', '处置及时有效');
    await press(supervisor.page, '评估并结案');
    await expect.poll(async () => (await found())[0]?.status, { timeout: 20_000 }).toBe('closed');
    const [closed] = await found();
    expect(closed?.rank).toBeLessThanOrEqual(3);
    await supervisor.page.reload();
    await supervisor.page.locator('.lifeline-pipe').first().waitFor();
    await look(supervisor.page, 'lifeline-closed');
    expect([...analyst.troubles, ...owner.troubles, ...supervisor.troubles]).toEqual([]);
  });

  test('管网页：看压力和测点，选管段看关阀方案，打开导入', async () => {
    const { page } = await city().visitAs('lifeline-keeper');
    await page.goto('/desk/lifeline/networks');
    await page.getByText('颍州演示供水片区').first().click();
    await page.getByRole('combobox', { name: '管段' }).click();
    await page.keyboard.type('P20');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: '停水最少' }).waitFor();
    await page.locator('.city-map canvas').waitFor();
    await look(page, 'lifeline-network');
    await page.getByRole('button', { name: '用近期读数校核' }).click();
    await page.getByText('留出测点', { exact: false }).first().waitFor();
    await page.getByText('总用水量').waitFor();
    await look(page, 'lifeline-calibration');
    await page.setViewportSize(phone);
    await look(page, 'lifeline-calibration-phone');
    await page.setViewportSize(desktop);
    await page.goto('/desk/lifeline/networks');
    await page.getByRole('button', { name: '导入模型' }).click();
    await look(page, 'lifeline-import');
  });
});
