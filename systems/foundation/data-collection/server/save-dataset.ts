/** Defines a dataset or changes it; every rule is tried before it is kept. */
import type { Handler, Services } from '../../../../kernel/system.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { access } from '../../../../engines/access/service.ts';
import { SourceObject } from '../../../../engines/lake/contract.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { findSchedule } from '../data/schedules.ts';
import { errors } from '../errors.ts';
import { dataset } from '../registers/dataset.ts';
import type { datasetRoutes } from '../routes/dataset-routes.ts';
import { checkUpload } from './check-upload.ts';
import { reachDataset, reachSource } from './reach.ts';

/** A colleague may change the rest of a definition. */
async function keepsUpload(
  services: Services,
  input: { readonly id?: string | undefined; readonly object: SourceObject },
): Promise<boolean> {
  if (input.id === undefined || input.object.kind !== 'file') return false;
  const row = await services.use(registers).of(dataset).trusted.find(services.use(store).db, input.id);
  const before = SourceObject.safeParse(row?.object).data;
  return before?.kind === 'file' && before.file === input.object.file;
}

export const saveDataset: Handler<typeof datasetRoutes.save> = async (input, context) => {
  const { principal } = context;
  const from = await reachSource(context, principal, input.source, 'keep-datasets');
  if (findSchedule(input.schedule) === undefined)
    throw commonErrors.invalid({}, [{ path: 'schedule', message: '没有这个周期' }]);
  const keyed = input.fields.some((field) => field.key);
  if ((input.mode === 'messages') !== (input.object.kind === 'messages')) throw errors.messagesMode();
  const follows = input.mode === 'key' || input.mode === 'time';
  if (follows && (input.follow === undefined || !keyed)) throw errors.followMissing();
  if (input.mode !== 'full' && !keyed) throw errors.keyMissing();
  if (!(await keepsUpload(context, input))) await checkUpload(context, principal, input.object);
  await context.use(lake).checkFields(input.fields);
  const values = {
    code: input.code,
    name: input.name,
    department: from.department,
    source: from.id,
    object: input.object,
    mode: input.mode,
    follow: follows ? (input.follow ?? null) : null,
    schedule: input.schedule,
    fields: input.fields,
    note: input.note ?? null,
  };
  const { trusted } = context.use(registers).of(dataset);
  const changed =
    input.id === undefined ? undefined : await reachDataset(context, principal, input.id, 'keep-datasets');
  // A dataset stays with its department: its rows are judged by who may read that one's.
  if (changed !== undefined && changed.department !== from.department) throw errors.otherDepartment();
  return context.use(store).transaction(async (work) => {
    const same = { filter: { field: 'code', is: 'equal', value: input.code }, limit: 1 } as const;
    const [taken] = await trusted.findMany(work.db, same);
    if (taken !== undefined && taken.id !== input.id) throw errors.codeTaken({ code: input.code });
    if (changed !== undefined && input.version !== changed.version) throw commonErrors.stale();
    const { id } =
      changed === undefined
        ? await trusted.insert(work, principal.id, { ...values, stage: 'active' })
        : await trusted.update(work, principal.id, changed, values);
    context.use(access).audit(work, principal, {
      module: 'data-collection',
      event: changed === undefined ? 'create' : 'update',
      objectType: 'dataset',
      objectId: id,
      result: 'success',
    });
    return { id };
  });
};
