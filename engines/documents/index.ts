/** The documents engine's surface: paper from declared layouts, official documents and their numbers. */
export {
  createDocuments,
  defaultDocumentLimits,
  type DocumentEngine,
  type DocumentLimits,
  documentErrors,
} from './server/create-documents.ts';
export { type OfficialToSeal, sealOfficial } from './server/official/seal-official.ts';
export { createDocumentNumbers, numberErrors } from './server/numbers/create-document-numbers.ts';
export { numberTables } from './server/numbers/number-tables.ts';
export {
  type Block,
  type DocumentNumbers,
  type DocumentService,
  documentNumbers,
  documents,
  type IssuedNumber,
  type NumberBook,
  type NumberSeries,
  type PaperDocument,
} from './service.ts';
