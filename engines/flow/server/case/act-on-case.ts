/** One action or verb on one case: locked, judged, decided by the pure step, written, told — in one transaction. */
import type { Principal } from '../../../../kernel/access.ts';
import { decisionMatches } from '../../../../kernel/access.ts';
import type { CaseProcess, CaseType } from '../../../../kernel/case.ts';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Work } from '../../../store/index.ts';
import type { Act, AnsweredRequest } from '../../service.ts';
import type { FlowTables } from '../tables.ts';
import { decideStep, findNextStage } from '../step/decide-step.ts';
import { raisesVersion } from '../step/play-step.ts';
import type { CaseFacts, CaseState, Command, Facts, Powers, Step } from '../step/types.ts';
import { findAction, refusesAction } from '../step/take-action.ts';
import { isVerb, softVerbs, verbRules } from '../verbs/verb-rules.ts';
import { admitForm } from './admit-form.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { actOnGraph } from '../graph/case/act-on-graph.ts';
import { runsByGraph } from '../graph/case/runs-by-graph.ts';
import { decidePowers, governedCase, isVisible } from './decide-powers.ts';
import { actorOf, type FlowEngine } from './flow-engine.ts';
import { checkFiles, checkPerson, checkUnit, isReachable, plainFacts, stageFacts } from './gather-facts.ts';
import { readState, stateOf } from './load-state.ts';
import { glanceAtRow, lockRow, takeStep, writeRow } from './take-step.ts';
import { openPart } from './open-part.ts';
import { takeInMerged } from './take-in-merged.ts';
import { heldBefore, staleError } from './stale-act.ts';
import { emitChange, emitNotices } from './tell-change.ts';
import { writeStep } from './write-step.ts';

type TypedRow = Row<CaseType>;

/** What has been found out about one act before it is decided. */
interface Hearing {
  readonly kind: CaseKind;
  readonly process: CaseProcess;
  readonly state: CaseState;
  readonly command: Command;
  readonly act: Act;
  readonly principal: Principal;
  readonly work: Work;
}

/** Both rows of a merge are locked in the order of their ids, so that two merges never wait for each other in a ring. */
async function readRows(
  kind: CaseKind,
  work: Work,
  act: Act,
  locked: boolean,
): Promise<{ row: CaseFacts | undefined; target: CaseFacts | undefined }> {
  if (!locked) return { row: await glanceAtRow(kind, work, act.id), target: undefined };
  const other = act.action === 'verb.merge' ? act.target?.caseId : undefined;
  if (other === undefined || other === act.id)
    return { row: await lockRow(kind, work, act.id), target: undefined };
  const first = other < act.id ? await lockRow(kind, work, other) : undefined;
  const row = await lockRow(kind, work, act.id);
  return { row, target: other < act.id ? first : await lockRow(kind, work, other) };
}

/** Does what the person saw still stand? Urging, supervising and remarks disturb nobody's form. */
function isStale(state: CaseState, act: Act): boolean {
  if (act.version > state.row.version) return true;
  if (softVerbs.has(act.action) || act.version === state.row.version) return false;
  return state.item === undefined || act.version < state.item.since;
}

function commandOf(act: Act, principal: Principal, powers: Powers, unit: string | null): Command {
  return {
    action: act.action,
    by: actorOf(principal, unit),
    powers,
    opinion: act.opinion?.trim() || null,
    unit: act.unit ?? null,
    person: act.person ?? null,
    files: act.files ?? [],
    values: act.values ?? {},
    target: act.target ?? {},
  };
}

function answeredRequest(state: CaseState, act: Act): AnsweredRequest | undefined {
  const request = state.requests.find((each) => each.id === act.target?.requestId);
  if (act.action !== 'verb.decide' || request === undefined) return undefined;
  const { kind, unit, askedBy } = request;
  return { kind, unit, askedBy, granted: act.target?.granted === true };
}

async function gatherFacts(
  engine: FlowEngine,
  hearing: Hearing,
  extra: PlainRow,
  target: CaseFacts | undefined,
): Promise<Facts> {
  const { kind, process, state, command, principal, work } = hearing;
  const facts = plainFacts(engine, work.now);
  checkUnit(engine.access, command.unit);
  const stage = findNextStage(process, state, command);
  const next = { ...state.row, ...command.values, ...extra } as CaseFacts;
  const staged =
    stage === undefined ? {} : await stageFacts(engine, kind, next, stage, work, command.unit !== null);
  if (stage !== undefined && command.person !== null)
    await checkPerson(engine.access, kind, process, next, stage, {
      unit: command.unit,
      person: command.person,
    });
  if (command.action === 'verb.reassign')
    return {
      ...facts,
      reachable: await isReachable(engine.access, principal, kind, process, state, command),
    };
  if (target === undefined) return { ...facts, ...staged };
  const permission = process.allow.merge ?? process.stages[state.row.stage ?? '']?.allow;
  const allowed =
    hearing.command.powers.automatic ||
    (permission !== undefined &&
      decisionMatches(
        engine.access.decide(principal, `${kind.system}:${permission}`),
        governedCase(target, undefined),
      ));
  return { ...facts, target: { id: target.id, number: target.number, status: target.status, allowed } };
}

async function completeValues(engine: FlowEngine, hearing: Hearing): Promise<PlainRow> {
  const { kind, state, command, act, principal, work } = hearing;
  const { before } = kind.binding;
  if (before === undefined) return {};
  const request = answeredRequest(state, act);
  const extra = await before({
    row: state.row as unknown as TypedRow,
    action: command.action,
    values: command.values as RowInput<CaseType>,
    principal,
    act,
    ...(request === undefined ? {} : { request }),
    work,
    services: engine.services,
  });
  return (extra ?? {}) as PlainRow;
}

/** Refusals that need nothing but the case and the person. */
function refuseEarly({ process, state, command, principal }: Hearing): CityError | undefined {
  const verb = command.action.startsWith('verb.') ? command.action.slice('verb.'.length) : undefined;
  if (verb !== undefined)
    return isVerb(verb) ? verbRules[verb].refuses(process, state, command.powers, principal.id) : undefined;
  const action = findAction(process, state, command.action);
  return action === undefined ? undefined : refusesAction(state, action, command.powers);
}

/** Writes the row (unless only a remark was made), the engine's tables, children and merged cases; tells everybody. */
async function writeAll(
  engine: FlowEngine,
  hearing: Hearing,
  step: Step,
  target: CaseFacts | undefined,
  locked: boolean,
): Promise<CaseFacts> {
  const { kind, process, state, command, act, principal, work } = hearing;
  const row = raisesVersion(command.action)
    ? await writeRow(kind, work, principal.id, state.row, step.fields, locked)
    : state.row;
  writeStep(work, {
    kind,
    process,
    before: state,
    row,
    command,
    step,
    now: work.now,
    requestKey: act.requestKey,
  });
  if (command.files.length > 0)
    await engine.store.files.attach(work, command.files, `register:${kind.id}:${row.id}`, principal.id);
  if (step.children !== undefined) await openChildren(engine, hearing, step.children);
  if (step.mergesInto !== undefined && target !== undefined)
    await takeInMerged(engine, principal, kind, state.row, target, work);
  emitChange(engine, work, principal, kind, row, command.action, step.opens !== undefined);
  const stage = process.stages[state.item?.stage ?? ''];
  emitNotices(
    work,
    principal,
    kind,
    step,
    state,
    row,
    stage === undefined ? undefined : `${kind.system}:${stage.allow}`,
  );
  return row;
}

async function openChildren(engine: FlowEngine, hearing: Hearing, parts: readonly PlainRow[]): Promise<void> {
  const { kind, state, principal, work } = hearing;
  const numbers = await engine.numbers.take(work.db, kind.process.number, work.now, parts.length);
  const links = [];
  for (const [index, part] of parts.entries()) {
    const child = await openPart(engine, principal, kind, state, part, numbers[index] ?? '', work);
    links.push({
      case_id: state.row.id,
      other_id: child.id,
      type: kind.id,
      kind: 'split' as const,
      number: state.row.number,
      other_number: child.number,
      follower: null,
      at: work.now.toISOString(),
    });
  }
  await work.db.withTables<FlowTables>().insertInto('flow_link').values(links).execute();
}

export async function actOnCase(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  act: Act,
  given?: Work,
): Promise<TypedRow> {
  if (await runsByGraph(engine, kind, act.id)) return actOnGraph(engine, principal, kind, act, given);

  async function run(work: Work, locked: boolean): Promise<TypedRow> {
    if (!isId(act.id)) throw commonErrors.missing();
    const reading = readRows(kind, work, act, locked);
    // A merge sends its second lock later. Else what is sent behind the lock runs after it, and sees what its last holder wrote.
    if (act.action === 'verb.merge') await reading;
    const by = { requestKey: act.requestKey, by: principal.id };
    const stating = readState(locked ? work.db : work.glance, act.id, by);
    const [{ row, target }, read] = await Promise.all([reading, stating]);
    if (row === undefined) throw commonErrors.missing();
    const { state, repeated, items } = stateOf(row, read);
    if (repeated) return row as unknown as TypedRow;
    if (!locked) kind.rows.trusted.hold(work, row as never);
    const process = await engine.definitions.of(kind, Number(row['processVersion']));
    const powers = decidePowers(engine.access, principal, kind, process, state);
    if (!isVisible(process, powers))
      throw heldBefore(engine, principal, items, row)
        ? await staleError(engine, principal, work, row.id)
        : commonErrors.missing();
    if (isStale(state, act)) throw await staleError(engine, principal, work, row.id);
    const found = commandOf(act, principal, powers, state.item?.unit ?? null);
    const asked: Hearing = { kind, process, state, command: found, act, principal, work };
    // Asked once without the case type's own values, so that whoever may not act never reaches its code.
    const refusal = refuseEarly(asked);
    if (refusal !== undefined) throw refusal;
    const filled = await admitForm(engine, principal, kind, {
      values: found.values,
      before: row,
      work,
      inner: given !== undefined,
    });
    const command = { ...found, values: filled.values };
    const hearing: Hearing = { ...asked, command };
    await checkFiles(engine, principal, kind, command, row);
    const extra = { ...filled.computed, ...(await completeValues(engine, hearing)) };
    const step = decideStep(
      process,
      state,
      command,
      await gatherFacts(engine, hearing, extra, target),
      extra,
    );
    if (step instanceof CityError) throw step;
    const after = await writeAll(engine, hearing, step, target, locked);
    const request = answeredRequest(state, act);
    await kind.binding.after?.({
      row: after as unknown as TypedRow,
      action: command.action,
      principal,
      act,
      ...(request === undefined ? {} : { request }),
      work,
      services: engine.services,
    });
    return after as unknown as TypedRow;
  }
  return takeStep(engine.store, kind, act.action, run, given);
}
