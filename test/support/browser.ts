/** A whole city behind a real port with a real Chromium in front of it, for the journeys; without a browser they are skipped, saying so. */
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type City, createCity } from '../../apps/server/create-city.ts';
import { findSystems } from '../../apps/server/find-systems.ts';
import type { System } from '../../kernel/system.ts';
import { type SeedSize, seedCity } from '../../systems/governance/urban-management/seed.ts';
import { type CityPlace, copyCity } from './city-copy.ts';
import { trackRequests } from './settle.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Where the last look of a failed journey is kept. */
const pictures = path.join(root, 'data/journeys');
const executable = process.env['CITY_CHROMIUM'] ?? '';
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Only maps need a graphics card made of software; drawing everything by it costs twice the time of a page.
  '--disable-gpu-compositing',
  '--disable-gpu-rasterization',
];
const actionMilliseconds = 20_000;

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 375, height: 812 };

/** Browser journeys with one name for a person: skipped with the reason in the name when there is no Chromium. */
export function journey(name: string, steps: () => void): void {
  if (executable === '') describe.skip(`${name}（没有找到 Chromium，跳过浏览器流程）`, steps);
  else describe(name, { timeout: 420_000 }, steps);
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, exceptions, refusals and requests to other hosts, in the order seen. */
  readonly troubles: string[];
}

export interface BrowserCity extends City {
  /** http://127.0.0.1:… without a slash at the end. */
  readonly url: string;
  readonly browser: Browser;
  /** A person's own browser window. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  /** The same with the session of this account, as if he had signed in before. */
  visitAs(account: string, options?: BrowserContextOptions): Promise<Visitor>;
}

export interface BrowserCityOptions {
  /** Size of the demo data; 'off' for a city without. Default a city with its people, grids and few components, but no case. */
  readonly demo?: SeedSize | 'off';
  /** Ids of the systems whose demo data the journey needs; default all. The pages of the others are there, empty. */
  readonly demoOf?: readonly string[];
}

/** A system as the journey wants it: with its demo data, with less of it, or with none. */
function seeded(system: System, { demo = { components: 90, cases: 0 }, demoOf }: BrowserCityOptions): System {
  const { seed, ...without } = system;
  if (seed === undefined || demo === 'off') return system;
  if (demoOf?.includes(system.contract.id) === false) return without;
  // Only this one's demo data is large enough to be had smaller.
  if (system.contract.id !== 'urban-management') return system;
  return { ...system, seed: (services) => seedCity(services, demo) };
}

function watch(page: Page, url: string, note: (trouble: string) => void): void {
  page.on('console', (message) => {
    // A refused request is told with its address below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      note(`${page.url()} console: ${message.text()}`);
  });
  page.on('response', (reply) => {
    if (reply.status() >= 400)
      note(`${page.url()} was refused ${reply.request().method()} ${reply.url()}: ${reply.status()}`);
  });
  page.on('pageerror', (problem) => note(`${page.url()} exception: ${problem.stack ?? problem.message}`));
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(`${url}/`) && !/^(?:data|blob):/.test(to)) note(`${page.url()} asks ${to}`);
  });
}

interface OpenCity extends BrowserCity {
  /** Troubles of all windows since the last journey. */
  readonly seen: string[];
}

async function openBrowserCity(options: BrowserCityOptions): Promise<OpenCity> {
  const systems = await findSystems();
  const modelOf = (wanted: BrowserCityOptions) => ({
    kind: JSON.stringify(['journey', wanted]),
    begun: true,
    make: ({ databaseUrl, dataDirectory }: CityPlace) =>
      createCity({
        databaseUrl,
        dataDirectory,
        demo: wanted.demo !== 'off',
        poolSize: 8,
        rate: 0,
        checkReplies: true,
        pages: path.resolve(root, process.env['CITY_PAGES'] ?? 'dist/web'),
        systems: systems.map((system) => seeded(system, wanted)),
      }),
  });
  const model = modelOf(options);
  const place = await copyCity(
    options.demo === 'off' ? model : { ...model, after: modelOf({ demo: 'off' }) },
  );
  const city = await model.make(place);
  await city.begin();
  await city.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}`;
  const seen: string[] = [];
  const browser = await chromium.launch({ executablePath: executable, args: flags });

  async function visit(more: BrowserContextOptions = {}, token?: string): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: url,
      viewport: desktop,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(actionMilliseconds);
    if (token !== undefined)
      await context.addCookies([
        { name: 'city_session', value: token, url, httpOnly: true, sameSite: 'Strict' },
      ]);
    const troubles: string[] = [];
    context.on('page', (page) => {
      trackRequests(page);
      watch(page, url, (trouble) => {
        troubles.push(trouble);
        seen.push(trouble);
      });
    });
    const page = await context.newPage();
    return { context, page, troubles };
  }

  return {
    ...city,
    firstAccounts: [...place.firstAccounts, ...city.firstAccounts],
    url,
    browser,
    seen,
    visit: (more) => visit(more),
    async visitAs(account, more) {
      const subject = await city.access.admin.findSubjectId(account);
      if (subject === undefined) throw new Error(`nobody has the account ${account}`);
      return visit(more, await city.access.admin.openSession(subject));
    },
    async close() {
      await browser.close();
      await city.close();
      await place.drop();
    },
  };
}

/** Last looks, so that a failure on another machine can be understood. */
async function takePictures(browser: Browser, name: string, troubles: readonly string[]): Promise<void> {
  for (const trouble of troubles) console.error(trouble);
  await mkdir(pictures, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = path.join(
      pictures,
      `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}-${index + 1}.png`,
    );
    await page.screenshot({ path: file, timeout: 5_000 }).catch(() => undefined);
    console.error(`${page.url()} → ${file}`);
  }
}

/** Opens one city for the journeys around the call; after each of them its windows are closed. */
export function useBrowserCity(options: BrowserCityOptions = {}): () => BrowserCity {
  let opened: OpenCity | undefined;
  beforeAll(async () => {
    opened = await openBrowserCity(options);
  }, 240_000);
  afterEach(async ({ task }) => {
    if (opened === undefined) return;
    if (task.result?.state === 'fail') await takePictures(opened.browser, task.name, opened.seen);
    opened.seen.length = 0;
    await Promise.all(opened.browser.contexts().map((context) => context.close()));
  });
  afterAll(() => opened?.close());
  return () => {
    if (opened === undefined) throw new Error('the city is not open yet');
    return opened;
  };
}
