/** Writing what was by NGSI-LD (ETSI GS CIM 009, clauses 5.6.11 to 5.6.16): instances are readings of devices, stored, corrected and withdrawn by the telemetry engine. */
import type { Binary } from '../../../../../kernel/contract.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import { codeOf, propertyOf } from '../../ngsi-ld/device-entity.ts';
import { momentOfInstance, readTemporalFragment, requireMoments } from '../../ngsi-ld/temporal-fragment.ts';
import type { routes } from '../../routes.ts';
import type { Headers } from '../../routes/exchange.ts';
import { created, done } from './answer.ts';
import { personOf, type Writer, writerOf } from './caller.ts';
import { type DeviceTarget, findTargets, type Target } from './find-targets.ts';
import { namesFor, namesInQuery } from './read-request.ts';
import { deviceStays, partly, refuseAny, refuseDevice, temporalPath } from './write-entities.ts';
import { qualityIn, writeValues } from './write-values.ts';

type Own = Handlers<typeof routes>;

const onlyMeasured = '只有感知设备的测量属性有时序，其他实体的历次版本在台账中';
const day = 86_400_000;

function deviceOf(target: Target): DeviceTarget {
  return target.kind === 'device' ? target : refuseDevice(onlyMeasured);
}

async function hasHistory(context: Context, { id, model }: DeviceTarget): Promise<boolean> {
  const to = context.use(store).clock.now().getTime() + day;
  const properties = model.definition.properties.map(({ name }) => name);
  const query = { devices: [id], properties, from: 0, to, most: 1 };
  return (await context.use(telemetry).readHistory(query)).length > 0;
}

type Fragment = ReturnType<typeof readTemporalFragment>;

/** What can be stored is stored; 207 tells the rest, 400 that nothing was. */
async function keepInstances(
  context: Context,
  target: DeviceTarget,
  { type, instances }: Fragment,
): Promise<Binary> {
  if (type !== undefined && type !== target.type) throw errors.badRequestData({ why: '实体类型不能改变' });
  const request = { target, instances: requireMoments(instances) };
  const [written = { updated: [], notUpdated: [] }] = await writeValues(context, [request]);
  if (written.updated.length === 0) refuseAny(written);
  return partly({ ...written, updated: [...new Set(written.updated)] });
}

export const addTemporal: Own['addTemporal'] = async ({ headers, body }, context) => {
  const writer = await writerOf(headers, context);
  const fragment = readTemporalFragment(body, namesFor(headers, body));
  const { id, type } = fragment;
  if (id === undefined || type === undefined) throw errors.badRequestData({ why: '须有 id 和 type' });
  const targets = await findTargets(context, writer, [id]);
  const found = targets.find(id);
  if (found === undefined && writer.device !== undefined) throw errors.notOwnEntity();
  if (found === undefined) return refuseDevice(targets.isSensed(type) ? deviceStays : onlyMeasured);
  const target = deviceOf(found);
  const known = await hasHistory(context, target);
  const answer = await keepInstances(context, target, fragment);
  return known || answer.status !== done.status
    ? answer
    : created(`${temporalPath}/${encodeURIComponent(id)}`);
};

export const addInstances: Own['addInstances'] = async ({ id, headers, body }, context) => {
  const writer = await writerOf(headers, context);
  const fragment = readTemporalFragment(body, namesFor(headers, body));
  if (fragment.id !== undefined && fragment.id !== id) throw errors.badRequestData({ why: 'id 与路径不符' });
  return keepInstances(context, deviceOf((await findTargets(context, writer, [id])).get(id)), fragment);
};

interface Reached {
  readonly writer: Writer;
  readonly target: DeviceTarget;
  readonly code: string;
}

async function reach(context: Context, headers: Headers, id: string): Promise<Reached> {
  const writer = personOf(headers, context, 'sensing:correct');
  const target = deviceOf((await findTargets(context, writer, [id])).get(id));
  return { writer, target, code: codeOf(id) ?? '' };
}

/** The model's name for the attribute. Throws ResourceNotFound. */
function propertyNamed({ model }: DeviceTarget, name: string): string {
  const property = propertyOf(model.code, model.definition, name);
  if (property === undefined) throw errors.attributeNotFound({ name });
  return property.name;
}

function note(
  context: Context,
  work: Work,
  { writer, target }: Reached,
  event: 'update' | 'delete',
  detail: Readonly<Record<string, string | number | null>>,
): void {
  context.use(access).audit(work, writer.principal, {
    module: 'sensing',
    event,
    objectType: 'observation',
    objectId: target.id,
    result: 'success',
    detail,
  });
}

export const correctInstance: Own['correctInstance'] = async (input, context) => {
  const { id, headers, body } = input;
  const reached = await reach(context, headers, id);
  const names = namesFor(headers, body);
  const name = names(input.attribute);
  const property = propertyNamed(reached.target, name);
  const at = momentOfInstance(input.instance, reached.code, name);
  if (at === undefined) throw errors.instanceNotFound();
  const [[given, attribute] = [], another] = readTemporalFragment(body, names).instances;
  if (given !== name || attribute === undefined || another !== undefined)
    throw errors.badRequestData({ why: `内容应为属性 ${name} 的一个值` });
  if (attribute.observedAt !== undefined && Date.parse(attribute.observedAt) !== at)
    throw errors.operationNotSupported({ why: '时刻不同的是另一条观测，请撤销后另写' });
  const value = attribute.type === 'Property' ? attribute.value : undefined;
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'string')
    throw errors.badRequestData({ why: `${name}：值应为数值、布尔或文本` });
  // A value that a person puts there says so, unless he says otherwise.
  const quality = attribute['quality'] === undefined ? 'manual' : qualityIn(attribute);
  if (quality === undefined) throw errors.badRequestData({ why: `${name}：没有这个 quality` });
  await context.use(store).transaction(async (work) => {
    const correction = { device: reached.target.id, property, at, value, quality };
    const outcome = await context.use(telemetry).correct(work, reached.writer.principal.id, correction);
    if (outcome === 'absent') throw errors.instanceNotFound();
    if (outcome === 'wrong-value') throw errors.badRequestData({ why: `${name}：数值不合类型` });
    note(context, work, reached, 'update', { property, at });
  });
  return done;
};

interface Wanted {
  readonly property: string | undefined;
  readonly at: number | undefined;
}

/** Gives how many readings were withdrawn. */
function take(context: Context, reached: Reached, { property, at }: Wanted): Promise<number> {
  return context.use(store).transaction(async (work) => {
    const withdrawal = { device: reached.target.id, property, at };
    const count = await context.use(telemetry).withdraw(work, reached.writer.principal.id, withdrawal);
    if (count > 0)
      note(context, work, reached, 'delete', { property: property ?? null, at: at ?? null, count });
    return count;
  });
}

export const withdrawInstance: Own['withdrawInstance'] = async (input, context) => {
  const reached = await reach(context, input.headers, input.id);
  const name = namesInQuery(input.headers)(input.attribute);
  const property = propertyNamed(reached.target, name);
  const at = momentOfInstance(input.instance, reached.code, name);
  if (at === undefined || (await take(context, reached, { property, at })) === 0)
    throw errors.instanceNotFound();
  return done;
};

export const withdrawAttribute: Own['withdrawAttribute'] = async (input, context) => {
  if (input.query.datasetId !== undefined)
    throw errors.operationNotSupported({ why: 'datasetId（多值属性）' });
  const reached = await reach(context, input.headers, input.id);
  const name = namesInQuery(input.headers)(input.attribute);
  const property = propertyNamed(reached.target, name);
  if ((await take(context, reached, { property, at: undefined })) === 0)
    throw errors.attributeNotFound({ name });
  return done;
};

export const withdrawTemporal: Own['withdrawTemporal'] = async ({ id, headers }, context) => {
  const reached = await reach(context, headers, id);
  if ((await take(context, reached, { property: undefined, at: undefined })) === 0)
    throw errors.resourceNotFound();
  return done;
};
