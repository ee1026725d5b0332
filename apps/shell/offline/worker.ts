/**
 * The service worker of a face: keeps the files of the pages that open without a network (decision 026). It writes at its installation only, so no
 * reply of the city with anybody's values ever lies in it. scripts/build-offline.ts puts the list in; nothing may be imported here.
 */

export interface KeptPages {
  /** Caches of this face begin with it. */
  readonly head: string;
  /** Of the list: another build is another version. */
  readonly version: string;
  /** Address of the face's one page. */
  readonly page: string;
  /** Addresses of scripts, styles and pictures, each with the digest of its content in its name. */
  readonly files: readonly string[];
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(reply: Promise<Response>): void;
}

interface Told extends Lasting {
  readonly data: unknown;
  readonly source: { postMessage(message: unknown): void } | null;
}

/** What is used of a ServiceWorkerGlobalScope: its types and those of a page cannot stand in one program. */
export interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(name: 'message', listener: (event: Told) => void): void;
}

export function keepPages(scope: WorkerScope, kept: KeptPages): void {
  const name = kept.head + kept.version;
  const files = new Set(kept.files);
  /** A network that takes longer is as good as none for who stands at a gate. */
  const patience = 3_000;

  async function fill(): Promise<void> {
    const page = await fetch(kept.page, { cache: 'no-cache' });
    const named = (await page.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [];
    // The server was given another build meanwhile: half of each would open nothing.
    if (!page.ok || !named.every((file) => files.has(file))) throw new Error('another build');
    const cache = await caches.open(name);
    // Names change with their content, so the browser's own cache may serve what the page has just loaded.
    await cache.addAll(kept.files);
    await cache.put(kept.page, page);
  }

  async function dropOthers(): Promise<void> {
    for (const one of await caches.keys())
      if (one.startsWith(kept.head) && one !== name) await caches.delete(one);
    await scope.clients.claim();
  }

  async function findKept(address: string): Promise<Response | undefined> {
    return (await caches.open(name)).match(address, { ignoreVary: true });
  }

  async function openPage(request: Request): Promise<Response> {
    const asked = fetch(request);
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
    const reply = await Promise.race([asked.catch(() => undefined), late]);
    if (reply !== undefined && reply.status < 400) return reply;
    return (await findKept(kept.page)) ?? asked;
  }

  scope.addEventListener('install', (event) => event.waitUntil(fill()));
  scope.addEventListener('activate', (event) => event.waitUntil(dropOthers()));
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== scope.location.origin) return;
    if (request.mode === 'navigate') event.respondWith(openPage(request));
    else if (files.has(pathname))
      event.respondWith(findKept(pathname).then((found) => found ?? fetch(request)));
  });
  // A page says which script it runs. Is it of this build, nothing changes for it by taking over; else it is told, and its reader decides when.
  scope.addEventListener('message', (event) => {
    if (event.data === 'take-over' || (typeof event.data === 'string' && files.has(event.data)))
      event.waitUntil(scope.skipWaiting());
    else event.source?.postMessage('newer');
  });
}
