/** What one build carries from step to step; which keys are to be merged anew, and the records that no source gives any more. */
import type { JobContext } from '../../../store/index.ts';
import { fieldsOfSubject, type SubjectDecisions, type SubjectPlan } from '../../subject.ts';
import type { DatasetRow } from '../../types.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import type { LoadDeps } from '../load/loading.ts';
import { priorValue } from '../load/write-standard.ts';
import { givenType, traceColumns } from './golden-rows.ts';
import { planDigest, type SubjectState } from './state.ts';

export type BuildDeps = Pick<LoadDeps, 'store' | 'duck' | 'report'> & {
  /** What stewards have decided about a table. */
  readonly decisionsOf: (dataset: string) => Promise<SubjectDecisions>;
};

export interface Building {
  readonly deps: BuildDeps;
  readonly plan: SubjectPlan;
  readonly by: string;
  readonly batch: string;
  readonly dataset: DatasetRow;
  readonly state: SubjectState | undefined;
  /** Of the plan's sources, in its order; undefined where nothing has been loaded yet. */
  readonly datasets: readonly (DatasetRow | undefined)[];
  readonly inputs: readonly string[];
  readonly decisions: SubjectDecisions;
  readonly day: string;
  readonly folder: string;
  readonly job: Pick<JobContext, 'signal' | 'progress'>;
}

export const isSamePlan = ({ state, plan, dataset }: Building) =>
  dataset.file !== null && state?.planDigest === planDigest(plan);

/** Same plan, key and decisions as the visible rows: only what changed is merged anew. */
export const isSameRule = (building: Building) =>
  isSamePlan(building) && building.state?.decisions === building.decisions.revision;

export async function count(session: DuckSession, from: string): Promise<number> {
  const [row] = await session.run(`select count(*)::bigint as n from ${from}`);
  return Number(row?.['n'] ?? 0);
}

/** Leaves the table changed (_k): keys that a source gives with other values than the visible rows were made of. */
export async function findChanged(
  session: DuckSession,
  building: Building,
  present: readonly number[],
): Promise<number> {
  const { plan, inputs, state } = building;
  const dated = inputs.length > plan.sources.length && inputs.at(-1) !== state?.inputs.at(-1);
  const parts = plan.sources.flatMap((_, index) => {
    // Where rows are matched to records, another source's rows may change whose they are.
    if (plan.matching === undefined && !dated && inputs[index] === state?.inputs[index]) return [];
    const now = present.includes(index)
      ? `(select _k, _h from src_${index})`
      : '(select null::varchar as _k, null::ubigint as _h where false)';
    return [
      `select _k from ${now} as now full join (select _k, _h${index} as _o from prior where _h${index} is not null) as old
       using (_k) where _h is distinct from _o`,
    ];
  });
  await session.run(
    `create or replace temp table changed as select distinct _k from (${parts.length === 0 ? 'select null::varchar as _k where false' : parts.join(' union all ')})`,
  );
  return count(session, 'changed');
}

/** Records that no source gives any more: as they were, ended, with the batches that gave them last. */
export function goneSelect(building: Building, present: readonly number[], part: boolean): string {
  const { plan, dataset } = building;
  const values = plan.fields.map((field) => {
    const [own] = fieldsOfSubject({ ...plan, fields: [field] });
    return own === undefined ? 'null' : priorValue(own, { rows: 'prior', fields: dataset.fields });
  });
  const same = isSamePlan(building);
  const traces = traceColumns(plan).map(({ name, type }) =>
    same && !name.startsWith('_h') ? name : `null::${type} as ${name}`,
  );
  const anti = present.map((index) => `anti join (select _k from src_${index}) using (_k)`).join(' ');
  return `select ${values.join(', ')}, true as ended, 0::ubigint as _c, null::${givenType} as _given, ${traces.join(', ')}
    from (select * from prior ${part ? 'semi join changed using (_k)' : ''}) ${anti}`;
}
