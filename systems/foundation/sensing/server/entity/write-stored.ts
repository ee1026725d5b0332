/** Writes entities that others keep here: row, audit line and the event that subscriptions hear commit together. */
import type { Governed } from '../../../../../kernel/access.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access, type AuditEntry } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { type Change, changeAttributes, type Way } from '../../ngsi-ld/change-attributes.ts';
import type { Attribute, Attributes } from '../../ngsi-ld/entity.ts';
import type { Fragment } from '../../ngsi-ld/read-fragment.ts';
import table from '../../ngsi-ld/entity-types.json' with { type: 'json' };
import { contextEntity } from '../../registers/context-entity.ts';
import type { EntityChange } from '../../registers/entity-change.ts';
import type { Writer } from './caller.ts';
import { attributesIn, type StoredRow, storedEntity, valuesOf } from './stored-entity.ts';

const mostAttributes = 200;
const mostBytes = 65_536;
/** Whom an entity belongs to when the application that reports it belongs to no department. */
const defaultDepartment = 'city-data-resources';

function isWritable(type: string): boolean {
  return Object.hasOwn(table.types, type);
}

function governed(row: { readonly area: string; readonly department: string }): Governed {
  return { area: row.area, departments: [row.department] };
}

const auditWords: Readonly<Record<EntityChange['trigger'], AuditEntry['event']>> = {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
};

function tell(
  { services, work, writer }: Writing,
  row: StoredRow,
  trigger: EntityChange['trigger'],
  changed: readonly string[],
): void {
  const { area, department } = row;
  work.emit('sensing.entity', writer.principal.id, {
    entity: storedEntity(row),
    area,
    department,
    trigger,
    changed: [...changed],
  } satisfies EntityChange);
  services.use(access).audit(work, writer.principal, {
    module: 'sensing',
    event: auditWords[trigger],
    objectType: 'context-entity',
    objectId: row.id,
    result: 'success',
  });
}

interface Writing {
  readonly services: Services;
  readonly work: Work;
  readonly writer: Writer;
}

function checkSize(attributes: Attributes): void {
  if (Object.keys(attributes).length > mostAttributes)
    throw errors.badRequestData({ why: `属性不超过 ${mostAttributes} 个` });
  if (Buffer.byteLength(JSON.stringify(attributes)) > mostBytes)
    throw errors.badRequestData({ why: '单个实体不超过 64 kB' });
}

function present(fragment: Fragment): Attributes {
  return Object.fromEntries(
    Object.entries(fragment.attributes).filter((entry): entry is [string, Attribute] => entry[1] !== null),
  );
}

/** The row with its lock, if the writer reaches it. Throws ResourceNotFound. */
async function lockOwn({ services, work, writer }: Writing, id: string): Promise<StoredRow> {
  const row = await services.use(registers).of(contextEntity).trusted.lock(work, id);
  if (row === undefined || row.withdrawnAt !== null || !writer.mayWrite(governed(row)))
    throw errors.resourceNotFound();
  return row;
}

/** Throws AlreadyExists, and BadRequestData for a type that is not declared. */
export async function createStored(services: Services, writer: Writer, fragment: Fragment): Promise<string> {
  const { id, type } = fragment;
  if (id === undefined || type === undefined) throw errors.badRequestData({ why: '须有 id 和 type' });
  if (!isWritable(type)) throw errors.badRequestData({ why: `类型 ${type.slice(0, 60)} 不在可写类型之列` });
  const attributes = present(fragment);
  checkSize(attributes);
  const department = writer.principal.departments[0] ?? defaultDepartment;
  const values = { ...(await valuesOf(services, id, type, attributes)), department };
  if (!writer.mayWrite(governed(values))) throw errors.outOfReach();
  const { trusted } = services.use(registers).of(contextEntity);
  try {
    await services.use(store).transaction(async (work) => {
      const [known] = await trusted.findMany(work.db, {
        filter: { field: 'uri', is: 'equal', value: id },
        limit: 1,
      });
      if (known !== undefined && known.withdrawnAt === null) throw errors.alreadyExists();
      const by = writer.principal.id;
      const row =
        known === undefined
          ? await trusted.insert(work, by, values)
          : await trusted.update(work, by, known, { ...values, withdrawnAt: null });
      tell({ services, work, writer }, row, 'created', Object.keys(attributes));
    });
  } catch (problem) {
    // Somebody else was faster by a moment.
    if (problem instanceof CityError && ['registers.duplicate', 'city.stale'].includes(problem.code))
      throw errors.alreadyExists();
    throw problem;
  }
  return id;
}

export interface ChangeRequest {
  readonly way: Way;
  readonly attributes: Fragment['attributes'];
  /** Without it nothing is written when one attribute cannot be. */
  readonly partly?: boolean;
  /** Every attribute must be there already. */
  readonly mustExist?: boolean;
}

export async function changeStored(
  services: Services,
  writer: Writer,
  id: string,
  { way, attributes, partly = false, mustExist = false }: ChangeRequest,
): Promise<Change> {
  return services.use(store).transaction(async (work) => {
    const writing = { services, work, writer };
    const row = await lockOwn(writing, id);
    const before = attributesIn(row);
    const absent = mustExist
      ? Object.keys(attributes).find((name) => !Object.hasOwn(before, name))
      : undefined;
    if (absent !== undefined) throw errors.attributeNotFound({ name: absent });
    const change = changeAttributes(before, attributes, way);
    const [first] = change.notUpdated;
    if (first !== undefined && !partly) throw errors.attributeNotFound({ name: first.attributeName });
    if (change.updated.length === 0) return change;
    checkSize(change.after);
    const values = await valuesOf(services, row.uri, row.type, change.after);
    if (!writer.mayWrite({ area: values.area, departments: [row.department] })) throw errors.outOfReach();
    const { trusted } = services.use(registers).of(contextEntity);
    const after = await trusted.update(work, writer.principal.id, row, values);
    tell(writing, after, 'updated', change.updated);
    return change;
  });
}

export async function deleteStored(services: Services, writer: Writer, id: string): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const writing = { services, work, writer };
    const row = await lockOwn(writing, id);
    const withdrawnAt = work.now.toISOString();
    const { trusted } = services.use(registers).of(contextEntity);
    const after = await trusted.update(work, writer.principal.id, row, { withdrawnAt });
    tell(writing, after, 'deleted', Object.keys(attributesIn(row)));
  });
}
