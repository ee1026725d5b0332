/** datastore_search: rows of a resource, filtered, searched, sorted and paged, as CKAN gives them. */
import { z } from 'zod';
import { isId } from '../../../../../kernel/ids.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { formatNames } from '../../data/formats.ts';
import { errors } from '../../errors.ts';
import { base } from '../describe/base.ts';
import { everyOpen } from '../find-open.ts';
import { countCall, openFor } from '../use/keys.ts';
import { setting } from '../setting.ts';
import { jsonRow } from '../write-formats.ts';
import { columnsOf, resourceIdOf, resourcesOf } from './package.ts';
import { listed } from './search.ts';

const mostRows = 32_000;

function object(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const value = z.union([z.string().max(500), z.number(), z.boolean()]).transform(String);

export const DatastoreInput = z.object({
  resource_id: z.string({ error: 'Missing value' }).max(100),
  filters: z
    .preprocess(object, z.record(z.string().max(60), z.union([value, z.array(value).max(200)])))
    .default({}),
  q: z.string().max(200).default(''),
  limit: z.coerce
    .number()
    .int()
    .min(0)
    .default(100)
    .transform((limit) => Math.min(limit, mostRows)),
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  fields: z
    .preprocess(
      (given) =>
        typeof given === 'string' && !given.startsWith('[')
          ? given.split(',').map((each) => each.trim())
          : listed(given),
      z.array(z.string().max(60)).max(300),
    )
    .optional(),
  sort: z.string().max(200).default(''),
  distinct: z.union([z.boolean(), z.stringbool()]).default(false),
  include_total: z.union([z.boolean(), z.stringbool()]).default(true),
  records_format: z.enum(['objects', 'lists']).default('objects'),
});

/** Throws open-data.missing. */
export async function getResource(services: Services, id: string) {
  if (!isId(id)) throw errors.missing();
  const ids = formatNames.map((_, place) => resourceIdOf(id, place));
  for (const open of await everyOpen(services, { field: 'id', is: 'one-of', value: ids })) {
    const resource = resourcesOf(open).find((each) => each.id === id);
    if (resource !== undefined) return { open, resource };
  }
  throw errors.missing();
}

function sortOf(sort: string, known: readonly string[]) {
  return sort
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [field = '', direction = 'asc'] = each.replaceAll('"', '').split(/\s+/);
      if (!known.includes(field)) throw errors.badFilter({ field });
      return { field, descending: direction.toLowerCase() === 'desc' };
    });
}

/** The same question from another row on. */
function pageAddress(given: unknown, limit: number, offset: number): string {
  const asked = Object.entries({ ...(given as object), limit, offset });
  const query = new URLSearchParams(
    asked.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  return `${base()}/api/open-data/ckan/api/3/action/datastore_search?${query.toString()}`;
}

export async function searchDatastore(services: Services, given: unknown, key: string | undefined) {
  const input = DatastoreInput.parse(given);
  const { open: found } = await getResource(services, input.resource_id);
  const { open, caller } = await openFor(services, found.row.id, { key, anonymous: true });
  const names = open.fields.map(({ name }) => name);
  const unknown = [...Object.keys(input.filters), ...(input.fields ?? [])].find(
    (name) => !names.includes(name),
  );
  if (unknown !== undefined) throw errors.badFilter({ field: unknown });
  // In the order in which they were asked for.
  const shown = (input.fields ?? names).flatMap((name) => open.fields.filter((field) => field.name === name));
  const told = shown.map(({ name }) => name);
  const where = Object.entries(input.filters).map(([name, wanted]) => [name, [wanted].flat()]);
  const limit = Math.min(input.limit, setting(services, 'page-rows'));
  const { rows, total } = await services.use(lake).open.seek({
    state: open.state,
    fields: names,
    where: Object.fromEntries(where) as Record<string, string[]>,
    search: input.q,
    sort: sortOf(input.sort, input.distinct ? told : names),
    distinct: input.distinct ? told : undefined,
    offset: input.offset,
    limit,
  });
  await countCall(services, open, { caller, rows: rows.length });
  const records = rows.map((row) => jsonRow(shown, row));
  return {
    include_total: input.include_total,
    limit,
    offset: input.offset,
    q: input.q,
    filters: input.filters,
    records_format: input.records_format,
    resource_id: input.resource_id,
    fields: columnsOf(shown),
    records: input.records_format === 'lists' ? records.map((row) => told.map((name) => row[name])) : records,
    _links: {
      start: pageAddress(given, limit, 0),
      next: pageAddress(given, limit, input.offset + limit),
    },
    ...(input.include_total ? { total, total_was_estimated: false } : {}),
  };
}
