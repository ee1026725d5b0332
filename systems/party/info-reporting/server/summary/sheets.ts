/** Sheets out and in: the summary with all its rows, the template of a filler with what is prefilled, and the import of what he filled. */
import { access } from '../../../../../engines/access/service.ts';
import {
  type Cell as SheetCell,
  csvStream,
  xlsxStream,
  xlsxType,
} from '../../../../../engines/registers/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Binary } from '../../../../../kernel/contract.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { divisionFullName } from '../../../../../city/divisions.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import { type Cell, type Cells, cellOf, type Column } from '../../table/column.ts';
import { answersOf, bodyOf, getIssue, statusTitle } from '../issue/find-issue.ts';
import { mayFill, mayRead } from '../steps.ts';
import { sumOf } from './summarise.ts';

export const areaHeader = '区划代码';
const nameHeader = '单位';

export function headerOf(column: Column): string {
  return column.unit === undefined || column.unit === '' ? column.title : `${column.title}（${column.unit}）`;
}

type NameOf = (list: string, code: string) => string | undefined;

function shown(value: Cell, { kind, codeList }: Column, nameOf: NameOf): SheetCell {
  if (kind === 'code' && typeof value === 'string') return nameOf(codeList ?? '', value) ?? value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value;
}

async function* streamed(rows: readonly (readonly SheetCell[])[]): AsyncGenerator<readonly SheetCell[]> {
  yield* rows;
}

function sheet(
  title: string,
  as: 'xlsx' | 'csv',
  header: readonly string[],
  rows: readonly (readonly SheetCell[])[],
): Binary {
  return as === 'xlsx'
    ? { contentType: xlsxType, body: xlsxStream(title, header, streamed(rows)), fileName: `${title}.xlsx` }
    : {
        contentType: 'text/csv; charset=utf-8',
        body: csvStream(header, streamed(rows)),
        fileName: `${title}.csv`,
      };
}

async function noteExport(context: Context, id: string, rows: number): Promise<void> {
  await context.use(access).auditAlone(context.principal, {
    module: 'info-reporting',
    event: 'export',
    objectType: 'info-reporting.issue',
    objectId: id,
    result: 'success',
    detail: { rows },
  });
}

export const exportSummary: Handler<typeof issueRoutes.exportSummary> = async ({ id, area, as }, context) => {
  const { db } = context.use(store);
  const issue = await getIssue(context, db, id);
  const { columns } = bodyOf(issue);
  const may = mayRead(context, context.principal);
  const rows = (await answersOf(context, db, id, area ?? issue.within)).filter((row) => may(row));
  const { codeLists } = context.use(registers);
  const nameOf: NameOf = (list, code) => codeLists.nameOf(list, code);
  const line = (head: readonly SheetCell[], cells: Cells) => [
    ...head,
    ...columns.map((column) => shown(cellOf(cells, column.key), column, nameOf)),
  ];
  const lines = rows.map((row) =>
    line([row.area, divisionFullName(row.area), statusTitle(row.status)], (row.values ?? {}) as Cells),
  );
  const total = sumOf({ context, columns, basis: 'filled' }, rows);
  await noteExport(context, id, rows.length);
  const header = [areaHeader, nameHeader, '状态', ...columns.map(headerOf)];
  return sheet(issue.title, as, header, [line(['', '合计', ''], total), ...lines]);
};

export const fillTemplate: Handler<typeof issueRoutes.template> = async ({ id }, context) => {
  const { db } = context.use(store);
  const issue = await getIssue(context, db, id);
  const { columns } = bodyOf(issue);
  const rows = (await answersOf(context, db, id, issue.within)).filter((row) =>
    mayFill(context, context.principal, row),
  );
  const { codeLists } = context.use(registers);
  const nameOf: NameOf = (list, code) => codeLists.nameOf(list, code);
  const open = columns.filter(({ mode, formula }) => mode === 'ask' && formula === undefined);
  const held = columns.filter(({ mode }) => mode === 'prefill');
  const header = [
    areaHeader,
    nameHeader,
    ...open.map(headerOf),
    ...held.map((column) => `${headerOf(column)}【预填】`),
  ];
  const lines = rows.map((row) => [
    row.area,
    divisionFullName(row.area),
    ...[...open, ...held].map((column) =>
      shown(cellOf((row.values ?? {}) as Cells, column.key), column, nameOf),
    ),
  ]);
  return sheet(`${issue.title} 填报模板`, 'xlsx', header, lines);
};
