/** Drafts of processes: one a case type, kept as the BPMN text itself, saved only over the revision that was seen. */
import type { Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Store, Work } from '../../../../store/index.ts';
import { flowErrors } from '../../../contract.ts';
import type { Draft } from '../../../routes/definition-routes.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { DraftRow, FlowTables } from '../../tables.ts';
import type { Definitions } from '../keep-definitions.ts';
import type { SimpleProcess } from '../../../process/simple-process.ts';
import { type Judgement, judgeDrawing } from './judge-drawing.ts';
import { readSimple } from '../simple/read-simple.ts';
import { checkedNames, type VocabularySources } from './vocabulary.ts';

export interface DraftSources extends VocabularySources, Pick<FlowEngine, 'evaluate'> {
  readonly store: Store;
  readonly definitions: Definitions;
}

export interface SeenDraft {
  readonly id: string;
  readonly revision: number;
}

export interface DraftChange {
  /** Also the draft's own text afterwards. */
  readonly xml?: string;
  /** Marks the revision as found without errors. */
  readonly checked?: boolean;
}

export async function findDraft({ store }: DraftSources, id: string): Promise<DraftRow> {
  const row = await store.db
    .withTables<FlowTables>()
    .selectFrom('flow_draft')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw flowErrors.draftMissing();
  return row;
}

export async function judgeDraft(sources: DraftSources, kind: CaseKind, xml: string): Promise<Judgement> {
  return judgeDrawing(sources.store, await checkedNames(sources, kind), xml);
}

/** The simple view, or why there is none. */
export function simpleOf({ model, problems, extras }: Judgement): SimpleProcess | string {
  const unread = problems.find((problem) => problem.severity === 'error' && problem.rule.startsWith('bpmn.'));
  if (model === undefined || unread !== undefined)
    return `有不能执行的内容：${unread === undefined ? '没有流程' : `“${unread.name}”${unread.message}`}`;
  if (extras) return '流程图上有泳道、注释、数据或其他系统的内容，改成简易视图会丢失';
  return readSimple(model);
}

export async function showDraft(sources: DraftSources, row: DraftRow): Promise<Draft> {
  const kind = sources.kinds.get(row.type);
  const judgement = await judgeDraft(sources, kind, row.xml);
  const simple = simpleOf(judgement);
  const names = await sources.access.namesOf([row.changed_by]);
  return {
    id: row.id,
    type: row.type,
    typeTitle: kind.declaration.title,
    xml: row.xml,
    basedOn: row.based_on,
    revision: row.revision,
    state: row.checked === row.revision ? 'checked' : 'draft',
    changedAt: row.changed_at,
    changedBy: names.get(row.changed_by) ?? '',
    problems: [...judgement.problems],
    notSimple: typeof simple === 'string' ? simple : '',
  };
}

function auditDraft(
  { access }: DraftSources,
  work: Work,
  principal: Principal,
  event: 'create' | 'update' | 'delete',
  row: Pick<DraftRow, 'id' | 'type' | 'revision'>,
): void {
  access.audit(work, principal, {
    module: 'flow',
    event,
    objectType: 'process-draft',
    objectId: row.id,
    result: 'success',
    detail: { type: row.type, revision: row.revision },
  });
}

/** Throws flow.draftExists where somebody is at it already, flow.xml… for what is no BPMN. */
export async function addDraft(
  sources: DraftSources,
  principal: Principal,
  kind: CaseKind,
  input: { readonly xml: string; readonly basedOn: number | null },
): Promise<DraftRow> {
  await judgeDraft(sources, kind, input.xml);
  return sources.store.transaction(async (work) => {
    const row: DraftRow = {
      id: newId(),
      type: kind.id,
      xml: input.xml,
      based_on: input.basedOn,
      revision: 1,
      checked: null,
      changed_by: principal.id,
      changed_at: work.now.toISOString(),
    };
    const made = await work.db
      .withTables<FlowTables>()
      .insertInto('flow_draft')
      .values(row)
      .onConflict((conflict) => conflict.column('type').doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) throw flowErrors.draftExists({ title: kind.declaration.title });
    auditDraft(sources, work, principal, 'create', row);
    return row;
  });
}

/** Locked, and still what the person saw: else flow.draftMissing or city.stale. */
export async function lockDraft(work: Work, { id, revision }: SeenDraft): Promise<DraftRow> {
  const row = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_draft')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw flowErrors.draftMissing();
  if (row.revision !== revision) throw commonErrors.stale();
  return row;
}

export async function changeDraft(
  sources: DraftSources,
  principal: Principal,
  seen: SeenDraft,
  { xml, checked }: DraftChange,
): Promise<DraftRow> {
  return sources.store.transaction(async (work) => {
    const row = await lockDraft(work, seen);
    const revision = xml === undefined ? row.revision : row.revision + 1;
    const next: DraftRow = {
      ...row,
      revision,
      xml: xml ?? row.xml,
      checked: checked ? revision : row.checked,
      changed_by: principal.id,
      changed_at: work.now.toISOString(),
    };
    await work.db
      .withTables<FlowTables>()
      .updateTable('flow_draft')
      .set(next)
      .where('id', '=', row.id)
      .execute();
    auditDraft(sources, work, principal, 'update', next);
    return next;
  });
}

export async function removeDraft(
  sources: DraftSources,
  principal: Principal,
  seen: SeenDraft,
): Promise<void> {
  await sources.store.transaction(async (work) => {
    const row = await lockDraft(work, seen);
    await work.db.withTables<FlowTables>().deleteFrom('flow_draft').where('id', '=', row.id).execute();
    auditDraft(sources, work, principal, 'delete', row);
  });
}
