/** One polluting source: its outfalls, what each factor is now and was, whether it counts, and what it may not pass. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, qualities, ThingModel, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type HourOf, type LastOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import { exceedance } from '../../exceedance/exceedance.ts';
import { outlet, outletLimit, pollutionSource } from '../../registers/source.ts';
import type { sourceRoutes } from '../../routes/source-routes.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;
const most = 200;

type PropertySpec = ThingModel['properties'][number];

interface Measured {
  readonly properties: readonly PropertySpec[];
  readonly hours: readonly HourOf[];
  readonly last: readonly LastOf[];
}

async function measure(context: Context, id: string | null): Promise<Measured> {
  const nothing = { properties: [], hours: [], last: [] };
  if (id === null) return nothing;
  const rows = context.use(registers);
  const data = context.use(store);
  const sensor = await rows.of(device).trusted.find(data.db, id);
  const model = sensor && (await rows.of(thingModel).trusted.find(data.db, sensor.model));
  const definition = ThingModel.safeParse(model?.definition).data;
  if (definition === undefined) return nothing;
  const door = context.use(telemetry);
  const to = Math.floor(context.now.getTime() / hour) * hour + hour;
  const properties = definition.properties.filter((each) => each.type === 'number');
  const [hours, last] = await Promise.all([
    door.readHours({ devices: [id], properties: properties.map((each) => each.name), from: to - week, to }),
    door.readLast([id]),
  ]);
  return { properties, hours, last };
}

function factorOf(spec: PropertySpec, { hours, last }: Measured, limit: Row<typeof outletLimit> | undefined) {
  const own = hours.filter((each) => each.property === spec.name);
  const newest = last.find((each) => each.property === spec.name);
  return {
    property: spec.name,
    title: spec.title,
    unit: spec.unit,
    limit: limit?.limit ?? null,
    basis: limit?.basis ?? null,
    last:
      newest === undefined
        ? null
        : {
            at: newest.at,
            value: newest.value,
            quality: newest.quality,
            qualityTitle: qualities[newest.quality].title,
            counts: qualities[newest.quality].valid,
          },
    counted: own.filter((each) => each.valid > 0).length,
    hours: own.map(({ at, mean }) => ({ at: new Date(at).toISOString(), value: mean })),
  };
}

export const showSource: Handlers<typeof sourceRoutes>['source'] = async ({ id }, context) => {
  const rows = context.use(registers);
  const { principal } = context;
  const source = await rows.of(pollutionSource).get(principal, id);
  const ports = await rows.of(outlet).list(principal, { where: { source: id }, size: most });
  const of = ports.rows.map((port) => port.id);
  const [limits, cases] = await Promise.all([
    rows.of(outletLimit).list(principal, {
      where: { enabled: 'true' },
      filter: { field: 'outlet', is: 'one-of', value: of },
      size: most,
    }),
    rows
      .of(exceedance)
      .list(principal, { where: { source: id, status: 'open,suspended' }, size: 1 })
      .catch(() => undefined),
  ]);
  const outlets = await Promise.all(
    ports.rows.map(async (port) => {
      const measured = await measure(context, port.device);
      const limitOf = (factor: string) =>
        limits.rows.find((each) => each.outlet === port.id && each.factor === factor);
      const { code, name, kind } = port;
      return {
        id: port.id,
        code,
        name,
        kind,
        device: port.device,
        factors: measured.properties.map((spec) => factorOf(spec, measured, limitOf(spec.name))),
      };
    }),
  );
  return {
    id,
    name: source.name,
    industry: source.industry,
    permit: source.permit,
    openCases: cases?.total ?? 0,
    outlets,
  };
};
