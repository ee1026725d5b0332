/** Sends a file through the checks piece by piece, in a worker thread where the places module allows it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Thread } from '../../../store/index.ts';
import type { Lookups } from '../field/lookups.ts';
import type { SheetSettings } from './check-rows.ts';
import { type CheckReply, type CheckRequest, CheckSession } from './check-session.ts';
import type { CheckSetup } from './check-worker.ts';

export interface Checking {
  ask(request: CheckRequest): Promise<CheckReply>;
  close(): Promise<void>;
}

/** In this thread, with a turn of the event loop between pieces. */
export function checkHere(settings: SheetSettings, lookups: Lookups): Checking {
  const session = new CheckSession(settings, lookups);
  return {
    async ask(request) {
      await nextTurn();
      return session.answer(request);
    },
    close: async () => undefined,
  };
}

export async function checkInWorker(setup: CheckSetup): Promise<Checking> {
  const thread = new Thread<CheckSetup | CheckRequest, CheckReply | undefined>({
    name: 'registers.check',
    module: new URL('./check-worker.ts', import.meta.url),
    // A sheet that needs more is refused by the death of its own thread, not of the server.
    // The large young generation saves a third of the time: rows are short-lived.
    memory: { maxOldGenerationSizeMb: 1536, maxYoungGenerationSizeMb: 128 },
  });
  try {
    await thread.ask(setup);
  } catch (problem) {
    await thread.close();
    throw problem;
  }
  return {
    // Only the setup has no answer.
    ask: (request) => thread.ask(request) as Promise<CheckReply>,
    close: () => thread.close(),
  };
}

/** Pieces that may be on their way at once: enough to keep both threads busy, few enough to bound memory. */
const mostOnTheWay = 4;

/**
 * COPY lines of the good rows. Ends, without throwing, at the first broken place or when the signal aborts: a COPY
 * that ends well leaves a sound connection, and the caller rolls back what came before.
 */
export async function* copyLines(
  checking: Checking,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  onReply: (reply: CheckReply, bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const onTheWay: { readonly reply: Promise<CheckReply>; readonly bytes: number }[] = [];
  let broken = false;
  async function take(): Promise<CheckReply | undefined> {
    const next = onTheWay.shift();
    if (next === undefined) return undefined;
    const reply = await next.reply;
    onReply(reply, next.bytes);
    broken = reply.broken !== null;
    return reply;
  }
  function send(request: CheckRequest, bytes: number): void {
    const reply = checking.ask(request);
    // Awaited in its turn; an early failure must not count as unhandled meanwhile.
    reply.catch(() => undefined);
    onTheWay.push({ reply, bytes });
  }
  for await (const piece of source) {
    send({ kind: 'piece', bytes: piece }, piece.length);
    if (onTheWay.length < mostOnTheWay) continue;
    const reply = await take();
    if (reply !== undefined && reply.copy.length > 0) yield reply.copy;
    if (broken || signal.aborted) return;
  }
  send({ kind: 'end' }, 0);
  for (let reply = await take(); reply !== undefined; reply = await take()) {
    if (reply.copy.length > 0) yield reply.copy;
    if (broken || signal.aborted) return;
    if (reply.more && onTheWay.length === 0) send({ kind: 'more' }, 0);
  }
}
