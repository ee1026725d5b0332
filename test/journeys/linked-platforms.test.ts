/** A county's platform joins the city's: its line is cut and comes back, both are brought into step, and a county's resource is asked for and called. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textToSign } from '../../engines/lake/contract.ts';
import { links } from '../../engines/lake/service.ts';
import catalogue from '../../systems/foundation/data-catalogue/system.ts';
import collection from '../../systems/foundation/data-collection/system.ts';
import sharing from '../../systems/foundation/data-sharing/system.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { openTestCity, type TestCity } from '../support/city.ts';
import { openShakyLine, type ShakyLine } from '../support/shaky-line.ts';
import { look } from './parts/look.ts';

const creditCode = '113412000034100000';

journey('市县平台级联', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-sharing'] });
  let county: TestCity;
  let toCounty: ShakyLine;
  let toCity: ShakyLine;
  const portOf = (app: TestCity['app']) => (app.server.address() as AddressInfo).port;

  beforeAll(async () => {
    county = await openTestCity({
      systems: [collection, catalogue, sharing],
      demo: true,
      now: new Date().toISOString(),
    });
    await county.store.drain();
    await county.app.listen({ port: 0, host: '127.0.0.1' });
    toCounty = await openShakyLine(() => portOf(county.app));
    toCity = await openShakyLine(() => Number(new URL(city().url).port));
  }, 240_000);
  afterAll(async () => {
    await toCounty.close();
    await toCity.close();
    await county.close();
  });

  /** Both ends' clocks are real ones; a county's in a test stands still. */
  async function pump(): Promise<void> {
    county.clock.set(new Date());
    for (const { store, services } of [county, city(), county]) {
      await store.drain();
      for (const { id, status } of await services.use(links).states())
        if (status === 'active') await services.use(links).retryNow(id);
    }
  }

  async function pumpUntil(ready: () => Promise<boolean>): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      await pump();
      if (await ready()) return;
    }
    throw new Error('the two ends did not find together');
  }

  test('接通：登记对方的地址和公钥，启用后显示连通', async () => {
    const { page } = await city().visitAs('share-1');
    await page.goto('/desk/data-sharing/links');
    await page.getByRole('button', { name: /颍上县/ }).click();
    await page.getByText('未接通').first().waitFor();
    await look(page, '01-not-connected');
    const keeper = await county.as('share-1');
    const named = await keeper.post('/api/data-sharing/links/node', {
      code: '341226000000',
      name: '颍上县',
      creditCode,
    });
    expect(named.statusCode, named.body).toBe(200);
    const added = await keeper.post('/api/data-sharing/links', {
      code: '341200000000',
      name: '阜阳市',
      creditCode,
      direction: 'up',
      address: toCity.url,
      publicKey: await city().services.use(links).publicKey(),
    });
    expect(added.statusCode, added.body).toBe(200);
    await page.getByRole('button', { name: /^变\s?更$/ }).click();
    await page.getByLabel('对方地址').fill(toCounty.url);
    await page.getByLabel('对方公钥').fill(await county.services.use(links).publicKey());
    await look(page, '02-change');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /变\s?更/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^启\s?用$/ }).click();
    await page.getByRole('button', { name: '立即重连' }).waitFor();
    await pump();
    await page.getByRole('button', { name: /颍上县.*连通/ }).waitFor();
    await look(page, '03-connected');
  });

  test('断线看得见，重连后同步、比对相同', async () => {
    const { page } = await city().visitAs('share-1');
    toCounty.manner = () => 'cut';
    await page.goto('/desk/data-sharing/links');
    await page.getByRole('button', { name: /颍上县/ }).click();
    await page.getByRole('button', { name: '立即重连' }).click();
    await page.getByRole('button', { name: /颍上县.*中断/ }).waitFor();
    await page
      .getByText(/连不上对方平台/)
      .first()
      .waitFor();
    await look(page, '04-cut');
    toCounty.manner = () => 'open';
    county.clock.set(new Date());
    await page.getByRole('button', { name: '立即重连' }).click();
    await page.getByRole('button', { name: /颍上县.*连通/ }).waitFor();
    await pump();
    await page.getByRole('button', { name: /^同\s?步$/ }).click();
    await page.getByText(/手工同步，补发\d+项/).waitFor();
    await page.getByRole('button', { name: /^比\s?对$/ }).click();
    await page.getByText('两边完全相同').waitFor();
    await look(page, '05-compared');
    const small = await city().visitAs('share-1', { viewport: phone });
    await small.page.goto('/desk/data-sharing/links');
    await small.page.getByRole('button', { name: /颍上县/ }).waitFor();
    await look(small.page, '06-phone');
  });

  test('市里部门申请县里的数据，授权后经链路调用，双方凭证一致', async () => {
    const { page } = await city().visitAs('share-3');
    await pumpUntil(async () => {
      const { total } = await city().services.use(links).received({ kind: 'entry', page: 1, size: 1 });
      return total > 0;
    });
    await page.goto('/desk/data-sharing/far-entries');
    await page.getByLabel('按名称查找').fill('市场主体');
    await page.getByLabel('按名称查找').press('Enter');
    const ask = page.getByRole('button', { name: /^申请 / }).first();
    await ask.waitFor();
    await look(page, '07-far-entries');
    await ask.click();
    await page.getByLabel('应用', { exact: true }).click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByLabel('使用依据').fill('《排污许可管理条例》第七条');
    await page.getByLabel('应用场景').fill('核验申请单位是否存续');
    await page.getByLabel('使用期限').fill('2027-12-31');
    await page.getByLabel('使用期限').press('Enter');
    await look(page, '08-ask');
    await page.getByRole('button', { name: '发出申请' }).click();
    // The county's platform may have answered before the list is shown.
    await page
      .getByText(/已发出|对方审核中/)
      .first()
      .waitFor();

    const rowsOf = async <T>(register: string) => {
      const keeper = await county.as('share-1');
      return (await keeper.get(`/api/registers/rows/${register}?size=50`)).json<{ rows: T[] }>().rows;
    };
    interface Open {
      readonly id: string;
      readonly version: number;
    }
    await pumpUntil(async () => (await rowsOf<Open>('data-sharing.request')).length > 0);
    const decide = async (account: string, action: string, values: object) => {
      const [open] = await rowsOf<Open>('data-sharing.request');
      const who = await county.as(account);
      const reply = await who.post(`/api/flow/cases/data-sharing.request/${open?.id ?? ''}/acts`, {
        version: open?.version,
        action,
        ...values,
      });
      expect(reply.statusCode, reply.body).toBe(200);
    };
    await decide('share-1', 'pass', {});
    await decide('share-2', 'agree', { values: { callsPerDay: 100, until: '2027-12-31' } });
    const held = async () =>
      page.request
        .get('/api/registers/rows/data-sharing.agreement?size=5')
        .then((reply) => reply.json() as Promise<{ rows: { id: string; application: string }[] }>);
    await pumpUntil(async () => (await held()).rows.length > 0);
    const [made] = (await held()).rows;
    await page.goto('/desk/data-sharing/far-requests');
    await page.getByText('已授权').first().waitFor();
    await look(page, '09-authorised');

    const app = made?.application ?? '';
    const headers = { 'x-city-request': '1' };
    const issued = await page.request.post(`/api/data-sharing/applications/${app}/key`, { headers });
    const { key } = (await issued.json()) as { key: string };
    const unsigned = {
      app,
      contract: made?.id ?? '',
      at: new Date().toISOString(),
      nonce: randomBytes(16).toString('base64url'),
      query: 'size=3',
    };
    county.clock.set(new Date());
    const signature = createHmac('sm3', key).update(textToSign(unsigned)).digest('hex');
    const reply = await page.request.post('/api/data-sharing/call', {
      headers,
      data: { ...unsigned, signature },
    });
    expect(reply.ok(), await reply.text()).toBe(true);
    expect(((await reply.json()) as { rows: unknown[] }).rows).toHaveLength(3);
    await page.goto(`/desk/data-sharing/agreements/${made?.id ?? ''}`);
    await page.getByText('双方一致').waitFor();
    await look(page, '10-words');
  });
});
