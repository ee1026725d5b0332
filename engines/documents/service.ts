/** What the documents engine offers: PDF from a declared layout, with Chinese type embedded. */
import { service } from '../../kernel/system.ts';

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
}

export const documents = service<DocumentService>('documents');
