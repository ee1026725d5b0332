/** Finds an issue and its answers; a row that is not there and one that is nobody's business look the same. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import { areaPrefix } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { nameInList } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import { issue } from '../../registers/issue.ts';
import type { TableBody } from '../../table/column.ts';
import { type AnswerRow, ownsIssue } from '../steps.ts';
import { readBody } from '../table/read-body.ts';

export type IssueRow = Row<typeof issue>;

const mostAnswers = 5000;

export async function getIssue(services: Services, db: Database, id: string): Promise<IssueRow> {
  const row = await services.use(registers).of(issue).trusted.find(db, id);
  if (row === undefined) throw errors.issueMissing();
  return row;
}

export function refuseClosed(row: IssueRow, verb: string): void {
  if (row.status !== 'open')
    throw errors.issueClosed({ state: row.status === 'closed' ? '结束' : '取消', verb });
}

/** Locked, and the principal's own; throws otherwise. */
export async function lockOwn(
  services: Services,
  work: Work,
  principal: Principal,
  id: string,
): Promise<IssueRow> {
  const row = await services.use(registers).of(issue).trusted.lock(work, id);
  if (row === undefined) throw errors.issueMissing();
  if (!ownsIssue(services, principal, row.owner)) throw errors.notOwner();
  return row;
}

export function bodyOf(row: IssueRow): TableBody {
  return readBody(row.body as Parameters<typeof readBody>[0]);
}

/** All answers under the area, in the order of their codes. */
export async function answersOf(
  services: Services,
  db: Database,
  issueId: string,
  area: string,
): Promise<readonly AnswerRow[]> {
  const all: Filter[] = [
    { field: 'issue', is: 'equal', value: issueId },
    { field: 'area', is: 'starts-with', value: areaPrefix(area) },
  ];
  const query = { filter: { all }, sort: 'area', most: mostAnswers };
  return services.use(registers).of(answer).trusted.findEvery(db, query);
}

export function statusTitle(status: string): string {
  return nameInList('answer-states', status);
}
