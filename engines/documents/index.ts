/** The documents engine's surface: paper from declared layouts. */
export {
  createDocuments,
  defaultDocumentLimits,
  type DocumentEngine,
  type DocumentLimits,
  documentErrors,
} from './server/create-documents.ts';
export { type Block, type DocumentService, documents, type PaperDocument } from './service.ts';
