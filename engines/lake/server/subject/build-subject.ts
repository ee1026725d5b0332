/** One build of a subject table: sources looked at, changed keys found, merged, written, and shown in one transaction or not at all. */
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { JobContext } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { fieldsOfSubject, type SubjectPlan, subjectProblem } from '../../subject.ts';
import type { BatchRow, DatasetRow } from '../../types.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { badEnd, tellEnd } from '../load/batch-ends.ts';
import { beginBatch, findBatch, findDatasets } from '../load/batch-rows.ts';
import { lakeFolder } from '../load/loading.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { digestOf } from '../source/spool.ts';
import { visibleRows } from '../visible-rows.ts';
import { type BuildDeps, type Building, count, findChanged, goneSelect, isSameRule } from './changed-keys.ts';
import { decideRows } from './decide-rows.ts';
import { goldenSelect } from './golden-rows.ts';
import { matchRows, readMatches } from './match-rows.ts';
import { keepState, showSubject, type SubjectMade } from './show-subject.ts';
import { joinedKey, rejectedOf, type SourceGiven, type SourceViewed, viewSource } from './source-view.ts';
import { findState, inputsOf } from './state.ts';
import { summarise } from './summarise.ts';
import { writeHistory } from './write-history.ts';

/** Leaves the views src_N, and prior with the visible rows under their key where they have the same one. */
async function viewAll(session: DuckSession, building: Building) {
  const { deps, plan, dataset, datasets, day, folder } = building;
  const most = deps.store.settings.value('lake.rejected-most');
  const viewed: SourceViewed[] = [];
  for (const [index, source] of datasets.entries()) {
    await building.job.progress(
      0.1 + (0.3 * index) / datasets.length,
      `正在读取${plan.sources[index]?.title ?? ''}`,
    );
    viewed.push(
      source === undefined
        ? { rows: 0, from: undefined }
        : await viewSource(session, deps.store, { plan, index, dataset: source, day, folder }),
    );
  }
  const keys = fieldsOfSubject(plan).filter((field) => field.key);
  const before = dataset.fields.filter((field) => field.key);
  const sameKey = keys.every(
    (key, place) => before[place]?.name === key.name && before[place]?.type === key.type,
  );
  const hasPrior = dataset.file !== null && sameKey && before.length === keys.length;
  if (hasPrior)
    await session.run(
      `create or replace temp view prior as select *, ${joinedKey(keys.map((key) => quoteColumn(key.name)))} as _k
       from ${visibleRows(deps.store, dataset)}`,
    );
  const decided = await decideRows(session, building);
  await matchRows(session, building, viewed, hasPrior);
  const given: SourceGiven[] = [];
  for (const [index, { rows, from }] of viewed.entries()) {
    const lost =
      from === undefined
        ? { rejected: [], rejectedCount: 0 }
        : await rejectedOf(session, index, from, most, plan.matching !== undefined);
    given.push({ rows, ...lost });
  }
  return { given, hasPrior, decided };
}

/** Returns undefined when not one record is another. */
async function write(session: DuckSession, building: Building): Promise<SubjectMade | undefined> {
  const { deps, plan, dataset, batch, datasets, inputs, job } = building;
  const lake = lakeFolder(deps.store);
  const present = datasets.flatMap((each, index) => (each === undefined ? [] : [index]));
  if (present.length === 0) throw lakeErrors.noData();
  const { given, hasPrior, decided } = await viewAll(session, building);
  const most = deps.store.settings.value('lake.rejected-most');
  const rejected = given.reduce((sum, each) => sum + each.rejectedCount, 0);
  if (rejected > most) throw lakeErrors.tooManyRejected({ rejected, most });
  await job.progress(0.5, '正在找出有变化的主键');
  const changed =
    isSameRule(building) && hasPrior ? await findChanged(session, building, present) : undefined;
  if (changed === 0) return undefined;
  // Past half of the rows one new file is less work than the pieces.
  const part = changed !== undefined && changed * 2 <= dataset.rows;
  const keeps = hasPrior && plan.members.length === 0;
  const golden = goldenSelect(plan, present, part, decided);
  const all = keeps ? `${golden} union all by name ${goneSelect(building, present, part)}` : golden;
  const file = path.join('subject', plan.dataset, `${batch}.parquet`);
  const at = path.join(lake, file);
  await mkdir(path.dirname(at), { recursive: true });
  await job.progress(0.6, '正在合并');
  await session.run(
    `copy (select row_number() over () as _row, ${quoteText(batch)} as _batch, * from (${all}))
     to ${quoteText(`${at}.part`)} (format parquet, compression zstd)`,
  );
  const increment = part ? await writeReplaced(session, building) : undefined;
  await rename(`${at}.part`, at);
  if (hasPrior) await writeHistory(session, building, at, part);
  await job.progress(0.85, '正在统计');
  const shown: DatasetRow = part
    ? {
        ...dataset,
        increments: [
          ...dataset.increments,
          {
            batch,
            file,
            replaced: (increment?.replaced ?? 0) > 0 ? (increment?.replacedFile ?? null) : null,
          },
        ],
      }
    : { ...dataset, file, increments: [] };
  const counted = await summarise(session, plan, visibleRows(deps.store, shown));
  const matches = await readMatches(session, plan, visibleRows(deps.store, shown));
  const { size } = await stat(at);
  return {
    file,
    increment,
    rows: await count(session, `read_parquet(${quoteText(at)})`),
    bytes: size,
    digest: await digestOf(createReadStream(at)),
    given,
    inputs,
    decisions: building.decisions.revision,
    matches,
    summary: {
      ...counted,
      given: given.map((each) => ({ rows: each.rows, rejected: each.rejectedCount })),
    },
  };
}

async function writeReplaced(session: DuckSession, { deps, plan, batch }: Building) {
  const replacedFile = path.join('replaced', plan.dataset, `${batch}.parquet`);
  const at = path.join(lakeFolder(deps.store), replacedFile);
  await session.run(
    'create or replace temp table replaced as select _batch, _row from prior semi join changed using (_k)',
  );
  const replaced = await count(session, 'replaced');
  if (replaced > 0) {
    await mkdir(path.dirname(at), { recursive: true });
    await session.run(`copy replaced to ${quoteText(at)} (format parquet, compression zstd)`);
  }
  return { replaced, replacedFile };
}

async function run(building: Building): Promise<void> {
  const { deps, plan, by, batch, state, inputs, job } = building;
  const message = '各来源与已发布的版本相同，没有变化';
  const unread = isSameRule(building) && JSON.stringify(state?.inputs) === JSON.stringify(inputs);
  const made = unread
    ? undefined
    : await deps.duck.session((session) => write(session, building), job.signal);
  job.signal.throwIfAborted();
  if (made !== undefined) {
    await job.progress(0.95, '正在发布');
    await showSubject(deps.store, { plan, batch, dataset: building.dataset, made, by });
    return;
  }
  await tellEnd(
    deps.store,
    { dataset: plan.dataset, batch, by },
    { state: 'unchanged', message },
    async (work) => {
      if (!unread && state !== undefined)
        await keepState(work, plan, {
          inputs,
          decisions: building.decisions.revision,
          summary: state.summary,
        });
    },
  );
}

async function removeMade({ deps, plan, batch }: Building): Promise<void> {
  const at = (layer: string, end: string) =>
    path.join(lakeFolder(deps.store), layer, plan.dataset, `${batch}.parquet${end}`);
  await Promise.all(
    [at('subject', ''), at('subject', '.part'), at('replaced', ''), at('history', '')].map((file) =>
      rm(file, { force: true }),
    ),
  );
}

/** Throws lake.badField for a plan that is none and lake.busy; whatever is wrong with the data is said by the batch. */
export async function buildSubject(
  deps: BuildDeps,
  plan: SubjectPlan,
  by: string,
  job: Pick<JobContext, 'signal' | 'progress'> & { readonly id?: string },
): Promise<BatchRow> {
  const problem = subjectProblem(plan);
  if (problem !== undefined) throw lakeErrors.badField(problem);
  const { store } = deps;
  const batch = newId();
  const dataset = await beginBatch(
    store,
    { dataset: plan.dataset, title: plan.title, layer: 'subject', mode: 'subject' },
    { id: batch, job: job.id, by },
  );
  const found = await findDatasets(
    store.db,
    plan.sources.map((source) => source.dataset),
  );
  const datasets = plan.sources.map((source) =>
    found.find((each) => each.id === source.dataset && each.file !== null),
  );
  const day = shanghaiDate(store.clock.now());
  const folder = path.join(lakeFolder(store), 'spool', batch);
  const state = await findState(store.db, plan.dataset);
  const inputs = inputsOf(plan, datasets, day);
  const decisions = await deps.decisionsOf(plan.dataset);
  const building: Building = {
    deps,
    plan,
    by,
    batch,
    dataset,
    state,
    datasets,
    inputs,
    decisions,
    day,
    folder,
    job,
  };
  await mkdir(folder, { recursive: true });
  try {
    await run(building);
  } catch (thrown) {
    await removeMade(building);
    const ended = badEnd(thrown, job.signal.aborted, deps.report, batch);
    await tellEnd(store, { dataset: plan.dataset, batch, by }, ended);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const ended = await findBatch(store.db, batch);
  if (ended === undefined) throw lakeErrors.broken();
  return ended;
}
