/** What holds on every page, whoever made it: named images, inputs and buttons, one heading, the language, no sideways scrolling. */
import type { Page } from 'playwright-core';

const restMilliseconds = 150;

/** Runs in the browser; each string names one thing that is wrong. */
function findFaults(): string[] {
  const seen = (element: Element) => element.getClientRects().length > 0;
  const all = <E extends Element>(selector: string) =>
    [...document.querySelectorAll<E>(selector)].filter(seen);
  const said = (element: Element) =>
    (element.getAttribute('aria-label') ?? '').trim() !== '' ||
    (element.getAttribute('aria-labelledby') ?? '') !== '' ||
    (element.getAttribute('title') ?? '').trim() !== '';
  const short = (element: Element) => element.outerHTML.replaceAll(/\s+/g, ' ').slice(0, 160);
  const inputs = all<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    'input:not([type=hidden]), textarea, select',
  );
  return [
    ...(document.documentElement.lang === 'zh-CN' ? [] : ['the page does not say that it is Chinese']),
    ...(document.title.trim() === '' ? ['the page has no title'] : []),
    ...(all('h1').length === 1 ? [] : [`${all('h1').length} main headings`]),
    ...all('img:not([alt])').map((image) => `no alt: ${short(image)}`),
    ...inputs
      .filter((input) => (input.labels?.length ?? 0) === 0 && !said(input))
      .map((input) => `no label: ${short(input)}`),
    ...all('button, a[href], [role=button]')
      .filter((button) => (button.textContent ?? '').trim() === '' && !said(button))
      .filter((button) => button.querySelector('img[alt]:not([alt=""])') === null)
      .map((button) => `no name: ${short(button)}`),
  ];
}

export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults = await page.evaluate(findFaults);
  return faults.map((fault) => `${new URL(page.url()).pathname} ${fault}`);
}

/** Pixels by which the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Until it has its heading, and for a moment nothing on it says any more that it is loading. */
export async function waitUntilShown(page: Page): Promise<void> {
  await page.locator('h1:visible').first().waitFor();
  await page.waitForFunction(async (rest) => {
    const busy = () =>
      [...document.querySelectorAll('[aria-busy=true], .ant-spin-spinning')].some(
        (element) => element.getClientRects().length > 0,
      );
    if (busy()) return false;
    await new Promise((resolve) => setTimeout(resolve, rest));
    return !busy();
  }, restMilliseconds);
}
