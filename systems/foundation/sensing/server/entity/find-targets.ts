/** What the ids of a request name, as far as the writer reaches it. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { codeOf, idOf, typeOfModel } from '../../ngsi-ld/device-entity.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import type { Writer } from './caller.ts';
import { listDevices, type Model, readModels } from './find-devices.ts';

export interface DeviceTarget {
  readonly kind: 'device';
  /** Row id. */
  readonly id: string;
  readonly type: string;
  readonly model: Model;
}

export interface StoredTarget {
  readonly kind: 'stored';
  /** Row id. */
  readonly id: string;
  readonly type: string;
}

export type Target = DeviceTarget | StoredTarget;

export interface Targets {
  find(uri: string): Target | undefined;
  /** Throws ResourceNotFound. */
  get(uri: string): Target;
  /** Whether devices are what this type means here. */
  isSensed(type: string): boolean;
}

type Found = Map<string, Target>;

async function addDevices(
  services: Services,
  { principal, device, mayWrite }: Writer,
  uris: readonly string[],
  models: ReadonlyMap<string, Model>,
  found: Found,
): Promise<void> {
  const asked = new Set(uris);
  const add = (id: string, code: string, model: Model | undefined) => {
    const uri = model === undefined ? '' : idOf(model.code, code);
    if (model !== undefined && asked.has(uri))
      found.set(uri, { kind: 'device', id, type: typeOfModel(model.code), model });
  };
  if (device !== undefined) {
    add(
      device.id,
      device.code,
      [...models.values()].find((model) => model.code === device.model),
    );
    return;
  }
  const codes = [...new Set(uris.flatMap((uri) => codeOf(uri) ?? []))];
  if (codes.length === 0) return;
  for (const row of await listDevices(services, principal, { code: codes.join(',') }))
    if (mayWrite({ area: row.area, departments: [row.department] }))
      add(row.id, row.code, models.get(row.model));
}

async function addStored(
  services: Services,
  { mayWrite }: Writer,
  uris: readonly string[],
  found: Found,
): Promise<void> {
  const rows = await services
    .use(registers)
    .of(contextEntity)
    .trusted.findMany(services.use(store).db, {
      filter: {
        all: [
          { field: 'uri', is: 'one-of', value: uris },
          { field: 'withdrawnAt', is: 'empty' },
        ],
      },
      limit: uris.length,
    });
  for (const { id, uri, type, area, department } of rows)
    if (mayWrite({ area, departments: [department] })) found.set(uri, { kind: 'stored', id, type });
}

export async function findTargets(
  services: Services,
  writer: Writer,
  uris: readonly string[],
): Promise<Targets> {
  const models = await readModels(services);
  const found: Found = new Map();
  await addDevices(services, writer, uris, models, found);
  if (writer.device === undefined && uris.length > 0) await addStored(services, writer, uris, found);
  const sensed = new Set(['Device', ...[...models.values()].map(({ code }) => typeOfModel(code))]);
  return {
    find: (uri) => found.get(uri),
    get(uri) {
      const target = found.get(uri);
      if (target !== undefined) return target;
      throw writer.device === undefined ? errors.resourceNotFound() : errors.notOwnEntity();
    },
    isSensed: (type) => sensed.has(type),
  };
}
