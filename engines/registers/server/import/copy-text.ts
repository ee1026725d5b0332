/** Checked values as PostgreSQL's COPY text format. */
import type { FieldType, Point } from '../../../../kernel/register.ts';

const special = /[\\\t\n\r\b\f\v]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

function escapeText(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r\b\f\v]/g, (mark) => escapes[mark] ?? mark) : text;
}

function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}

export function copyText(type: FieldType, value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  switch (type) {
    case 'integer':
    case 'decimal':
      return String(value);
    case 'boolean':
      return value === true ? 't' : 'f';
    case 'point': {
      const { lon, lat } = value as Point;
      return `(${lon},${lat})`;
    }
    case 'codes':
    case 'files':
      return escapeText(arrayText(value as readonly string[]));
    case 'json':
      return escapeText(JSON.stringify(value));
    default:
      return escapeText(value as string);
  }
}
