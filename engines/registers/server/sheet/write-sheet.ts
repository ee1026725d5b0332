/** Sheets that people get: xlsx and CSV streams, import templates with dropdowns, error lists. */
import { Readable } from 'node:stream';
import { writeXlsx, writeXlsxStream } from 'hucre';
import type { Field } from '../../../../kernel/register.ts';
import { neutralText } from './cell-text.ts';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export type Cell = string | number;

/** Excel's own limits on names of sheets: 31 characters, none of []:*?/\ */
function sheetName(title: string): string {
  return title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) || '数据';
}

function safeCell(cell: Cell): Cell {
  return typeof cell === 'string' ? neutralText(cell) : cell;
}

export function xlsxStream(
  title: string,
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  note?: string,
): Readable {
  async function* safe() {
    if (note !== undefined) {
      yield [note];
      yield [...header];
    }
    for await (const row of rows) yield row.map(safeCell);
  }
  const stream = writeXlsxStream(safe(), {
    name: sheetName(title),
    ...(note === undefined && { columns: header.map((each) => ({ header: each })) }),
    freezePane: { rows: note === undefined ? 1 : 2 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}

function csvCell(cell: Cell): string {
  const text = String(safeCell(cell));
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With the mark that makes sheet programs read UTF-8. */
export function csvStream(
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  note?: string,
): Readable {
  async function* lines() {
    yield `\ufeff${note === undefined ? '' : `${csvCell(note)}\r\n`}${header.map(csvCell).join(',')}\r\n`;
    let pending = '';
    for await (const row of rows) {
      pending += `${row.map(csvCell).join(',')}\r\n`;
      if (pending.length < 65_536) continue;
      yield pending;
      pending = '';
    }
    yield pending;
  }
  return Readable.from(lines());
}

export interface TemplateColumn {
  readonly field: Field;
  readonly name: string;
  /** Names to choose from. */
  readonly choices: readonly string[];
}

const templateRows = 5000;
/** More than any code list, and than the departments of a city with its towns and villages. */
const mostChoices = 5000;
const typeTitles: Readonly<Record<string, string>> = {
  text: '文字',
  'long-text': '长文字',
  integer: '整数',
  decimal: '数字',
  boolean: '是/否',
  date: '日期,如 2026-01-31',
  moment: '时间,如 2026-01-31 08:30',
  code: '从下拉列表中选择',
  codes: '可多选,用顿号分隔',
  area: '区划代码或名称',
  department: '部门名称',
  subject: '人员或单位编号',
  ref: '关联记录的名称',
  point: '经度,纬度,如 115.812345,32.889123',
  json: 'JSON',
};

function letter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : letter(Math.floor(index / 26) - 1) + letter(index % 26);
}

function explanation({ field }: TemplateColumn): string {
  const parts = [
    typeTitles[field.type] ?? '',
    field.unit === undefined ? '' : `单位:${field.unit}`,
    field.hint ?? '',
  ];
  return parts.filter((part) => part !== '').join(';');
}

/** First sheet to fill, second with explanations, third with the choices that the dropdowns take. */
export async function templateWorkbook(
  title: string,
  columns: readonly TemplateColumn[],
): Promise<Uint8Array> {
  const header = columns.map(({ field }) => (field.required ? `*${field.title}` : field.title));
  const listed = columns.map((column) => ({ ...column, choices: column.choices.slice(0, mostChoices) }));
  const depth = Math.max(0, ...listed.map((each) => each.choices.length));
  const choiceRows = Array.from({ length: depth }, (_, row) =>
    listed.map((each) => neutralText(each.choices[row] ?? '')),
  );
  const validations = listed.flatMap(({ field, choices }, index) => {
    if (choices.length === 0 || field.type === 'codes') return [];
    // Excel would refuse what is missing in a list that was cut.
    if (choices.length < (columns[index]?.choices.length ?? 0)) return [];
    const column = letter(index);
    return [
      {
        type: 'list' as const,
        formula1: `'选项'!$${column}$2:$${column}$${choices.length + 1}`,
        range: `${column}2:${column}${templateRows}`,
        allowBlank: true,
        showErrorMessage: true,
        errorTitle: field.title,
        errorMessage: '请从下拉列表中选择',
      },
    ];
  });
  return writeXlsx({
    sheets: [
      { name: sheetName(title), rows: [header], dataValidations: validations, freezePane: { rows: 1 } },
      {
        name: '填写说明',
        rows: [
          ['列名', '必填', '说明'],
          ...columns.map((each) => [each.field.title, each.field.required ? '是' : '否', explanation(each)]),
        ],
        freezePane: { rows: 1 },
      },
      { name: '选项', rows: [columns.map(({ field }) => field.title), ...choiceRows] },
    ],
  });
}

export async function errorWorkbook(
  problems: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly value: string | null;
    readonly message: string;
  }[],
): Promise<Uint8Array> {
  const rows = problems.map(({ line, column, value, message }) => [
    line,
    column ?? '整行',
    neutralText(value ?? ''),
    neutralText(message),
  ]);
  return writeXlsx({
    sheets: [{ name: '导入错误', rows: [['行号', '列', '内容', '错误'], ...rows], freezePane: { rows: 1 } }],
  });
}
