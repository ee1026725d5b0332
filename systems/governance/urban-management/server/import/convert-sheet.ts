/** Turns a foreign sheet into the case import's own form, so that the ordinary import checks, shows and confirms it. */
import { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type StoredFile } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { errors } from '../../errors.ts';
import type { caseRoutes } from '../../routes/case-routes.ts';
import { setting } from '../setting.ts';
import { converters, readRecords, type SheetRow } from './foreign-records.ts';

const { fields } = urbanCase;
const head = [
  fields.source.title,
  fields.sourceNumber.title,
  fields.matter.title,
  fields.description.title,
  fields.address.title,
  fields.caseArea.title,
  fields.openedAt.title,
];
/** Shown to the person; the rest is only counted. */
const mostShown = 200;

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function lineOf(row: SheetRow, area: string): string {
  const cells = ['hotline', row.sourceNumber, row.matter, row.description, row.address, area, row.openedAt];
  return `${cells.map(cell).join(',')}\r\n`;
}

function isLines(file: StoredFile): boolean {
  return /\.(?:jsonl|ndjson|txt)$/i.test(file.name) || file.contentType === 'application/json';
}

export const convertSheet: Handler<typeof caseRoutes.convertSheet> = async (
  { file, profile, area },
  context,
) => {
  const { files } = context.use(store);
  const found = await files.find(file);
  if (found === undefined || found.createdBy !== context.principal.id) throw errors.sheetMissing();
  const convert = converters[profile];
  const skipped: { line: number; reason: string }[] = [];
  const known = context.use(registers).codeLists;
  const lines: string[] = [`\uFEFF${head.map(cell).join(',')}\r\n`];
  const most = setting(context, 'import-rows');
  let line = 1;
  try {
    for await (const record of readRecords(files.read(found), isLines(found))) {
      line += 1;
      if (lines.length > most) throw errors.sheetTooLong({ most });
      const row = record === undefined ? { reason: '不是一条记录' } : convert(record);
      if ('reason' in row) skipped.push({ line, reason: row.reason });
      else
        lines.push(
          lineOf({ ...row, matter: known.has('GB/T 47678.5 matters', row.matter) ? row.matter : '' }, area),
        );
    }
  } catch (problem) {
    if (problem instanceof CsvError) throw errors.sheetBroken({ line });
    throw problem;
  }
  if (lines.length === 1) throw errors.sheetEmpty();
  const body = Buffer.from(lines.join(''), 'utf8');
  const made = await files.write({
    name: `${profile}-案件导入表.csv`,
    contentType: 'text/csv',
    by: context.principal.id,
    body: Readable.from([body]),
    limit: body.length,
  });
  return { file: made.id, rows: lines.length - 1, skipped: skipped.slice(0, mostShown) };
};
