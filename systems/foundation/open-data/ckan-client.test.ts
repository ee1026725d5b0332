/** A client that others maintain (PortalJS, @portaljs/ckan-api-client-js) works against this city as against any CKAN: its own requests, nothing of ours between. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import type * as Client from '@portaljs/ckan-api-client-js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import system from './system.ts';

// Its file for import is the one for bundlers; Node takes the one for require.
const client = createRequire(import.meta.url)('@portaljs/ckan-api-client-js') as typeof Client.default;

let city: TestCity;
let ckanUrl: string;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await city.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = city.app.server.address() as AddressInfo;
  // With its last slash, as people paste it.
  ckanUrl = `http://127.0.0.1:${port}/api/open-data/ckan/`;
  // The client writes what was refused to the console.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
}, 240_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await city.close();
});

/** By GET with everything in the address, and by POST with JSON: both must say the same. */
async function both<T>(action: string, given: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const query = new URLSearchParams(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
  const { default: ckan } = client;
  const got = await ckan.get<{ success: boolean; result: T }>(`${action}?${query}`, { ckanUrl });
  const posted = await ckan.post<{ success: boolean; result: T }>(action, { ckanUrl, json: given });
  expect(got.success).toBe(true);
  expect(posted.result).toEqual(got.result);
  return got.result;
}

async function refused(action: string, apiKey?: string): Promise<{ name: string; message: string }> {
  return client.default
    .get(action, { ckanUrl, ...(apiKey === undefined ? {} : { apiKey }) })
    .then(() => ({ name: 'none', message: '' }))
    .catch((problem: Error) => ({ name: problem.name, message: problem.message }));
}

interface Resource {
  readonly id: string;
  readonly format: string;
  readonly url: string;
  readonly hash: string;
  readonly size: number;
}
interface Package {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly resources: readonly Resource[];
  readonly tags: readonly { readonly name: string }[];
}
interface Found {
  readonly count: number;
  readonly results: readonly Package[];
  readonly search_facets: Readonly<
    Record<string, { readonly items: readonly { readonly name: string; readonly count: number }[] }>
  >;
}
interface Page {
  readonly total: number;
  readonly fields: readonly { readonly id: string; readonly type: string }[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly _links: { readonly next: string };
}

async function csvOf(name: string): Promise<Resource> {
  const { resources } = await both<Package>('package_show', { id: name });
  const csv = resources.find(({ format }) => format === 'CSV');
  if (csv === undefined) throw new Error('no CSV');
  return csv;
}

test('查找、分面、分页，逐个打开；部门、分组、标签的清单', async () => {
  const all = await both<Found>('package_search', {
    q: '*:*',
    rows: 2,
    start: 1,
    sort: 'name asc',
    'facet.field': ['organization', 'tags', 'res_format', 'groups', 'license_id'],
  });
  expect([all.count, all.results.map(({ name }) => name)]).toEqual([4, ['food-permits', 'job-fairs']]);
  expect(Object.keys(all.search_facets)).toEqual([
    'organization',
    'tags',
    'res_format',
    'groups',
    'license_id',
  ]);
  const [organization] = all.search_facets['organization']?.items ?? [];
  const filtered = await both<Found>('package_search', { fq: `organization:${organization?.name}` });
  expect(filtered.count).toBe(organization?.count);
  expect((await both<Found>('package_search', { fq: '(res_format:CSV AND tags:空气)' })).count).toBe(1);
  expect((await both<Found>('package_search', { fq: 'res_format:(CSV OR XML)', rows: 0 })).count).toBe(3);
  for (const { id, name } of all.results)
    expect(await both<Package>('package_show', { id })).toMatchObject({ id, name });
  const names = await both<string[]>('organization_list');
  expect(names).toContain('city-ecology');
  const full = await both<{ name: string; package_count: number }[]>('organization_list', {
    all_fields: true,
    sort: 'package_count desc',
    organizations: ['city-ecology'],
  });
  expect(full).toEqual([expect.objectContaining({ name: 'city-ecology', package_count: 1 })]);
  expect(
    await both<{ packages: Package[] }>('organization_show', { id: 'city-ecology', include_datasets: true }),
  ).toMatchObject({ packages: [{ name: 'air-daily' }] });
  expect(await both<string[]>('group_list', { all_fields: true })).toEqual([]);
  expect(await both<string[]>('tag_list')).toContain('空气');
  expect(await both('package_autocomplete', { q: '空气' })).toMatchObject([{ name: 'air-daily' }]);
});

test('下载资源：地址、大小、摘要和登记的一致，行数和接口说的一致', async () => {
  const csv = await csvOf('air-daily');
  const reply = await city.visitor.get(csv.url);
  expect(reply.statusCode).toBe(200);
  const file = reply.rawPayload;
  expect([file.length, `sha256:${createHash('sha256').update(file).digest('hex')}`]).toEqual([
    csv.size,
    csv.hash,
  ]);
  const rows = parse(file, { bom: true, columns: true }) as unknown[];
  const page = await both<Page>('datastore_search', { resource_id: csv.id, limit: 0 });
  expect([page.records, page.total]).toEqual([[], rows.length]);
});

test('datastore_search：筛选、分页、字段、排序；下一页的地址接着同一个问题', async () => {
  const { id } = await csvOf('air-daily');
  const asked = {
    resource_id: id,
    filters: { county: ['颍州区', '颍东区'] },
    fields: 'day,county,aqi',
    sort: 'day desc, county asc',
    limit: 3,
    offset: 3,
  };
  const page = await both<Page>('datastore_search', asked);
  expect(page.total).toBe(120);
  expect(page.fields.map((field) => field.id)).toEqual(['day', 'county', 'aqi']);
  const first = await both<Page>('datastore_search', { ...asked, limit: 6, offset: 0 });
  expect(page.records).toEqual(first.records.slice(3));
  const days = first.records.map(({ day }) => String(day));
  expect(days).toEqual(days.toSorted().toReversed());
  // The next page by the address that the answer names: the same filter, fields and order.
  const next = await both<Page>('datastore_search', { ...asked, offset: 6 });
  const followed = await city.visitor.get(page._links.next);
  expect(followed.json<{ result: Page }>().result.records).toEqual(next.records);
  const distinct = await both<Page>('datastore_search', {
    resource_id: id,
    fields: ['county'],
    distinct: true,
    sort: 'county',
  });
  expect(distinct.total).toBe(new Set(distinct.records.map(({ county }) => county)).size);
  const lists = await both<{ records: unknown[][]; records_format: string }>('datastore_search', {
    resource_id: id,
    fields: ['day', 'aqi'],
    records_format: 'lists',
    limit: 1,
    include_total: false,
  });
  expect([lists.records_format, lists.records[0]?.length]).toEqual(['lists', 2]);
});

test('说不：客户端认得出是没有、不行还是填错', async () => {
  expect((await refused('package_show?id=nothing')).message).toMatch(/^Not found: /);
  expect((await refused('package_show')).message).toBe('Validation error: "id": Missing value');
  const { resources } = await both<Package>('package_show', { id: 'market-firms' });
  const closed = `datastore_search?resource_id=${resources[0]?.id}`;
  for (const key of [undefined, 'fy_wrong'])
    expect((await refused(closed, key)).message).toMatch(/^Access denied: /);
});
