/** How soon the first page of each face stands in a browser that has cached nothing, and how much is sent for it; beside an empty page of the same server. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { ensureBuilt } from '../scripts/ensure-built.mjs';
import { findOrInstallBrowser } from '../scripts/find-browser.mjs';
import { openBenchCity } from './support/open-bench-city.ts';

interface Face {
  readonly name: string;
  readonly address: string;
  /** Stands when the page can be used. */
  readonly shows: string;
  readonly account?: string;
  /** The map and charts of the page itself are among what is sent: no limit is promised for them. */
  readonly ownPage?: true;
}

const faces: readonly Face[] = [
  { name: 'desk-sign-in', address: '/desk/', shows: 'input[type=password]' },
  { name: 'desk', address: '/desk/', shows: 'nav[aria-label="主菜单"]', account: 'leader-1' },
  { name: 'citizen', address: '/citizen/', shows: 'header.citizen-hero' },
  { name: 'screen-sign-in', address: '/screen/', shows: 'input[type=password]' },
  { name: 'screen', address: '/screen/', shows: 'canvas', account: 'leader-1', ownPage: true },
  { name: 'open', address: '/open/', shows: 'main.open-main' },
];

interface Look {
  readonly milliseconds: number;
  /** Compressed bytes of scripts and styles. */
  readonly bytes: number;
}

const flags = ['--no-sandbox', '--disable-quic', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

async function look(browser: Browser, url: string, face: Face, token: string | undefined): Promise<Look> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  try {
    if (token !== undefined) await context.addCookies([{ name: 'city_session', value: token, url }]);
    const page = await context.newPage();
    const started = performance.now();
    await page.goto(face.address, { waitUntil: 'commit' });
    await page.locator(face.shows).first().waitFor();
    const milliseconds = performance.now() - started;
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => /\.(?:js|mjs|css)(?:\?|$)/.test(entry.name))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    );
    return { milliseconds, bytes };
  } finally {
    await context.close();
  }
}

function median(looks: readonly Look[]): Look {
  const sorted = looks.toSorted((one, other) => one.milliseconds - other.milliseconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was looked at');
  return middle;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { looks: { type: 'string', default: '7' } } });
  const looks = Number(values.looks);
  const executablePath = findOrInstallBrowser();
  if (executablePath === undefined) throw new Error('this bench needs a Chromium');
  ensureBuilt();
  const pages = path.resolve(import.meta.dirname, '../dist/web');
  const { city, close } = await openBenchCity({ demo: true, pages });
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    await city.app.listen({ host: '127.0.0.1', port: 0 });
    const url = city.app.listeningOrigin.replace('[::1]', '127.0.0.1');
    async function lookOften(face: Face): Promise<Look> {
      const subject =
        face.account === undefined ? undefined : await city.access.admin.findSubjectId(face.account);
      const token = subject === undefined ? undefined : await city.access.admin.openSession(subject);
      const seen: Look[] = [];
      for (let time = 0; time < looks; time += 1) seen.push(await look(browser, url, face, token));
      return median(seen);
    }
    const empty = await lookOften({ name: 'empty', address: '/healthz', shows: 'body' });
    for (const face of faces) {
      const { milliseconds, bytes } = await lookOften(face);
      console.log(
        `figure page-${face.name} ${milliseconds.toFixed(0)} ms target ≤2500 yardstick empty-page=${empty.milliseconds.toFixed(0)} ratio ${(milliseconds / empty.milliseconds).toFixed(1)}`,
      );
      if (face.ownPage) continue;
      console.log(
        `figure page-${face.name}-bytes ${(bytes / 1024).toFixed(0)} KiB target ≤400 yardstick none=0 ratio 0`,
      );
    }
  } finally {
    await browser.close();
    await close();
  }
}
