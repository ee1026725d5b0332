/** Keeps the links to platforms above: each is run by one process, which takes the turn of another that died. */
import { newId } from '../../../../kernel/ids.ts';
import type { UplinkMembers, UplinkRow } from './uplink-members.ts';
import { type RunDeps, runUplink } from './run-uplink.ts';
import { leaseUplink, releaseUplink } from './uplink-rows.ts';

const tickMilliseconds = 1000;
/** A process that has not renewed its turn for so long has lost it. */
const leaseMilliseconds = 15_000;

interface Running {
  readonly link: UplinkRow;
  readonly stop: AbortController;
  /** Ends when the link is let go for others to take. */
  readonly ended: Promise<void>;
}

export interface OpenUplinks {
  /** Logs out of what stands, and lets others have it. */
  close(): Promise<void>;
}

export function openUplinks(
  given: Omit<RunDeps, 'process'> & { readonly members: UplinkMembers },
): OpenUplinks {
  const process = newId();
  const deps: RunDeps = { ...given, process };
  const { store, members, report } = given;
  const running = new Map<string, Running>();
  let renewedAt = performance.now();
  let ticking: Promise<void> | undefined;

  function start(link: UplinkRow): void {
    const stop = new AbortController();
    const ended = runUplink(deps, link, stop.signal)
      .then(() => releaseUplink(store.db, { uplink: link.id, process }))
      .catch((problem: unknown) => report(problem, 'telemetry.uplink'))
      .finally(() => running.delete(link.id));
    running.set(link.id, { link, stop, ended });
  }

  async function tick(): Promise<void> {
    const wanted = new Map(members.enabled.map((link) => [link.id, link]));
    // Changed: what stands was made by what it was.
    for (const [id, { link, stop }] of running) if (wanted.get(id)?.version !== link.version) stop.abort();
    for (const link of wanted.values()) {
      const turn = { uplink: link.id, process };
      const mine = await leaseUplink(store.db, turn, leaseMilliseconds, store.clock.now());
      if (!mine) running.get(link.id)?.stop.abort();
      else if (!running.has(link.id)) start(link);
    }
    renewedAt = performance.now();
  }

  const timer = setInterval(() => {
    // Without the database no turn is certain: whoever cannot renew his stops before it is over.
    if (performance.now() - renewedAt > leaseMilliseconds / 2)
      for (const { stop } of running.values()) stop.abort();
    ticking ??= tick()
      .catch((problem: unknown) => report(problem, 'telemetry.uplink'))
      .finally(() => {
        ticking = undefined;
      });
  }, tickMilliseconds);
  timer.unref();

  return {
    async close() {
      clearInterval(timer);
      await ticking;
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}
