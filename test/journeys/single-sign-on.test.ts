/** A department's own application, with a stock client, signs an official in: he sees what it asks, agrees, and comes back to it; on the next visit nothing is asked. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import { afterAll, test } from 'vitest';
import { type BrowserCity, journey, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';
import { fillSignIn } from './parts/session.ts';

let running: Server | undefined;
afterAll(() => running?.close());

async function person(city: BrowserCity, account: string, role?: string): Promise<void> {
  const [department] = await city.access.departments();
  const posts = role === undefined ? [] : [{ role, department: department?.id ?? '', area: '341200000000' }];
  await city.access.admin.createSubject({
    account,
    name: '颍小满',
    kind: 'official',
    password: 'Single-2026-on',
    mustChange: false,
    posts,
  });
}

/** The department's application: /start sends the browser away, /back takes it in and greets. */
async function startApplication(): Promise<{ url: string; use(config: client.Configuration): void }> {
  let config: client.Configuration | undefined;
  let verifier = '';
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', url)).then(
      ({ to, text }) => {
        response.writeHead(to === undefined ? 200 : 302, {
          'content-type': 'text/html; charset=utf-8',
          ...(to === undefined ? {} : { location: to }),
        });
        response.end(text);
      },
      (problem: unknown) => {
        response.writeHead(500);
        response.end(String(problem));
      },
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  running = server;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(at: URL): Promise<{ to?: string; text: string }> {
    if (config === undefined) return { text: '' };
    if (at.pathname === '/start') {
      verifier = client.randomPKCECodeVerifier();
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: `${url}/back`,
        scope: 'openid profile organ',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { to: to.href, text: '' };
    }
    const tokens = await client.authorizationCodeGrant(config, at, { pkceCodeVerifier: verifier });
    const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    return { text: `<h1>水务调度</h1><p>${String(told['name'])}，您好</p>` };
  }

  return { url, use: (made) => (config = made) };
}

journey('部门自建应用用城市账号登录', () => {
  const city = useBrowserCity({ demo: 'off' });

  test('登记、批准、登录、同意、回到应用；第二次直接进入', async () => {
    const application = await startApplication();
    await person(city(), 'journey-system', 'access:system-administrator');
    await person(city(), 'journey-security', 'access:security-administrator');
    await person(city(), 'journey-person');

    const keeper = await city().visitAs('journey-system');
    await keeper.page.goto('/desk/access/applications');
    await keeper.page.getByRole('button', { name: '登记应用' }).click();
    const drawer = keeper.page.getByRole('dialog');
    await drawer.getByRole('textbox', { name: /编号/ }).fill('water');
    await drawer.getByRole('textbox', { name: /名称/ }).fill('水务调度');
    await drawer.getByRole('combobox').first().click();
    await keeper.page.locator('.ant-select-tree-title').first().click();
    await drawer.getByRole('textbox', { name: /用途和依据/ }).fill('水务人员登录本单位系统');
    await drawer.getByRole('textbox', { name: /回调地址/ }).fill(`${application.url}/back`);
    await drawer.getByRole('checkbox', { name: '所在单位' }).check();
    await look(keeper.page, 'applications-drawer');
    await keeper.page.getByRole('button', { name: '提交审批' }).click();
    await keeper.page.getByText('待审批').waitFor();

    const guard = await city().visitAs('journey-security');
    await guard.page.goto('/desk/access/applications');
    await guard.page.getByRole('button', { name: '批准', exact: true }).click();
    await guard.page
      .getByRole('dialog')
      .getByRole('button', { name: /批\s?准/ })
      .click();
    await guard.page.getByText('使用中').waitFor();
    await look(guard.page, 'applications');

    await keeper.page.reload();
    await keeper.page.getByRole('button', { name: '生成密钥' }).click();
    await keeper.page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    const secret = (await keeper.page.getByRole('dialog').locator('code').textContent()) ?? '';
    const issuer = new URL(`${city().url}/oidc`);
    application.use(
      await client.discovery(issuer, 'water', secret, client.ClientSecretBasic(secret), {
        execute: [client.allowInsecureRequests],
      }),
    );

    const { page } = await city().visit();
    await page.goto(`${application.url}/start`);
    await fillSignIn(page, 'journey-person', 'Single-2026-on');
    await page.getByText('请求用您的账号登录').waitFor();
    await look(page, 'consent');
    await page.getByRole('button', { name: '同意并登录' }).click();
    await page.getByText('颍小满，您好').waitFor();
    await page.goto(`${application.url}/start`);
    await page.getByText('颍小满，您好').waitFor();
  });
});
