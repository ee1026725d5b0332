/** 河长断网巡河,联网后只传一次;路人扫公示牌上报,河长办在台账里看到并交办;路人凭编号和查询码看到进度。 */
import { expect, test } from 'vitest';
import { registers } from '../../engines/registers/service.ts';
import { patrol } from '../../systems/governance/river-chief/registers/patrol.ts';
import { reach } from '../../systems/governance/river-chief/registers/river.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { choose, send } from './parts/case.ts';

const code = 'YH-341204103201';

journey('河长巡河和公众监督', () => {
  const city = useBrowserCity({ demoOf: ['river-chief'] });

  async function ownReach() {
    const rows = city().services.use(registers).of(reach).trusted;
    const [found] = await rows.findMany(city().store.db, {
      filter: { field: 'code', is: 'equal', value: code },
      limit: 1,
    });
    if (found?.boardAt == null || found.board === null) throw new Error('the demo reach has no board');
    return { id: found.id, name: found.name, board: found.board, at: found.boardAt };
  }

  async function walked(id: string) {
    const rows = await city()
      .services.use(registers)
      .of(patrol)
      .trusted.findMany(city().store.db, {
        filter: { field: 'reach', is: 'equal', value: id },
        sort: '-startedAt',
        limit: 100,
      });
    return rows;
  }

  test('断网走完一段,联网后只有一条记录,写明为什么不算有效', async () => {
    const own = await ownReach();
    const before = (await walked(own.id)).length;
    const { page, context } = await city().visitAs('chief-village', {
      viewport: phone,
      geolocation: { longitude: own.at.lon, latitude: own.at.lat, accuracy: 5 },
      permissions: ['geolocation'],
    });
    await page.goto('/citizen/river-chief/mine');
    await page.getByRole('heading', { name: own.name }).waitFor();
    await page.getByRole('link', { name: '开始巡河' }).click();
    await page.getByRole('button', { name: '开始巡河' }).click();
    await page.getByText('正在记录轨迹').waitFor();
    const end = page.getByRole('button', { name: '结束巡河' });
    await expect.poll(() => end.isEnabled(), { timeout: 20_000 }).toBe(true);
    await context.setOffline(true);
    await end.click();
    await page.getByText('没有网络，轨迹存在手机里').waitFor();
    expect(await walked(own.id)).toHaveLength(before);
    await context.setOffline(false);
    await expect.poll(async () => (await walked(own.id)).length, { timeout: 20_000 }).toBe(before + 1);
    await page.goto('/citizen/river-chief/mine');
    await page
      .getByText(/定位点太少/)
      .first()
      .waitFor();
    const desk = await city().visitAs('river-office-yingquan');
    await desk.page.goto('/desk/river-chief/patrols');
    await desk.page.getByText(own.name).first().waitFor();
    expect(await walked(own.id)).toHaveLength(before + 1);
  });

  test('扫公示牌上报,河长办交办,凭编号和查询码看进度', async () => {
    const own = await ownReach();
    const { page } = await city().visit({
      viewport: phone,
      geolocation: { longitude: own.at.lon, latitude: own.at.lat, accuracy: 5 },
      permissions: ['geolocation'],
    });
    await page.goto(`/citizen/river-chief/boards/${own.board}`);
    await page.getByText('村级河长').waitFor();
    await page.getByRole('button', { name: '我要反映问题' }).click();
    await page.getByLabel('问题类别').selectOption({ label: '乱堆（四乱）' });
    await page.getByLabel('问题描述').fill('河边有人倒建筑垃圾');
    await page.getByRole('button', { name: '用我现在的位置' }).click();
    await page.getByText('已选位置').waitFor();
    await page.getByRole('button', { name: '提交' }).click();
    const slips = page.locator('.river-slip b');
    await slips.first().waitFor();
    const [number = '', slip = ''] = await slips.allTextContents();
    const desk = await city().visitAs('river-office-yingquan');
    await desk.page.goto('/desk/river-chief/problems');
    await desk.page.getByText(number).first().click();
    await desk.page.getByText('河边有人倒建筑垃圾').first().waitFor();
    await choose(desk.page, '按职责表交办');
    await send(desk.page, '按职责表交办', number);
    await page.getByRole('link', { name: '查进度' }).last().click();
    await page.getByLabel('查询码').fill(slip);
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('已交办责任单位').waitFor();
  });
});
