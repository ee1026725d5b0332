/** Renders documents in a worker thread, so that a long file never holds up the server. */
import { defineErrors, tooLarge } from '../../../kernel/errors.ts';
import { ThreadPool } from '../../store/index.ts';
import type { DocumentService, PaperDocument } from '../service.ts';
import type { RenderTask } from './render-worker.ts';

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

/** Rejects with documents.tooLarge, or city.unavailable when the queue is full, a document takes too long or the worker fails; `report` hears why. */
export function createDocuments(
  given: Partial<DocumentLimits> = {},
  report: (problem: unknown, where: string) => void = () => undefined,
): DocumentEngine {
  const limits = { ...defaultDocumentLimits, ...given };
  const pool = new ThreadPool<RenderTask, Uint8Array>({
    name: 'documents.worker',
    module: new URL('./render-worker.ts', import.meta.url),
    memory: { maxOldGenerationSizeMb: 768 },
    waiting: limits.waiting,
    timeout: () => limits.timeout,
    idle: limits.idle,
    report,
  });
  return {
    async renderPdf(document) {
      checkSize(document, limits);
      return pool.run({ kind: 'paper', document });
    },
    renderOfficial: (document, as) => pool.run({ kind: as, document }),
    close: () => pool.close(),
  };
}
