/** Takes held figures from where they are: registers by the asker's own right, earlier tables by their accepted answers. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Principal, Scope } from '../../../../../kernel/access.ts';
import { isInArea } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Take } from '../../data/tables.ts';
import { element } from '../../registers/element.ts';
import { issue } from '../../registers/issue.ts';
import { type Cell, type Cells, type Column, type FillLevel, cellOf } from '../../table/column.ts';
import { rollUp } from '../../table/roll-up.ts';
import { answersOf } from '../issue/find-issue.ts';
import { evaluateOf, readBody } from '../table/read-body.ts';

export interface CellSource {
  readonly title: string;
  readonly note?: string;
  readonly at: string;
}

export interface Prefilled {
  readonly values: Record<string, Cell>;
  readonly sources: Record<string, CellSource>;
}

export interface PrefillAsk {
  readonly services: Services;
  readonly db: Database;
  readonly principal: Principal;
  readonly columns: readonly Column[];
  readonly level: FillLevel;
  readonly asOf: string;
  readonly areas: readonly string[];
}

/** Years of monthly issues. */
const mostIssues = 500;
const notReadable = '填报和下发单位都无权读取该台账，请先申请数据共享';

function coversArea(scopes: readonly Scope[], area: string): boolean {
  return scopes.some(
    (scope) => scope.kind === 'all' || (scope.kind === 'area' && isInArea(area, scope.area)),
  );
}

type Taken = (area: string) => { readonly value: Cell; readonly source: CellSource };

function nothing(title: string, at: string, note: string): Taken {
  return () => ({ value: null, source: { title, at, note } });
}

async function fromRegister(ask: PrefillAsk, column: Column): Promise<Taken> {
  const { services, db, principal, level, asOf } = ask;
  const rows = services.use(registers);
  const { source } = column;
  const title = source?.title ?? '';
  const filter: Filter = { field: 'code', is: 'equal', value: source?.element ?? '' };
  const [held] = await rows.of(element).trusted.findMany(db, { filter, limit: 1 });
  const id = held?.register ?? '';
  const take = held?.take as Take | null | undefined;
  if (rows.find(id) === undefined || take === null || take === undefined)
    return nothing(title, asOf, '来源台账已停用，请联系数据资源局');
  const decision = rows.decide(principal, id, 'read');
  if (!decision.permit) return nothing(title, asOf, notReadable);
  const measure = {
    where: { all: [] },
    period: take.period,
    ...(take.value === undefined ? {} : { value: take.value }),
  };
  const groups = await rows.aggregate(principal, id, {
    measures: { held: measure },
    from: take.window === 'year' ? `${asOf.slice(0, 4)}-01-01` : '1949-10-01',
    to: asOf,
    by: { field: take.area, level },
  });
  const found = new Map(groups.map(({ key, measures }) => [key, measures['held']]));
  return (area) => {
    const counted = found.get(area);
    if (!coversArea(decision.rows, area))
      return { value: null, source: { title, at: asOf, note: notReadable } };
    const value = take.value === undefined ? (counted?.rows ?? 0) : (counted?.sum ?? null);
    return { value, source: { title, at: asOf } };
  };
}

async function issuesOf(services: Services, db: Database, table: string) {
  const filter = { field: 'table', is: 'equal', value: table } as const;
  const found = await services
    .use(registers)
    .of(issue)
    .trusted.findMany(db, { filter, sort: '-asOf', limit: mostIssues });
  return found.toSorted((a, b) => (`${a.asOf} ${a.issuedAt}` > `${b.asOf} ${b.issuedAt}` ? -1 : 1));
}

/** The newest accepted answers of a table, by area. An older issue is not opened when every area that it asked is known already. */
export async function newestAnswers(
  services: Services,
  db: Database,
  table: string,
): Promise<ReadonlyMap<string, { readonly cells: Cells; readonly issue: string }>> {
  const newest = new Map<string, { cells: Cells; issue: string }>();
  for (const one of await issuesOf(services, db, table)) {
    const known = [...newest.keys()].filter((area) => isInArea(area, one.within)).length;
    if (known >= one.expected) continue;
    const answers = await answersOf(services, db, one.id, one.within);
    for (const row of answers) {
      if (row.status === 'accepted' && !newest.has(row.area))
        newest.set(row.area, { cells: (row.values ?? {}) as Cells, issue: row.issue });
    }
  }
  return newest;
}

async function fromTable(ask: PrefillAsk, column: Column): Promise<Taken> {
  const { services, db } = ask;
  const { id = '', key = '', title = '' } = column.source ?? {};
  const [newest, issues] = await Promise.all([newestAnswers(services, db, id), issuesOf(services, db, id)]);
  const byIssue = new Map(issues.map((row) => [row.id, row]));
  return (area) => {
    const own = newest.get(area);
    const parts =
      own === undefined ? [...newest].filter(([each]) => isInArea(each, area)) : [[area, own] as const];
    const last = byIssue.get(parts[0]?.[1].issue ?? '');
    if (last === undefined)
      return { value: null, source: { title, at: ask.asOf, note: '来源报表还没有验收的数据' } };
    const source = { title, at: last.asOf };
    if (own !== undefined) return { value: cellOf(own.cells, key), source };
    const { columns } = readBody(last.body as Parameters<typeof readBody>[0]);
    const sums = rollUp(
      parts.map(([, part]) => part.cells),
      columns,
      evaluateOf(services),
    );
    return { value: cellOf(sums, key), source: { ...source, note: `由 ${parts.length} 个下级单位汇总` } };
  };
}

/** Values and sources of the prefilled columns, for each area. */
export async function prefill(ask: PrefillAsk): Promise<ReadonlyMap<string, Prefilled>> {
  const held = ask.columns.filter(({ mode, source }) => mode === 'prefill' && source !== undefined);
  const takers = await Promise.all(
    held.map((column) =>
      column.source?.kind === 'register' ? fromRegister(ask, column) : fromTable(ask, column),
    ),
  );
  return new Map(
    ask.areas.map((area) => {
      const made: Prefilled = { values: {}, sources: {} };
      held.forEach((column, index) => {
        const taken = takers[index]?.(area);
        if (taken === undefined) return;
        made.values[column.key] = taken.value;
        made.sources[column.key] = taken.source;
      });
      return [area, made];
    }),
  );
}
