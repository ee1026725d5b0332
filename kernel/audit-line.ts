/** An audit line as it is recorded for good: its fields, their titles and the one writing that digests and proofs are over. */

/** Every field is text, so that what is read back is what was written. The order is part of the writing. */
export interface AuditLine {
  readonly id: string;
  /** ISO, UTC, milliseconds. */
  readonly at: string;
  readonly subject: string;
  readonly address: string;
  readonly trace: string;
  readonly module: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly result: string;
  /** JSON of ids and codes; never a personal value. */
  readonly detail: string;
}

export const auditFields: readonly { readonly name: keyof AuditLine; readonly title: string }[] = [
  { name: 'id', title: '记录编号' },
  { name: 'at', title: '时间' },
  { name: 'subject', title: '操作人编号' },
  { name: 'address', title: '来源地址' },
  { name: 'trace', title: '请求编号' },
  { name: 'module', title: '模块' },
  { name: 'event', title: '操作' },
  { name: 'objectType', title: '对象类型' },
  { name: 'objectId', title: '对象编号' },
  { name: 'result', title: '结果' },
  { name: 'detail', title: '详情' },
];

/** Name of the log that the lines are recorded in. */
export const auditLog = 'audit';

/** A field as a line can hold it: whatever breaks a line becomes a space, else one field could be read as two. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}

/** Each field followed by a line feed. */
export function auditStatement(line: AuditLine): string {
  return auditFields.map(({ name }) => `${line[name]}\n`).join('');
}

/** The titled fields of a statement; undefined when it has another form, so that a shifted line is not shown under wrong titles. */
export function readAuditStatement(
  statement: string,
): readonly { readonly title: string; readonly value: string }[] | undefined {
  const values = statement.split('\n');
  if (values.pop() !== '' || values.length !== auditFields.length) return undefined;
  return auditFields.map(({ title }, at) => ({ title, value: values[at] ?? '' }));
}
