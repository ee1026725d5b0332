/** 安康码 opened anew with no network and no server: the code changes each minute, the scanner knows a picture from a phone, and nothing stays of who signed out. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { completeIdCard } from '../../kernel/check-characters.ts';
import { type BrowserCity, journey, phone, useBrowserCity, type Visitor } from '../support/browser.ts';
import { verifyCitizen } from '../support/citizens.ts';
import { callAs } from './parts/api.ts';
import { type Door, openDoor } from './parts/door.ts';
import { look } from './parts/look.ts';

const [holder, other] = ['13900000101', '13900000102'];

/** Until the worker of this page's face has its files. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

async function openCode(page: Page): Promise<void> {
  await page.goto('/citizen/city-code');
  await page.getByRole('button', { name: '乘车' }).click();
  await page.getByRole('img', { name: '安康码，乘车' }).waitFor();
}

/** The same browser, a new page: what a person sees who closed everything. */
async function openAnew(context: BrowserContext, address: string): Promise<Page> {
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(address);
  return page;
}

/** All that this origin keeps in the browser, as one text. */
function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts = Object.entries(localStorage).map(([key, value]) => `${key} ${value}`);
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const asked of await cache.keys()) {
        const type = (await cache.match(asked))?.headers.get('content-type') ?? '';
        texts.push(`${name} ${asked.url} ${type}`);
        if (!/font|image/.test(type)) texts.push((await (await cache.match(asked))?.text()) ?? '');
      }
    }
    return texts.join('\n');
  });
}

/** The browser's own work between two lines of a journey takes longer than a second on a busy machine. */
const patient = { timeout: 20_000 };

const drawing = (page: Page) => page.locator('.code-qr path').getAttribute('d');

journey('没有网络也打得开的安康码', () => {
  const city = useBrowserCity({ demoOf: ['city-code'] });
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(city().url);
  });
  afterAll(() => door.close());

  /** Each browser of a journey is a phone, and nobody has more than a few. */
  beforeEach(async () => {
    const owner = await callAs(city(), holder);
    const { devices } = await owner.get<{ devices: { id: string }[] }>('/api/city-code/own');
    for (const { id } of devices) await owner.post(`/api/city-code/devices/${id}/removal`, {});
  });

  const visitAs = (account: string): Promise<Visitor> =>
    city().visitAs(account, { viewport: phone, baseURL: door.url });

  async function sessionOf(context: BrowserContext): Promise<boolean> {
    const reply = await context.request.get(`${door.url}/api/access/session`);
    return ((await reply.json()) as { signedIn: boolean }).signedIn;
  }

  test('联网打开过一次，服务器停了、页面关了再打开：码还在，每分钟换新', async () => {
    const { context, page } = await visitAs(holder);
    await openCode(page);
    await kept(page);
    const caches = await page.evaluate(() => globalThis.caches.keys());
    expect(caches).toEqual([expect.stringMatching(/^city-citizen-/)]);
    expect(await everythingKept(page)).not.toMatch(/\/api\/\S+ application\/json/);

    await door.shut();
    const anew = await openAnew(context, '/citizen/city-code');
    await anew.getByRole('img', { name: '安康码，乘车' }).waitFor();
    await anew.getByText('当前没有网络，码照常可用').waitFor();
    await look(anew, 'code-without-server');
    const first = await drawing(anew);
    await anew.clock.fastForward('01:00');
    await expect.poll(() => drawing(anew), patient).not.toBe(first);

    await anew.goto('/citizen/');
    await anew.getByRole('link', { name: '安康码', exact: true }).waitFor();
    await look(anew, 'citizen-without-server');
    await anew.goto('/citizen/city-code/history');
    await anew.getByText('这个页面要联网才能打开').waitFor();
    await look(anew, 'missing-without-server');
    await anew.goto('/citizen/mine');
    await anew.getByText('退出登录').waitFor();
    await look(anew, 'mine-without-server');

    await door.open();
    await context.setOffline(true);
    const offline = await openAnew(context, '/citizen/city-code');
    await offline.getByText('当前没有网络，码照常可用').waitFor();
    await context.setOffline(false);
    await offline.getByText('已联网').waitFor();
  });

  test('扫码设备断网后重新打开：认当面的码，不认重复的和截图；联网后记录上传', async () => {
    const shown = await visitAs(holder);
    await openCode(shown.page);
    const gate = await visitAs('code-gate');
    await gate.page.setViewportSize({ width: 1024, height: 768 });
    await gate.page.goto('/open/city-code/scan');
    await gate.page.getByLabel('场景').selectOption({ label: '乘车' });
    await kept(gate.page);
    await door.shut();

    const scanner = await openAnew(gate.context, '/open/city-code/scan');
    await scanner.setViewportSize({ width: 1024, height: 768 });
    await scanner.getByText('当前离线').waitFor();
    await look(scanner, 'scan-without-server');
    const picture = await shown.page.getByRole('img', { name: '安康码，乘车' }).screenshot();
    const scan = (page: Page) =>
      page
        .locator('.scan-ways input')
        .setInputFiles({ name: '码.png', mimeType: 'image/png', buffer: picture });
    await scan(scanner);
    await scanner.getByRole('heading', { name: '通过', exact: true }).waitFor();
    await scanner.getByText('待上传记录 1 条').waitFor();
    await look(scanner, 'scan-accepted-without-server');
    const again = await openAnew(gate.context, '/open/city-code/scan');
    await scan(again);
    await again.getByRole('heading', { name: /刚刚已核验过/ }).waitFor();
    await again.clock.fastForward('03:00');
    await scan(again);
    await again.getByRole('heading', { name: /可能是截图/ }).waitFor();

    await door.open();
    await openAnew(gate.context, '/open/city-code/scan');
    const holders = await callAs(city(), holder);
    await expect
      .poll(
        async () => {
          const { rows } = await holders.get<{ rows: { way: string }[] }>('/api/city-code/history');
          return rows.map(({ way }) => way);
        },
        { timeout: 20_000 },
      )
      .toContain('离线核验');
  });

  test('退出登录后手机上不留任何个人内容；断网时退出，联网后也不会又登录着', async () => {
    const { context, page } = await visitAs(holder);
    await openCode(page);
    await kept(page);
    expect(await everythingKept(page)).toContain('city.own.city-code');
    const beside = await context.newPage();
    await openCode(beside);
    await page.goto('/citizen/mine');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('link', { name: '登录 / 注册' }).waitFor();
    // The window beside has forgotten too.
    await beside.getByText('登录后才能打开这个页面').waitFor();
    const left = await everythingKept(page);
    expect(left).not.toContain('city.own.city-code');
    expect(left).not.toMatch(/certificate"|"seed"|13900000101/);
    await door.shut();
    const anew = await openAnew(context, '/citizen/city-code');
    await anew.getByText(/登录后才能打开|要联网才能打开/).waitFor();
    expect(await anew.locator('.code-qr').count()).toBe(0);
    await door.open();

    const second = await visitAs(holder);
    await openCode(second.page);
    await kept(second.page);
    await door.shut();
    const off = await openAnew(second.context, '/citizen/mine');
    await off.getByRole('button', { name: '退出登录' }).click();
    await expect
      .poll(() => off.evaluate(() => Object.keys(localStorage).join()), patient)
      .not.toContain('city.own');
    await off.goto('/citizen/city-code');
    await off.getByText('要联网才能打开').waitFor();
    await door.open();
    await openAnew(second.context, '/citizen/');
    await expect.poll(() => sessionOf(second.context), patient).toBe(false);
  });

  test('同一部手机换人登录：看不到前一个人的码', async () => {
    const { context, page } = await visitAs(holder);
    await openCode(page);
    await kept(page);
    const before = await everythingKept(page);
    const [certificate = 'none'] = /"certificate":"[\w-]+"/.exec(before) ?? [];
    expect(before).toContain(certificate);
    const subject = await city().access.admin.findSubjectId(other);
    const token = await city().access.admin.openSession(subject ?? '');
    await context.addCookies([{ name: 'city_session', value: token, url: city().url, httpOnly: true }]);
    const anew = await openAnew(context, '/citizen/');
    await anew.getByText('您好').first().waitFor();
    await expect.poll(() => everythingKept(anew), patient).not.toContain(certificate);
    await door.shut();
    const offline = await openAnew(context, '/citizen/city-code');
    await offline
      .getByText(/正在打开|正在取码|没有预存/)
      .first()
      .waitFor();
    expect(await offline.locator('.code-qr').count()).toBe(0);
    await door.open();
  });

  test('十二个字的姓名、最大的字：码、管理、记录三页都不出界', async () => {
    const account = '13900000188';
    await city().access.admin.createSubject({
      account,
      name: '阿卜杜热合曼买买提小江山',
      kind: 'citizen',
      mustChange: false,
      passwordHash: 'none',
    });
    const idCard = completeIdCard('34120219500505993');
    await verifyCitizen(city(), (await city().access.admin.findSubjectId(account)) ?? '', idCard);
    const own = await callAs(city(), account);
    await own.post('/api/city-code/own', { name: '阿卜杜热合曼买买提小江山', idCard });
    const clerk = await callAs(city(), 'code-window');
    await clerk.post('/api/city-code/families', {
      carrierAccount: account,
      name: '阿卜杜热合曼买买提大江山',
      idCard: completeIdCard('34120220180606993'),
      relation: 'ward',
    });
    const { page } = await visitAs(account);
    for (const elder of ['none', 'largest']) {
      await page.addInitScript((size) => localStorage.setItem('city.elder', size), elder);
      for (const [address, shows] of [
        ['/citizen/city-code', '秒后换新'],
        ['/citizen/city-code/manage', '解除'],
        ['/citizen/city-code/history', '还没有人核验过'],
      ] as const) {
        await page.goto(address);
        await page.getByText(shows).first().waitFor();
        await look(page, `elder-${elder}-${address.split('/').at(-1)}`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, address).toBeLessThanOrEqual(phone.width);
      }
    }
  });

  test('有新版本：说一声，点了才换，旧的清掉；收回开关能把它全部卸下', async () => {
    const { page } = await visitAs(holder);
    await openCode(page);
    await kept(page);
    const [before = ''] = await page.evaluate(() => caches.keys());
    door.renew();
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByText('有新版本').waitFor();
    await look(page, 'new-version');
    expect(await page.evaluate(() => caches.keys())).toContain(before);
    await page.getByRole('button', { name: '立即更新' }).click();
    await page.getByRole('img', { name: '安康码，乘车' }).waitFor();
    await expect.poll(() => page.evaluate(() => caches.keys()), patient).toEqual(['city-citizen-renewed']);
    expect(await page.locator('script[type=module][src]').getAttribute('src')).toContain('newbuild');
    expect(await page.getByText('有新版本').count()).toBe(0);

    await switchOff(city());
    // A check that the browser began before the switch counts for the one asked for meanwhile: ask again, as each visit does.
    const check = async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
      return caches.keys();
    };
    await expect.poll(() => page.evaluate(check), patient).toEqual([]);
    await expect
      .poll(
        () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
        patient,
      )
      .toBe(0);
    expect(await page.getByRole('img', { name: '安康码，乘车' }).count()).toBe(1);
  });
});

function switchOff({ store }: BrowserCity): Promise<void> {
  return store.transaction((work) => store.settings.change(work, 'gateway.pages-offline', 0));
}
