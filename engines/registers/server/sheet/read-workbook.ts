/** Rows of the first sheet of an .xlsx or .xls workbook, as text. */
import { readXls, streamXlsxRows } from 'hucre';
import { cellText } from './cell-text.ts';
import { BrokenFile } from './read-csv.ts';

export interface SheetRow {
  readonly cells: string[];
  /** As the sheet program numbers it. */
  readonly line: number;
}

/** What bytes say they are: 'PK' is an .xlsx package, the compound file mark an .xls. */
export function sheetKind(head: Uint8Array): 'xlsx' | 'xls' | 'csv' {
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return 'xlsx';
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) return 'xls';
  return 'csv';
}

/** A sheet with more cells than this is a bomb or a mistake. */
const mostColumns = 500;

/** Throws BrokenFile. */
export async function* workbookRows(bytes: Uint8Array, kind: 'xlsx' | 'xls'): AsyncGenerator<SheetRow> {
  let line = 0;
  try {
    if (kind === 'xls') {
      const workbook = await readXls(bytes);
      for (const row of workbook.sheets[0]?.rows ?? [])
        yield { cells: row.slice(0, mostColumns).map(cellText), line: (line += 1) };
      return;
    }
    for await (const row of streamXlsxRows(bytes, { sheet: 0 })) {
      line = row.index + 1;
      yield { cells: row.values.slice(0, mostColumns).map(cellText), line };
    }
  } catch (problem) {
    if (problem instanceof BrokenFile) throw problem;
    throw new BrokenFile(line + 1, '文件已损坏、不完整或加了密码');
  }
}
