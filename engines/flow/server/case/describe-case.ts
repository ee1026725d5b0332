/** One case as one person sees it: row, holder, what he may do, timeline, requests, linked cases. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../kernel/case.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { AccessService } from '../../../access/index.ts';
import type { CaseDetail, Entry } from '../../contract.ts';
import { outcomeTitle } from '../step/build-step.ts';
import { lightOf, remainingTime, unitOf, yellowFrom } from '../step/clock.ts';
import type { CaseFacts, CaseState, Powers } from '../step/types.ts';
import type { EntryRow, FlowTables, LinkRow } from '../tables.ts';
import { findGraph, type SeenGraph, showSeenGraph } from '../graph/case/find-graph.ts';
import { showRequest } from '../work-list/requests.ts';
import type { CaseKind } from './case-kinds.ts';
import { decidePowers, governedCase, isSystem, isVisible, readableCase } from './decide-powers.ts';
import type { FlowEngine } from './flow-engine.ts';
import { plainFacts } from './gather-facts.ts';
import { loadState } from './load-state.ts';
import { stageTitle } from './title-rows.ts';
import { offersOf } from './offer-actions.ts';

interface Seeing {
  readonly principal: Principal;
  /** The register's own decision shows him the row. */
  readonly row: boolean;
  /** May read the row and what officials wrote. */
  readonly reads: boolean;
}

interface Found {
  readonly row: CaseFacts;
  readonly state: CaseState;
  readonly process: CaseProcess;
  readonly powers: Powers;
  readonly links: readonly LinkRow[];
  readonly seeing: Seeing;
  /** Where the case runs by a graph. */
  readonly graph?: SeenGraph;
}

/** Throws city.missing for a case that is not there and for one that is not his to see: the same answer. */
export async function findCase(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  id: string,
): Promise<Found> {
  const { db } = engine.store;
  const row = isId(id)
    ? ((await kind.rows.trusted.find(db, id)) as unknown as CaseFacts | undefined)
    : undefined;
  if (row === undefined) throw commonErrors.missing();
  const links = await db
    .withTables<FlowTables>()
    .selectFrom('flow_link')
    .selectAll()
    .where((where) => where.or([where('case_id', '=', id), where('other_id', '=', id)]))
    .execute();
  const follows = links.some(
    (link) => link.other_id === id && link.kind === 'merged' && link.follower === principal.id,
  );
  const process = await engine.definitions.of(kind, Number(row['processVersion']));
  const read = engine.registers.decide(principal, kind.id, 'read');
  const reads =
    isSystem(principal) || decisionMatches(read, readableCase(kind, row, governedCase(row, undefined)));
  const model = findModel(process);
  if (model !== undefined) {
    const graph = await findGraph(engine, principal, kind, process, model, row, follows);
    const { state, powers, shares } = graph;
    return {
      row,
      state,
      process,
      powers,
      links,
      graph,
      seeing: { principal, row: reads, reads: reads || shares },
    };
  }
  const { state } = await loadState(db, row, { requestKey: undefined, by: principal.id });
  const powers = decidePowers(engine.access, principal, kind, process, state, follows);
  if (!isVisible(process, powers)) throw commonErrors.missing();
  return { row, state, process, powers, links, seeing: { principal, row: reads, reads } };
}

/** Officials who may read the case see all; anybody else sees who holds it and what he said himself. */
function showEntry(access: AccessService, process: CaseProcess, row: EntryRow, seeing: Seeing): Entry {
  const { principal, reads } = seeing;
  const own = row.actor === principal.id;
  const official = principal.kind === 'official' || principal.kind === 'service';
  const open = own || (reads && official);
  const departmentName =
    row.department === null ? null : (access.findDepartment(row.department)?.shortName ?? null);
  return {
    id: String(row.position),
    at: row.at,
    actor: official || own ? row.actor : '',
    actorName: official || own ? row.actor_name : (departmentName ?? '工作人员'),
    department: row.department,
    departmentName,
    action: row.action,
    title: row.title,
    fromStage: row.from_stage,
    toStage: row.to_stage,
    toStageTitle: row.to_stage === null ? null : stageTitle(process, row.to_stage),
    opinion: open ? row.opinion : null,
    files: open ? row.files : [],
    took: row.took,
    late: row.late,
    masked: !open && (row.opinion !== null || row.files.length > 0),
    ...(row.acting_for === null ? {} : { actingForName: official || own ? row.acting_name : '工作人员' }),
    ...(row.signature === null ? {} : { signature: open ? row.signature : null }),
  };
}

async function timelineOf(engine: FlowEngine, found: Found): Promise<Entry[]> {
  const rows = await engine.store.db
    .withTables<FlowTables>()
    .selectFrom('flow_entry')
    .selectAll()
    .where('case_id', '=', found.row.id)
    .orderBy('position')
    .execute();
  return rows.map((row) => showEntry(engine.access, found.process, row, found.seeing));
}

export async function readTimeline(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  id: string,
): Promise<Entry[]> {
  return timelineOf(engine, await findCase(engine, principal, kind, id));
}

async function holderOf(engine: FlowEngine, found: Found): Promise<CaseDetail['holder']> {
  const { item, row } = found.state;
  if (item === undefined) return null;
  const person = item.claimedBy ?? item.person;
  const official = found.seeing.principal.kind !== 'citizen';
  const known = official || person === found.seeing.principal.id;
  const names = person === null || !known ? new Map<string, string>() : await engine.access.namesOf([person]);
  return {
    stage: item.stage,
    stageTitle: found.process.stages[item.stage]?.title ?? item.stage,
    unit: item.unit,
    unitName: item.unit === null ? null : (engine.access.findDepartment(item.unit)?.shortName ?? item.unit),
    person: known ? person : null,
    personName: person === null ? null : (names.get(person) ?? '工作人员'),
    since: item.createdAt,
    dueAt: item.dueAt,
    light: lightOf(engine.store.clock.now(), { ...item, suspended: row.status === 'suspended' }),
    ...remainingTime(engine.calendar(), engine.store.clock.now(), {
      dueAt: item.dueAt,
      unit: unitOf(item.limit ?? item.wholeLimit),
      suspended: row.status === 'suspended',
    }),
  };
}

/** The limit of the whole case while it runs; a case that is closed or has none shows none. */
function wholeOf(engine: FlowEngine, found: Found): CaseDetail['whole'] {
  const { row } = found;
  const { item } = found.state;
  if (item === undefined || row.dueAt === null) return null;
  const { now, calendar, lights } = plainFacts(engine, engine.store.clock.now());
  const suspended = row.status === 'suspended';
  const { dueAt } = row;
  const yellowAt = yellowFrom(calendar, now, dueAt, item.wholeLimit, lights);
  const left = remainingTime(calendar, now, { dueAt, unit: unitOf(item.wholeLimit), suspended });
  return { dueAt, light: lightOf(now, { dueAt, yellowAt, suspended }), ...left };
}

function showLinks(links: readonly LinkRow[], id: string): CaseDetail['links'] {
  return links.map((link) => {
    const forward = link.case_id === id;
    const end = forward ? 'into' : 'from';
    return {
      kind: `${link.kind}-${end}`,
      id: forward ? link.other_id : link.case_id,
      type: forward ? link.type : (link.from_type ?? link.type),
      number: forward ? link.other_number : link.number,
    };
  });
}

async function requestsOf(engine: FlowEngine, found: Found): Promise<CaseDetail['requests']> {
  const rows = await engine.store.db
    .withTables<FlowTables>()
    .selectFrom('flow_request')
    .selectAll()
    .where('case_id', '=', found.row.id)
    .orderBy('asked_at')
    .execute();
  const official = found.seeing.principal.kind !== 'citizen';
  return rows
    .filter((row) => official || row.asked_by === found.seeing.principal.id)
    .map((row) =>
      showRequest(engine.access, row, found.seeing.reads || row.asked_by === found.seeing.principal.id),
    );
}

/** A way in that this case did not take, and that nothing leads back to, is no stage of it. */
function stagesOf(process: CaseProcess, been: ReadonlySet<string>, current: string | null) {
  const led = new Set<string | undefined>([
    ...Object.values(process.stages).flatMap(({ actions }) =>
      Object.values(actions).flatMap(({ to }) => ('stage' in to ? [to.stage] : [])),
    ),
    ...Object.values(process.outcomes).map(({ reopen }) => reopen),
    process.requests?.dispute?.grantedTo,
  ]);
  return Object.entries(process.stages)
    .filter(([name]) => been.has(name) || name === current || led.has(name) || !process.start.includes(name))
    .map(([stage, { title }]) => ({ stage, title, visited: been.has(stage) }));
}

export async function describeCase(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  id: string,
): Promise<CaseDetail> {
  const found = await findCase(engine, principal, kind, id);
  const { row, state, process, powers, seeing, graph } = found;
  const full = seeing.row ? await kind.rows.find(principal, id) : undefined;
  const shown = graph === undefined ? undefined : await showSeenGraph(engine, principal, kind, graph, full);
  const seen = shown === undefined ? full : shown.row;
  const been = new Set(state.visits.map((visit) => visit.stage));
  return {
    type: kind.id,
    typeTitle: kind.declaration.title,
    id: row.id,
    number: row.number,
    version: row.version,
    status: row.status,
    row: (seen as Readonly<Record<string, unknown>> | undefined) ?? null,
    stage: row.stage,
    stageTitle: row.stage === null ? null : stageTitle(process, row.stage),
    outcomeTitle: row.outcome === null ? null : outcomeTitle(process, row.outcome),
    stages: stagesOf(process, been, row.stage),
    holder: await holderOf(engine, found),
    whole: wholeOf(engine, found),
    offers: shown?.offers ?? offersOf(process, state, powers, principal.id),
    timeline: await timelineOf(engine, found),
    requests: await requestsOf(engine, found),
    links: showLinks(found.links, id),
    ...shown?.parts,
  };
}
