/** What would become of a running case in another version of its process; the preview and the migration itself ask the same. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../../kernel/case.ts';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { findModel } from '../../../../../kernel/graph-process.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { Store, Work } from '../../../../store/index.ts';
import { flowErrors } from '../../../errors.ts';
import { versionTitle } from '../../../process/version-title.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import { actorOf, type FlowEngine } from '../../case/flow-engine.ts';
import { loadState } from '../../case/load-state.ts';
import { decideGraphStep } from '../../graph/case/gather-token-facts.ts';
import { readTokens, tokenCaseOf } from '../../graph/case/load-token-case.ts';
import { compileStages } from '../../graph/compile-stages.ts';
import { changeBetween } from '../../graph/token/state-change.ts';
import type { TokenCase, TokenCommand, TokenStep } from '../../graph/token/types.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { FlowTables } from '../../tables.ts';
import type { NodeMap } from './match-nodes.ts';
import { remapCase } from './remap-case.ts';
import { stagedTokens } from './staged-tokens.ts';

export interface Version {
  readonly number: number;
  readonly process: CaseProcess;
  readonly model: ProcessModel;
  /** Its cases run by stages; the model is what these come to as a graph. */
  readonly staged: boolean;
}

export interface Route {
  readonly kind: CaseKind;
  readonly from: Version;
  readonly to: Version;
}

async function versionOf(engine: FlowEngine, kind: CaseKind, number: number): Promise<Version> {
  const process = await engine.definitions.of(kind, number);
  const model = findModel(process);
  return {
    number,
    process,
    model: model ?? compileStages(process, kind.declaration.title),
    staged: model === undefined,
  };
}

async function stateOfVersion({ db }: Store, type: string, version: number) {
  const row = await db
    .withTables<FlowTables>()
    .selectFrom('flow_definition')
    .select('state')
    .where('type', '=', type)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw commonErrors.missing();
  return row.state;
}

/** Throws flow.sameVersion, flow.versionGone for a retired target and flow.stagedVersion for one that runs by stages. */
export async function findRoute(
  engine: FlowEngine,
  kind: CaseKind,
  asked: { readonly from: number; readonly to: number },
): Promise<Route> {
  if (asked.from === asked.to) throw flowErrors.sameVersion();
  await stateOfVersion(engine.store, kind.id, asked.from);
  if ((await stateOfVersion(engine.store, kind.id, asked.to)) === 'retired') throw flowErrors.versionGone();
  const [from, to] = [await versionOf(engine, kind, asked.from), await versionOf(engine, kind, asked.to)];
  if (to.staged) throw flowErrors.stagedVersion({ version: versionTitle(to.number) });
  return { kind, from, to };
}

async function loadBefore(
  { from, kind }: Route,
  principal: Principal,
  row: CaseFacts,
  work: Work,
): Promise<TokenCase | undefined> {
  const asked = { requestKey: undefined, by: principal.id };
  if (from.staged) return stagedTokens((await loadState(work.db, row, asked)).state);
  const read = await readTokens(work.db, row.id, { ...asked, type: kind.id, now: work.now });
  return tokenCaseOf(row, read).before;
}

function commandOf(principal: Principal, opinion: string, carried: readonly string[]): TokenCommand {
  return {
    action: 'engine.migrate',
    by: actorOf(principal, null),
    powers: { holds: new Set(), opened: false, sees: true, automatic: true, may: () => true },
    opinion,
    unit: null,
    person: null,
    files: [],
    signature: null,
    values: {},
    item: null,
    target: { carried },
  };
}

export interface Planned {
  /** As the old version has it. */
  readonly before: TokenCase;
  readonly step: TokenStep;
  readonly command: TokenCommand;
}

export interface Barred {
  readonly before?: TokenCase;
  /** Why this case cannot go this way. */
  readonly problems: readonly string[];
}

/** Reads only. */
export async function planMigration(
  engine: FlowEngine,
  principal: Principal,
  route: Route,
  asked: { readonly row: CaseFacts; readonly nodes: NodeMap; readonly reason: string },
  work: Work,
): Promise<Planned | Barred> {
  const { kind, from, to } = route;
  const { row, nodes, reason } = asked;
  if (Number(row['processVersion']) !== from.number) return { problems: ['已不在原版本上'] };
  const before = row.status === 'closed' ? undefined : await loadBefore(route, principal, row, work);
  if (before === undefined) return { problems: ['已经办结'] };
  const remapped = remapCase(from.model, to.model, before, nodes);
  if ('problems' in remapped) return { before, problems: remapped.problems };
  const command = commandOf(principal, reason, remapped.carried);
  const extra = { processVersion: to.number };
  const looking = { engine, kind, model: to.model, row, command, work, principal, item: undefined, extra };
  try {
    const step = await decideGraphStep({ ...looking, before: remapped.after, target: undefined });
    return { before, command, step: retold(route, before, step) };
  } catch (problem) {
    if (problem instanceof CityError) return { before, problems: [problem.message] };
    throw problem;
  }
}

/** The step as the timeline keeps it: from the state that the old version left. */
function retold({ from, to }: Route, before: TokenCase, step: TokenStep): TokenStep {
  const title = `流程迁移：${versionTitle(from.number)}改为${versionTitle(to.number)}`;
  return {
    ...step,
    change: changeBetween(before.tokens, step.tokens),
    entry: { ...step.entry, title, fromStage: before.row.stage },
  };
}
