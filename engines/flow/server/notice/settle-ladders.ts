/** What the reminders of a case are about and who stands above its holders; their ladders end with the work item or the case. */
import type { Notice } from '../../../messages/service.ts';
import { sql, type Work } from '../../../store/index.ts';
import type { CaseKind } from '../case/case-kinds.ts';
import type { CaseChanged } from '../case/tell-change.ts';

export function itemAbout(item: string): string {
  return `flow.item:${item}`;
}

export function caseAbout(id: string): string {
  return `flow.case:${id}`;
}

/** Whoever may supervise cases of the type where this one stands. */
export function supervisorsOf(kind: CaseKind | undefined, area: string | null): Notice['to'] | undefined {
  const supervise = kind?.process.allow.supervise;
  if (kind === undefined || supervise === undefined) return undefined;
  return { permission: `${kind.system}:${supervise}`, ...(area === null ? {} : { area }) };
}

/** What is over by these changes: work items that were done, and cases that closed. */
export async function findOver(work: Work, changes: readonly CaseChanged[]): Promise<readonly string[]> {
  if (changes.length === 0) return [];
  const ids = [...new Set(changes.map(({ id }) => id))];
  const done = await sql<{ id: string }>`
    select id from flow_work_item where case_id = any(${ids}::uuid[]) and closed_at is not null`.execute(
    work.db,
  );
  const closed = changes.filter(({ status }) => status === 'closed').map(({ id }) => caseAbout(id));
  return [...done.rows.map(({ id }) => itemAbout(id)), ...new Set(closed)];
}
