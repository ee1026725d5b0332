/** 水印溯源: a file, part of it or pasted text, and the exports that it may have come from: by the hidden mark, by the number in plain sight, by its values. */
import { buffer } from 'node:stream/consumers';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { BrokenFile, sheetKind, TextDecoding, workbookRows } from '../../../../../engines/registers/index.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import { exported, exportPrint } from '../../registers/export.ts';
import type { exportRoutes, Trace } from '../../routes/export-routes.ts';
import { departmentName } from '../hold/describe-register.ts';
import { setting } from '../setting.ts';
import { countKnown, indexValues, valuesOf } from './content-print.ts';
import { markOf } from './export-row.ts';
import { readHidden } from './hidden-mark.ts';

const largestFile = 50_000_000;
/** Enough to tell exports apart; more would only take longer. */
const mostValues = 2000;
const printsAtOnce = 50;
const numbers = /DC\d{8}-([0-9A-F]{8})/g;

async function textOfFile(context: Context, id: string): Promise<string> {
  const { files } = context.use(store);
  const file = await files.find(id);
  if (file === undefined || file.createdBy !== context.principal.id) throw commonErrors.missing();
  if (file.size > largestFile) throw errors.fileTooLarge();
  const bytes = await buffer(files.read(file));
  const kind = sheetKind(bytes);
  if (kind === 'csv') return new TextDecoding().decode(bytes, true);
  try {
    const lines: string[] = [];
    for await (const { cells } of workbookRows(bytes, kind)) lines.push(cells.join('\t'));
    return lines.join('\n');
  } catch (problem) {
    if (problem instanceof BrokenFile) throw errors.unreadableFile();
    throw problem;
  }
}

type Evidence = Pick<Trace, 'by' | 'hits' | 'share'>;

function sightings(text: string): ReadonlyMap<string, Evidence> {
  const found = new Map<string, Evidence>();
  for (const [number, mark = ''] of text.matchAll(numbers))
    if (number !== '') found.set(mark, { by: 'line', hits: 1, share: null });
  for (const [mark, hits] of readHidden(text)) found.set(mark, { by: 'hidden', hits, share: null });
  return found;
}

interface Print {
  readonly number: string;
  readonly filter: string;
}

/** The newest first, a few at a time: a print may have hundreds of kilobytes. */
async function* prints(context: Context): AsyncGenerator<Print> {
  const { trusted } = context.use(registers).of(exportPrint);
  const { db } = context.use(store);
  const seen = new Set<string>();
  for (let until: string | undefined; ; ) {
    const found = await trusted.findMany(db, {
      ...(until !== undefined && { filter: { field: 'at', is: 'at-most', value: until } as const }),
      sort: '-at',
      limit: printsAtOnce,
    });
    const fresh = found.filter(({ number }) => !seen.has(number));
    for (const print of fresh) {
      seen.add(print.number);
      yield print;
    }
    until = found.at(-1)?.at;
    if (fresh.length === 0 || found.length < printsAtOnce) return;
  }
}

/** Every print is tried: which exports held these values is what is asked. */
async function knownContent(
  context: Context,
  values: readonly string[],
): Promise<ReadonlyMap<string, Evidence>> {
  const found = new Map<string, Evidence>();
  const [least, leastShare] = [setting(context, 'trace-least-values'), setting(context, 'trace-least-share')];
  if (values.length < least) return found;
  const indexes = indexValues(await context.use(trust).vault.boxes(), values);
  for await (const { number, filter } of prints(context)) {
    const hits = countKnown(filter, indexes);
    const share = hits / values.length;
    if (hits >= least && share * 100 >= leastShare) found.set(markOf(number), { by: 'content', hits, share });
  }
  return found;
}

async function describe(context: Context, mark: string, evidence: Evidence): Promise<Trace | undefined> {
  const { of } = context.use(registers);
  const filter = { field: 'mark', is: 'equal', value: mark } as const;
  const [row] = await of(exported).trusted.findMany(context.use(store).db, { filter, limit: 1 });
  if (row === undefined) return undefined;
  const guard = context.use(access);
  const people = row.decidedBy === null ? [row.requester] : [row.requester, row.decidedBy];
  const names = await guard.namesOf(people);
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    ownerName: departmentName(context, row.owner),
    requesterName:
      names.get(row.requester) ?? (row.register.startsWith('share:') ? '使用部门的应用' : row.requester),
    purpose: row.purpose,
    deciderName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? row.decidedBy),
    takenAt: row.takenAt,
    rows: row.takenRows,
    printedRows: row.printedRows,
    ...evidence,
  };
}

const strength: Readonly<Record<Trace['by'], number>> = { hidden: 0, content: 1, line: 2 };

export const traceExport: Handler<typeof exportRoutes.trace> = async ({ file, text }, context) => {
  const leaked = file === undefined ? (text ?? '') : await textOfFile(context, file);
  const values = [...new Set(valuesOf(leaked))].slice(0, mostValues);
  const seen = sightings(leaked);
  // A hidden mark names the one export; only without it is there reason to ask which others held the same values.
  const marked = [...seen.values()].some(({ by }) => by === 'hidden');
  const evidence = new Map([...(marked ? [] : await knownContent(context, values)), ...seen]);
  const found: Trace[] = [];
  for (const [mark, one] of evidence) {
    const trace = await describe(context, mark, one);
    if (trace !== undefined) found.push(trace);
  }
  found.sort(
    (one, other) =>
      strength[one.by] - strength[other.by] || (other.share ?? 1) - (one.share ?? 1) || other.hits - one.hits,
  );
  await context.use(access).auditAlone(context.principal, {
    module: 'data-protection',
    event: 'query',
    objectType: 'data-protection.trace',
    objectId: found[0]?.number ?? 'none',
    result: 'success',
    detail: { found: found.length, values: values.length },
  });
  return { found, values: values.length };
};
