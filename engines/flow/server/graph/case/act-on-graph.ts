/** One action or verb on a case that runs by a graph: locked, judged, decided by the token game, written, told — in one transaction. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess, CaseType } from '../../../../../kernel/case.ts';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import { isId } from '../../../../../kernel/ids.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Work } from '../../../../store/index.ts';
import { flowErrors } from '../../../contract.ts';
import type { Act, AnsweredRequest } from '../../../service.ts';
import { admitForm } from '../../case/admit-form.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import { actorOf, type FlowEngine } from '../../case/flow-engine.ts';
import { checkFiles, checkUnit } from '../../case/gather-facts.ts';
import { heldBefore, staleError } from '../../case/stale-act.ts';
import { glanceAtRow, lockRow, takeStep } from '../../case/take-step.ts';
import { takeInMerged } from '../../case/take-in-merged.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { FlowTables } from '../../tables.ts';
import { softVerbs } from '../../verbs/verb-rules.ts';
import { openItems, refuseCommand, seenBy } from '../token/decide-tokens.ts';
import type { Item, TokenCommand, TokenStep } from '../token/types.ts';
import type { Seen } from '../verbs/verb-words.ts';
import { decideGraphStep } from './gather-token-facts.ts';
import { type LoadedCase, readTokens, tokenCaseOf } from './load-token-case.ts';
import { openSplitParts } from './open-graph-case.ts';
import { playGraphStep, type TypedRow } from './play-graph-step.ts';
import { type FoundPowers, isVisibleTo, tokenPowers } from './token-powers.ts';

/** An engine's own command brings what it answers. */
export interface GraphAct extends Act {
  readonly wait?: string;
  readonly error?: string;
}

interface Hearing {
  readonly kind: CaseKind;
  readonly process: CaseProcess;
  readonly model: ProcessModel;
  readonly loaded: LoadedCase;
  readonly powers: FoundPowers;
  readonly act: GraphAct;
  readonly principal: Principal;
  readonly work: Work;
}

/** Somebody who held something of the case is told who was faster; for anybody else it is as good as missing. */
async function notHis(engine: FlowEngine, { loaded, principal, work }: Hearing): Promise<CityError> {
  const items = await work.glance
    .withTables<FlowTables>()
    .selectFrom('flow_work_item')
    .selectAll()
    .where('case_id', '=', loaded.before.row.id)
    .execute();
  return heldBefore(engine, principal, items, loaded.before.row)
    ? staleError(engine, principal, work, loaded.before.row.id)
    : commonErrors.missing();
}

/** Does what the person saw still stand? Others may act on their own items of the case meanwhile. */
function isStale({ act, loaded }: Hearing, item: Item | undefined): boolean {
  const { row, tokens } = loaded.before;
  // The engine's own commands name what they answer; that it is still waited for is asked of the state.
  if (act.action.startsWith('engine.')) return false;
  if (act.version > row.version) return true;
  if (softVerbs.has(act.action) || act.version === row.version) return false;
  if (item !== undefined) return act.version < item.since;
  return openItems(tokens).some((each) => act.version < each.since);
}

function commandOf({ act, principal, powers }: Hearing): TokenCommand {
  return {
    action: act.action,
    by: actorOf(principal, null),
    powers,
    opinion: act.opinion?.trim() || null,
    unit: act.unit ?? null,
    person: act.person ?? null,
    files: act.files ?? [],
    signature: act.signature ?? null,
    values: act.values ?? {},
    item: act.item ?? null,
    target: {
      ...act.target,
      ...(act.wait === undefined ? {} : { wait: act.wait }),
      ...(act.error === undefined ? {} : { error: act.error }),
    },
  };
}

/** The item and the command as they were found; whoever comes second is told who was faster. */
async function lookAt(engine: FlowEngine, hearing: Hearing): Promise<{ seen: Seen; command: TokenCommand }> {
  const { model, loaded, principal, work, act } = hearing;
  const found = commandOf(hearing);
  const { row } = loaded.before;
  const late = async (problem: CityError) =>
    act.version < row.version && !softVerbs.has(act.action)
      ? staleError(engine, principal, work, row.id)
      : problem;
  try {
    const seen = seenBy(model, loaded.before, found);
    if (isStale(hearing, seen.item)) throw commonErrors.stale();
    const command = { ...found, by: actorOf(principal, seen.item?.unit ?? row.unit) };
    // Asked once without the case type's own values, so that whoever may not act never reaches its code.
    const refusal = refuseCommand(seen, act.action);
    if (refusal !== undefined) throw refusal;
    return { seen, command };
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    if (problem.code === commonErrors.stale().code) throw await staleError(engine, principal, work, row.id);
    throw await late(problem);
  }
}

function answeredRequest({ loaded, act }: Hearing): AnsweredRequest | undefined {
  const request = loaded.before.requests.find((each) => each.id === act.target?.requestId);
  if (act.action !== 'verb.decide' || request === undefined) return undefined;
  const { kind, unit, askedBy } = request;
  return { kind, unit, askedBy, granted: act.target?.granted === true };
}

async function completeValues(
  engine: FlowEngine,
  hearing: Hearing,
  command: TokenCommand,
): Promise<PlainRow> {
  const { kind, loaded, act, principal, work } = hearing;
  const request = answeredRequest(hearing);
  const extra = await kind.binding.before?.({
    row: loaded.before.row as unknown as TypedRow,
    action: act.action,
    values: command.values as RowInput<CaseType>,
    principal,
    act,
    ...(request === undefined ? {} : { request }),
    work,
    services: engine.services,
  });
  return (extra ?? {}) as PlainRow;
}

async function writeLinked(
  engine: FlowEngine,
  { kind, loaded, principal, work }: Hearing,
  step: TokenStep,
  target: CaseFacts | undefined,
): Promise<void> {
  if (step.children !== undefined)
    await openSplitParts(engine, principal, kind, loaded.before.row, step.children, work);
  if (step.mergesInto !== undefined && target !== undefined)
    await takeInMerged(engine, principal, kind, loaded.before.row, target, work);
}

async function hear(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  act: GraphAct,
  work: Work,
  locked: boolean,
): Promise<{ hearing: Hearing; target: CaseFacts | undefined; repeated: boolean }> {
  const other = act.action === 'verb.merge' ? act.target?.caseId : undefined;
  // Both rows of a merge are locked in the order of their ids, so that two merges never wait for each other in a ring.
  const first = other !== undefined && other < act.id ? await lockRow(kind, work, other) : undefined;
  const asked = { requestKey: act.requestKey, by: principal.id, type: kind.id, now: work.now };
  const reading = locked ? lockRow(kind, work, act.id) : glanceAtRow(kind, work, act.id);
  const [row, read] = await Promise.all([reading, readTokens(locked ? work.db : work.glance, act.id, asked)]);
  const target = other === undefined || other <= act.id ? first : await lockRow(kind, work, other);
  if (row === undefined) throw commonErrors.missing();
  const loaded = tokenCaseOf(row, read);
  if (!locked && !loaded.repeated) kind.rows.trusted.hold(work, row as never);
  const process = await engine.definitions.of(kind, Number(row['processVersion']));
  const model = findModel(process);
  if (model === undefined) throw commonErrors.missing();
  const powers = await tokenPowers(engine, principal, kind, process, loaded, work);
  return {
    hearing: { kind, process, model, loaded, powers, act, principal, work },
    target,
    repeated: loaded.repeated,
  };
}

export async function actOnGraph(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  act: GraphAct,
  given?: Work,
): Promise<TypedRow> {
  async function run(work: Work, locked: boolean): Promise<TypedRow> {
    if (!isId(act.id)) throw commonErrors.missing();
    const { hearing, target, repeated } = await hear(engine, principal, kind, act, work, locked);
    const { process, model, loaded, powers } = hearing;
    const { row } = loaded.before;
    if (repeated) return row as unknown as TypedRow;
    if (!isVisibleTo(process, powers)) throw await notHis(engine, hearing);
    if (act.action === 'open') throw flowErrors.unknownAction({ stage: '' });
    const looked = await lookAt(engine, hearing);
    const { seen } = looked;
    const filled = await admitForm(engine, principal, kind, {
      values: looked.command.values,
      before: row,
      work,
      inner: given !== undefined,
    });
    const command = { ...looked.command, values: filled.values };
    checkUnit(engine.access, command.unit);
    const files = [...command.files, ...(command.signature === null ? [] : [command.signature])];
    await checkFiles(engine, principal, kind, { files, values: command.values }, row);
    const extra = { ...filled.computed, ...(await completeValues(engine, hearing, command)) };
    const next = { ...row, ...command.values, ...extra } as CaseFacts;
    const asked = {
      engine,
      kind,
      model,
      row: next,
      command,
      work,
      principal,
      item: seen.item,
      extra,
      target,
    };
    const step = await decideGraphStep({ ...asked, before: loaded.before });
    const actingFor = seen.item === undefined ? undefined : powers.actingFor.get(seen.item.id);
    const playing = { kind, process, model, before: loaded.before, command, step, principal, work };
    const after = await playGraphStep(engine, { ...playing, requestKey: act.requestKey, actingFor }, locked);
    await writeLinked(engine, hearing, step, target);
    const request = answeredRequest(hearing);
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
