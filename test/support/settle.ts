/** Waits for a page to have all that it asks for. The live stream of notices never ends, so "network idle" would only ever time out. */
import type { Page, Request } from 'playwright-core';

const quietMilliseconds = 400;
const mostMilliseconds = 8_000;
/** A map that a slow machine draws in software may take long over its ground. */
const mostForMaps = 10_000;
const stepMilliseconds = 50;

/** What each page is waiting for. */
const asked = new WeakMap<Page, Set<Request>>();

/** Call before the page goes anywhere. */
export function trackRequests(page: Page): void {
  const open = new Set<Request>();
  asked.set(page, open);
  page.on('request', (request) => {
    // What the page before it still waited for is of no interest, and is not always said to have ended.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear();
    if (request.resourceType() !== 'eventsource') open.add(request);
  });
  const end = (request: Request) => void open.delete(request);
  page.on('requestfinished', end).on('requestfailed', end);
}

/** A map has drawn all that it was given (ui/map/use-map.ts says so); one that never does is seen in the picture. */
async function standStill(page: Page): Promise<void> {
  const busy = page.locator('.city-map-plot[aria-busy="true"]');
  for (let waited = 0; waited < mostForMaps && (await busy.count()) > 0; waited += stepMilliseconds)
    await page.waitForTimeout(stepMilliseconds);
}

/** Comes back once nothing has been asked for in a while, or after eight seconds, and maps stand still. */
export async function settle(page: Page): Promise<void> {
  const open = asked.get(page);
  let quiet = 0;
  for (let waited = 0; waited < mostMilliseconds && quiet < quietMilliseconds; waited += stepMilliseconds) {
    await page.waitForTimeout(stepMilliseconds);
    quiet = open === undefined || open.size === 0 ? quiet + stepMilliseconds : 0;
  }
  await standStill(page);
}
