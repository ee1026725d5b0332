/** Every case type with the versions of its process, which of them is in force, and how many cases it has open. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import type { ProcessModel } from '../../../../kernel/process.ts';
import { sql } from '../../../store/index.ts';
import { firstDrawnVersion } from '../../process/version-title.ts';
import type { ProcessInfo, ProcessVersion } from '../../routes/definition-routes.ts';
import { writeModel } from '../bpmn/write/write-model.ts';
import type { CaseKind } from '../case/case-kinds.ts';
import { compileStages } from '../graph/compile-stages.ts';
import type { FlowTables } from '../tables.ts';
import type { DraftSources } from './draft/keep-drafts.ts';
import { versionInForce } from './version-in-force.ts';

interface VersionRow {
  readonly type: string;
  readonly version: number;
  readonly kept_at: string;
  readonly state: 'published' | 'retired';
  readonly published_by: string | null;
  readonly note: string;
}

const mostCounted = 10_000;

/** Open cases by type, each counted no further than people read. */
async function countOpen({ kinds, store }: DraftSources): Promise<ReadonlyMap<string, number>> {
  const types = kinds.all().map((kind) => kind.id);
  const found = await sql<{ type: string; count: number }>`
    select wanted.type, counted.count::integer as count
    from unnest(${types}::text[]) as wanted (type)
    cross join lateral (
      select count(*) as count from (
        select distinct case_id from flow_work_item
        where type = wanted.type and closed_at is null limit ${mostCounted}
      ) as bounded
    ) as counted`.execute(store.db);
  return new Map(found.rows.map((row) => [row.type, row.count]));
}

function describeVersions(
  kind: CaseKind,
  rows: readonly VersionRow[],
  names: ReadonlyMap<string, string>,
): ProcessVersion[] {
  const inForce = versionInForce(rows, kind.process.version);
  return rows
    .map((row) => ({
      version: row.version,
      origin: row.version < firstDrawnVersion ? ('declared' as const) : ('drawn' as const),
      state: row.state,
      inForce: row.version === inForce,
      publishedAt: row.kept_at,
      publishedBy: row.published_by === null ? null : (names.get(row.published_by) ?? null),
      note: row.note,
    }))
    .sort((left, right) => right.version - left.version);
}

export async function listProcesses(sources: DraftSources): Promise<ProcessInfo[]> {
  const { access, kinds, store } = sources;
  const tables = store.db.withTables<FlowTables>();
  const versions: VersionRow[] = await tables
    .selectFrom('flow_definition')
    .select(['type', 'version', 'kept_at', 'state', 'published_by', 'note'])
    .execute();
  const drafts = await tables
    .selectFrom('flow_draft')
    .select(['id', 'type', 'revision', 'checked', 'changed_by', 'changed_at'])
    .execute();
  const people = [...versions.map((row) => row.published_by), ...drafts.map((row) => row.changed_by)];
  const names = await access.namesOf([...new Set(people.filter((id) => id !== null))]);
  const open = await countOpen(sources);
  return kinds.all().map((kind) => {
    const draft = drafts.find((row) => row.type === kind.id);
    return {
      type: kind.id,
      title: kind.declaration.title,
      system: kind.system,
      systemTitle: access.contracts.find((contract) => contract.id === kind.system)?.title ?? kind.system,
      openCases: open.get(kind.id) ?? 0,
      versions: describeVersions(
        kind,
        versions.filter((row) => row.type === kind.id),
        names,
      ),
      draft:
        draft === undefined
          ? null
          : {
              id: draft.id,
              revision: draft.revision,
              changedAt: draft.changed_at,
              changedBy: names.get(draft.changed_by) ?? '',
              state: draft.checked === draft.revision ? ('checked' as const) : ('draft' as const),
            },
    };
  });
}

/** BPMN 2.0 of a version: as it was published, or drawn from the declaration. */
export async function drawVersion({ store }: DraftSources, kind: CaseKind, version: number): Promise<string> {
  const row = await store.db
    .withTables<FlowTables>()
    .selectFrom('flow_definition')
    .select(['xml', 'definition'])
    .where('type', '=', kind.id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw commonErrors.missing();
  if (row.xml !== null) return row.xml;
  // Written by keep() from a typed declaration.
  const process = row.definition as CaseKind['process'];
  const model = findModel(process) ?? withoutLooseEnds(compileStages(process, kind.declaration.title));
  return writeModel(model, { id: kind.id });
}

/** Outcomes that only verbs lead to (merged, withdrawn) need no end in a drawing; they stay among the outcomes. */
function withoutLooseEnds(model: ProcessModel): ProcessModel {
  const reached = new Set(model.flows.map((flow) => flow.to));
  const nodes = Object.entries(model.nodes).filter(([id, node]) => node.kind !== 'end' || reached.has(id));
  return { ...model, nodes: Object.fromEntries(nodes) };
}
