/** Writes a decided step of a graph with one statement: tokens, items, waits, requests, readers and timeline. */
import { CompiledQuery } from 'kysely';
import type { CaseProcess } from '../../../../../kernel/case.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { samePlan, type Work } from '../../../../store/index.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import {
  effectOf,
  entryColumns,
  entryRecord,
  insertText,
  itemColumns,
  Parts,
  type PlainRecord,
} from '../../case/write-step.ts';
import type { CaseFacts } from '../../step/types.ts';
import { requestTitles } from '../../verbs/ask.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { Item, TokenCase, TokenCommand, TokenStep, Wait } from '../token/types.ts';
import { candidateOf } from './token-powers.ts';

export interface TokenWriting {
  readonly kind: CaseKind;
  readonly process: CaseProcess;
  readonly before: TokenCase;
  /** The case row as it is after the step. */
  readonly row: CaseFacts;
  readonly command: TokenCommand;
  readonly step: TokenStep;
  readonly now: Date;
  readonly requestKey: string | undefined;
  readonly actingFor: { readonly id: string; readonly name: string } | undefined;
  /** Units of people to whom something is given by name only. */
  readonly units: ReadonlyMap<string, string | null>;
}

const tokenItemColumns = { ...itemColumns, item: 'text', manner: 'text' };
const tokenEntryColumns = {
  ...entryColumns,
  tokens: 'jsonb',
  item: 'text',
  signature: 'text',
  acting_for: 'text',
  acting_name: 'text',
};
const waitColumns = {
  case_id: 'uuid',
  id: 'text',
  type: 'text',
  kind: 'text',
  name: 'text',
  key: 'text',
  due_at: 'timestamptz',
  incident: 'text',
};
const readerColumns = {
  case_id: 'uuid',
  person: 'text',
  type: 'text',
  number: 'text',
  title: 'text',
  kind: 'text',
  sent_by: 'text',
  sent_name: 'text',
  sent_at: 'timestamptz',
};

function itemOf(one: TokenWriting, item: Item): PlainRecord {
  const { kind, process, row } = one;
  const stage = process.stages[item.node];
  const whole = one.step.tokens.whole;
  const unit = item.unit ?? (item.person === null ? null : (one.units.get(item.person) ?? null));
  return {
    id: newId(),
    case_id: row.id,
    type: kind.id,
    number: row.number,
    title: kind.titleOf(row),
    stage: item.node,
    stage_title: stage?.title ?? item.node,
    permission: `${kind.system}:${stage?.allow ?? ''}`,
    candidate: candidateOf(item),
    area: row.caseArea,
    unit,
    lead_unit: row.leadUnit,
    initiator: row.initiator,
    person: item.person,
    holder: item.claimedBy ?? item.person,
    created_at: item.createdAt,
    since: row.version,
    limit_amount: item.limit?.amount ?? null,
    limit_unit: item.limit?.unit ?? null,
    whole_amount: whole?.amount ?? null,
    whole_unit: whole?.unit ?? null,
    due_at: item.dueAt,
    yellow_at: item.yellowAt,
    tell_at: item.yellowAt ?? item.dueAt,
    supervised: row.supervised ?? false,
    urged: 0,
    urged_at: item.urgedAt,
    item: item.id,
    manner: item.manner,
  };
}

function addClosed(parts: Parts, one: TokenWriting, caseAt: number): void {
  const closed = one.step.closed.map(({ item, action, by, took, late }) => ({
    item: item.id,
    action,
    by,
    took: Math.round(took),
    late,
  }));
  if (closed.length === 0) return;
  parts.ctes.push(`closed as (update flow_work_item as w set closed_at = $${parts.add(one.now)}::timestamptz, closed_by = c.by, closed_action = c.action,
    took = c.took, late = c.late, tell_at = null from jsonb_to_recordset($${parts.add(JSON.stringify(closed))}::jsonb)
    as c(item text, action text, by text, took bigint, late boolean) where w.case_id = $${caseAt}::uuid and w.item = c.item and w.closed_at is null)`);
}

function addChanged(parts: Parts, one: TokenWriting, caseAt: number): void {
  const { step, before } = one;
  const were = new Set(openItems(before.tokens).map((item) => item.id));
  const all = openItems(step.tokens).filter((item) => were.has(item.id));
  const changed = (step.mark === undefined ? step.changed : all).map((item) => ({
    item: item.id,
    claimed_by: item.claimedBy,
    claimed_at: item.claimedAt,
    holder: item.claimedBy ?? item.person,
    due_at: item.dueAt,
    yellow_at: item.yellowAt,
    paused: Math.round(item.paused),
    since: item.since,
    urged_at: item.urgedAt,
  }));
  if (changed.length === 0) return;
  const { urged, supervised, suspended } = step.mark ?? {};
  const still = suspended === undefined ? 'w.suspended' : `$${parts.add(suspended)}::boolean`;
  parts.ctes.push(`changed as (update flow_work_item as w set claimed_by = c.claimed_by, claimed_at = c.claimed_at, holder = c.holder,
    due_at = c.due_at, yellow_at = c.yellow_at, paused = c.paused, since = c.since, urged_at = c.urged_at, suspended = ${still},
    tell_at = case when ${still} then null when w.suspended or w.due_at is distinct from c.due_at then coalesce(c.yellow_at, c.due_at) else w.tell_at end,
    urged = w.urged + ${urged === true ? 1 : 0}${supervised === true ? ', supervised = true' : ''}
    from jsonb_to_recordset($${parts.add(JSON.stringify(changed))}::jsonb) as c(item text, claimed_by text, claimed_at timestamptz, holder text,
      due_at timestamptz, yellow_at timestamptz, paused bigint, since integer, urged_at timestamptz)
    where w.case_id = $${caseAt}::uuid and w.item = c.item and w.closed_at is null)`);
}

/** A timer of a case that stands still has no moment; a job is due at once. */
function waitRecord(one: TokenWriting, wait: Wait): PlainRecord {
  const still = one.row.status === 'suspended';
  const timer = still ? null : wait.dueAt;
  const job = wait.incident === null ? one.now.toISOString() : null;
  return {
    case_id: one.row.id,
    id: wait.id,
    type: one.kind.id,
    kind: wait.kind,
    name: wait.name,
    key: wait.key,
    due_at: wait.kind === 'job' ? job : timer,
    incident: wait.incident,
  };
}

function addWaits(parts: Parts, one: TokenWriting, caseAt: number): void {
  const { step, before } = one;
  const turned = step.fields['status'] !== undefined && step.fields['status'] !== before.row.status;
  const was = before.tokens.waits;
  const now = Object.values(step.tokens.waits);
  const written = now.filter((wait) => was[wait.id] !== wait || (turned && wait.kind === 'timer'));
  const gone = Object.keys(was).filter((id) => step.tokens.waits[id] === undefined);
  if (gone.length > 0)
    parts.ctes.push(
      `unwaited as (delete from flow_wait where case_id = $${caseAt}::uuid and id = any($${parts.add(gone)}::text[]))`,
    );
  if (written.length === 0) return;
  const records = JSON.stringify(written.map((wait) => waitRecord(one, wait)));
  parts.ctes.push(
    `waited as (${insertText('flow_wait', waitColumns, parts.add(records), ' on conflict (case_id, id) do update set due_at = excluded.due_at, incident = excluded.incident, tries = 0')})`,
  );
}

function addRequests(parts: Parts, one: TokenWriting, caseAt: number): void {
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
  const closed = new Set(step.closed.map(({ item }) => item.id));
  const left = before.requests.filter(
    (each) => each.id !== answered?.id && each.item !== undefined && closed.has(each.item),
  );
  if (left.length > 0)
    parts.ctes.push(
      `voided as (update flow_request set state = 'void' where case_id = $${caseAt}::uuid and id = any($${parts.add(left.map((each) => each.id))}::uuid[]))`,
    );
  if (step.asks === undefined) return;
  const { asks } = step;
  const rule = process.requests?.[asks.kind];
  const values: Readonly<Record<string, readonly [unknown, string]>> = {
    id: [newId(), 'uuid'],
    case_id: [row.id, 'uuid'],
    type: [kind.id, 'text'],
    number: [row.number, 'text'],
    title: [kind.titleOf(row), 'text'],
    kind: [asks.kind, 'text'],
    kind_title: [rule?.title ?? requestTitles[asks.kind], 'text'],
    permission: [`${kind.system}:${rule?.decide ?? ''}`, 'text'],
    area: [row.caseArea, 'text'],
    unit: [before.tokens.items[asks.item]?.unit ?? null, 'text'],
    lead_unit: [row.leadUnit, 'text'],
    initiator: [row.initiator, 'text'],
    asked_by: [command.by.id, 'text'],
    asked_name: [command.by.name, 'text'],
    asked_at: [one.now, 'timestamptz'],
    reason: [command.opinion ?? '', 'text'],
    files: [command.files, 'text[]'],
    limit_amount: [asks.limit?.amount ?? null, 'double precision'],
    limit_unit: [asks.limit?.unit ?? null, 'text'],
    state: ['open', 'text'],
    item: [asks.item, 'text'],
  };
  const list = Object.values(values).map(([value, type]) => `$${parts.add(value)}::${type}`);
  parts.ctes.push(
    `asked as (insert into flow_request (${Object.keys(values).join(', ')}) values (${list.join(', ')}))`,
  );
}

function addReaders(parts: Parts, one: TokenWriting): void {
  const { step, row, kind, command } = one;
  if (step.readers.length === 0) return;
  const records = step.readers.map(({ person, kind: how }) => ({
    case_id: row.id,
    person,
    type: kind.id,
    number: row.number,
    title: kind.titleOf(row),
    kind: how,
    sent_by: command.by.id,
    sent_name: command.by.name,
    sent_at: one.now.toISOString(),
  }));
  const again = ` on conflict (case_id, person) do update set kind = excluded.kind, sent_by = excluded.sent_by, sent_name = excluded.sent_name,
    sent_at = excluded.sent_at, read_at = null`;
  parts.ctes.push(
    `told as (${insertText('flow_reader', readerColumns, parts.add(JSON.stringify(records)), again)})`,
  );
}

function entriesOf(one: TokenWriting): readonly PlainRecord[] {
  const { step, row, command, process, now } = one;
  const [first] = openItems(step.tokens);
  const holder = { unit: first?.unit ?? null, person: first?.claimedBy ?? first?.person ?? null };
  const shared = { row, by: command.by, now, holder };
  const main = {
    ...entryRecord({
      ...shared,
      entry: step.entry,
      effect: effectOf(process, step.fields),
      requestKey: one.requestKey,
    }),
    tokens: step.change,
    item: command.item ?? step.closed[0]?.item.id ?? null,
    signature: command.signature,
    acting_for: one.actingFor?.id ?? null,
    acting_name: one.actingFor?.name ?? null,
  };
  const blank = { fromStage: null, toStage: row.stage, opinion: null, files: [], took: null, late: null };
  const notes = step.notes.map((title) =>
    entryRecord({
      ...shared,
      entry: { ...blank, action: 'engine.pass', title },
      effect: {},
      requestKey: undefined,
    }),
  );
  return [main, ...notes];
}

export function writeTokenStep(work: Work, one: TokenWriting): void {
  const { step, row } = one;
  const parts = new Parts();
  parts.add(JSON.stringify(entriesOf(one)));
  const caseAt = parts.add(row.id);
  parts.ctes.push(`standing as (insert into flow_tokens (case_id, state) values ($${caseAt}::uuid, $${parts.add(JSON.stringify(step.tokens))}::jsonb)
    on conflict (case_id) do update set state = excluded.state)`);
  addClosed(parts, one, caseAt);
  addChanged(parts, one, caseAt);
  if (step.opened.length > 0) {
    const records = JSON.stringify(step.opened.map((item) => itemOf(one, item)));
    parts.ctes.push(`opened as (${insertText('flow_work_item', tokenItemColumns, parts.add(records))})`);
  }
  addWaits(parts, one, caseAt);
  addRequests(parts, one, caseAt);
  addReaders(parts, one);
  const text = `${samePlan}with ${parts.ctes.join(', ')} ${insertText('flow_entry', tokenEntryColumns, 1)}`;
  work.send(CompiledQuery.raw(text, parts.parameters));
}
