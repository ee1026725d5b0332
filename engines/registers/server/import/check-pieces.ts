/** Sends a file through the checks piece by piece, in a worker thread where the places module allows it. */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Lookups } from '../field/lookups.ts';
import type { SheetSettings } from './check-rows.ts';
import { CheckSession, type CheckReply } from './check-session.ts';
import type { WorkerRequest, WorkerSetup } from './check-worker.ts';

export interface Checking {
  ask(request: WorkerRequest): Promise<CheckReply>;
  close(): Promise<void>;
}

/** In this thread, with a turn of the event loop between pieces. */
export function checkHere(settings: SheetSettings, lookups: Lookups): Checking {
  const session = new CheckSession(settings, lookups);
  return {
    async ask(request) {
      await nextTurn();
      if (request.kind === 'piece') return session.push(request.bytes);
      return request.kind === 'end' ? session.end() : session.more();
    },
    close: async () => undefined,
  };
}

export async function checkInWorker(setup: WorkerSetup): Promise<Checking> {
  const worker = new Worker(new URL('./check-worker-entry.mjs', import.meta.url), {
    workerData: setup,
    execArgv: [],
    // A sheet that needs more is refused by the death of its own thread, not of the server.
    // The large young generation saves a third of the time: rows are short-lived.
    resourceLimits: { maxOldGenerationSizeMb: 1536, maxYoungGenerationSizeMb: 128 },
  });
  const waiting: { resolve(reply: CheckReply): void; reject(problem: unknown): void }[] = [];
  let failure: unknown;
  worker.on('error', (problem) => {
    failure = problem;
    for (const each of waiting.splice(0)) each.reject(problem);
  });
  await once(worker, 'message');
  worker.on('message', (reply: CheckReply) => waiting.shift()?.resolve(reply));
  return {
    ask(request) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(request);
      });
    },
    async close() {
      await worker.terminate();
    },
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
  function send(request: WorkerRequest, bytes: number): void {
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
