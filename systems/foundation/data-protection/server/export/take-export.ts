/** The file itself: made while it is sent, once, of the rows and under the rights that its person has at that moment, with a line that all see and a mark that nobody sees. */
import { Readable } from 'node:stream';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { errors } from '../../errors.ts';
import { exported, exportPrint } from '../../registers/export.ts';
import type { exportRoutes } from '../../routes/export-routes.ts';
import { cutAt, makePrint, type PrintMaker } from './content-print.ts';
import { type ExportRow, getExport, stateOf, wishOf } from './export-row.ts';
import { markRow, writeHidden } from './hidden-mark.ts';

async function noteOf(context: Context, row: ExportRow, now: Date): Promise<string> {
  const names = await context.use(access).namesOf([row.requester]);
  const person = names.get(row.requester) ?? row.requester;
  const at = `${shanghaiDate(now)} ${shanghaiTime(now).slice(0, 5)}`;
  return `导出编号 ${row.number}　导出人 ${person}　${at}　用途：${row.purpose.slice(0, 60)}　仅限上述用途，不得转发；文件带有可溯源的水印`;
}

/** Of the rows that there were to be: a print that was full before the last is kept, and says so. */
async function keepPrint(
  context: Context,
  of: { readonly id: string; readonly number: string; readonly rows: number },
  print: PrintMaker,
): Promise<void> {
  const { id, number, rows } = of;
  await context.use(store).transaction(async (work) => {
    const at = work.now.toISOString();
    const values = { number, at, filter: print.end() };
    const all = context.use(registers);
    await all.of(exportPrint).trusted.insert(work, context.principal.id, values);
    const printedRows = cutAt(print, rows);
    const row = printedRows === null ? undefined : await all.of(exported).trusted.lock(work, id);
    if (row !== undefined)
      await all.of(exported).trusted.update(work, context.principal.id, row, { printedRows });
  });
}

/** The print is written when the last byte was made, also of a file whose receiver went away: what was sent may have arrived. */
async function* sending(
  body: Iterable<unknown> | AsyncIterable<unknown>,
  keep: () => Promise<void>,
): AsyncGenerator<unknown> {
  try {
    yield* body;
  } finally {
    await keep();
  }
}

export const takeExport: Handler<typeof exportRoutes.takeExport> = async (given, context) => {
  const { principal } = context;
  const { db } = context.use(store);
  const { now } = context;
  const row = await getExport(context, db, principal, given.id);
  if (row.requester !== principal.id) throw commonErrors.forbidden();
  const state = stateOf(row, now);
  if (state === 'taken') throw errors.exportTaken({ at: shanghaiDate(new Date(row.takenAt ?? row.askedAt)) });
  if (state === 'expired') throw errors.exportOver();
  if (state !== 'approved' || row.version !== given.version) throw errors.exportMoved();
  const hidden = writeHidden(row.mark);
  const boxes = await context.use(trust).vault.boxes();
  const note = await noteOf(context, row, now);
  let keep = () => Promise.resolve();
  const exit = context.use(access).exits.get(row.register);
  const sheet = await exit.make(context, wishOf(row), (rows) => {
    const print = makePrint(boxes, rows);
    keep = () => keepPrint(context, { id: row.id, number: row.number, rows }, print);
    return {
      note,
      row(cells) {
        print.add(cells);
        return markRow(cells, hidden);
      },
    };
  });
  await context.use(store).transaction(async (work) => {
    // Two at once: the second meets a row that has moved on.
    await context.use(registers).of(exported).trusted.update(work, principal.id, row, {
      standing: 'taken',
      takenAt: work.now.toISOString(),
      takenRows: sheet.rows,
    });
    context.use(access).audit(work, principal, {
      module: 'data-protection',
      event: 'export',
      objectType: row.register,
      objectId: row.id,
      result: 'success',
      detail: { number: row.number, rows: sheet.rows, approvedBy: row.decidedBy },
    });
  });
  return {
    contentType: sheet.contentType,
    body: Readable.from(sending(sheet.body instanceof Readable ? sheet.body : [sheet.body], keep)),
    fileName: sheet.fileName,
    headers: { 'cache-control': 'no-store' },
  };
};
