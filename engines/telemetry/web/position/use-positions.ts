/** Asks where everything is, and then again and again only what has changed, while somebody looks. */
import { useEffect, useState } from 'react';
import { call } from '../../../../ui/call.ts';
import contract from '../../contract.ts';
import { mergeReply, type Targets } from './target.ts';

export interface Positions {
  /** Undefined until the first reply. */
  readonly targets: Targets | undefined;
  /** Why nothing newer comes; undefined while it does. */
  readonly error: unknown;
  /** There are more than are given. */
  readonly more: boolean;
  readonly everySeconds: number;
  readonly retry: () => void;
}

/** Who is no longer within reach, or was silent for days, is missed by what has changed. */
const wholeEvery = 300_000;
const longestPause = 30_000;

export function usePositions(): Positions {
  const [known, setKnown] = useState<Omit<Positions, 'retry'>>({
    targets: undefined,
    error: undefined,
    more: false,
    everySeconds: 2,
  });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let cursor: { readonly since: string; readonly until: number } | undefined;
    let targets: Targets | undefined;
    let asking = false;
    let pause = 2000;

    async function ask(): Promise<void> {
      clearTimeout(timer);
      if (asking || stop.signal.aborted || document.hidden) return;
      asking = true;
      const since = cursor !== undefined && Date.now() < cursor.until ? cursor.since : undefined;
      try {
        const input = since === undefined ? {} : { since };
        const reply = await call(contract.routes.positions, input, { signal: stop.signal });
        if (stop.signal.aborted) return;
        targets = mergeReply(since === undefined ? undefined : targets, reply);
        const until = since === undefined ? Date.now() + wholeEvery : (cursor?.until ?? 0);
        cursor = { since: reply.cursor, until };
        pause = reply.everySeconds * 1000;
        const { everySeconds } = reply;
        setKnown((before) => ({
          targets,
          error: undefined,
          more: since === undefined ? reply.more : before.more || reply.more,
          everySeconds,
        }));
      } catch (error) {
        if (stop.signal.aborted) return;
        pause = Math.min(longestPause, pause * 2);
        setKnown((before) => ({ ...before, error }));
      } finally {
        asking = false;
      }
      timer = setTimeout(() => void ask(), pause);
    }

    // Nobody looks at a hidden page; when it is seen again it asks at once.
    const see = () => void ask();
    document.addEventListener('visibilitychange', see);
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', see);
    };
  }, [attempt]);

  return { ...known, retry: () => setAttempt((before) => before + 1) };
}
