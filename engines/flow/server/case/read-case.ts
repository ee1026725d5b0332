/** The row of a case as its page shows it, for what else speaks of the case: its printed text, its versions, its files. */
import type { Principal } from '../../../../kernel/access.ts';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { showSeenGraph } from '../graph/case/find-graph.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { findCase } from './describe-case.ts';
import type { FlowEngine } from './flow-engine.ts';

/** Throws city.missing for whoever is not shown the row: he may still be shown where the case is. */
export async function readCaseRow(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  id: string,
): Promise<PlainRow> {
  const { graph, seeing } = await findCase(engine, principal, kind, id);
  const full = seeing.row ? await kind.rows.find(principal, id) : undefined;
  const row = graph === undefined ? full : (await showSeenGraph(engine, principal, kind, graph, full)).row;
  if (row === undefined) throw commonErrors.missing();
  return row as PlainRow;
}

/** For engines that know a case by the name of its type; throws city.unauthenticated for a visitor. */
export async function readKnownCase(
  engine: FlowEngine,
  principal: Principal,
  type: string,
  id: string,
): Promise<PlainRow> {
  if (principal.kind === 'anonymous') throw commonErrors.unauthenticated();
  return readCaseRow(engine, principal, engine.kinds.get(type), id);
}

/** A file tied to '<type>:<case>': given to whom the row is shown, unless a field of files is kept from him. */
export async function mayReadCaseFile(
  engine: FlowEngine,
  principal: Principal,
  rest: string,
): Promise<boolean> {
  const colon = rest.indexOf(':');
  const kind = engine.kinds.find(rest.slice(0, colon));
  if (kind === undefined || principal.kind === 'anonymous') return false;
  try {
    const row = await readCaseRow(engine, principal, kind, rest.slice(colon + 1));
    const kept = Object.entries(kind.declaration.fields).filter(([, field]) => field.type === 'files');
    const masked = new Set(Array.isArray(row['masked']) ? (row['masked'] as readonly string[]) : []);
    return kept.every(([name]) => name in row && !masked.has(name));
  } catch (problem) {
    if (problem instanceof CityError) return false;
    throw problem;
  }
}
