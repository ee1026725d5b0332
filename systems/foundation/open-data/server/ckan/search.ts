/** package_search: words, filter queries, order, a window, and counts by facet. */
import { z } from 'zod';
import type { Services } from '../../../../../kernel/system.ts';
import { everyOpen, filterOf, type Open } from '../find-open.ts';
import { organizationOf, packageOf, resourcesOf } from './package.ts';

const number = (least: number, most: number, usual: number) =>
  z.coerce.number().int().min(least).max(most).default(usual);

/** As JSON in an address, as a list in a body. */
export function listed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value === '') return [];
  if (!value.startsWith('[')) return [value];
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export const SearchInput = z.object({
  q: z.string().max(200).default(''),
  fq: z.string().max(500).default(''),
  fq_list: z.preprocess(listed, z.array(z.string().max(500)).max(20)).default([]),
  sort: z.string().max(100).default('score desc, metadata_modified desc'),
  rows: number(0, 1_000_000, 10).transform((rows) => Math.min(rows, 1000)),
  start: number(0, 1_000_000, 0),
  facet: z.union([z.boolean(), z.stringbool()]).default(true),
  'facet.field': z.preprocess(listed, z.array(z.string().max(60)).max(20)).default([]),
  'facet.limit': number(-1, 10_000, 50),
});

/** Field → values of one dataset, by which it is filtered and counted. */
const sides: Readonly<Record<string, (open: Open) => readonly string[]>> = {
  organization: ({ row }) => [row.provider],
  owner_org: ({ row }) => [row.provider],
  tags: ({ shown }) => shown.keywords,
  res_format: (open) => [...new Set(resourcesOf(open).map(({ format }) => format))],
  license_id: (open) => [packageOf(open).license_id],
  groups: () => [],
  name: ({ row }) => [row.code],
  id: ({ row }) => [row.id],
  title: ({ row }) => [row.name],
  state: () => ['active'],
  type: () => ['dataset'],
  dataset_type: () => ['dataset'],
  isopen: ({ shown }) => [String(!shown.conditional)],
};

interface Clause {
  readonly field: string;
  readonly values: readonly string[];
  readonly not: boolean;
}

/** 'field:value', 'field:"two words"', 'field:(a OR b)', '-' or 'NOT' in front; what is no clause is left over. */
export function readClauses(query: string): { readonly clauses: readonly Clause[]; readonly rest: string } {
  const clauses: Clause[] = [];
  const pattern = /(^|\s)(\+|-|NOT\s+)?([\w.]+):(?:"([^"]*)"|\(([^)]*)\)|([^\s"()]+))/g;
  const rest = query.replaceAll(pattern, (_all, _gap, sign: string = '', field: string, ...given) => {
    const [quoted, several, bare] = given as readonly (string | undefined)[];
    const many = several?.split(/\s+OR\s+/).map((each) => each.replaceAll('"', '').trim());
    const values = many ?? [quoted ?? bare ?? ''];
    if (field !== '*') clauses.push({ field, values, not: sign.startsWith('-') || sign.startsWith('NOT') });
    return ' ';
  });
  return { clauses, rest: rest.replaceAll(/\s+(?:AND|OR)\s+|[*:"]+/g, ' ').trim() };
}

function passes(open: Open, { field, values, not }: Clause): boolean {
  const held = sides[field]?.(open) ?? [];
  const found = values.some((value) => (value === '*' ? held.length > 0 : held.includes(value)));
  return found !== not;
}

function ordered(open: readonly Open[], sort: string): readonly Open[] {
  const [, field = 'metadata_modified', direction = 'asc'] =
    /(title_string|title|name|metadata_modified|metadata_created)\s*(asc|desc)?/.exec(sort) ?? [];
  const keys: Readonly<Record<string, (each: Open) => string>> = {
    title: ({ row }) => row.name,
    title_string: ({ row }) => row.name,
    name: ({ row }) => row.code,
    metadata_created: ({ row }) => row.createdAt,
    metadata_modified: ({ state, row }) => state.refreshedAt ?? row.publishedOn,
  };
  const key = keys[field] ?? (({ row }: Open) => row.code);
  const turn = direction === 'desc' ? -1 : 1;
  return open.toSorted((one, other) => turn * key(one).localeCompare(key(other), 'zh-CN'));
}

function titleOf(field: string, value: string, open: readonly Open[]): string {
  if (field !== 'organization') return value;
  const found = open.find(({ row }) => row.provider === value);
  return found === undefined ? value : organizationOf(found).title;
}

function facetsOf(open: readonly Open[], fields: readonly string[], limit: number) {
  const known = fields.filter((field) => sides[field] !== undefined);
  const counted = known.map((field) => {
    const counts = new Map<string, number>();
    for (const value of open.flatMap((each) => sides[field]?.(each) ?? []))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = limit < 0 ? counts.size : limit;
    return [field, [...counts].toSorted(([, one], [, other]) => other - one).slice(0, most)] as const;
  });
  return {
    facets: Object.fromEntries(counted.map(([field, counts]) => [field, Object.fromEntries(counts)])),
    search_facets: Object.fromEntries(
      counted.map(([field, counts]) => [
        field,
        {
          title: field,
          items: counts.map(([name, count]) => ({ name, count, display_name: titleOf(field, name, open) })),
        },
      ]),
    ),
  };
}

export async function searchPackages(services: Services, given: unknown) {
  const input = SearchInput.parse(given);
  const asked = readClauses(input.q);
  const clauses = [input.fq, ...input.fq_list].flatMap((each) => readClauses(each).clauses);
  const filter = await filterOf(services, { search: asked.rest });
  const found = (await everyOpen(services, filter)).filter((each) =>
    [...asked.clauses, ...clauses].every((clause) => passes(each, clause)),
  );
  const shown = ordered(found, input.sort).slice(input.start, input.start + input.rows);
  const fields = input.facet ? input['facet.field'] : [];
  return {
    count: found.length,
    sort: input.sort,
    results: shown.map(packageOf),
    ...facetsOf(found, fields, input['facet.limit']),
  };
}
