/** The summary of an issue over the area tree: counts and sums of each child, always from the answers that the reader may see. */
import { store } from '../../../../../engines/store/service.ts';
import { areaAtLevel, areaLevel, areaPath, isAreaCode } from '../../../../../kernel/area.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { divisionFullName, findDivision } from '../../../../../city/divisions.ts';
import { errors } from '../../errors.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import type { Cells, Column } from '../../table/column.ts';
import { rollUp } from '../../table/roll-up.ts';
import { answersOf, bodyOf, getIssue, type IssueRow } from '../issue/find-issue.ts';
import { type AnswerRow, levelOfArea, mayFill, mayPass, mayRead, ownsIssue, reachedAreas } from '../steps.ts';
import { departmentName } from '../table/known-asks.ts';
import { evaluateOf } from '../table/read-body.ts';

type Summary = OutputOf<typeof issueRoutes.summary>;
type SummaryRow = Summary['rows'][number];
type Basis = 'filled' | 'accepted';

const downward = ['county', 'town', 'village'] as const;

function countsOf(rows: readonly AnswerRow[]) {
  const is = (status: string) => rows.filter((row) => row.status === status).length;
  return {
    expected: rows.length,
    filled: is('submitted') + is('accepted'),
    accepted: is('accepted'),
    returned: is('returned'),
    waiting: is('waiting'),
    late: rows.filter((row) => row.late === true).length,
  };
}

export function countsInto(row: AnswerRow, basis: Basis): boolean {
  return basis === 'accepted'
    ? row.status === 'accepted'
    : row.status === 'submitted' || row.status === 'accepted';
}

export interface Summing {
  readonly context: Context;
  readonly columns: readonly Column[];
  readonly basis: Basis;
}

export function sumOf({ context, columns, basis }: Summing, rows: readonly AnswerRow[]): Cells {
  const counted = rows.filter((row) => countsInto(row, basis));
  return rollUp(
    counted.map((row) => (row.values ?? {}) as Cells),
    columns,
    evaluateOf(context),
  );
}

function summaryRow(summing: Summing, area: string, rows: readonly AnswerRow[]): SummaryRow {
  const [only] = rows;
  const own = rows.length === 1 && only !== undefined && only.area === area ? only : undefined;
  const values = own === undefined ? sumOf(summing, rows) : ((own.values ?? {}) as Cells);
  return {
    area,
    name: findDivision(area)?.name ?? area,
    answer: own?.id ?? null,
    status: own?.status ?? null,
    at: own?.at ?? null,
    values: { ...values },
    ...countsOf(rows),
  };
}

/** The first level below the area at which there is more than the area itself. */
function groupsBelow(
  area: string,
  fill: string,
  rows: readonly AnswerRow[],
): ReadonlyMap<string, AnswerRow[]> {
  const level = areaLevel(area);
  const next = downward[level === 'city' ? 0 : downward.findIndex((each) => each === level) + 1];
  const wanted =
    next === undefined || downward.indexOf(next) > downward.findIndex((each) => each === fill)
      ? undefined
      : next;
  const groups = new Map<string, AnswerRow[]>();
  for (const row of rows) {
    const key = wanted === undefined ? row.area : (areaAtLevel(row.area, wanted) ?? row.area);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Where a reader begins: the widest area that he reaches within the issue. */
function startOf(context: Context, row: IssueRow): string {
  if (ownsIssue(context, context.principal, row.owner)) return row.within;
  const reached = reachedAreas(context, context.principal, 'read').toSorted(
    (a, b) => levelDepth(a) - levelDepth(b),
  );
  const [first = row.within] = reached;
  return levelDepth(first) > levelDepth(row.within) ? first : row.within;
}

function levelDepth(area: string): number {
  return ['city', 'county', 'town', 'village'].indexOf(levelOfArea(area));
}

function pathTo(area: string, start: string): Summary['path'] {
  return areaPath(area)
    .filter((code) => findDivision(code) !== undefined && levelDepth(code) >= levelDepth(start))
    .map((code) => ({ area: code, name: nameOf(code) }));
}

function nameOf(code: string): string {
  return findDivision(code)?.name ?? code;
}

function offersFor(context: Context, issue: IssueRow, rows: readonly AnswerRow[]): Summary['offers'] {
  const { principal } = context;
  const open = issue.status === 'open';
  const owns = ownsIssue(context, principal, issue.owner);
  const missing = rows.some(({ status }) => status === 'waiting' || status === 'returned');
  return {
    chase: open && missing && (owns || reachedAreas(context, principal, 'check').length > 0),
    pass: open && rows.some((row) => mayPass(context, principal, row)),
    close: open && owns,
    fill: open && rows.some((row) => mayFill(context, principal, row)),
  };
}

export const summarise: Handler<typeof issueRoutes.summary> = async (input, context) => {
  const { db } = context.use(store);
  const issue = await getIssue(context, db, input.id);
  const start = startOf(context, issue);
  const area = input.area ?? start;
  if (!isAreaCode(area) || findDivision(area) === undefined) throw errors.withinWrong();
  const may = mayRead(context, context.principal);
  const rows = (await answersOf(context, db, issue.id, area)).filter((row) => may(row));
  const body = bodyOf(issue);
  const summing = { context, columns: body.columns, basis: input.basis };
  const groups = groupsBelow(area, issue.level, rows);
  return {
    title: issue.title,
    status: issue.status,
    level: issue.level,
    dueAt: issue.dueAt,
    asOf: issue.asOf,
    ownerName: departmentName(context, issue.owner),
    body: { columns: body.columns, checks: body.checks },
    area,
    areaName: divisionFullName(area),
    path: pathTo(area, start),
    offers: offersFor(context, issue, rows),
    total: {
      ...summaryRow(summing, area, rows),
      name: '合计',
      answer: null,
      values: { ...sumOf(summing, rows) },
    },
    rows: [...groups].map(([code, group]) => summaryRow(summing, code, group)),
  };
};
