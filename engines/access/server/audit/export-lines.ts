/** Exports: the lines of a search as a sheet, with a file of receipts that anybody can verify without the city; itself an act that is recorded. */
import { strToU8, type Zippable, zip } from 'fflate';
import type { Principal } from '../../../../kernel/access.ts';
import { auditFields, auditLog, auditStatement } from '../../../../kernel/audit-line.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Store } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import type { AuditFilter } from '../../contract.ts';
import type { ExitMark } from '../../exits.ts';
import { accessErrors } from '../../errors.ts';
import type { StoredLine } from './audit-lines.ts';
import { findLines } from './list-lines.ts';
import type { Audit } from './open-audit.ts';
import { indexesOf } from './prove-lines.ts';

export interface ExportDeps {
  readonly store: Store;
  readonly trust: TrustService;
  readonly audit: Audit;
}

const byteOrderMark = '\ufeff';

/** Quoted; what a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function sheetOf(
  lines: readonly StoredLine[],
  indexes: ReadonlyMap<number, number | null>,
  mark: ExitMark | undefined,
): string {
  const head = ['序号', '存证位置', ...auditFields.map(({ title }) => title)];
  const rows = lines.map((line) => {
    const index = indexes.get(line.position) ?? null;
    const place = index === null ? '' : String(index + 1);
    const values = [String(line.position), place, ...auditFields.map(({ name }) => line[name])];
    return mark === undefined ? values : mark.row(values).map(String);
  });
  const top = mark === undefined ? [head] : [[mark.note], head];
  return `${byteOrderMark}${[...top, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const explanation = `审计记录.csv 供查看；凭证.json 是每条记录的存证凭证，以它为准。
核验：打开城市开放门户的“凭证核验”，或在任何装有本软件的电脑上运行
  npm run verify-proof -- 凭证.json --keys 公钥.json
公钥.json 由城市公布(/api/trust/keys)，请从别处另行取得。存证位置为空的记录封存于存证日志启用之前，没有单独的凭证。
`;

function pack(files: Zippable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip(files, (problem, data) => (problem === null ? resolve(data) : reject(problem)));
  });
}

async function receiptsOf(
  trust: TrustService,
  lines: readonly StoredLine[],
  indexes: ReadonlyMap<number, number | null>,
): Promise<Zippable> {
  const places = lines.flatMap((line) => {
    const index = indexes.get(line.position) ?? null;
    return index === null ? [] : [{ index, statement: auditStatement(line) }];
  });
  if (places.length === 0) return {};
  return { '凭证.json': strToU8(JSON.stringify(await trust.logs.receipts(auditLog, places))) };
}

/** A ZIP file; the sheet within is marked, the receipts are evidence and stay as they are. Throws access.auditExportLarge, or city.missing when nothing is found. */
export async function exportLines(
  { store, trust, audit }: ExportDeps,
  principal: Principal,
  filter: AuditFilter,
  markOf?: (rows: number) => ExitMark,
): Promise<{ readonly file: Uint8Array; readonly rows: number }> {
  const most = store.settings.value('access.audit-export-lines');
  await audit.seal();
  const lines = await findLines(store, filter, most);
  if (lines.length === 0) throw commonErrors.missing();
  if (lines.length > most) throw accessErrors.auditExportLarge({ most });
  const indexes = await indexesOf(
    store.db,
    lines.map((line) => line.position),
  );
  const file = await pack({
    '审计记录.csv': strToU8(sheetOf(lines, indexes, markOf?.(lines.length))),
    '说明.txt': strToU8(explanation),
    ...(await receiptsOf(trust, lines, indexes)),
  });
  await audit.addAlone(principal, {
    module: 'access',
    event: 'export',
    objectType: 'audit',
    objectId: `${lines[0]?.position ?? 0}-${lines.at(-1)?.position ?? 0}`,
    result: 'success',
    detail: { rows: lines.length, ...filter },
  });
  return { file, rows: lines.length };
}
