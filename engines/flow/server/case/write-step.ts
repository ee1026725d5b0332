/** Writes a decided step into the engine's own tables with one statement: the old item closes, the new one opens, requests and timeline follow. */
import { CompiledQuery } from 'kysely';
import { caseFields } from '../../../../kernel/case.ts';
import { newId } from '../../../../kernel/ids.ts';
import { samePlan, type Work } from '../../../store/index.ts';
import { stageOf } from '../step/build-step.ts';
import type { CaseProcess } from '../../../../kernel/case.ts';
import type { CaseFacts, CaseState, Command, NewItem, Step } from '../step/types.ts';
import { softVerbs } from '../verbs/verb-rules.ts';
import { requestTitles } from '../verbs/ask.ts';
import type { CaseKind } from './case-kinds.ts';

export const itemColumns: Readonly<Record<string, string>> = {
  id: 'uuid',
  case_id: 'uuid',
  type: 'text',
  number: 'text',
  title: 'text',
  stage: 'text',
  stage_title: 'text',
  permission: 'text',
  candidate: 'text',
  area: 'text',
  unit: 'text',
  lead_unit: 'text',
  initiator: 'text',
  person: 'text',
  holder: 'text',
  created_at: 'timestamptz',
  since: 'integer',
  limit_amount: 'double precision',
  limit_unit: 'text',
  whole_amount: 'double precision',
  whole_unit: 'text',
  due_at: 'timestamptz',
  yellow_at: 'timestamptz',
  tell_at: 'timestamptz',
  supervised: 'boolean',
  urged: 'integer',
  urged_at: 'timestamptz',
};

export const entryColumns: Readonly<Record<string, string>> = {
  case_id: 'uuid',
  at: 'timestamptz',
  actor: 'text',
  actor_name: 'text',
  department: 'text',
  action: 'text',
  title: 'text',
  from_stage: 'text',
  to_stage: 'text',
  opinion: 'text',
  files: 'text[]',
  took: 'bigint',
  late: 'boolean',
  unit: 'text',
  person: 'text',
  version: 'integer',
  effect: 'jsonb',
  request_key: 'text',
};

export type PlainRecord = Readonly<Record<string, unknown>>;

/** By the columns that are written. */
const insertTexts = new WeakMap<object, Map<string, string>>();

/** Rows travel as one JSON parameter, so one prepared text serves one row and a thousand. */
export function insertText(
  table: string,
  columns: Readonly<Record<string, string>>,
  parameter: number,
  after = '',
): string {
  const texts = insertTexts.get(columns) ?? new Map<string, string>();
  insertTexts.set(columns, texts);
  const key = `${table} ${parameter} ${after}`;
  const made = texts.get(key) ?? makeInsertText(table, columns, parameter, after);
  texts.set(key, made);
  return made;
}

function makeInsertText(
  table: string,
  columns: Readonly<Record<string, string>>,
  parameter: number,
  after: string,
): string {
  const names = Object.keys(columns).join(', ');
  const shape = Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
  return `insert into ${table} (${names}) select ${names.replaceAll(/(\w+)/g, 'r.$1')} from jsonb_to_recordset($${parameter}::jsonb) as r(${shape})${after}`;
}

const keptFields = new WeakMap<CaseProcess, ReadonlySet<string>>();

function fieldsKeptOf(process: CaseProcess): ReadonlySet<string> {
  const marks = Object.keys(process.marks ?? {}).flatMap((mark) => [`${mark}At`, `${mark}Late`]);
  const counts = Object.keys(process.counts ?? {}).map((count) => `${count}Count`);
  return new Set([...Object.keys(caseFields), ...marks, ...counts]);
}

/** Fields whose changes the timeline keeps: the engine's own, never what people wrote. */
export function effectOf(process: CaseProcess, fields: PlainRecord): PlainRecord {
  const kept = keptFields.get(process) ?? fieldsKeptOf(process);
  keptFields.set(process, kept);
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => kept.has(name) && value !== undefined),
  );
}

/** `row` is the case as it is after the step. */
export function itemRecord(
  kind: CaseKind,
  process: CaseProcess,
  row: CaseFacts,
  item: NewItem,
  now: Date,
): PlainRecord {
  const stage = stageOf(process, item.stage);
  return {
    id: newId(),
    case_id: row.id,
    type: kind.id,
    number: row.number,
    title: kind.titleOf(row),
    stage: item.stage,
    stage_title: stage.title,
    permission: `${kind.system}:${stage.allow}`,
    candidate: stage.candidate.kind,
    area: row.caseArea,
    unit: row.unit,
    lead_unit: row.leadUnit,
    initiator: row.initiator,
    person: item.person,
    holder: item.person,
    created_at: now.toISOString(),
    since: row.version,
    limit_amount: item.limit?.amount ?? null,
    limit_unit: item.limit?.unit ?? null,
    whole_amount: item.wholeLimit?.amount ?? null,
    whole_unit: item.wholeLimit?.unit ?? null,
    due_at: item.dueAt,
    yellow_at: item.yellowAt,
    tell_at: item.yellowAt ?? item.dueAt,
    supervised: row.supervised ?? false,
    urged: 0,
    urged_at: null,
  };
}

export interface EntryFor {
  readonly row: CaseFacts;
  readonly by: Command['by'];
  readonly now: Date;
  readonly entry: Step['entry'];
  readonly effect: PlainRecord;
  /** Who holds the case after the step. */
  readonly holder: { readonly unit: string | null; readonly person: string | null };
  readonly requestKey: string | undefined;
}

export function entryRecord(one: EntryFor): PlainRecord {
  const { entry, row, by } = one;
  return {
    case_id: row.id,
    at: one.now.toISOString(),
    actor: by.id,
    actor_name: by.name,
    department: by.department,
    action: entry.action,
    title: entry.title,
    from_stage: entry.fromStage,
    to_stage: entry.toStage,
    opinion: entry.opinion,
    files: entry.files,
    took: entry.took === null ? null : Math.round(entry.took),
    late: entry.late,
    unit: one.holder.unit,
    person: one.holder.person,
    version: row.version,
    effect: one.effect,
    request_key: one.requestKey ?? null,
  };
}

const entryText = insertText('flow_entry', entryColumns, 1);
const openingText = `${samePlan}with opened as (${insertText('flow_work_item', itemColumns, 2)}) ${entryText}`;

/** Items and entries of cases that were just opened. */
export function writeOpenings(
  work: Work,
  items: readonly PlainRecord[],
  entries: readonly PlainRecord[],
): void {
  work.send(CompiledQuery.raw(openingText, [JSON.stringify(entries), JSON.stringify(items)]));
}

export function writeEntries(work: Work, entries: readonly PlainRecord[]): void {
  work.send(CompiledQuery.raw(entryText, [JSON.stringify(entries)]));
}

/** Collects the parts of one statement and their parameters. */
export class Parts {
  readonly parameters: unknown[] = [];
  readonly ctes: string[] = [];

  add(value: unknown): number {
    this.parameters.push(value);
    return this.parameters.length;
  }
}

export interface StepWriting {
  readonly kind: CaseKind;
  readonly process: CaseProcess;
  readonly before: CaseState;
  /** The case row as it is after the step. */
  readonly row: CaseFacts;
  readonly command: Command;
  readonly step: Step;
  readonly now: Date;
  readonly requestKey: string | undefined;
}

function addItemChange(parts: Parts, one: StepWriting, caseAt: number): void {
  const { changes } = one.step;
  const sets: string[] = [];
  const set = (column: string, value: unknown, type: string): void => {
    sets.push(`${column} = $${parts.add(value)}::${type}`);
  };
  if (changes?.claimedBy !== undefined) {
    set('claimed_by', changes.claimedBy, 'text');
    set('holder', changes.claimedBy, 'text');
    set('claimed_at', changes.claimedAt, 'timestamptz');
  }
  if (changes?.dueAt !== undefined) {
    set('due_at', changes.dueAt, 'timestamptz');
    set('yellow_at', changes.yellowAt ?? null, 'timestamptz');
    set('tell_at', changes.yellowAt ?? changes.dueAt, 'timestamptz');
  }
  if (changes?.paused !== undefined) set('paused', Math.round(changes.paused), 'bigint');
  if (changes?.suspended !== undefined) set('suspended', changes.suspended, 'boolean');
  if (changes?.suspended === true) sets.push('tell_at = null');
  if (changes?.supervised !== undefined) set('supervised', changes.supervised, 'boolean');
  if (changes?.urged === true) sets.push('urged = urged + 1');
  if (changes?.urgedAt !== undefined) set('urged_at', changes.urgedAt, 'timestamptz');
  if (!softVerbs.has(one.command.action)) set('since', one.row.version, 'integer');
  if (sets.length === 0) return;
  parts.ctes.push(
    `changed as (update flow_work_item set ${sets.join(', ')} where case_id = $${caseAt}::uuid and closed_at is null)`,
  );
}

function addRequests(parts: Parts, one: StepWriting, caseAt: number): void {
  const { step, command, before, row, kind, process } = one;
  const answered = step.decides;
  if (answered !== undefined) {
    const sets = [
      `state = $${parts.add(answered.granted ? 'granted' : 'refused')}::text`,
      `decided_by = $${parts.add(command.by.id)}::text`,
      `decided_name = $${parts.add(command.by.name)}::text`,
      `decided_at = $${parts.add(one.now)}::timestamptz`,
      `answer = $${parts.add(command.opinion)}::text`,
    ];
    parts.ctes.push(
      `answered as (update flow_request set ${sets.join(', ')} where id = $${parts.add(answered.id)}::uuid)`,
    );
  }
  const left = before.requests.filter((request) => request.id !== answered?.id);
  if (step.closes !== undefined && left.length > 0)
    parts.ctes.push(
      `voided as (update flow_request set state = 'void' where case_id = $${caseAt}::uuid and id = any($${parts.add(left.map((each) => each.id))}::uuid[]))`,
    );
  if (step.asks === undefined) return;
  const rule = process.requests?.[step.asks.kind];
  const values: Readonly<Record<string, readonly [unknown, string]>> = {
    id: [newId(), 'uuid'],
    case_id: [row.id, 'uuid'],
    type: [kind.id, 'text'],
    number: [row.number, 'text'],
    title: [kind.titleOf(row), 'text'],
    kind: [step.asks.kind, 'text'],
    kind_title: [rule?.title ?? requestTitles[step.asks.kind], 'text'],
    permission: [`${kind.system}:${rule?.decide ?? ''}`, 'text'],
    area: [row.caseArea, 'text'],
    unit: [before.item?.unit ?? null, 'text'],
    lead_unit: [row.leadUnit, 'text'],
    initiator: [row.initiator, 'text'],
    asked_by: [command.by.id, 'text'],
    asked_name: [command.by.name, 'text'],
    asked_at: [one.now, 'timestamptz'],
    reason: [command.opinion ?? '', 'text'],
    files: [command.files, 'text[]'],
    limit_amount: [step.asks.limit?.amount ?? null, 'double precision'],
    limit_unit: [step.asks.limit?.unit ?? null, 'text'],
    state: ['open', 'text'],
  };
  const list = Object.values(values).map(([value, type]) => `$${parts.add(value)}::${type}`);
  parts.ctes.push(
    `asked as (insert into flow_request (${Object.keys(values).join(', ')}) values (${list.join(', ')}))`,
  );
}

export function writeStep(work: Work, one: StepWriting): void {
  const { step, before, row, command } = one;
  const item = step.opens ?? (step.closes === undefined ? before.item : undefined);
  const holder = { unit: item?.unit ?? null, person: step.changes?.claimedBy ?? item?.person ?? null };
  const effect = effectOf(one.process, step.fields);
  const entry = entryRecord({
    row,
    by: command.by,
    now: one.now,
    entry: step.entry,
    effect,
    holder,
    requestKey: one.requestKey,
  });
  const parts = new Parts();
  parts.add(JSON.stringify([entry]));
  const caseAt = parts.add(row.id);
  if (step.closes !== undefined) {
    const { action, took, late } = step.closes;
    parts.ctes.push(`closed as (update flow_work_item set closed_at = $${parts.add(one.now)}::timestamptz, closed_by = $${parts.add(command.by.id)}::text,
      closed_action = $${parts.add(action)}::text, took = $${parts.add(Math.round(took))}::bigint, late = $${parts.add(late)}::boolean, tell_at = null
      where case_id = $${caseAt}::uuid and closed_at is null returning 1)`);
  } else if (before.item !== undefined) addItemChange(parts, one, caseAt);
  if (step.opens !== undefined) {
    const record = itemRecord(one.kind, one.process, row, step.opens, one.now);
    // The count makes the old item close before the new one opens: one open item a case, held by a unique index.
    const after = step.closes === undefined ? '' : ' cross join (select count(*) from closed) as earlier';
    parts.ctes.push(
      `opened as (${insertText('flow_work_item', itemColumns, parts.add(JSON.stringify([record])), after)})`,
    );
  }
  addRequests(parts, one, caseAt);
  // Every parameter must be used for PostgreSQL to know its type.
  const head = [`this as (select $${caseAt}::uuid)`, ...parts.ctes].join(', ');
  work.send(CompiledQuery.raw(`${samePlan}with ${head} ${entryText}`, parts.parameters));
}
