/** What sensed devices measured over a time, by NGSI-LD: as it came, as bare values, or in periods. */
import type { Binary } from '../../../../../kernel/contract.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type PastReading, type Period, telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import { attributeName, codeOf, idOf, measured, typeOfModel } from '../../ngsi-ld/device-entity.ts';
import type { EntityProperty } from '../../ngsi-ld/entity.ts';
import { matchGeo, parseGeoQuery } from '../../ngsi-ld/match-query.ts';
import {
  type Method,
  readDuration,
  readForm,
  readMethods,
  readSpan,
  type TemporalForm,
  type TimeSpan,
} from '../../ngsi-ld/temporal.ts';
import { instanceIdOf } from '../../ngsi-ld/temporal-fragment.ts';
import type { routes } from '../../routes.ts';
import type { Headers } from '../../routes/exchange.ts';
import { answerJson, splitList } from './answer.ts';
import { refuseTenant } from './caller.ts';
import { type DeviceRow, listDevices, type Model, readModels } from './find-devices.ts';
import { checked, named } from './read-entities.ts';
import { namesInQuery } from './read-request.ts';

type Own = Handlers<typeof routes>;
type When = Parameters<Own['temporalEntity']>[0]['query'];

/** Of each attribute; asking for more is answered in part (206). */
const mostValues = 1000;
const mostPeriods = 20_000;
/** Periods shorter than an hour are worked out from the readings themselves. */
const shortRange = 7 * 86_400_000;
const hour = 3_600_000;

interface Found {
  readonly row: DeviceRow;
  readonly model: Model;
}

interface Asked {
  readonly form: TemporalForm;
  readonly span: TimeSpan;
  readonly most: number;
  readonly methods: readonly Method[];
  readonly seconds: number;
  readonly attributes: ReadonlySet<string> | undefined;
}

function readAsked(query: When, headers: Headers, now: number): Asked {
  const form = readForm(query.options, query.format);
  const span = readSpan(query, now);
  const attributes = named(query.attrs, namesInQuery(headers));
  const common = { form, span, attributes, most: query.lastN ?? mostValues, methods: [], seconds: 0 };
  if (form !== 'aggregatedValues') return common;
  const given = readDuration(query.aggrPeriodDuration ?? 'PT0S');
  const whole = Math.max(1, Math.ceil((span.to - span.from) / 1000));
  const seconds = given === 0 ? Math.ceil(whole / 3600) * 3600 : given;
  const methods = readMethods(query.aggrMethods);
  if (seconds % 3600 === 0) {
    const other = methods.find((method) => ['distinctCount', 'stddev', 'sumsq'].includes(method));
    if (other !== undefined) throw errors.operationNotSupported({ why: `${other} 只支持一小时以内的时段` });
    // Roll-ups are of full hours.
    return { ...common, span: { ...span, from: Math.floor(span.from / hour) * hour }, methods, seconds };
  }
  if (span.to - span.from > shortRange) throw errors.badRequestData({ why: '不满一小时的时段最多查七天' });
  return { ...common, methods, seconds };
}

function wantedProperties({ model }: Found, attributes: ReadonlySet<string> | undefined): readonly string[] {
  return model.definition.properties
    .map(({ name }) => name)
    .filter((name) => attributes === undefined || attributes.has(attributeName(model.code, name)));
}

function valuesShown(
  { row, model }: Found,
  asked: Asked,
  readings: readonly PastReading[],
): Record<string, unknown> {
  const shown: Record<string, EntityProperty[]> = {};
  for (const reading of readings) {
    const spec = model.definition.properties.find(({ name }) => name === reading.property);
    if (spec === undefined) continue;
    const name = attributeName(model.code, spec.name);
    const instanceId = instanceIdOf(row.code, name, Date.parse(reading.at));
    (shown[name] ??= []).push({ ...measured(spec, reading), instanceId });
  }
  if (asked.form === 'normalized') return shown;
  return Object.fromEntries(
    Object.entries(shown).map(([name, list]) => [
      name,
      { type: 'Property', values: list.map(({ value, observedAt }) => [value, observedAt]) },
    ]),
  );
}

function methodOf(period: Period, method: Method): number | null {
  switch (method) {
    case 'totalCount':
      return period.count;
    case 'avg':
      return period.sum === null || period.count === 0 ? null : period.sum / period.count;
    default:
      return period[method];
  }
}

function periodsShown({ model }: Found, { methods, seconds }: Asked, periods: readonly Period[]) {
  const shown: Record<string, { type: 'Property' } & Partial<Record<Method, unknown[]>>> = {};
  for (const period of periods) {
    const attribute = (shown[attributeName(model.code, period.property)] ??= { type: 'Property' });
    const start = Date.parse(period.start);
    const [from, to] = [new Date(start).toISOString(), new Date(start + seconds * 1000).toISOString()];
    for (const method of methods) (attribute[method] ??= []).push([methodOf(period, method), from, to]);
  }
  return shown;
}

interface Shown {
  readonly entities: readonly Record<string, unknown>[];
  readonly partial: boolean;
}

function byDevice<T extends { readonly device: string }>(
  list: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of list) {
    const known = found.get(each.device);
    if (known === undefined) found.set(each.device, [each]);
    else known.push(each);
  }
  return found;
}

async function show(context: Context, found: readonly Found[], asked: Asked, lastN: boolean): Promise<Shown> {
  const devices = found.map(({ row }) => row.id);
  const properties = [...new Set(found.flatMap((each) => wantedProperties(each, asked.attributes)))];
  const { from, to } = asked.span;
  const head = ({ row, model }: Found) => ({ id: idOf(model.code, row.code), type: typeOfModel(model.code) });
  if (devices.length === 0 || properties.length === 0) return { entities: [], partial: false };
  if (asked.form === 'aggregatedValues') {
    const query = { devices, properties, from, to, seconds: asked.seconds, most: mostPeriods + 1 };
    const periods = await context.use(telemetry).readPeriods(query);
    const own = byDevice(periods.slice(0, mostPeriods));
    const entities = found.flatMap((each) => {
      const mine = own.get(each.row.id);
      return mine === undefined ? [] : [{ ...head(each), ...periodsShown(each, asked, mine) }];
    });
    return { entities, partial: periods.length > mostPeriods };
  }
  const readings = await context
    .use(telemetry)
    .readHistory({ devices, properties, from, to, most: asked.most });
  const own = byDevice(readings);
  const counts = new Map<string, number>();
  for (const { device, property } of readings) {
    const key = `${device} ${property}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const entities = found.flatMap((each) => {
    const mine = own.get(each.row.id);
    return mine === undefined ? [] : [{ ...head(each), ...valuesShown(each, asked, mine) }];
  });
  return { entities, partial: !lastN && [...counts.values()].some((count) => count >= asked.most) };
}

/** 206 with what was looked at, when there is more of it than was sent (clause 6.3.10). */
function tell(
  body: unknown,
  { partial }: Shown,
  { span }: Asked,
  headers: Headers,
  more: Record<string, string>,
): Binary {
  const moment = (at: number) => new Date(at).toISOString();
  const range = `DateTime ${moment(span.from)}-${moment(span.to)}/*`;
  const answer = answerJson(body, headers, { ...more, ...(partial ? { 'content-range': range } : {}) });
  return partial ? { ...answer, status: 206 } : answer;
}

export const findTemporal: Own['temporalEntities'] = async ({ query, headers }, context) => {
  refuseTenant(headers);
  const { type, id, attrs, georel, geometry = '', coordinates = '' } = query;
  if ([type, id, attrs, georel].every((each) => each === undefined)) throw errors.noCriterion();
  if (query.q !== undefined) throw errors.operationNotSupported({ why: '时序查询不支持 q' });
  if (query.timerel === undefined && query.lastN === undefined)
    throw errors.badRequestData({ why: '须有 timerel 和 timeAt，或 lastN' });
  const asked = readAsked(query, headers, context.use(store).clock.now().getTime());
  const place =
    georel === undefined ? undefined : checked(() => parseGeoQuery(georel, geometry, coordinates));
  const [types, ids] = [named(type, namesInQuery(headers)), splitList(id)];
  const models = await readModels(context);
  const kinds = [...models.values()].filter(
    ({ code }) => types === undefined || types.has(typeOfModel(code)),
  );
  const codes = ids === undefined ? undefined : [...ids].flatMap((each) => codeOf(each) ?? []);
  const none = kinds.length === 0 || codes?.length === 0;
  const rows = none
    ? []
    : await listDevices(context, context.principal, {
        model: kinds.map((model) => model.id).join(','),
        ...(codes === undefined ? {} : { code: codes.join(',') }),
      });
  const found = rows.flatMap((row): readonly Found[] => {
    const model = models.get(row.model);
    if (model === undefined || (ids !== undefined && !ids.has(idOf(model.code, row.code)))) return [];
    const at: [number, number] | undefined =
      row.position === null ? undefined : [row.position.lon, row.position.lat];
    return place === undefined || matchGeo(at, place) ? [{ row, model }] : [];
  });
  const shown = await show(
    context,
    found.slice(query.offset, query.offset + query.limit),
    asked,
    query.lastN !== undefined,
  );
  const more: Record<string, string> =
    query.count === 'true' ? { 'ngsild-results-count': String(found.length) } : {};
  return tell(shown.entities, shown, asked, headers, more);
};

export const readTemporal: Own['temporalEntity'] = async ({ id, query, headers }, context) => {
  refuseTenant(headers);
  const asked = readAsked(query, headers, context.use(store).clock.now().getTime());
  const code = codeOf(id);
  if (code === undefined) throw errors.resourceNotFound();
  const [models, rows] = await Promise.all([
    readModels(context),
    listDevices(context, context.principal, { code }),
  ]);
  const found = rows.flatMap((row): readonly Found[] => {
    const model = models.get(row.model);
    return model !== undefined && idOf(model.code, row.code) === id ? [{ row, model }] : [];
  });
  const [first] = found;
  if (first === undefined) throw errors.resourceNotFound();
  const shown = await show(context, found, asked, query.lastN !== undefined);
  const body = shown.entities[0] ?? { id, type: typeOfModel(first.model.code) };
  return tell(body, shown, asked, headers, {});
};
