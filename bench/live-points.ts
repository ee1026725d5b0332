/** How many frames a second a map with 100,000 moving points draws, and what of the page's one thread each frame and update takes; beside the map library's own updates of a GeoJSON source. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { findOrInstallBrowser } from '../scripts/find-browser.mjs';
import type { Seen } from './live-points/page.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'node_modules/maplibre-gl/dist');
const flags = ['--no-sandbox', '--disable-quic', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const html =
  '<!doctype html><link rel="stylesheet" href="/maplibre/maplibre-gl.css"><style>body{margin:0}#map{width:100vw;height:100vh}</style><div id="map"></div><script type="module" src="/page.js"></script>';

async function serve(): Promise<{ readonly url: string; readonly close: () => void }> {
  const made = await build({
    entryPoints: [path.join(root, 'bench/live-points/page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    external: [],
  });
  const script = made.outputFiles[0]?.text ?? '';
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    const send = (type: string, body: string | Buffer) => reply.setHeader('content-type', type).end(body);
    if (pathname === '/page.js') return send('text/javascript', script);
    if (!pathname.startsWith('/maplibre/')) return send('text/html', html);
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
    return void readFile(path.join(dist, path.basename(pathname))).then(
      (body) => send(type, body),
      () => reply.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

interface Found {
  readonly framesASecond: number;
  /** Of the page's thread: all that it does, and script alone. */
  readonly taskAFrame: number;
  readonly scriptAFrame: number;
  readonly anUpdate: number;
}

async function look(browser: Browser, address: string, seconds: number): Promise<Found> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(address);
    await page.evaluate(() => window.ready);
    const chrome = await page.context().newCDPSession(page);
    await chrome.send('Performance.enable');
    const read = async () => {
      const { metrics } = await chrome.send('Performance.getMetrics');
      return (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
    };
    const before = await read();
    const seen: Seen = await page.evaluate((wanted) => window.watch(wanted), seconds);
    const after = await read();
    const frames = Math.max(1, seen.frames);
    // Sending the updates is told apart: the fewer frames are painted, the more of it would fall on each.
    const aFrame = (name: string) => (after(name) - before(name) - seen.sending) / frames;
    return {
      framesASecond: seen.frames / seen.seconds,
      taskAFrame: aFrame('TaskDuration'),
      scriptAFrame: aFrame('ScriptDuration'),
      anUpdate: seen.sending / Math.max(1, seen.updates),
    };
  } finally {
    await page.close();
  }
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      points: { type: 'string', default: '100000' },
      /** Share of the points that is heard of each second. */
      changed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '15' },
    },
  });
  const { url, close } = await serve();
  const executablePath = findOrInstallBrowser();
  if (executablePath === undefined) throw new Error('no Chromium was found');
  const browser = await chromium.launch({ executablePath, args: flags });
  const addressOf = (way: string) => `${url}/?way=${way}&points=${values.points}&changed=${values.changed}`;
  const print = (name: string, mine: number, unit: string, target: string, theirs: number) =>
    console.log(
      `figure live-${name} ${mine.toFixed(2)} ${unit} target ${target} yardstick update-data=${theirs.toFixed(2)} ratio ${(mine / Math.max(theirs, 0.01)).toFixed(2)}`,
    );
  try {
    const mine = await look(browser, addressOf('live'), Number(values.seconds));
    const theirs = await look(browser, addressOf('update-data'), Number(values.seconds));
    // Without a graphics card the processor paints each frame: then only what the page's thread does can be promised.
    print('frames', mine.framesASecond, 'frames/s', '≥60', theirs.framesASecond);
    print('script-a-frame', mine.scriptAFrame, 'ms', '≤4', theirs.scriptAFrame);
    print('thread-a-frame', mine.taskAFrame, 'ms', '≤16', theirs.taskAFrame);
    print('update', mine.anUpdate, 'ms', '≤16', theirs.anUpdate);
  } finally {
    await browser.close();
    close();
  }
}
