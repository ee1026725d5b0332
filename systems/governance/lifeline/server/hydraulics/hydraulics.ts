/** Hydraulics in a worker thread, so that a large network never holds up the server. One thread for the process, let go when idle. */
import { Worker } from 'node:worker_threads';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { RefusedModel } from './epanet.ts';
import type {
  HydraulicReply,
  HydraulicRequest,
  HydraulicResults,
  HydraulicTask,
} from './hydraulics-worker.ts';

const limits = {
  /** Tasks that wait for the thread; more are refused. */
  waiting: 20,
  /** Milliseconds for one task before its thread is given up: a day of the largest model takes one second. */
  timeout: { run: 15_000, locate: 30_000, calibrate: 60_000 },
  /** A busy machine now and then has a thread that never answers, so a task gets a second one, and as many times as long. */
  tries: 2,
  patience: 4,
  /** Milliseconds without work after which the thread and its memory are let go. */
  idle: 60_000,
};

interface Waiting {
  readonly task: HydraulicTask;
  /** Threads that it has had. */
  tried: number;
  readonly resolve: (result: HydraulicResults[keyof HydraulicResults]) => void;
  readonly reject: (problem: Error) => void;
}

let worker: Worker | undefined;
let current: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | undefined;
let idle: NodeJS.Timeout | undefined;
let last = 0;
const queue: Waiting[] = [];

function settle(waiting: Waiting, reply: HydraulicReply): void {
  if ('result' in reply) waiting.resolve(reply.result);
  else if ('refused' in reply) waiting.reject(new RefusedModel(reply.refused.message, reply.refused.report));
  else waiting.reject(new Error(`hydraulics: ${reply.problem}`));
}

function drop(): void {
  const gone = worker;
  worker = undefined;
  void gone?.terminate();
}

function finish(tell: (waiting: Waiting) => void): void {
  const done = current;
  current = undefined;
  if (done === undefined) return;
  clearTimeout(done.timer);
  tell(done.waiting);
  next();
}

/** A thread that ended or hangs is replaced; a task that has ended every one it had goes with the last. */
function fail(): void {
  drop();
  finish((waiting) => {
    if (waiting.tried < limits.tries) queue.unshift(waiting);
    else waiting.reject(commonErrors.unavailable());
  });
}

function ready(): Worker {
  if (worker !== undefined) return worker;
  const made = new Worker(new URL('./hydraulics-worker-entry.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  made.on('message', (reply: HydraulicReply) => {
    if (reply.id === current?.id) finish((waiting) => settle(waiting, reply));
  });
  for (const end of ['error', 'exit'])
    made.on(end, () => {
      if (worker === made) fail();
    });
  made.unref();
  worker = made;
  return made;
}

function next(): void {
  clearTimeout(idle);
  const waiting = queue.shift();
  if (waiting === undefined) {
    idle = setTimeout(drop, limits.idle).unref();
    return;
  }
  last += 1;
  const patience = waiting.tried === 0 ? 1 : limits.patience;
  waiting.tried += 1;
  const timer = setTimeout(fail, limits.timeout[waiting.task.act] * patience);
  current = { id: last, waiting, timer };
  ready().postMessage({ id: last, task: waiting.task } satisfies HydraulicRequest);
}

/** Throws RefusedModel for a model that does not open or solve, city.unavailable when the queue is full or the thread fails. */
export async function hydraulics<T extends HydraulicTask>(task: T): Promise<HydraulicResults[T['act']]> {
  if (queue.length >= limits.waiting) throw commonErrors.unavailable();
  return new Promise((resolve, reject) => {
    // The reply to a task is of its kind: the thread runs what it is given.
    queue.push({ task, tried: 0, resolve: resolve as Waiting['resolve'], reject });
    if (current === undefined) next();
  });
}
