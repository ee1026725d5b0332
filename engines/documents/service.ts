/** What the documents engine offers: PDF from a declared layout, official documents as PDF and Word, and their numbers. */
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { OfficialDocument } from './official/model.ts';

export { breakTitle } from './official/break-title.ts';
export {
  DocumentNumber,
  OfficialDocument,
  type OfficialDocumentInput,
  OfficialFormat,
  showDay,
  showNumber,
} from './official/model.ts';

export type Block =
  | { readonly heading: string }
  | { readonly text: string; readonly note?: boolean }
  | { readonly fields: readonly (readonly [label: string, value: string])[]; readonly columns?: 1 | 2 }
  | {
      readonly table: {
        readonly head: readonly string[];
        readonly rows: readonly (readonly string[])[];
        readonly widths?: readonly (number | '*' | 'auto')[];
      };
    }
  | { readonly images: readonly { readonly data: Uint8Array; readonly caption: string }[] };

export interface PaperDocument {
  readonly title: string;
  readonly subtitle?: string;
  /** Printed under each page, with page numbers. */
  readonly footer: string;
  /** 演示数据 across each page. */
  readonly watermark?: string;
  readonly blocks: readonly Block[];
}

export interface DocumentService {
  renderPdf(document: PaperDocument): Promise<Uint8Array>;
  /** By GB/T 9704-2012, from a checked document (OfficialDocument.parse): a PDF as it is printed, or a Word file to go on with. */
  renderOfficial(document: OfficialDocument, as: 'pdf' | 'docx'): Promise<Uint8Array>;
}

export const documents = service<DocumentService>('documents');

/** One line of numbers: an organ's code (机关代字, e.g. 阜政办) in one year. A code belongs to one organ. */
export interface NumberSeries {
  /** Department id. */
  readonly organ: string;
  readonly code: string;
  readonly year: number;
}

/** reserved: taken for a document · used: printed on it · released: given back, for the next · void: used and made invalid; never again. */
export type NumberState = 'reserved' | 'used' | 'released' | 'void';

export interface IssuedNumber {
  readonly id: string;
  readonly code: string;
  readonly year: number;
  readonly serial: number;
  readonly state: NumberState;
  readonly document: string | null;
}

export interface NumberEntry {
  readonly serial: number;
  readonly state: NumberState;
  readonly document: string | null;
  readonly steps: readonly {
    readonly at: string;
    readonly by: string;
    readonly act: 'reserve' | 'use' | 'release' | 'void';
    readonly reason: string | null;
  }[];
}

export interface NumberBook {
  readonly code: string;
  readonly year: number;
  readonly last: number;
  readonly numbers: readonly NumberEntry[];
  /** Serials that were never given; always empty. */
  readonly missing: readonly number[];
}

/** Every act commits or rolls back with its work; `document` is whatever the caller names its documents by. */
export interface DocumentNumbers {
  /** The lowest free number of the series. Asked again for the same document, the same number. Errors: documents.numberTaken, documents.seriesElsewhere. */
  reserve(work: Work, by: string, series: NumberSeries, document: string): Promise<IssuedNumber>;
  /** Once more changes nothing. Errors: documents.numberMissing. */
  use(work: Work, by: string, document: string): Promise<IssuedNumber>;
  /** Gives a reserved number back. Errors: documents.numberMissing, numberUsed, reasonNeeded. */
  release(work: Work, by: string, document: string, reason: string): Promise<void>;
  /** Errors: documents.numberMissing, numberReserved, reasonNeeded. */
  void(work: Work, by: string, document: string, reason: string): Promise<IssuedNumber>;
  read(code: string, year: number): Promise<NumberBook>;
}

export const documentNumbers = service<DocumentNumbers>('document-numbers');
