/** An official document as GB/T 9704-2012 names its parts: one model for the page, the Word file and the preview. */
import { z } from 'zod';

/** Clauses 7 and 10: the common form, and those of letters, orders and minutes. */
export const OfficialFormat = z.enum(['document', 'letter', 'order', 'minutes']);
export type OfficialFormat = z.infer<typeof OfficialFormat>;

/** No control characters: they have no shape on paper. */
function line(title: string, most: number) {
  return z
    .string()
    .trim()
    .min(1, `请填写${title}`)
    .max(most, `${title}不超过 ${most} 字`)
    .regex(/^\P{Cc}*$/u, `${title}不能有换行或控制字符`);
}

/** Paragraphs, one a line. Headings are known by their numbers: 一、 （一） 1. （1） */
function paragraphs(title: string, most: number) {
  return z
    .string()
    .max(most, `${title}不超过 ${most} 字`)
    .regex(/^[\P{Cc}\n\r\t]*$/u, `${title}里有不能印刷的字符`);
}

const day = z.iso.date('日期应写成 2026-07-01 的样子');

export const DocumentNumber = z.object({
  /** 机关代字, e.g. 阜政办. */
  organ: z.string().regex(/^[\p{sc=Han}]{1,12}$/u, '机关代字是一至十二个汉字'),
  year: z.number().int().min(1949).max(9999),
  serial: z.number().int().min(1).max(99999),
});
export type DocumentNumber = z.infer<typeof DocumentNumber>;

export const OfficialDocument = z.object({
  format: OfficialFormat,
  /** 份号: six digits, only where copies are counted. */
  copyNumber: z
    .string()
    .regex(/^\d{6}$/, '份号是六位数字')
    .optional(),
  /** 密级和保密期限. Whether a system may hold such a document is the system's rule. */
  secrecy: z
    .object({ level: z.enum(['绝密', '机密', '秘密']), period: line('保密期限', 10).optional() })
    .optional(),
  urgency: z.enum(['特急', '加急']).optional(),
  /** 发文机关, in order; several for a joint document. */
  issuers: z.array(line('发文机关', 30)).min(1, '请填写发文机关').max(9, '联合行文不超过九个机关'),
  /** What follows the organs' names in red: 文件, 令, 纪要; empty for a letter. */
  markSuffix: z.string().max(8).default(''),
  number: DocumentNumber.optional(),
  /** 签发人, of documents to a superior. */
  signers: z.array(line('签发人', 12)).max(9).default([]),
  title: line('标题', 120),
  recipients: z.array(line('主送机关', 60)).max(200).default([]),
  body: paragraphs('正文', 60_000),
  /** 附件: named under the text, each printed from a page of its own when its text is given. */
  attachments: z
    .array(z.object({ title: line('附件名称', 120), body: paragraphs('附件', 60_000).default('') }))
    .max(30)
    .default([]),
  /** 出席、请假、列席 of minutes. */
  attendance: z
    .array(z.object({ label: line('名单', 6), names: z.array(line('姓名', 40)).min(1).max(300) }))
    .max(5)
    .default([]),
  /** 署名; the issuers' short names where they differ. */
  signatures: z.array(line('署名', 30)).max(9).default([]),
  /** Post and name of the one who signs an order. */
  signedBy: z.object({ post: line('职务', 20), name: line('姓名', 12) }).optional(),
  date: day,
  sealed: z.boolean().default(false),
  /** 附注, printed in brackets. */
  note: line('附注', 60).optional(),
  copies: z.array(line('抄送机关', 60)).max(200).default([]),
  printedBy: line('印发机关', 40).optional(),
  printedOn: day.optional(),
});

export type OfficialDocument = z.infer<typeof OfficialDocument>;
/** As it is given, before defaults are filled in. */
export type OfficialDocumentInput = z.input<typeof OfficialDocument>;

/** 阜政办〔2026〕12号; no leading noughts, no 第 (clause 7.2.5). */
export function showNumber({ organ, year, serial }: DocumentNumber): string {
  return `${organ}〔${year}〕${serial}号`;
}

/** 2026年7月1日, without leading noughts (clause 7.3.5.4). */
export function showDay(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return `${year}年${month}月${dayOfMonth}日`;
}
