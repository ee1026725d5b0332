/** Imports a sheet of answers, Excel or CSV: every row and cell judged first, and either all rows are sent in or none. */
import {
  BrokenFile,
  CsvReader,
  plainText,
  sheetKind,
  workbookRows,
} from '../../../../../engines/registers/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type StoredFile, store, type Work } from '../../../../../engines/store/service.ts';
import { CityError, commonErrors, type Problem } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { findAreaCode } from '../../../../../city/places.ts';
import { errors } from '../../errors.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import type { Cell, Cells, Column } from '../../table/column.ts';
import { answersOf, bodyOf, getIssue, refuseClosed } from '../issue/find-issue.ts';
import { type AnswerRow, mayFill } from '../steps.ts';
import { areaHeader, headerOf } from '../summary/sheets.ts';
import { contextOf } from './answer-context.ts';
import { judgeCells, lockFillable, mergeCells, sendUp } from './fill-answer.ts';

const mostBytes = 2_000_000;
const mostRows = 2500;

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

async function bytesOf(context: Context, file: StoredFile): Promise<Uint8Array> {
  if (file.size > mostBytes) throw errors.fileTooLarge({ rows: mostRows });
  const pieces: Uint8Array[] = [];
  for await (const piece of context.use(store).files.read(file)) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}

async function linesOf(bytes: Uint8Array): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const take = (cells: readonly string[], line: number) => {
    if (lines.length > mostRows) throw errors.fileTooLarge({ rows: mostRows });
    if (cells.some((cell) => cell.trim() !== '')) lines.push({ cells, line });
  };
  try {
    const kind = sheetKind(bytes);
    if (kind === 'csv') {
      const reader = new CsvReader(take);
      reader.push(bytes);
      reader.end();
    } else for await (const { cells, line } of workbookRows(bytes, kind)) take(cells, line);
  } catch (problem) {
    if (problem instanceof BrokenFile)
      throw errors.fileUnreadable({ line: problem.line, reason: problem.message });
    throw problem;
  }
  return lines;
}

/** Name of a code → the code, for the columns that have a list. */
type Codes = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function codesOf(context: Context, columns: readonly Column[]): Promise<Codes> {
  const { codeLists } = context.use(registers);
  const lists = [...new Set(columns.flatMap(({ codeList }) => codeList ?? []))];
  const read = lists.map(async (list) => {
    const entries = await codeLists.list(list);
    return [list, new Map(entries.map(({ code, name }) => [name, code]))] as const;
  });
  return new Map(await Promise.all(read));
}

/** Text of a cell as the column's kind; what cannot be read stays text, and the column's own check names it. */
function typed(column: Column, text: string, codes: Codes): Cell {
  const value = plainText(text.trim());
  if (value === '') return null;
  if (column.kind === 'integer' || column.kind === 'decimal') {
    const number = value.replaceAll(/[,，\s]/g, '');
    return /^-?\d+(?:\.\d+)?$/.test(number) ? Number(number) : value;
  }
  if (column.kind === 'code') return codes.get(column.codeList ?? '')?.get(value) ?? value;
  if (column.kind === 'boolean' && (value === '是' || value === '否')) return value === '是';
  if (column.kind === 'date') return value.replaceAll(/[/.]/g, '-');
  return value;
}

interface Sheet {
  readonly columns: readonly (readonly [index: number, column: Column])[];
  readonly areaAt: number;
}

function readHeader(header: readonly string[], columns: readonly Column[]): Sheet {
  const titles = header.map((cell) => cell.trim());
  const areaAt = titles.findIndex((title) => [areaHeader, '单位', '区划'].includes(title));
  if (areaAt < 0) throw errors.sheetWrong({}, [{ path: 'rows.1', message: `第一行缺少“${areaHeader}”列` }]);
  const open = columns.filter(({ mode, formula }) => mode === 'ask' && formula === undefined);
  const found = open.flatMap((column) => {
    const index = titles.findIndex((title) => [column.title, column.key, headerOf(column)].includes(title));
    return index < 0 ? [] : [[index, column] as const];
  });
  if (found.length === 0)
    throw errors.sheetWrong({}, [{ path: 'rows.1', message: '第一行没有本表的任何一列' }]);
  return { columns: found, areaAt };
}

interface Importing {
  readonly context: Context;
  readonly work: Work;
  readonly sheet: Sheet;
  readonly answers: ReadonlyMap<string, AnswerRow>;
  readonly codes: Codes;
}

async function sendLine(
  { context, work, sheet, answers, codes }: Importing,
  { cells, line }: Line,
): Promise<Problem[]> {
  const place = plainText((cells[sheet.areaAt] ?? '').trim());
  const code = /^\d{12}$/.test(place) ? place : findAreaCode(place);
  const found = answers.get(code ?? '');
  if (found === undefined)
    return [{ path: `rows.${line}`, message: `第 ${line} 行“${place.slice(0, 40)}”不是待您填报的单位` }];
  const given: Cells = Object.fromEntries(
    sheet.columns.map(([index, column]) => [column.key, typed(column, cells[index] ?? '', codes)]),
  );
  try {
    const row = await lockFillable(context, work, found.id, found.version);
    const about = await contextOf(context, work.db, row);
    const whole = await mergeCells(context, work, row, about, given);
    judgeCells(context, about, whole, {});
    await sendUp(context, work, row, { cells: whole, explained: {}, last: about.last });
    return [];
  } catch (problem) {
    if (!(problem instanceof CityError) || problem.kind !== 'invalid') throw problem;
    return problem.problems.map(({ path, message }) => ({
      path: `rows.${line}.${path.replace(/^values\./, '')}`,
      message: `第 ${line} 行：${message}`,
    }));
  }
}

const mostProblems = 200;

export const importAnswers: Handler<typeof issueRoutes.importAnswers> = async ({ id, file }, context) => {
  const { principal } = context;
  const data = context.use(store);
  const stored = await data.files.find(file);
  if (stored === undefined || stored.createdBy !== principal.id) throw commonErrors.missing();
  const [header, ...lines] = await linesOf(await bytesOf(context, stored));
  return data.transaction(async (work) => {
    const issue = await getIssue(context, work.db, id);
    refuseClosed(issue, '填报');
    const rows = (await answersOf(context, work.db, id, issue.within)).filter((row) =>
      mayFill(context, principal, row),
    );
    const { columns } = bodyOf(issue);
    const sheet = readHeader(header?.cells ?? [], columns);
    const codes = await codesOf(context, columns);
    const importing = { context, work, sheet, codes, answers: new Map(rows.map((row) => [row.area, row])) };
    const problems: Problem[] = [];
    const seen = new Set<string>();
    for (const line of lines) {
      const place = line.cells[sheet.areaAt] ?? '';
      if (seen.has(place))
        problems.push({ path: `rows.${line.line}`, message: `第 ${line.line} 行与前面的行重复` });
      else problems.push(...(await sendLine(importing, line)));
      seen.add(place);
      if (problems.length > mostProblems) break;
    }
    if (problems.length > 0) throw errors.sheetWrong({}, problems);
    return { saved: lines.length, submitted: lines.length };
  });
};
