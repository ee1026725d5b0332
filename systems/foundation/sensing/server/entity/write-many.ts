/** Many entities at once by NGSI-LD, each on its own: what cannot be written is told and holds up nothing (ETSI GS CIM 009, clauses 5.6.7 to 5.6.10 and 6.14 to 6.17). */
import type { Binary } from '../../../../../kernel/contract.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import type { Way } from '../../ngsi-ld/change-attributes.ts';
import { type ProblemDetails, problemOf } from '../../ngsi-ld/problem.ts';
import { type Fragment, isUri, readFragment } from '../../ngsi-ld/read-fragment.ts';
import type { routes } from '../../routes.ts';
import type { Headers } from '../../routes/exchange.ts';
import { answerWith, done, splitList } from './answer.ts';
import { type Writer, writerOf } from './caller.ts';
import { type DeviceTarget, findTargets, type Targets } from './find-targets.ts';
import { manyOf, namesFor } from './read-request.ts';
import { deviceStays, refuseDevice } from './write-entities.ts';
import { changeStored, createStored, deleteStored } from './write-stored.ts';
import { writeValues } from './write-values.ts';

type Own = Handlers<typeof routes>;
type Doing = 'created' | 'updated' | 'deleted';

interface Result {
  readonly id: string;
  readonly done?: Doing;
  readonly problem?: ProblemDetails;
}

interface Item {
  readonly id: string;
  readonly fragment: Fragment | undefined;
  readonly problem: ProblemDetails | undefined;
}

interface Batch {
  readonly context: Context;
  readonly writer: Writer;
  readonly targets: Targets;
}

function idIn(given: unknown): string {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return typeof id === 'string' ? id.slice(0, 200) : '';
}

/** What one entity's failure is to the rest of the batch; ours is everybody's. */
function problemFor(problem: unknown): ProblemDetails {
  if (problem instanceof CityError && problem.kind !== 'unavailable') return problemOf(problem);
  throw problem;
}

function readItem(given: unknown, headers: Headers): Item {
  const id = idIn(given);
  try {
    const fragment = readFragment(given, namesFor(headers, given));
    if (fragment.id === undefined) throw errors.badRequestData({ why: '须有 id' });
    return { id, fragment, problem: undefined };
  } catch (problem) {
    if (problem instanceof CityError) return { id, fragment: undefined, problem: problemOf(problem) };
    throw problem;
  }
}

async function openBatch(headers: Headers, body: unknown, context: Context) {
  const writer = await writerOf(headers, context);
  const items = manyOf(body).map((given) => readItem(given, headers));
  const ids = [...new Set(items.filter(({ fragment }) => fragment !== undefined).map(({ id }) => id))];
  return { items, batch: { context, writer, targets: await findTargets(context, writer, ids) } };
}

/** Readings of all devices go in together; the answers come back to their items. */
async function writeDevices(
  { context }: Batch,
  requests: readonly { readonly target: DeviceTarget; readonly fragment: Fragment; readonly id: string }[],
): Promise<readonly Result[]> {
  const written = await writeValues(
    context,
    requests.map(({ target, fragment }) => ({ target, instances: Object.entries(fragment.attributes) })),
  );
  return requests.map(({ id }, index) => {
    const refused = written[index]?.notUpdated ?? [];
    if (refused.length === 0) return { id, done: 'updated' };
    const why = refused.map(({ attributeName, reason }) => `${attributeName}：${reason}`).join('；');
    return { id, problem: problemOf(errors.badRequestData({ why })) };
  });
}

interface ManyWrite {
  readonly way: Way;
  /** What happens to an id that is not here. */
  readonly absent: 'create' | 'refuse';
  readonly present: 'change' | 'refuse';
}

async function writeOne(batch: Batch, fragment: Fragment, id: string, write: ManyWrite): Promise<Doing> {
  const { context, writer, targets } = batch;
  const target = targets.find(id);
  if (target === undefined || target.kind === 'device') {
    if (write.absent === 'refuse') targets.get(id);
    if (writer.device !== undefined) throw errors.notOwnEntity();
    if (targets.isSensed(fragment.type ?? '')) refuseDevice(deviceStays);
    await createStored(context, writer, fragment);
    return 'created';
  }
  if (write.present === 'refuse') throw errors.alreadyExists();
  if (fragment.type !== undefined && fragment.type !== target.type)
    throw errors.badRequestData({ why: '实体类型不能改变' });
  const { attributes } = fragment;
  await changeStored(context, writer, target.id, { way: write.way, attributes, partly: true });
  return 'updated';
}

async function writeMany(headers: Headers, body: unknown, context: Context, write: ManyWrite) {
  const { items, batch } = await openBatch(headers, body, context);
  const results: Result[] = [];
  const values: { target: DeviceTarget; fragment: Fragment; id: string }[] = [];
  let { targets } = batch;
  for (const { id, fragment, problem } of items) {
    if (fragment === undefined || problem !== undefined) {
      results.push({ id, ...(problem === undefined ? {} : { problem }) });
      continue;
    }
    const target = targets.find(id);
    if (target?.kind === 'device' && write.present === 'change') {
      values.push({ target, fragment, id });
      continue;
    }
    try {
      const doing =
        target?.kind === 'device'
          ? await Promise.reject(errors.alreadyExists())
          : await writeOne({ ...batch, targets }, fragment, id, write);
      results.push({ id, done: doing });
      // The same entity again in this batch is an update of what was made just now.
      if (doing === 'created')
        targets = await findTargets(context, batch.writer, items.map((each) => each.id).filter(isUri));
    } catch (failure) {
      results.push({ id, problem: problemFor(failure) });
    }
  }
  return [...results, ...(await writeDevices(batch, values))];
}

/** 207 where something failed (clause 5.2.16), else what the operation answers with when all went well. */
function tell(results: readonly Result[], whole: (results: readonly Result[]) => Binary): Binary {
  const failed = results.filter(({ problem }) => problem !== undefined);
  if (failed.length === 0) return whole(results);
  return answerWith(207, {
    success: results.filter(({ problem }) => problem === undefined).map(({ id }) => id),
    errors: failed.map(({ id, problem }) => ({ entityId: id, error: problem })),
  });
}

function tellCreated(results: readonly Result[]): Binary {
  const made = results.filter((each) => each.done === 'created').map(({ id }) => id);
  return made.length === 0 ? done : answerWith(201, made);
}

export const createMany: Own['createMany'] = async ({ headers, body }, context) =>
  tell(
    await writeMany(headers, body, context, { way: 'append', absent: 'create', present: 'refuse' }),
    tellCreated,
  );

export const upsertMany: Own['upsertMany'] = async ({ headers, body, query }, context) => {
  const way = splitList(query.options)?.has('update') ? 'append' : 'replace';
  return tell(
    await writeMany(headers, body, context, { way, absent: 'create', present: 'change' }),
    tellCreated,
  );
};

export const updateMany: Own['updateMany'] = async ({ headers, body, query }, context) => {
  const way = splitList(query.options)?.has('noOverwrite') ? 'append-new' : 'append';
  return tell(
    await writeMany(headers, body, context, { way, absent: 'refuse', present: 'change' }),
    () => done,
  );
};

export const mergeMany: Own['mergeMany'] = async ({ headers, body }, context) =>
  tell(
    await writeMany(headers, body, context, { way: 'merge', absent: 'refuse', present: 'change' }),
    () => done,
  );

export const deleteMany: Own['deleteMany'] = async ({ headers, body }, context) => {
  const writer = await writerOf(headers, context);
  const ids = manyOf(body).map(idIn);
  const targets = await findTargets(context, writer, [...new Set(ids.filter(isUri))]);
  const results: Result[] = [];
  for (const id of ids) {
    try {
      const target = targets.get(id);
      if (target.kind === 'device') refuseDevice(deviceStays);
      await deleteStored(context, writer, target.id);
      results.push({ id, done: 'deleted' });
    } catch (failure) {
      results.push({ id, problem: problemFor(failure) });
    }
  }
  return tell(results, () => done);
};
