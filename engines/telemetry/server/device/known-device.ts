/** What ingest must know of a device, worked out once from its register row and thing model. */
import type { Governed } from '../../../../kernel/access.ts';
import type { Point, Row } from '../../../../kernel/register.ts';
import type { device, Stage } from '../../registers/device.ts';
import type { IdentifiedDevice } from '../../service.ts';
import type { PropertySpec, ThingModel } from '../../thing-model.ts';

export type DeviceRow = Row<typeof device>;

export interface KnownProperty {
  /** Number of its time series. */
  readonly series: number;
  readonly spec: PropertySpec;
}

export interface KnownDevice extends IdentifiedDevice {
  readonly name: string;
  /** Row id of the thing model. */
  readonly modelId: string;
  readonly position: Point | null;
  readonly stage: Stage;
  readonly protocol: string | undefined;
  readonly properties: ReadonlyMap<string, KnownProperty>;
  readonly definition: ThingModel;
  /** Undefined: the setting holds. */
  readonly toleranceSeconds: number | undefined;
  /** Undefined: nobody waits for it. */
  readonly expectSeconds: number | undefined;
  /** Reports more often than once a minute, as far as anybody said. */
  readonly dense: boolean;
  readonly group: string | undefined;
  /** What it said last that it runs. */
  readonly firmware: string | undefined;
  /** '皖K12345/2'; only vehicles have it. */
  readonly plate: string | undefined;
  /** What the scopes of a grant look at. */
  readonly governed: Governed;
}

export function knownDevice(
  row: DeviceRow,
  model: { readonly code: string; readonly definition: ThingModel },
  seriesOf: (property: string) => number,
): KnownDevice {
  const { definition } = model;
  const wires = new Map(
    definition.properties.flatMap((property) =>
      property.wire.map((wire) => [wire.name, { property: property.name, factor: wire.factor }] as const),
    ),
  );
  const properties = new Map(
    definition.properties.map((spec) => [spec.name, { series: seriesOf(spec.name), spec }] as const),
  );
  const expectSeconds = row.expectSeconds ?? definition.expectSeconds;
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    modelId: row.model,
    position: row.position,
    model: model.code,
    gateway: row.gateway ?? undefined,
    protocol: row.protocol ?? undefined,
    stage: row.state === 'archived' ? 'retired' : ((row.stage ?? 'registered') as Stage),
    properties,
    definition,
    toleranceSeconds: row.toleranceSeconds ?? undefined,
    expectSeconds,
    dense: expectSeconds === undefined || expectSeconds < 60,
    group: row.group ?? undefined,
    firmware: row.firmware ?? undefined,
    plate: row.plate ?? undefined,
    governed: { area: row.area, departments: [row.department] },
    propertyOf: (wireName) =>
      wires.get(wireName)?.property ?? (properties.has(wireName) ? wireName : undefined),
    factorOf: (wireName) => wires.get(wireName)?.factor ?? 1,
  };
}
