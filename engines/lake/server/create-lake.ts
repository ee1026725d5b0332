/** Puts the lake together: sources, the DuckDB child, loading as jobs, and reading. */
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { type JobContext, sql, type Store } from '../../store/index.ts';
import type { TrustService } from '../../trust/index.ts';
import { CityError } from '../../../kernel/errors.ts';
import type { CallKeys } from '../../access/index.ts';
import { lakeErrors } from '../errors.ts';
import type { LakeField } from '../field.ts';
import type { LakeService, LineageRow, LinkService } from '../service.ts';
import type { BatchRow, LoadPlan } from '../types.ts';
import { checkAnonymity } from './anonymity.ts';
import { type Duck, DuckProblem, openDuck } from './duck/open-duck.ts';
import { eachRow } from './each-row.ts';
import { listLater } from './link/ask-later.ts';
import { openLinks } from './link/open-links.ts';
import { findBatch, findDataset, findDatasets, lastLoaded, listBatches } from './load/batch-rows.ts';
import { compactDataset } from './load/compact-dataset.ts';
import { findLetters, listLetters, mendLetter, settleLetters } from './load/dead-letters.ts';
import { listInflow, listStored } from './load/count-stored.ts';
import { loadInTurn } from './load/load-batch.ts';
import { type LoadDeps, lakeFolder } from './load/loading.ts';
import { quoteText } from './load/quote.ts';
import { countUses, takeUse, totalUses } from './open/count-use.ts';
import { groupRows, seekRows } from './open/open-rows.ts';
import { martProblem, type MartPlan } from '../mart.ts';
import { buildMart, refuseCircle } from './mart/build-mart.ts';
import { listOrigins } from './mart/list-origins.ts';
import { findMart } from './mart/state.ts';
import { peekSource } from './peek-source.ts';
import { openQuality } from './quality/open-quality.ts';
import { readRows } from './read-rows.ts';
import { findCall, listCalls, listUsage } from './serve/list-calls.ts';
import { type Gateway, openGateway } from './serve/open-gateway.ts';
import { ReceiptMonths } from './serve/receipt-months.ts';
import { openSources } from './source/open-sources.ts';
import { type SubjectDecisions, subjectProblem, SubjectPlan } from '../subject.ts';
import { buildSubject } from './subject/build-subject.ts';
import { addDemoCalls } from './watch/demo-calls.ts';
import { listHours } from './watch/list-hours.ts';
import { profileHours } from './watch/profile-hours.ts';
import {
  findChanges,
  findHistory,
  findRecord,
  findRecords,
  findServedRecord,
} from './subject/read-subject.ts';
import { findState, listBuilds, listMatches, listPlans, listRejected } from './subject/state.ts';

export interface LakeEngine extends LakeService {
  readonly store: Store;
  readonly gateway: Pick<Gateway, 'moveFormer' | 'prune'>;
  readonly links: LinkService;
  close(): Promise<void>;
}

const shownBuilds = 60;
const waitMilliseconds = 1000;

async function checkFields(duck: Duck, fields: readonly LakeField[]): Promise<void> {
  if (fields.length === 0) throw lakeErrors.noFields();
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name)) throw lakeErrors.badField({ name, reason: '字段名重复' });
    seen.add(name);
  }
  await duck.session(async (session) => {
    for (const { name, pattern } of fields) {
      if (pattern === undefined) continue;
      await session.run(`select regexp_full_match('', ${quoteText(pattern)})`).catch((problem: unknown) => {
        if (problem instanceof DuckProblem)
          throw lakeErrors.badField({ name, reason: '格式的正则表达式写法不对' });
        throw problem;
      });
    }
  });
}

/** Whoever comes while another build runs waits for it: what it has not read yet would else be read by nobody. */
async function buildInTurn(build: () => Promise<BatchRow>, job: JobContext): Promise<BatchRow> {
  for (;;) {
    try {
      return await build();
    } catch (problem) {
      if (!(problem instanceof CityError) || problem.code !== 'lake.busy') throw problem;
      await setTimeout(waitMilliseconds, undefined, { signal: job.signal });
    }
  }
}

const lineageColumns = sql.raw(
  'target, target_field as "targetField", origin, origin_kind as "originKind", origin_field as "originField", expression',
);

export function createLake(deps: {
  readonly store: Store;
  readonly keys: CallKeys;
  readonly trust: TrustService;
  readonly report: (problem: unknown, where: string) => void;
}): LakeEngine {
  const { store, trust } = deps;
  const duck = openDuck(() => ({
    folder: lakeFolder(store),
    memoryMegabytes: store.settings.value('lake.memory-megabytes'),
    threads: Math.max(1, Math.min(8, availableParallelism())),
  }));
  const sources = openSources(store, trust, deps.report);
  const loading: LoadDeps = { ...deps, duck, sources };
  let decisionsOf = async (_dataset: string): Promise<SubjectDecisions> => ({ revision: '', decisions: [] });
  const building = { ...loading, decisionsOf: (dataset: string) => decisionsOf(dataset) };
  trust.vault.keep({ table: 'lake_dead_letter', row: 'id', column: 'sealed' });

  const months = new ReceiptMonths(store.db);
  const linked = openLinks({ ...deps, duck, months });
  const gateway = openGateway({ ...deps, duck, sources, months, links: linked.deps });

  store.jobs.define<{ plan: LoadPlan; by: string }>('lake.load', async ({ plan, by }, job) => {
    const batch = await loadInTurn(loading, plan, by, job);
    if (batch.state === 'failed')
      throw new CityError(batch.error ?? 'lake.broken', 'conflict', batch.message ?? '');
    return { batch: batch.id };
  });

  store.jobs.define<{ plan: unknown; by: string }>('lake.subject', async ({ plan: given, by }, job) => {
    // It may wait from before this version, which knows more of plans.
    const plan = SubjectPlan.parse(given);
    const batch = await buildInTurn(() => buildSubject(building, plan, by, job), job);
    if (batch.state === 'failed')
      throw new CityError(batch.error ?? 'lake.broken', 'conflict', batch.message ?? '');
    return { batch: batch.id };
  });

  store.jobs.define<{ plan: MartPlan; by: string }>('lake.mart', async ({ plan, by }, job) => {
    const batch = await buildInTurn(() => buildMart(loading, plan, by, job), job);
    if (batch.state === 'failed')
      throw new CityError(batch.error ?? 'lake.broken', 'conflict', batch.message ?? '');
    return { batch: batch.id };
  });

  store.jobs.define<{ dataset: string; fields?: readonly string[] }>(
    'lake.serve',
    ({ dataset, fields = [] }) => gateway.prepare({ dataset, fields }),
  );

  store.jobs.define<{ dataset: string }>('lake.compact', async ({ dataset }, job) => ({
    done: await compactDataset(loading, dataset, job.signal),
  }));

  return {
    store,
    links: linked.service,
    gateway,
    setSecret: (work, source, secret) => sources.setSecret(work, source, secret),
    hasSecret: (source) => sources.hasSecret(source),
    tables: (source, connection) => sources.tables(source, connection),
    columns: (source, connection, table) => sources.columns(source, connection, table),
    peek: (source, of) => peekSource(loading, source, of),
    dropFolder: (source) => sources.dropFolder(source),
    checkFields: (fields) => checkFields(duck, fields),
    start: (plan, by, work) => store.jobs.start('lake.load', { plan, by }, by, work),
    load: (plan, by, signal = new AbortController().signal) =>
      loadInTurn(loading, plan, by, { signal, progress: async () => undefined }),
    findDataset: (id) => findDataset(store.db, id),
    findDatasets: (ids) => findDatasets(store.db, ids),
    findBatch: (id) => findBatch(store.db, id),
    batches: (query) => listBatches(store.db, query),
    inflow: (query) => listInflow(store.db, query),
    stored: () => listStored(store),
    lastLoaded: (datasets) => lastLoaded(store.db, datasets),
    letters: (query) => listLetters(store.db, trust, query),
    findLetters: (ids) => findLetters(store.db, trust, ids),
    mendLetter: (work, letter, cells) => mendLetter(work, trust, letter, cells),
    dropLetters: (work, ids, by) => settleLetters(work, ids, 'dropped', by),
    rows: (query) => readRows({ store, duck }, query),
    eachRow: (query) => eachRow({ store, duck }, query),
    checkAnonymity: (query) => checkAnonymity({ store, duck }, query),
    open: {
      seek: (query) => seekRows({ store, duck }, query),
      group: (query) => groupRows({ store, duck }, query),
      take: (use) => takeUse(store, use),
      uses: (query) => countUses(store.db, query),
      totals: (targets) => totalUses(store.db, targets),
    },
    async lineage(target) {
      const found =
        await sql<LineageRow>`select ${lineageColumns} from lake_lineage where target = ${target} order by 2, 5`.execute(
          store.db,
        );
      return found.rows;
    },
    async dependents(origin) {
      const found =
        await sql<LineageRow>`select ${lineageColumns} from lake_lineage where origin = ${origin} order by 1, 2`.execute(
          store.db,
        );
      return found.rows;
    },
    async startMart(plan, by, work) {
      const reason = martProblem(plan);
      if (reason !== undefined) throw lakeErrors.badMart({ title: plan.title, reason });
      await refuseCircle(store, plan);
      return store.jobs.start('lake.mart', { plan, by }, by, work);
    },
    buildMart: (plan, by, signal = new AbortController().signal) =>
      buildMart(loading, plan, by, { signal, progress: async () => undefined }),
    mart: (dataset) => findMart(store.db, dataset),
    martOrigins: () => listOrigins(store.db),
    async startSubject(plan, by, work) {
      const problem = subjectProblem(plan);
      if (problem !== undefined) throw lakeErrors.badField(problem);
      return store.jobs.start('lake.subject', { plan, by }, by, work);
    },
    buildSubject: (plan, by, signal = new AbortController().signal) =>
      buildSubject(building, plan, by, { signal, progress: async () => undefined }),
    subjects: () => listPlans(store.db),
    async subject(dataset) {
      const state = await findState(store.db, dataset);
      if (state === undefined) return undefined;
      const { plan, summary } = state;
      return { plan, summary, builds: await listBuilds(store.db, dataset, shownBuilds) };
    },
    records: (query) => findRecords({ store, duck }, query),
    record: (query) => findRecord({ store, duck }, query),
    history: (query) => findHistory({ store, duck }, query),
    changes: (query) => findChanges({ store, duck }, query),
    matches: (dataset) => listMatches(store.db, dataset),
    bindDecisions(ask) {
      decisionsOf = ask;
    },
    servedRecord: (dataset, key) => findServedRecord({ store, duck }, dataset, key),
    rejectedRows: (query) => listRejected(store.db, query),
    issueKey: (app, overlapHours) => gateway.issueKey(app, overlapHours),
    serve: (dataset) => gateway.serve(dataset),
    isServed: (dataset) => gateway.isServed(dataset),
    async startServing(work, { dataset, fields = [] }) {
      await store.jobs.start('lake.serve', { dataset, fields }, 'lake', work);
    },
    endServing: (work, dataset) => gateway.endServing(work, dataset),
    keepIndexes: (wanted) => gateway.keepIndexes(wanted),
    sharedFile: (of, grant) => gateway.file(of, grant),
    pushTable: (of, grant, target, signal = new AbortController().signal) =>
      gateway.push(of, grant, target, signal),
    bindShelf: (kind, shelf) => gateway.bindShelf(kind, shelf),
    followChanges: (work, dataset, followed) => gateway.followChanges(work, dataset, followed),
    lastChange: (dataset) => gateway.lastChange(dataset),
    deliverChanges: (of, grant, after, send) => gateway.deliver(of, grant, after, send),
    clearTable: (contract, grant, target) =>
      gateway.clear(contract, grant, target, new AbortController().signal),
    call: (call, grantOf) => gateway.call(call, grantOf),
    callLater: (call) => gateway.callLater(call),
    bindLater: (grantOf) => gateway.bindLater(grantOf),
    fetchLater: (call) => gateway.fetchLater(call),
    laterCalls: (contract) => listLater(store.db, contract),
    calls: (query) => listCalls(store.db, query),
    usage: (contracts, from) => listUsage(store.db, contracts, from),
    findCall: (id) => findCall(store.db, id),
    receipt: (id) => gateway.prove(id),
    sealReceipts: () => gateway.seal(),
    quality: openQuality({ store, duck }),
    watch: {
      ...listHours(store.db),
      addDemo: (calls) => addDemoCalls(store, months, calls),
      async profile() {
        await gateway.flush();
        return profileHours(store);
      },
    },
    async close() {
      await linked.close();
      await gateway.close();
      await sources.close();
      await duck.close();
    },
  };
}
