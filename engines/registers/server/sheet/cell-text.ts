/** Cells of a workbook as the text that a person sees in them. */

/** A workbook's moment has no zone: its parts are taken as they stand, which is Shanghai time here. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const text = value.toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text;
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return '';
}

const formula = /^[=+\-@\t\r]/;

/** Text that a sheet program would run as a formula gets an apostrophe in front (OWASP CSV injection). */
export function neutralText(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Watermarks of approved exports; single ones of these characters belong to scripts and emoji. */
const hiddenRun = /[\u200b-\u200d\u2060]{8,}/g;

/** The inverse of {@link neutralText}, without hidden marks, so that an exported sheet comes back as it went. */
export function plainText(given: string): string {
  const text = given.replace(hiddenRun, '');
  return text.charCodeAt(0) === 39 && formula.test(text.slice(1)) ? text.slice(1) : text;
}
