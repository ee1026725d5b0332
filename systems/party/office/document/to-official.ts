/** Turns a row of 发文 and its code into the official document that is laid out: the same for the preview and for print. */
import { OfficialDocument, type OfficialDocumentInput } from '../../../../engines/documents/service.ts';
import { findKind, nameInList } from '../data/document-kinds.ts';

/** What is needed of a row, saved or still being typed. */
export interface DraftText {
  readonly kind?: string | null;
  readonly urgency?: string | null;
  readonly title?: string | null;
  readonly recipients?: string | null;
  readonly body?: string | null;
  readonly attachmentTitles?: string | null;
  readonly copies?: string | null;
  readonly note?: string | null;
  readonly serial?: number | null;
  readonly year?: number | null;
  readonly signerName?: string | null;
  readonly signedOn?: string | null;
  readonly sealed?: boolean;
}

/** What is needed of its 机关代字. */
export interface Letterhead {
  readonly code: string;
  readonly mark: string;
  readonly suffix: string | null;
  readonly format: string;
  readonly signature: string;
}

function partsOf(text: string | null | undefined, by: RegExp): string[] {
  return (text ?? '')
    .split(by)
    .map((part) => part.trim().replace(/[：:。]$/, ''))
    .filter((part) => part !== '');
}

function urgencyOf(code: string | null | undefined): '特急' | '加急' | undefined {
  if (code === null || code === undefined) return undefined;
  return nameInList('urgencies', code) === '特急' ? '特急' : '加急';
}

/** What stands on the page; a part that is not there yet is left out. `today` dates a draft. */
export function toOfficialInput(draft: DraftText, head: Letterhead, today: string): OfficialDocumentInput {
  const kind = findKind(draft.kind ?? '');
  const format = kind?.format === 'document' || kind === undefined ? head.format : kind.format;
  const urgency = urgencyOf(draft.urgency);
  const note = draft.note?.trim() ?? '';
  const signedOn = draft.signedOn ?? today;
  const numbered = draft.serial !== null && draft.serial !== undefined;
  return {
    format: format as OfficialDocumentInput['format'],
    issuers: [head.mark],
    markSuffix: format === 'letter' ? '' : (head.suffix ?? ''),
    ...(urgency === undefined ? {} : { urgency }),
    ...(numbered
      ? {
          number: {
            organ: head.code,
            year: draft.year ?? Number(signedOn.slice(0, 4)),
            serial: draft.serial ?? 1,
          },
        }
      : {}),
    signers: kind?.upward === true && draft.signerName ? [draft.signerName] : [],
    title: draft.title?.trim() || '（标题）',
    recipients: partsOf(draft.recipients, /[，,\n]/),
    body: draft.body ?? '',
    attachments: partsOf(draft.attachmentTitles, /\n/).map((title) => ({ title })),
    signatures: [head.signature],
    date: signedOn,
    sealed: draft.sealed ?? false,
    ...(note === '' ? {} : { note: note.replace(/^[（(]|[）)]$/g, '') }),
    copies: partsOf(draft.copies, /[，,\n]/),
    printedBy: head.signature,
    printedOn: signedOn,
  };
}

/** Throws a zod error when the text cannot be printed. */
export function toOfficial(draft: DraftText, head: Letterhead, today: string): OfficialDocument {
  return OfficialDocument.parse(toOfficialInput(draft, head, today));
}
