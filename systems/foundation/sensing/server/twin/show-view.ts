/** How the whole city, a part of the map, and a list of rows stand. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { qualities, stateNames } from '../../../../../engines/telemetry/contract.ts';
import { type StatedDevice, telemetry } from '../../../../../engines/telemetry/service.ts';
import type { MapBox } from '../../../../../engines/maps/service.ts';
import types from '../../ngsi-ld/entity-types.json' with { type: 'json' };
import { contextEntity } from '../../registers/context-entity.ts';
import type { routes } from '../../routes.ts';
import type { Placed, TwinKind } from '../../routes/twin-routes.ts';
import { shareOf } from '../../twin/choose-measure.ts';
import { everything, type Kind, kindsOf } from './find-themes.ts';
import { setting } from './setting.ts';
import { statesQuery } from './states-query.ts';

/** Cells of a view in each direction: a finger's breadth on a wall. */
const across = 24;
const mostAlarms = 60;
const pageSize = 200;

interface EntityType {
  readonly title: string;
  readonly attention?: boolean;
}

const entityTypes: Readonly<Record<string, EntityType | undefined>> = types.types;

export function stateOfType(type: string): 'attention' | 'normal' {
  return entityTypes[type]?.attention === true ? 'attention' : 'normal';
}

export function titleOfType(type: string): string {
  return entityTypes[type]?.title ?? type;
}

const attributes: Readonly<Record<string, string | undefined>> = types.attributes;

/** A name that is not in the table is shown as it came. */
export function titleOfAttribute(name: string): string {
  return attributes[name] ?? name;
}

function kindReply({ title, measure }: Kind): TwinKind {
  if (measure === undefined) return { title, measure: null };
  const { property: _, ...shown } = measure;
  return { title, measure: shown };
}

function counting({ value, quality }: StatedDevice): number | null {
  return quality !== null && qualities[quality].valid ? value : null;
}

function placedOf(kinds: readonly Kind[], device: StatedDevice): readonly Placed[] {
  const index = kinds.findIndex(({ id }) => id === device.model);
  const { id, name, lon, lat, state } = device;
  if (lon === null || lat === null || index < 0) return [];
  const value = counting(device);
  const measure = kinds[index]?.measure;
  const share = value === null || measure === undefined ? null : shareOf(measure, value);
  return [['device', id, name, lon, lat, state, index, value, share]];
}

interface Told {
  readonly entities: readonly Placed[];
  readonly kinds: readonly TwinKind[];
  /** There are others for which there was no room. */
  readonly more: boolean;
}

const nothing: Told = { entities: [], kinds: [], more: false };

/** What other platforms tell of; they have no history, so of the past nothing is said. */
async function readTold(context: Context, box: MapBox, room: number, before: number): Promise<Told> {
  const rows = context.use(registers).of(contextEntity);
  const kinds = new Map<string, number>();
  const entities: Placed[] = [];
  if (!context.use(registers).decide(context.principal, 'sensing.context-entity', 'read').permit)
    return nothing;
  let [all, more] = [false, false];
  for (let page = 1; !all && !more; page += 1) {
    const { rows: some } = await rows.list(context.principal, {
      filter: { field: 'withdrawnAt', is: 'empty' },
      box,
      page,
      size: pageSize,
      sort: 'uri',
    });
    for (const { id, uri, name, type, position } of some) {
      if (position === null) continue;
      more = entities.length >= room;
      if (more) break;
      const kind = kinds.get(type) ?? before + kinds.size;
      kinds.set(type, kind);
      const { lon, lat } = position;
      entities.push(['entity', id, name ?? uri, lon, lat, stateOfType(type), kind, null, null]);
    }
    all = some.length < pageSize;
  }
  return {
    entities,
    kinds: [...kinds.keys()].map((type) => ({ title: titleOfType(type), measure: null })),
    more,
  };
}

export const showView: Handlers<typeof routes>['twinView'] = async ({ theme, at, box }, context) => {
  const kinds = await kindsOf(context, theme);
  const query = { ...statesQuery(context, kinds, at), box };
  const { states } = context.use(telemetry);
  const most = setting(context, 'twin-entities');
  const told = (room: number) =>
    theme === everything && at === undefined ? readTold(context, box, room, kinds.length) : nothing;
  if (!(await states.fits(query, most))) {
    const [cells, { more }] = await Promise.all([states.cells(query, across), told(0)]);
    return { entities: null, kinds: [], cells: [...cells], moreEntities: more };
  }
  const devices = await states.list(query, { limit: most });
  const others = await told(most - devices.length);
  return {
    entities: [...devices.flatMap((device) => placedOf(kinds, device)), ...others.entities],
    kinds: [...kinds.map(kindReply), ...others.kinds],
    cells: [],
    moreEntities: others.more,
  };
};

export const showCity: Handlers<typeof routes>['twinCity'] = async ({ theme, at }, context) => {
  const query = statesQuery(context, await kindsOf(context, theme), at);
  const { states } = context.use(telemetry);
  const [counts, alarms] = await Promise.all([states.count(query), states.alarms(query, mostAlarms + 1)]);
  return { counts, alarms: alarms.slice(0, mostAlarms), moreAlarms: alarms.length > mostAlarms };
};

export const listRows: Handlers<typeof routes>['twinRows'] = async (
  { theme, at, state, page, size },
  context,
) => {
  const kinds = await kindsOf(context, theme);
  const query = statesQuery(context, kinds, at);
  const { states } = context.use(telemetry);
  const wanted = state === undefined ? stateNames : [state];
  const [counts, found] = await Promise.all([
    states.count(query),
    states.list(query, { states: wanted, limit: size, offset: (page - 1) * size }),
  ]);
  const rows = found.map((device) => {
    const { id, code, name, area, state: stands, at: observed, quality, value } = device;
    const kind = kinds.find((each) => each.id === device.model);
    const { title = null, unit = '1', precision = 2 } = kind?.measure ?? {};
    return {
      id,
      code,
      name,
      model: kind?.title ?? '',
      areaName: findDivision(area)?.name ?? area,
      state: stands,
      measure: title,
      unit,
      precision,
      value,
      at: observed,
      quality,
    };
  });
  return { total: wanted.reduce((sum, each) => sum + counts[each], 0), rows };
};
