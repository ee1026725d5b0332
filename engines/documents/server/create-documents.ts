/** Renders documents in a worker thread, so that a long file never holds up the server. */
import { Worker } from 'node:worker_threads';
import { commonErrors, defineErrors, tooLarge } from '../../../kernel/errors.ts';
import type { DocumentService, PaperDocument } from '../service.ts';
import type { RenderReply, RenderRequest, RenderTask } from './render-worker.ts';

export interface DocumentLimits {
  /** Documents waiting for the worker; more are refused. */
  readonly waiting: number;
  /** Milliseconds for one document before its worker is given up. */
  readonly timeout: number;
  /** Table rows in one document. */
  readonly rows: number;
  readonly images: number;
  /** Milliseconds without work after which the worker, and its 150 MB, is let go. */
  readonly idle: number;
}

export const defaultDocumentLimits: DocumentLimits = {
  waiting: 50,
  timeout: 60_000,
  rows: 5000,
  images: 200,
  idle: 60_000,
};

export const documentErrors = defineErrors('documents', {
  tooLarge: tooLarge('文书内容过多(表格最多 {rows} 行、图片最多 {images} 张),请缩小范围后再导出'),
});

export interface DocumentEngine extends DocumentService {
  close(): Promise<void>;
}

interface Waiting {
  readonly task: RenderTask;
  readonly resolve: (file: Uint8Array) => void;
  readonly reject: (problem: Error) => void;
}

function checkSize(document: PaperDocument, limits: DocumentLimits): void {
  let rows = 0;
  let images = 0;
  for (const block of document.blocks) {
    if ('table' in block) rows += block.table.rows.length;
    if ('fields' in block) rows += block.fields.length;
    if ('images' in block) images += block.images.length;
  }
  if (rows > limits.rows || images > limits.images)
    throw documentErrors.tooLarge({ rows: limits.rows, images: limits.images });
}

function startWorker(): Worker {
  return new Worker(new URL('./render-worker-entry.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  });
}

/** Rejects with documents.tooLarge, or city.unavailable when the queue is full, a document takes too long or the worker fails; `report` hears why. */
export function createDocuments(
  given: Partial<DocumentLimits> = {},
  report: (problem: unknown, where: string) => void = () => undefined,
): DocumentEngine {
  const limits = { ...defaultDocumentLimits, ...given };
  const queue: Waiting[] = [];
  let worker: Worker | undefined;
  let current: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  function drop(): Promise<number> | undefined {
    const gone = worker;
    worker = undefined;
    return gone?.terminate();
  }

  function finish(settle: (waiting: Waiting) => void): void {
    const done = current;
    current = undefined;
    if (done === undefined) return;
    clearTimeout(done.timer);
    settle(done.waiting);
    next();
  }

  function fail(): void {
    void drop();
    finish((waiting) => waiting.reject(commonErrors.unavailable()));
  }

  function ready(): Worker {
    if (worker !== undefined) return worker;
    const made = startWorker();
    made.on('message', (reply: RenderReply) => {
      if (reply.id !== current?.id) return;
      finish((waiting) => {
        if ('file' in reply) waiting.resolve(reply.file);
        else waiting.reject(new Error(`document: ${reply.problem}`));
      });
    });
    // A thread that ended for any reason takes its document with it, not the server.
    made.on('error', (problem) => {
      report(problem, 'documents.worker');
      if (worker === made) fail();
    });
    made.on('exit', () => {
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
      idle = setTimeout(() => void drop(), limits.idle).unref();
      return;
    }
    last += 1;
    current = { id: last, waiting, timer: setTimeout(fail, limits.timeout) };
    ready().postMessage({ id: last, task: waiting.task } satisfies RenderRequest);
  }

  async function queueUp(task: RenderTask): Promise<Uint8Array> {
    if (queue.length >= limits.waiting) throw commonErrors.unavailable();
    return new Promise((resolve, reject) => {
      queue.push({ task, resolve, reject });
      if (current === undefined) next();
    });
  }

  return {
    async renderPdf(document) {
      checkSize(document, limits);
      return queueUp({ kind: 'paper', document });
    },
    renderOfficial: (document, as) => queueUp({ kind: as, document }),
    async close() {
      clearTimeout(idle);
      for (const waiting of queue.splice(0)) waiting.reject(commonErrors.unavailable());
      const done = current;
      current = undefined;
      if (done !== undefined) {
        clearTimeout(done.timer);
        done.waiting.reject(commonErrors.unavailable());
      }
      await drop();
    },
  };
}
