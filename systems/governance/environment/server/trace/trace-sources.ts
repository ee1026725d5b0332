/** Who may have fouled the air at a station or the water at a section, among the sources that the caller may see. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import { exceedance } from '../../exceedance/exceedance.ts';
import { airStation } from '../../registers/air.ts';
import { outlet, pollutionSource } from '../../registers/source.ts';
import { river, waterSection } from '../../registers/water.ts';
import type { waterRoutes } from '../../routes/water-routes.ts';
import { traceUpstream } from '../../trace/trace-upstream.ts';
import { traceWind } from '../../trace/trace-wind.ts';

const hour = 3_600_000;
const windHours = 24;
/** A source that is not looked at could be the culprit: more than these are told, not dropped. */
const most = 20_000;
const mostSuspects = 20;

/** Sources with an open case of exceedance; asked only where the caller may trace, and only their being so is told. */
async function exceedingSources(
  context: Context,
): Promise<{ readonly sources: ReadonlySet<string>; readonly outlets: ReadonlySet<string> }> {
  const open = await context
    .use(registers)
    .of(exceedance)
    .trusted.findEvery(context.use(store).db, {
      filter: { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
      most,
    });
  return { sources: new Set(open.map((row) => row.source)), outlets: new Set(open.map((row) => row.outlet)) };
}

export const traceAir: Handlers<typeof waterRoutes>['traceAir'] = async (
  { station: id, pollutant },
  context,
) => {
  const rows = context.use(registers);
  const station = await rows.of(airStation).get(context.principal, id);
  if (station.device === null) throw errors.noDevice({ name: station.name });
  const to = Math.floor(context.now.getTime() / hour) * hour;
  const from = to - windHours * hour;
  const measured = await context.use(telemetry).readHours({
    devices: [station.device],
    properties: ['wind-from', 'wind-speed', pollutant],
    from,
    to,
  });
  const at = (property: string, moment: number) =>
    measured.find((each) => each.property === property && each.at === moment)?.mean ?? undefined;
  const hours = Array.from({ length: windHours }, (_, index) => from + index * hour).flatMap((moment) => {
    const [wind, speed, value] = [at('wind-from', moment), at('wind-speed', moment), at(pollutant, moment)];
    if (wind === undefined || speed === undefined || value === undefined) return [];
    return [{ at: new Date(moment).toISOString(), from: wind, speed, value }];
  });
  if (hours.length === 0) throw errors.noWind();
  const [sources, exceeding] = await Promise.all([
    rows.of(pollutionSource).listEvery(context.principal, { most }),
    exceedingSources(context),
  ]);
  const names = new Map(sources.map((source) => [source.id, source.name]));
  const suspects = traceWind(
    station.position,
    hours,
    sources.map((source) => ({
      id: source.id,
      position: source.position,
      exceeding: exceeding.sources.has(source.id),
    })),
  );
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    hours,
    suspects: suspects.slice(0, mostSuspects).map((each) => ({ ...each, name: names.get(each.id) ?? '' })),
  };
};

export const traceWater: Handlers<typeof waterRoutes>['traceWater'] = async ({ section: id }, context) => {
  const rows = context.use(registers);
  const section = await rows.of(waterSection).get(context.principal, id);
  if (section.kilometre === null) throw errors.noRiver();
  const [rivers, outlets, sources, exceeding] = await Promise.all([
    rows.of(river).listEvery(context.principal, { most }),
    rows.of(outlet).listEvery(context.principal, { where: { kind: 'water' }, most }),
    rows.of(pollutionSource).listEvery(context.principal, { most }),
    exceedingSources(context),
  ]);
  const seenAt = Date.parse(section.sampledAt ?? context.now.toISOString());
  const byId = new Map(outlets.map((port) => [port.id, port]));
  const names = new Map(sources.map((source) => [source.id, source.name]));
  const found = traceUpstream(
    rivers.map(({ id: own, into, intoKilometre, length }) => ({ id: own, into, intoKilometre, length })),
    { river: section.river, kilometre: section.kilometre },
    seenAt,
    outlets.flatMap((port) =>
      port.river === null || port.kilometre === null
        ? []
        : [{ id: port.id, river: port.river, kilometre: port.kilometre }],
    ),
  );
  return {
    seenAt: new Date(seenAt).toISOString(),
    suspects: found.slice(0, mostSuspects).map((each) => {
      const port = byId.get(each.id);
      return {
        id: port?.source ?? '',
        name: port?.name ?? '',
        sourceName: names.get(port?.source ?? '') ?? '',
        kilometres: each.kilometres,
        hours: each.hours,
        from: new Date(each.from).toISOString(),
        to: new Date(each.to).toISOString(),
        left: each.left,
        exceeding: exceeding.outlets.has(each.id),
      };
    }),
  };
};
