/** Registers the worker of a face once the page stands, and says when a newer version of the pages waits for its reader. */
import type { OfflineFace } from './offline-pages.ts';

const hour = 3_600_000;

/** Of this page: its name changes with every build. */
function ownScript(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script === null ? '' : new URL(script.src).pathname;
}

function whenLoaded(start: () => void): void {
  const idle = () =>
    'requestIdleCallback' in globalThis
      ? requestIdleCallback(start, { timeout: 5_000 })
      : setTimeout(start, 1_000);
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}

/** Ends with the returned function. `onNewer` gets what loads the newer version. */
export function watchWorker(
  face: OfflineFace,
  scope: string,
  onNewer: (reload: () => void) => void,
): () => void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  // Absent where the page came without TLS; in development files have no digests.
  if (workers === undefined || !import.meta.env.PROD) return () => undefined;
  const ended = new AbortController();
  const { signal } = ended;
  let registered: ServiceWorkerRegistration | undefined;
  let controlled = workers.controller !== null;
  let pressed = false;

  function takeOver(): void {
    pressed = true;
    if (registered?.waiting) registered.waiting.postMessage('take-over');
    else location.reload();
  }
  function ask(worker: ServiceWorker | null | undefined): void {
    if (controlled) worker?.postMessage(ownScript());
  }
  function watchNext(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => worker.state === 'installed' && ask(worker), { signal });
  }

  workers.addEventListener('message', ({ data }) => data === 'newer' && onNewer(takeOver), { signal });
  workers.addEventListener(
    'controllerchange',
    () => {
      if (pressed) location.reload();
      else ask(workers.controller);
      controlled = true;
    },
    { signal },
  );
  whenLoaded(() => {
    if (signal.aborted) return;
    workers.register(`/${face}/worker.js`, { scope, updateViaCache: 'none' }).then(
      (made) => {
        registered = made;
        ask(made.waiting);
        watchNext(made.installing);
        made.addEventListener('updatefound', () => watchNext(made.installing), { signal });
      },
      // Refused storage or a private window: the page works as long as there is a network.
      () => undefined,
    );
  });
  // A page that stays open for days, as at a gate, hears of new versions too.
  const timer = setInterval(() => void registered?.update().catch(() => undefined), hour);
  signal.addEventListener('abort', () => clearInterval(timer));
  return () => ended.abort();
}
