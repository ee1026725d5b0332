/** A case of a graph as one person finds it: his powers, what he may read because he has a part in it, and what his page shows. */
import { isMasked, type Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../../kernel/case.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { CaseDetail, Offer } from '../../../contract.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { CaseFacts, CaseState, Powers } from '../../step/types.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { TokenCase } from '../token/types.ts';
import { stagedPowers, stagedView } from '../verbs/verb-words.ts';
import { peopleOf, readersOf, showGraph, withoutHidden } from './describe-graph.ts';
import { unitsOf } from './gather-token-facts.ts';
import { readTokens, tokenCaseOf } from './load-token-case.ts';
import { graphOffers } from './offer-graph-actions.ts';
import { type FoundPowers, isVisibleTo, tokenPowers } from './token-powers.ts';

export interface SeenGraph {
  readonly model: ProcessModel;
  readonly before: TokenCase;
  readonly found: FoundPowers;
  /** Seen from the item that stands for the case: his own first. */
  readonly state: CaseState;
  readonly powers: Powers;
  /** He holds a part of it, or it was sent to him to read: he may read it, wherever its row lies. */
  readonly shares: boolean;
}

/** Throws city.missing where there is nothing here for this person. */
export async function findGraph(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  process: CaseProcess,
  model: ProcessModel,
  row: CaseFacts,
  follows: boolean,
): Promise<SeenGraph> {
  const now = engine.store.clock.now();
  const asked = { requestKey: undefined, by: principal.id, type: kind.id, now };
  const loaded = tokenCaseOf(row, await readTokens(engine.store.db, row.id, asked));
  const powers = await tokenPowers(engine, principal, kind, process, loaded);
  const found: FoundPowers = follows ? { ...powers, sees: true } : powers;
  const took = found.sees || found.holds.size > 0 || (await tookPart(engine, principal, row.id));
  if (!took && !isVisibleTo(process, found)) throw commonErrors.missing();
  const { before } = loaded;
  const open = openItems(before.tokens);
  const item = open.find((each) => found.holds.has(each.id)) ?? open[0];
  const visits = Object.values(before.tokens.visits).map(({ node, unit, person }) => ({
    stage: node,
    unit,
    person,
  }));
  return {
    model,
    before,
    found,
    state: { ...stagedView({ before, item }), row, visits },
    powers: stagedPowers({ powers: found, item }),
    shares: found.holds.size > 0 || loaded.reads,
  };
}

/** Whoever has acted on a case goes on seeing where it is, though perhaps not what others wrote. */
async function tookPart({ store }: FlowEngine, principal: Principal, id: string): Promise<boolean> {
  const found = await store.db
    .withTables<{ flow_entry: { case_id: string; actor: string } }>()
    .selectFrom('flow_entry')
    .select('actor')
    .where('case_id', '=', id)
    .where('actor', '=', principal.id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** The row for one who has a part in the case but whose own reach does not cover it: fields above his clearance are left out. */
function sharedRow(engine: FlowEngine, principal: Principal, kind: CaseKind, row: CaseFacts): PlainRow {
  const decision = engine.registers.decide(principal, kind.id, 'read');
  const sight = decision.permit ? decision : { clearance: 'internal' as const, viewer: principal.kind };
  const hidden = engine.registers.hidden(kind.id, sight);
  const own = kind.declaration.fields;
  return Object.fromEntries(
    Object.entries(row).filter(([name]) =>
      Object.hasOwn(own, name) ? !hidden.has(name) : !isMasked('internal', sight.clearance),
    ),
  );
}

export interface ShownDetail {
  readonly row: PlainRow | undefined;
  readonly offers: Offer[];
  readonly parts: Pick<CaseDetail, 'signers' | 'waiting' | 'readers' | 'fieldRights'>;
}

/** `full`: the row as the one decision shows it to him. */
export async function showSeenGraph(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  graph: SeenGraph,
  full: unknown,
): Promise<ShownDetail> {
  const { model, before, found, shares } = graph;
  const official = principal.kind === 'official' || principal.kind === 'service';
  const names = await engine.access.namesOf(peopleOf(before.tokens));
  const units = await unitsOf(engine, Object.values(before.tokens.items));
  const reader = principal.id;
  const parts = showGraph({ engine, model, before, powers: found, names, units, reader, official });
  const row =
    (full as PlainRow | undefined) ?? (shares ? sharedRow(engine, principal, kind, before.row) : undefined);
  return {
    row: withoutHidden(row, parts.fieldRights ?? {}),
    offers: graphOffers(model, before, found, principal.id, names),
    parts: { ...parts, ...(official ? { readers: await readersOf(engine, before.row) } : {}) },
  };
}
