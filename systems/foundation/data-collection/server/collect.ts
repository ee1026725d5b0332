/** Starts loads: when somebody asks, when the turn has come, and again for rows that were mended. */
import { ZodError } from 'zod';
import type { Handler, Services } from '../../../../kernel/system.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake, type LoadPlan } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { isDue } from '../data/schedules.ts';
import { errors } from '../errors.ts';
import { dataset } from '../registers/dataset.ts';
import { source } from '../registers/source.ts';
import type { datasetRoutes } from '../routes/dataset-routes.ts';
import { checkUpload } from './check-upload.ts';
import { planOf } from './connection-of.ts';
import { type DatasetRow, reachDataset } from './reach.ts';
import { tellKeepers } from './tell-keepers.ts';
import { tellLate } from './watch-arrival.ts';

/** Rows that nobody typed are the system's. */
export const systemActor = 'data-collection';

async function planFor(
  services: Services,
  row: DatasetRow,
  more: Pick<LoadPlan, 'declared' | 'replay'> = {},
): Promise<LoadPlan> {
  const from = await services.use(registers).of(source).trusted.find(services.use(store).db, row.source);
  if (from === undefined || from.state !== 'active') throw errors.sourceGone();
  return planOf(row, from, more);
}

export const collect: Handler<typeof datasetRoutes.collect> = async ({ id, file, rows, digest }, context) => {
  const row = await reachDataset(context, context.principal, id, 'keep-datasets');
  if (row.stage !== 'active') throw errors.paused();
  const own = await planFor(context, row, { declared: { rows, digest } });
  if (file !== undefined && own.connection.kind !== 'file') throw errors.notFileSource();
  const object = file === undefined ? own.object : ({ kind: 'file', file } as const);
  if (file !== undefined) await checkUpload(context, context.principal, object);
  const plan = { ...own, object };
  const job = await context.use(lake).start(plan, context.principal.id);
  await context.use(access).auditAlone(context.principal, {
    module: 'data-collection',
    event: 'import',
    objectType: 'dataset',
    objectId: id,
    result: 'success',
  });
  return { job };
};

export const cancelCollect: Handler<typeof datasetRoutes.cancel> = async ({ id }, context) => {
  await reachDataset(context, context.principal, id, 'keep-datasets');
  const [batch] = await context.use(lake).batches({ datasets: [id], size: 1 });
  if (batch === undefined || batch.state !== 'running' || batch.job === null) throw errors.nothingRunning();
  // Whoever keeps the dataset may stop what a colleague or the clock began.
  if (!(await context.use(store).jobs.cancel(batch.job, batch.startedBy))) throw errors.nothingRunning();
  return { done: true as const };
};

export const replay: Handler<typeof datasetRoutes.replay> = async ({ id, letters }, context) => {
  const row = await reachDataset(context, context.principal, id, 'keep-datasets');
  const job = await context
    .use(lake)
    .start(await planFor(context, row, { replay: letters }), context.principal.id);
  await context.use(access).auditAlone(context.principal, {
    module: 'data-collection',
    event: 'update',
    objectType: 'dead-letter',
    objectId: id,
    result: 'success',
    detail: { replayed: letters.length },
  });
  return { job };
};

const mostDatasets = 100_000;

/** Throws what is no fault of the definition. */
function wordsOf(problem: unknown): string {
  if (problem instanceof CityError) return problem.message;
  if (problem instanceof ZodError) return errors.oldDefinition().message;
  throw problem;
}

/** A dataset that cannot be collected says why; its keepers hear of it once. */
async function noteNoPlan(services: Services, row: DatasetRow, problem: unknown): Promise<undefined> {
  const words = wordsOf(problem);
  if (row.problem === words) return undefined;
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(dataset);
    const locked = await trusted.lock(work, row.id);
    if (locked === undefined || locked.version !== row.version) return;
    await trusted.update(work, systemActor, locked, { problem: words });
    await tellKeepers(work, services, row, {
      title: `“${row.name}”无法采集`,
      body: words,
      once: `plan:${row.id}:${words}`,
    });
  });
  return undefined;
}

/** False when somebody else has changed or begun it meanwhile. */
async function startTurn(services: Services, row: DatasetRow, plan: LoadPlan): Promise<boolean> {
  return services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(dataset);
    const locked = await trusted.lock(work, row.id);
    if (locked === undefined || locked.version !== row.version) return false;
    await trusted.update(work, systemActor, locked, { lastAt: work.now.toISOString(), retryAt: null });
    await services.use(lake).start(plan, systemActor, work);
    return true;
  });
}

function hasTurn(row: DatasetRow, now: Date): boolean {
  const again = row.retryAt !== null && Date.parse(row.retryAt) <= now.getTime();
  return again || isDue(row.schedule, row.lastAt, now);
}

/** Each minute: whoever's turn has come, or is tried again. Two servers at once start one batch: the lake refuses the second. */
export async function collectDue(services: Services): Promise<number> {
  const { clock, db } = services.use(store);
  const active = await services
    .use(registers)
    .of(dataset)
    .trusted.findEvery(db, { filter: { field: 'stage', is: 'equal', value: 'active' }, most: mostDatasets });
  await tellLate(services, active, systemActor);
  let started = 0;
  for (const row of active.filter((each) => hasTurn(each, clock.now()))) {
    const plan = await planFor(services, row).catch((problem: unknown) => noteNoPlan(services, row, problem));
    if (plan !== undefined && (await startTurn(services, row, plan))) started += 1;
  }
  return started;
}
