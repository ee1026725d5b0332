/** What is needed to judge one answer: the issue as it was sent, the cells of last time, and other tables that checks look at. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { answer } from '../../registers/answer.ts';
import { type Cells, cellOf, type TableBody } from '../../table/column.ts';
import type { Beside } from '../../table/check-answer.ts';
import { bodyOf, getIssue, type IssueRow } from '../issue/find-issue.ts';
import type { AnswerRow } from '../steps.ts';

export interface AnswerContext {
  readonly issue: IssueRow;
  readonly body: TableBody;
  /** The last accepted answer of this area before this issue. */
  readonly last: Cells | null;
  readonly beside: Beside;
}

const mostFormer = 200;

/** The newest accepted answer of the area to a table, other than the one at hand. */
async function newestOf(
  services: Services,
  db: Database,
  table: string,
  row: AnswerRow,
): Promise<Cells | null> {
  const all = [
    { field: 'table', is: 'equal', value: table },
    { field: 'area', is: 'equal', value: row.area },
    { field: 'status', is: 'equal', value: 'accepted' },
  ] as const;
  const found = await services
    .use(registers)
    .of(answer)
    .trusted.findMany(db, { filter: { all }, sort: '-dueAt', limit: mostFormer });
  const former = found.find(({ issue }) => issue !== row.issue);
  return former === undefined ? null : ((former.values ?? {}) as Cells);
}

/** FEEL must know every column of last time, also one that did not exist then. */
function whole(body: TableBody, cells: Cells | null): Cells | null {
  return cells === null ? null : Object.fromEntries(body.columns.map(({ key }) => [key, cellOf(cells, key)]));
}

export async function contextOf(services: Services, db: Database, row: AnswerRow): Promise<AnswerContext> {
  const issue = await getIssue(services, db, row.issue);
  const body = bodyOf(issue);
  const last = await newestOf(services, db, row.table, row);
  const others = await Promise.all(
    body.uses.map(async ({ alias, table }) => [alias, await newestOf(services, db, table, row)] as const),
  );
  return { issue, body, last, beside: { ...Object.fromEntries(others), 上期: whole(body, last) } };
}
