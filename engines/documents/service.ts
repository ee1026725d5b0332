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
