/** Rows as CSV, JSON, XML, XLSX and RDF, streamed; names and values escaped as each form wants it. */
import { Readable } from 'node:stream';
import { csvStream, xlsxStream } from '../../../../engines/registers/index.ts';
import type { SeenRow } from '../../../../engines/lake/service.ts';
import type { Format } from '../data/formats.ts';
import type { OpenField } from '../routes/public-routes.ts';

type Cell = string | number | boolean | null;

interface Given {
  readonly code: string;
  readonly name: string;
  readonly fields: readonly OpenField[];
  readonly rows: AsyncIterable<SeenRow>;
  /** Address of the dataset, for RDF. */
  readonly url: string;
}

function plain(value: Cell | undefined): string | number {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value;
}

/** Without characters that XML 1.0 cannot hold. */
export function xmlText(text: string): string {
  const held = text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return held
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function turtleText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

async function* cells({ fields, rows }: Given): AsyncGenerator<readonly (string | number)[]> {
  for await (const row of rows) yield fields.map((field) => plain(row[field.name]));
}

async function* json({ fields, rows }: Given): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const row of rows) {
    const shown = Object.fromEntries(fields.map((field) => [field.name, row[field.name] ?? null]));
    yield `${first ? '' : ','}\n${JSON.stringify(shown)}`;
    first = false;
  }
  yield '\n]\n';
}

async function* xml({ fields, rows, name, code }: Given): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<dataset code="${code}" name="${xmlText(name)}">\n`;
  for await (const row of rows) {
    const parts = fields.map(
      (field) => `<${field.name}>${xmlText(String(plain(row[field.name])))}</${field.name}>`,
    );
    yield `  <row>${parts.join('')}</row>\n`;
  }
  yield '</dataset>\n';
}

async function* turtle({ fields, rows, url }: Given): AsyncGenerator<string> {
  yield `@prefix f: <${url}#> .\n`;
  let number = 0;
  for await (const row of rows) {
    number += 1;
    const parts = fields.flatMap((field) => {
      const value = row[field.name] ?? null;
      return value === null ? [] : [`f:${field.name} ${turtleText(String(plain(value)))}`];
    });
    if (parts.length > 0) yield `<${url}/rows/${number}> ${parts.join(' ; ')} .\n`;
  }
}

export function writeFormat(format: Format, given: Given): Readable {
  const header = given.fields.map((field) => field.title);
  if (format === 'csv') return csvStream(header, cells(given));
  if (format === 'xlsx') return xlsxStream(given.name, header, cells(given));
  if (format === 'json') return Readable.from(json(given));
  return Readable.from(format === 'xml' ? xml(given) : turtle(given));
}
