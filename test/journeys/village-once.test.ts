/** 一次采集、多方利用:部门要的只剩缺的;村干部断网填两户,联网后各传一次,一处冲突由他选定;出生改户卡,卫健和公安各收一次;民政回推。 */
import { expect, test } from 'vitest';
import { registers } from '../../engines/registers/service.ts';
import { household } from '../../systems/governance/village-data/registers/card.ts';
import { change, conflict, delivery } from '../../systems/governance/village-data/registers/flow.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { choose, named, press, writeOpinion } from './parts/case.ts';

const village = '341225117203';

journey('村情一次采集、多方利用', () => {
  const city = useBrowserCity({ demoOf: ['village-data'] });
  const rows = () => city().services.use(registers);

  async function home(serial: number) {
    const [found] = await rows()
      .of(household)
      .trusted.findMany(city().store.db, {
        filter: { field: 'number', is: 'equal', value: `${village}${String(serial).padStart(4, '0')}` },
        limit: 1,
      });
    if (found === undefined) throw new Error(`no household ${serial}`);
    return found;
  }

  const changesOf = (number: string) =>
    rows()
      .of(change)
      .trusted.findMany(city().store.db, {
        filter: { field: 'number', is: 'equal', value: number },
        limit: 50,
      });

  test('部门发起采集,页面上就缩到真正缺的,县里同意后下到村里', async () => {
    const { page } = await city().visitAs('village-police');
    await page.goto('/desk/village-data/requests/new');
    await page.getByLabel('任务名称').fill('出租屋和联系电话核对');
    await page.getByLabel('范围').click();
    for (const name of ['阜南县', '王家坝镇', '王家坝村委会'])
      await page.locator('.ant-cascader-menu-item', { hasText: name }).last().click();
    await page.keyboard.press('Escape');
    const fields = page.getByRole('combobox', { name: '字段' });
    for (const name of ['性别', '手机号']) {
      await fields.fill(name);
      await page.locator('.ant-select-item-option', { hasText: `${name}（人）` }).click();
    }
    await page.keyboard.press('Escape');
    await page.getByText('真正要采集').waitFor();
    await page.getByRole('cell', { name: '只采差异' }).waitFor();
    await page.getByRole('cell', { name: '已掌握', exact: true }).first().waitFor();
    await page.getByLabel('法律依据').fill('《居住证暂行条例》第五条');
    await page.getByLabel('用途').fill('核对联系电话');
    await page.getByRole('button', { name: '送县级审批' }).click();
    await page.waitForURL(/requests\/[0-9a-f-]{36}$/);
    const reviewer = await city().visitAs('village-reviewer');
    await reviewer.page.goto(page.url());
    await reviewer.page.getByText(/真正要采集 \d+ 项/).waitFor();
    await choose(reviewer.page, '同意下达');
    await writeOpinion(reviewer.page, '同意,只采集缺的');
    await press(reviewer.page, '同意下达');
    await reviewer.page.getByText('已同意下达').first().waitFor();
    const cadre = await city().visitAs('village-cadre', { viewport: phone });
    await cadre.page.goto('/citizen/village-data/mine');
    await cadre.page.getByText('出租屋和联系电话核对').waitFor();
  });

  test('断网填两户,联网后各传一次;同一项别人改过的,两个值都给他看,由他选', async () => {
    const { page, context } = await city().visitAs('village-cadre', { viewport: phone });
    const [one, other] = [await home(21), await home(23)];
    await page.goto('/citizen/village-data/mine');
    await page.getByRole('tab', { name: /全部/ }).click();
    await context.setOffline(true);
    await page.getByText('没有网络，照常填写').waitFor();
    for (const [serial, kept] of [
      ['0021', '5'],
      ['0023', '6'],
    ] as const) {
      await page.getByPlaceholder('姓名或户号后几位').fill(serial);
      await page.locator('.phone-row', { hasText: `${serial} 号` }).click();
      await page.locator('summary', { hasText: '本户' }).click();
      await page.getByRole('button', { name: /机动车数：/ }).click();
      await page.getByLabel(/机动车数/).fill(kept);
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByRole('button', { name: '回到列表' }).click();
    }
    await page.getByText('等待上传 2 户').waitFor();
    // Sealed: the values cannot be read off the device.
    const kept = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open('village-data');
          opening.onsuccess = () => {
            const all = opening.result.transaction('boxes').objectStore('boxes').getAll();
            all.onsuccess = () =>
              resolve(
                all.result
                  .map(({ content }: { content: ArrayBuffer }) => new TextDecoder().decode(content))
                  .join(' '),
              );
          };
        }),
    );
    expect(kept.length).toBeGreaterThan(1000);
    expect(kept).not.toContain('household');
    // Meanwhile the other cadre writes the same field of one of them.
    const second = await city().visitAs('village-cadre-2', { viewport: phone });
    await second.page.goto(`/citizen/village-data/mine?household=${one.id}`);
    await second.page.locator('summary', { hasText: '本户' }).click();
    await second.page.getByRole('button', { name: /机动车数：/ }).click();
    await second.page.getByLabel(/机动车数/).fill('9');
    await second.page.getByRole('button', { name: '保存' }).click();
    await expect.poll(async () => (await home(21)).vehicles, { timeout: 30_000 }).toBe(9);

    await context.setOffline(false);
    await expect.poll(async () => (await home(23)).vehicles, { timeout: 20_000 }).toBe(6);
    await expect.poll(async () => (await changesOf(one.number)).length, { timeout: 20_000 }).toBe(2);
    expect(await changesOf(other.number)).toHaveLength(1);
    expect((await home(21)).vehicles).toBe(9);
    await page.getByRole('tab', { name: /要核对 1/ }).click();
    await page.getByPlaceholder('姓名或户号后几位').fill('0021');
    await page.locator('.phone-row', { hasText: '0021 号' }).click();
    const clash = page.locator('.phone-card', { hasText: '冲突：本户 机动车数' });
    await clash.getByText('5 辆').waitFor();
    await clash.getByText('9 辆').waitFor();
    await clash.getByText(/郑小禾/).waitFor();
    await clash.getByRole('button', { name: '用离线填写的' }).click();
    await clash.waitFor({ state: 'detached' });
    expect((await home(21)).vehicles).toBe(5);
    const [settled] = await rows()
      .of(conflict)
      .trusted.findMany(city().store.db, {
        filter: { field: 'number', is: 'equal', value: one.number },
        limit: 1,
      });
    expect(settled).toMatchObject({ progress: 'mine', theirs: { value: 9 } });
  });

  test('出生:户卡添一人,卫健和公安各收到一次并签收;民政回推,户卡显示来源', async () => {
    const { page } = await city().visitAs('village-cadre', { viewport: phone });
    const born = await home(31);
    await page.goto(`/citizen/village-data/mine?household=${born.id}`);
    await page.getByRole('button', { name: /家里有事/ }).click();
    await page.getByLabel('发生了什么').selectOption({ label: '出生' });
    await page.getByLabel('姓名').fill('王初生');
    await page.getByLabel('性别').selectOption({ label: '女性' });
    await page.getByLabel('出生日期').fill('2026-11-02');
    await page.getByLabel('与户主关系').selectOption({ label: '孙女' });
    await page.getByLabel('民族').selectOption({ label: '汉族' });
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('王初生').first().waitFor();
    const [event] = (await changesOf(born.number)).filter((each) => each.event === 'birth');
    const sent = async () =>
      rows()
        .of(delivery)
        .trusted.findMany(city().store.db, {
          filter: { field: 'change', is: 'equal', value: event?.id ?? '' },
          limit: 50,
        });
    const to = async (department: string) =>
      (await sent()).filter((each) => each.department === department).length;
    await expect.poll(() => to('city-health'), { timeout: 20_000 }).toBe(1);
    expect(await to('city-public-security')).toBe(1);
    const health = await city().visitAs('village-health');
    await health.page.goto('/desk/village-data/deliveries');
    await health.page.getByText('出生').first().click();
    await health.page.getByRole('cell', { name: '王初生' }).first().waitFor();
    await health.page.getByRole('button', { name: '签收' }).click();
    await health.page.getByText('已签收').first().waitFor();

    const civil = await city().visitAs('village-civil');
    await civil.page.goto('/desk/village-data/pushes');
    await civil.page.getByRole('button', { name: '回推一项' }).click();
    const form = civil.page.locator('.ant-drawer');
    await form.getByRole('combobox', { name: '字段' }).click();
    await civil.page.locator('.ant-select-item-option', { hasText: '低保' }).click();
    await form.getByLabel('户编号').fill(born.number);
    await form.getByRole('combobox', { name: '新值' }).click();
    await civil.page.locator('.ant-select-item-option', { hasText: 'A类' }).click();
    await form.getByLabel('依据').fill('低保动态复核');
    await form.getByRole('button', { name: named('回推') }).click();
    await civil.page.getByText('户卡已更新').waitFor();
    await page.goto(`/citizen/village-data/mine?household=${born.id}`);
    await page.locator('summary', { hasText: '本户' }).click();
    await page.getByText('低保：A类').waitFor();
    await page
      .getByText(/数据来源：阜南县民政局/)
      .first()
      .waitFor();
  });
});
