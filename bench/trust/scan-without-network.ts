/** The scanner page without a network, four times slowed down as on a phone: how long it takes to judge codes that it never saw, beside a bare SM2 verification there. */
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { toHex } from '../../engines/trust/web/offline.ts';
import { findOrInstallBrowser } from '../../scripts/find-browser.mjs';
import { readCode } from '../../systems/government/city-code/code/code-format.ts';
import type { BenchCity } from '../support/open-bench-city.ts';
import type * as bareVerify from './bare-verify.ts';
import { codeMinutes, makeCodes } from './check-codes.ts';

export interface ScanFigures {
  /** Milliseconds for codes that are all different certificates. */
  readonly median: number;
  readonly late: number;
  /** The first code of all after the page was opened. */
  readonly first: number;
  readonly bare: number;
}

const slowDown = 4;
const openings = 7;
const flags = ['--no-sandbox', '--disable-quic'];

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** As a hand scanner types it. */
async function scan(page: Page, code: string): Promise<number> {
  const input = page.getByLabel('扫码枪扫入');
  await input.fill(code);
  await input.press('Enter');
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#scan-text')?.value === '');
  const said = await page.getByText(/离线核验，用时/).textContent();
  const accepted = await page.getByRole('heading', { name: '通过', exact: true }).count();
  if (accepted !== 1) throw new Error('a good code was refused');
  return Number(/用时 ([\d.]+) 毫秒/.exec(said ?? '')?.[1]);
}

async function openScanner(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  await page.goto('/open/city-code/scan');
  await page.getByText('公钥和挂失清单更新于').waitFor();
  await context.setOffline(true);
  return page;
}

async function timeBare(page: Page, codes: readonly string[], publicKey: string): Promise<number> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: path.resolve(import.meta.dirname, 'bare-verify.ts'), formats: ['iife'], name: 'bare' },
    },
  });
  const [output] = Array.isArray(made) ? made : [made];
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  await page.evaluate(output.output[0].code);
  const signed = codes.flatMap((text) => {
    const code = readCode(text);
    return code === undefined ? [] : [{ content: toHex(code.signed), signature: toHex(code.signature) }];
  });
  const times = await page.evaluate(
    ({ list, key }) => {
      const { verify, fromHex } = (globalThis as unknown as { bare: typeof bareVerify }).bare;
      return list.map(({ content, signature }) => {
        const [bytes, raw, point] = [fromHex(content), fromHex(signature), fromHex(key)];
        const started = performance.now();
        if (!verify(point, bytes, raw)) throw new Error('a good signature was refused');
        return performance.now() - started;
      });
    },
    { list: signed, key: publicKey },
  );
  return quantile(times, 0.5);
}

export async function benchScanner(bench: BenchCity, certificates: number): Promise<ScanFigures> {
  const executablePath = findOrInstallBrowser();
  if (executablePath === undefined) throw new Error('this bench needs a Chromium');
  const { app } = bench.city;
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = app.listeningOrigin.replace('[::1]', '127.0.0.1');
  // Late in their two hours, with a long walk along the chain.
  const from = Math.floor(Date.now() / 60_000) - 95;
  const codes = await makeCodes(bench, openings + certificates, from);
  // After the first codes: a city without any has no key yet.
  const { keys } = (await app.inject({ url: '/api/city-code/anchors' })).json<{
    keys: { publicKey: string }[];
  }>();
  /** What the phone of this certificate shows now. */
  function shownBy(certificate: number): string {
    const code = codes[certificate * codeMinutes + Math.floor(Date.now() / 60_000) - from];
    if (code === undefined) throw new Error('the bench took too long: its codes have ended');
    return code.text;
  }
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const first: number[] = [];
    for (let opening = 0; opening < openings; opening += 1) {
      const page = await openScanner(browser, url);
      first.push(await scan(page, shownBy(opening)));
      await page.context().close();
    }
    const page = await openScanner(browser, url);
    const [list, times]: [string[], number[]] = [[], []];
    for (let number = 0; number < certificates; number += 1) {
      const text = shownBy(openings + number);
      list.push(text);
      times.push(await scan(page, text));
    }
    const bare = await timeBare(page, list, keys.at(-1)?.publicKey ?? '');
    return { median: quantile(times, 0.5), late: quantile(times, 0.95), first: quantile(first, 0.5), bare };
  } finally {
    await browser.close();
  }
}
