/** What opening a case is made of, for one by a person, a part of another and many from a sheet: the whole new row, its first item, its entry. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import type { CaseType } from '../../../../kernel/case.ts';
import { CityError, commonErrors, type Problem } from '../../../../kernel/errors.ts';
import type { RowInput } from '../../../../kernel/register.ts';
import type { Work } from '../../../store/index.ts';
import { decideOpening } from '../step/decide-step.ts';
import type { CaseFacts, CaseState, NewItem, OpenItem } from '../step/types.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { isSystem } from './decide-powers.ts';
import { actorOf, type FlowEngine } from './flow-engine.ts';
import { checkUnit, plainFacts, stageFacts } from './gather-facts.ts';
import { emitChange } from './tell-change.ts';
import { effectOf, entryRecord, itemRecord, type PlainRecord, writeOpenings } from './write-step.ts';

/** People give form fields; what the engine and the rules keep is theirs. */
export function refuseManaged(kind: CaseKind, values: PlainRow): void {
  const problems: Problem[] = Object.keys(values)
    .filter(
      (name) =>
        !Object.hasOwn(kind.declaration.fields, name) || kind.declaration.fields[name]?.managed === true,
    )
    .map((name) => ({ path: name.slice(0, 100), message: '没有这个字段,或由系统填写' }));
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
}

export interface Plan {
  readonly id: string;
  readonly number: string;
  readonly values: PlainRow;
  readonly stage: string;
  readonly unit: string | null;
  readonly person: string | null;
  readonly initiator: string;
  readonly openedAt: string;
  /** split: the case that this one comes from, with its clock. */
  readonly parent?: CaseState;
}

export interface Planned {
  readonly row: CaseFacts;
  readonly item: NewItem;
}

/** The row of a case that is about to be opened, nobody holding it yet. */
export function newRow(kind: CaseKind, plan: Omit<Plan, 'stage' | 'unit' | 'person'>): CaseFacts {
  const blank = Object.fromEntries(Object.keys(kind.declaration.fields).map((name) => [name, null]));
  return {
    ...blank,
    ...plan.values,
    id: plan.id,
    version: 1,
    number: plan.number,
    status: 'open',
    initiator: plan.initiator,
    openedAt: plan.openedAt,
    processVersion: kind.process.version,
    urged: 0,
    supervised: false,
    dueAt: plan.parent?.row.dueAt ?? null,
    splitFrom: plan.parent?.row.id ?? null,
  } as unknown as CaseFacts;
}

/** The whole new row and its first item, before anything is written. */
export async function planOpening(
  engine: FlowEngine,
  kind: CaseKind,
  plan: Plan,
  work: Work,
): Promise<Planned> {
  const { process } = kind;
  const row = newRow(kind, plan);
  const parentItem: OpenItem | undefined = plan.parent?.item;
  const state: CaseState = { row, item: parentItem, requests: [], refusedUnits: [], visits: [] };
  const named = plan.unit !== null;
  const facts = {
    ...plainFacts(engine, work.now),
    ...(await stageFacts(engine, kind, row, plan.stage, work, named)),
  };
  checkUnit(engine.access, plan.unit);
  const opening = decideOpening(process, state, plan.stage, plan, facts);
  if (opening instanceof CityError) throw opening;
  const lead = plan.parent === undefined ? {} : { leadUnit: plan.parent.row.leadUnit };
  return { row: { ...row, ...opening.fields, ...lead } as CaseFacts, item: opening.item };
}

/** Values for the register: form and process fields, without the columns that every row has. */
export function rowValues(kind: CaseKind, row: CaseFacts): PlainRow {
  return Object.fromEntries(
    Object.keys(kind.declaration.fields).flatMap((name) =>
      row[name] === null || row[name] === undefined ? [] : [[name, row[name]]],
    ),
  );
}

export interface Telling {
  readonly principal: Principal;
  readonly opinion: string | null;
  readonly files: readonly string[];
  readonly action: string;
  readonly title: string;
  /** In a transaction of others: what the database refuses must be told at once, and not at their commit. */
  readonly awaited: boolean;
}

export function openingRecords(
  kind: CaseKind,
  planned: Planned,
  telling: Telling,
  now: Date,
): { item: PlainRecord; entry: PlainRecord } {
  const { row, item } = planned;
  const process = kind.process;
  return {
    item: itemRecord(kind, process, row, item, now),
    entry: entryRecord({
      row,
      by: actorOf(telling.principal, null),
      now,
      entry: {
        action: telling.action,
        title: telling.title,
        fromStage: null,
        toStage: item.stage,
        opinion: telling.opinion,
        files: telling.files,
        took: null,
        late: null,
      },
      effect: effectOf(process, rowValues(kind, row)),
      holder: { unit: item.unit, person: item.person },
      requestKey: undefined,
    }),
  };
}

/** Writes one planned case: register row, item, entry, event, audit, files. */
export async function writeOpening(
  engine: FlowEngine,
  kind: CaseKind,
  planned: Planned,
  telling: Telling,
  work: Work,
): Promise<PlainRow> {
  const { principal } = telling;
  const values = { id: planned.row.id, ...rowValues(kind, planned.row) };
  const { trusted } = kind.rows;
  const inserting = telling.awaited
    ? trusted.insert(work, principal.id, values as never)
    : trusted.sendInsert(work, principal.id, values as never);
  const row = (await inserting) as unknown as CaseFacts;
  const { item, entry } = openingRecords(kind, { ...planned, row }, telling, work.now);
  writeOpenings(work, [item], [entry]);
  if (telling.files.length > 0)
    await engine.store.files.attach(work, telling.files, `register:${kind.id}:${row.id}`, principal.id);
  emitChange(engine, work, principal, kind, row, telling.action, true);
  return row;
}

export async function completeOpening(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  values: PlainRow,
  work: Work,
): Promise<PlainRow> {
  const extra = await kind.binding.before?.({
    row: undefined,
    action: 'open',
    values: values as RowInput<CaseType>,
    principal,
    work,
    services: engine.services,
  });
  return extra === undefined ? values : { ...values, ...extra };
}

/** May this person open such a case here? The place is known only after the case type's own check completed the values. */
export function checkReach(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  values: PlainRow,
  permission: string,
): void {
  if (isSystem(principal)) return;
  const decision = engine.access.require(principal, `${kind.system}:${permission}`);
  const { caseArea } = values;
  const area = typeof caseArea === 'string' ? caseArea : undefined;
  if (decisionMatches(decision, { area, departments: principal.departments, subjects: [principal.id] }))
    return;
  if (area === undefined) throw commonErrors.invalid({}, [{ path: 'caseArea', message: '请选择所属区划' }]);
  throw commonErrors.forbidden();
}
