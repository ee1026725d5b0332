/** Rows as CSV, JSON, XML, XLSX and RDF, streamed; names and values escaped as each form wants it. */
import { Readable } from 'node:stream';
import { csvStream, xlsxStream } from '../../../../engines/registers/index.ts';
import type { SeenRow } from '../../../../engines/lake/service.ts';
import { prefixes, turtleText, xmlText } from './describe/graph.ts';
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

/** Decimals come as text so that none is rounded; those that a number holds exactly are numbers in JSON. */
function jsonValue(field: OpenField, value: Cell | undefined): Cell {
  if (value === undefined) return null;
  if (field.type !== 'decimal' || typeof value !== 'string') return value;
  return String(Number(value)) === value ? Number(value) : value;
}

export function jsonRow(fields: readonly OpenField[], row: SeenRow): Record<string, Cell> {
  return Object.fromEntries(fields.map((field) => [field.name, jsonValue(field, row[field.name])]));
}

const literalTypes: Readonly<Record<string, string>> = {
  integer: 'xsd:integer',
  decimal: 'xsd:decimal',
  date: 'xsd:date',
  boolean: 'xsd:boolean',
};

function literal(field: OpenField, value: string | number | boolean): string {
  const type = literalTypes[field.type];
  return type === undefined ? turtleText(String(value)) : `${turtleText(String(value))}^^${type}`;
}

async function* cells({ fields, rows }: Given): AsyncGenerator<readonly (string | number)[]> {
  for await (const row of rows) yield fields.map((field) => plain(row[field.name]));
}

async function* json({ fields, rows }: Given): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const row of rows) {
    yield `${first ? '' : ','}\n${JSON.stringify(jsonRow(fields, row))}`;
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
  yield `@prefix f: <${url}#> .\n@prefix xsd: <${prefixes.xsd}> .\n`;
  let number = 0;
  for await (const row of rows) {
    number += 1;
    const parts = fields.flatMap((field) => {
      const value = row[field.name] ?? null;
      return value === null ? [] : [`f:${field.name} ${literal(field, value)}`];
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
