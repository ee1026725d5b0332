/** 已办: the items that a person finished, newest first. */
import type { AccessService } from '../../../access/index.ts';
import type { DoneItem } from '../../contract.ts';
import type { Database } from '../../../store/index.ts';
import type { CaseKind, CaseKinds } from '../case/case-kinds.ts';
import { isVerb, verbRules } from '../verbs/verb-rules.ts';
import type { FlowTables } from '../tables.ts';
import { itemColumns, showItem } from './show-item.ts';

export interface DoneQuery {
  readonly type: string;
  readonly page: number;
  readonly size: number;
}

function actionTitle(kind: CaseKind | undefined, stage: string, action: string): string {
  const verb = action.startsWith('verb.') ? action.slice('verb.'.length) : '';
  if (isVerb(verb)) return verbRules[verb].title;
  return kind?.process.stages[stage]?.actions[action]?.title ?? action;
}

export async function listDone(
  sources: { readonly db: Database; readonly access: AccessService; readonly kinds: CaseKinds },
  subject: string,
  query: DoneQuery,
  now: Date,
): Promise<{ rows: DoneItem[]; more: boolean }> {
  const found = await sources.db
    .withTables<FlowTables>()
    .selectFrom('flow_work_item')
    .select([...itemColumns, 'closed_at', 'closed_action', 'took', 'late'])
    .where('closed_by', '=', subject)
    .$if(query.type !== '', (select) => select.where('type', '=', query.type))
    .orderBy('closed_at', 'desc')
    .limit(query.size + 1)
    .offset((query.page - 1) * query.size)
    .execute();
  const rows = found.slice(0, query.size).map(
    (row): DoneItem => ({
      ...showItem(sources.access, sources.kinds, now, row),
      light: 'none',
      closedAt: row.closed_at ?? row.created_at,
      action: row.closed_action ?? '',
      actionTitle: actionTitle(sources.kinds.find(row.type), row.stage, row.closed_action ?? ''),
      took: row.took,
      late: row.late,
    }),
  );
  return { rows, more: found.length > query.size };
}
