/** One entity of the twin view: what it is, what it measures, its alarms with their cases, and what it stands in relation to. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { alarm, device } from '../../../../../engines/telemetry/contract.ts';
import { type AlarmAt, type LastOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import { codeOf, idOf, typeOfModel, unitOfCode } from '../../ngsi-ld/device-entity.ts';
import type { Attribute } from '../../ngsi-ld/entity.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import type { routes } from '../../routes.ts';
import type { Relation, TwinEntity } from '../../routes/twin-routes.ts';
import { attributesIn, type StoredRow } from '../entity/stored-entity.ts';
import { relationsOf } from './find-relations.ts';
import { everything, kindsOf, mayRead } from './find-themes.ts';
import { stateOfType, titleOfAttribute, titleOfType } from './show-view.ts';
import { momentOf, statesQuery } from './states-query.ts';

const mostAlarms = 10;
const mostNear = 6;
const nearMetres = 3000;

function areaName(code: string): string {
  return findDivision(code)?.name ?? code;
}

function valueOf(
  {
    name,
    title,
    type,
    unit,
    precision,
  }: { name: string; title: string; type: string; unit: string; precision: number },
  last: readonly LastOf[],
): TwinEntity['values'][number] {
  const newest = last.find((each) => each.property === name);
  const { value = null, words = null, at = null, quality = null } = newest ?? {};
  return { property: name, title, type, unit, precision, value, words, at, quality };
}

async function withCases(context: Context, found: readonly AlarmAt[]): Promise<TwinEntity['alarms']> {
  if (found.length === 0) return [];
  const { rows } = await context
    .use(registers)
    .of(alarm)
    .list(context.principal, {
      filter: { field: 'id', is: 'one-of', value: found.map(({ id }) => id) },
      size: mostAlarms,
    });
  return found.map(({ id, title, level, raisedAt, times }) => {
    const row = rows.find((each) => each.id === id);
    const opened =
      row?.caseType != null && row.caseId !== null ? { type: row.caseType, id: row.caseId } : null;
    return { id, title, level, raisedAt, times, case: opened };
  });
}

async function nearOf(context: Context, id: string, at: { lon: number; lat: number } | null) {
  if (at === null || !mayRead(context, 'telemetry.device')) return [];
  const found = await context
    .use(maps)
    .nearest(context.principal, 'telemetry.device', at.lon, at.lat, mostNear + 1, nearMetres);
  return found
    .filter((each) => each.id !== id)
    .slice(0, mostNear)
    .map((each) => ({ id: each.id, name: each.shown['name'] ?? '', metres: Math.round(each.metres) }));
}

async function describeDevice(context: Context, id: string, at: string | undefined): Promise<TwinEntity> {
  const row = await context.use(registers).of(device).get(context.principal, id);
  const kinds = await kindsOf(context, everything);
  const kind = kinds.find((each) => each.id === row.model);
  if (kind === undefined) throw commonErrors.missing();
  const engine = context.use(telemetry);
  const query = { ...statesQuery(context, [kind], at), ids: [id] };
  const moment = momentOf(context, at);
  const [[stated], last, alarms, relations, near] = await Promise.all([
    engine.states.list(query, { limit: 1 }),
    moment === undefined ? engine.readLast([id]) : engine.readLastAt([id], moment),
    engine.states.alarms(query, mostAlarms),
    relationsOf(context, row),
    nearOf(context, id, row.position),
  ]);
  const { properties } = kind.definition;
  const numeric = properties.find(({ type }) => type === 'number' || type === 'integer');
  return {
    kind: 'device',
    id,
    uri: idOf(kind.code, row.code),
    type: typeOfModel(kind.code),
    name: row.name,
    model: kind.title,
    // Out of use: nobody hears it.
    state: stated?.state ?? 'offline',
    online: stated?.online ?? false,
    area: row.area,
    areaName: areaName(row.area),
    place: row.place,
    position: row.position,
    values: properties.map((spec) => valueOf(spec, last)),
    curve: kind.measure?.property ?? numeric?.name ?? null,
    alarms: await withCases(context, alarms),
    relations,
    near,
  };
}

function told(name: string, attribute: Attribute): TwinEntity['values'] {
  if (attribute.type !== 'Property') return [];
  const { value, unitCode, observedAt } = attribute;
  if (!['number', 'string', 'boolean'].includes(typeof value)) return [];
  const isNumber = typeof value === 'number';
  return [
    {
      property: name,
      title: titleOfAttribute(name),
      type: isNumber ? 'number' : 'text',
      unit: unitCode === undefined ? '1' : unitOfCode(unitCode),
      precision: isNumber && !Number.isInteger(value) ? 2 : 0,
      value: isNumber ? value : null,
      words: isNumber ? null : String(value).slice(0, 200),
      at: observedAt ?? null,
      quality: null,
    },
  ];
}

/** Relationships by their names; what is not here, or not for him, is said by its URI. */
async function relationshipsOf(context: Context, row: StoredRow): Promise<Relation[]> {
  const wanted = Object.entries(attributesIn(row)).flatMap(([name, attribute]) =>
    attribute.type === 'Relationship'
      ? [attribute.object].flat().map((uri) => ({ title: titleOfAttribute(name), uri }))
      : [],
  );
  if (wanted.length === 0) return [];
  const service = context.use(registers);
  const uris = wanted.map(({ uri }) => uri);
  const stored = await service.of(contextEntity).list(context.principal, {
    filter: {
      all: [
        { field: 'uri', is: 'one-of', value: uris },
        { field: 'withdrawnAt', is: 'empty' },
      ],
    },
    size: 200,
  });
  const codes = uris.flatMap((uri) => codeOf(uri) ?? []);
  const devices =
    codes.length > 0 && mayRead(context, 'telemetry.device')
      ? await service.of(device).list(context.principal, {
          filter: { field: 'code', is: 'one-of', value: codes },
          size: 200,
        })
      : { rows: [] };
  return wanted.map(({ title, uri }) => {
    const entity = stored.rows.find((each) => each.uri === uri);
    if (entity !== undefined)
      return { title, name: entity.name ?? uri, entity: { kind: 'entity', id: entity.id }, row: null };
    const found = devices.rows.find((each) => each.code === codeOf(uri));
    if (found === undefined) return { title, name: uri, entity: null, row: null };
    return { title, name: found.name, entity: { kind: 'device', id: found.id }, row: null };
  });
}

async function describeStored(context: Context, id: string): Promise<TwinEntity> {
  const row = await context.use(registers).of(contextEntity).get(context.principal, id);
  if (row.withdrawnAt !== null) throw commonErrors.missing();
  const values = Object.entries(attributesIn(row)).flatMap(([name, attribute]) => told(name, attribute));
  return {
    kind: 'entity',
    id,
    uri: row.uri,
    type: row.type,
    name: row.name ?? row.uri,
    model: titleOfType(row.type),
    state: stateOfType(row.type),
    online: null,
    area: row.area,
    areaName: areaName(row.area),
    place: null,
    position: row.position,
    values,
    curve: null,
    alarms: [],
    relations: await relationshipsOf(context, row),
    near: [...(await nearOf(context, id, row.position))],
  };
}

export const showEntity: Handlers<typeof routes>['twinEntity'] = ({ kind, id, at }, context) =>
  kind === 'device' ? describeDevice(context, id, at) : describeStored(context, id);
