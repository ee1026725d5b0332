/** Devices as entities, those that the one decision on access lets the caller see. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, ThingModel, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type LastOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import { deviceEntity } from '../../ngsi-ld/device-entity.ts';
import type { Entity } from '../../ngsi-ld/entity.ts';
import type { Box } from '../../ngsi-ld/match-query.ts';

const pageSize = 200;
const mostEntities = 5000;
const mostModels = 1000;

export type DeviceRow = Row<typeof device>;

export interface Model {
  readonly id: string;
  readonly code: string;
  readonly definition: ThingModel;
}

/** By row id. */
export async function readModels(services: Services): Promise<ReadonlyMap<string, Model>> {
  const rows = await services
    .use(registers)
    .of(thingModel)
    .trusted.findMany(services.use(store).db, { limit: mostModels });
  return new Map(
    rows.flatMap(({ id, code, definition: given }) => {
      const definition = ThingModel.safeParse(given).data;
      return definition === undefined ? [] : [[id, { id, code, definition }] as const];
    }),
  );
}

/** Whoever may look at entities and not at devices sees those of others only. */
export function seesDevices(services: Services, principal: Principal): boolean {
  return services.use(access).decide(principal, 'telemetry:read-devices').permit;
}

export async function listDevices(
  services: Services,
  principal: Principal,
  where: Readonly<Record<string, string>>,
  box?: Box,
): Promise<readonly DeviceRow[]> {
  if (!seesDevices(services, principal)) return [];
  const rows = services.use(registers).of(device);
  const found: DeviceRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows: some } = await rows.list(principal, {
      where,
      page,
      size: pageSize,
      sort: 'code',
      ...(box === undefined ? {} : { box }),
    });
    found.push(...some);
    if (some.length < pageSize) return found;
    if (found.length >= mostEntities) throw errors.tooManyResults({ most: mostEntities });
  }
}

/** In the order of the rows, each with its newest values. */
export async function entitiesOf(
  services: Services,
  rows: readonly DeviceRow[],
  models: ReadonlyMap<string, Model>,
): Promise<readonly Entity[]> {
  const last = await services.use(telemetry).readLast(rows.map((row) => row.id));
  const byDevice = new Map<string, LastOf[]>();
  for (const each of last) {
    const known = byDevice.get(each.device);
    if (known === undefined) byDevice.set(each.device, [each]);
    else known.push(each);
  }
  return rows.flatMap((row) => {
    const model = models.get(row.model);
    if (model === undefined) return [];
    const { code, definition } = model;
    const areaName = findDivision(row.area)?.name ?? row.area;
    return [deviceEntity({ row, model: code, definition, last: byDevice.get(row.id) ?? [], areaName })];
  });
}
