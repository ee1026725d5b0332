/** Writing one entity or its attributes by NGSI-LD (ETSI GS CIM 009, clauses 5.6.1 to 5.6.6 and 5.6.17 to 5.6.19). */
import type { Binary } from '../../../../../kernel/contract.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import type { NotUpdated, Way } from '../../ngsi-ld/change-attributes.ts';
import { type Fragment, readFragment, readOne } from '../../ngsi-ld/read-fragment.ts';
import type { routes } from '../../routes.ts';
import type { Headers } from '../../routes/exchange.ts';
import { answerWith, created, done, splitList } from './answer.ts';
import { refuseTenant, type Writer, writerOf } from './caller.ts';
import { findTargets, type Target } from './find-targets.ts';
import { namesFor, namesInQuery } from './read-request.ts';
import { changeStored, createStored, deleteStored } from './write-stored.ts';
import { type Written, writeValues } from './write-values.ts';

type Own = Handlers<typeof routes>;

const entitiesPath = '/api/sensing/ngsi-ld/v1/entities';
export const temporalPath = '/api/sensing/ngsi-ld/v1/temporal/entities';

function locationOf(id: string): string {
  return `${entitiesPath}/${encodeURIComponent(id)}`;
}

export function refuseDevice(why: string): never {
  throw errors.operationNotSupported({ why });
}

export const deviceStays = '感知设备在台账中登记和退役';

async function one(headers: Headers, id: string, context: Context): Promise<readonly [Writer, Target]> {
  const writer = await writerOf(headers, context);
  return [writer, (await findTargets(context, writer, [id])).get(id)];
}

function fragmentFor(headers: Headers, body: unknown, id: string, target: Target): Fragment {
  const fragment = readFragment(body, namesFor(headers, body));
  if (fragment.id !== undefined && fragment.id !== id) throw errors.badRequestData({ why: 'id 与路径不符' });
  if (fragment.type !== undefined && fragment.type !== target.type)
    throw errors.badRequestData({ why: '实体类型不能改变' });
  return fragment;
}

export function partly({
  updated,
  notUpdated,
}: {
  updated: readonly string[];
  notUpdated: readonly NotUpdated[];
}): Binary {
  return notUpdated.length === 0 ? done : answerWith(207, { updated, notUpdated });
}

export function refuseAny({ notUpdated }: Written): void {
  const [first] = notUpdated;
  if (first !== undefined) throw errors.badRequestData({ why: `${first.attributeName}：${first.reason}` });
}

async function valuesOf(
  context: Context,
  target: Target,
  attributes: Fragment['attributes'],
): Promise<Written> {
  if (target.kind !== 'device') throw errors.resourceNotFound();
  const [written] = await writeValues(context, [{ target, instances: Object.entries(attributes) }]);
  return written ?? { updated: [], notUpdated: [] };
}

interface WholeWrite {
  readonly headers: Headers;
  readonly id: string;
  readonly body: unknown;
  readonly way: Way;
  readonly partly: boolean;
}

async function writeAttributes(context: Context, write: WholeWrite): Promise<Binary> {
  const [writer, target] = await one(write.headers, write.id, context);
  const { attributes } = fragmentFor(write.headers, write.body, write.id, target);
  if (target.kind === 'stored')
    return partly(await changeStored(context, writer, target.id, { ...write, attributes }));
  if (write.way === 'append-new') refuseDevice('感知设备的属性由物模型规定');
  const written = await valuesOf(context, target, attributes);
  if (!write.partly || written.updated.length === 0) refuseAny(written);
  return partly(written);
}

export const createEntity: Own['createEntity'] = async ({ headers, body }, context) => {
  const writer = await writerOf(headers, context);
  const fragment = readFragment(body, namesFor(headers, body));
  const targets = await findTargets(context, writer, fragment.id === undefined ? [] : [fragment.id]);
  if (fragment.id !== undefined && targets.find(fragment.id)?.kind === 'device') throw errors.alreadyExists();
  if (writer.device !== undefined || targets.isSensed(fragment.type ?? '')) refuseDevice(deviceStays);
  return created(locationOf(await createStored(context, writer, fragment)));
};

export const replaceEntity: Own['replaceEntity'] = async ({ id, headers, body }, context) => {
  const [writer, target] = await one(headers, id, context);
  if (target.kind === 'device') refuseDevice(deviceStays);
  const { attributes } = fragmentFor(headers, body, id, target);
  const given = Object.fromEntries(Object.entries(attributes).filter(([, each]) => each !== null));
  await changeStored(context, writer, target.id, { way: 'replace', attributes: given });
  return done;
};

export const mergeEntity: Own['mergeEntity'] = ({ id, headers, body }, context) =>
  writeAttributes(context, { headers, id, body, way: 'merge', partly: false });

export const deleteEntity: Own['deleteEntity'] = async ({ id, headers }, context) => {
  const [writer, target] = await one(headers, id, context);
  if (target.kind === 'device') refuseDevice(deviceStays);
  await deleteStored(context, writer, target.id);
  return done;
};

export const appendAttributes: Own['appendAttributes'] = ({ id, headers, body, query }, context) => {
  const way = splitList(query.options)?.has('noOverwrite') ? 'append-new' : 'append';
  return writeAttributes(context, { headers, id, body, way, partly: true });
};

export const updateAttributes: Own['updateAttributes'] = ({ id, headers, body }, context) =>
  writeAttributes(context, { headers, id, body, way: 'update', partly: true });

interface OneWrite {
  readonly id: string;
  readonly attribute: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One attribute that must be there already. */
async function writeOne(
  context: Context,
  way: Way,
  { id, attribute, headers, body }: OneWrite,
): Promise<Binary> {
  const [writer, target] = await one(headers, id, context);
  const names = namesFor(headers, body);
  const given =
    typeof body === 'object' && body !== null && !Array.isArray(body)
      ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== '@context'))
      : body;
  const name = names(attribute);
  const attributes = { [name]: readOne(name, given, names) };
  if (target.kind === 'device') {
    refuseAny(await valuesOf(context, target, attributes));
    return done;
  }
  await changeStored(context, writer, target.id, { way, attributes, mustExist: true });
  return done;
}

export const replaceAttribute: Own['replaceAttribute'] = (input, context) =>
  writeOne(context, 'update', input);

export const updateAttribute: Own['updateAttribute'] = (input, context) => writeOne(context, 'merge', input);

export const deleteAttribute: Own['deleteAttribute'] = async ({ id, attribute, headers }, context) => {
  refuseTenant(headers);
  const [writer, target] = await one(headers, id, context);
  if (target.kind === 'device') refuseDevice('观测不能删除');
  const name = namesInQuery(headers)(attribute);
  await changeStored(context, writer, target.id, { way: 'merge', attributes: { [name]: null } });
  return done;
};
