/** A CKAN client works unchanged: the very requests of ckanapi (POST JSON, its headers, its address joining), and answers in the documented shapes. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import { readClauses } from './server/ckan/search.ts';
import system from './system.ts';

let city: TestCity;
let address: string;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await city.app.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}/api/open-data/ckan`;
}, 240_000);
afterAll(() => city.close());

interface Reply {
  readonly status: number;
  readonly body: {
    readonly success?: boolean;
    readonly result?: unknown;
    readonly error?: unknown;
    readonly help?: string;
  };
}

/** As ckanapi.RemoteCKAN.call_action does it: address without its last slash + 'api/action/' + name, data as JSON. */
async function act(name: string, data: object = {}, headers: Record<string, string> = {}): Promise<Reply> {
  const reply = await fetch(`${address.replace(/\/$/, '')}/api/action/${name}`, {
    method: 'POST',
    body: JSON.stringify(data),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'ckanapi/4.8 (+https://github.com/ckan/ckanapi)',
      ...headers,
    },
  });
  return { status: reply.status, body: (await reply.json()) as Reply['body'] };
}

async function result<T>(name: string, data: object = {}): Promise<T> {
  const { status, body } = await act(name, data);
  expect({ name, status, success: body.success, help: typeof body.help }).toEqual({
    name,
    status: 200,
    success: true,
    help: 'string',
  });
  return body.result as T;
}

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
const Organization = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  type: z.literal('organization'),
});
const Resource = z.object({
  id: z.uuid(),
  package_id: z.uuid(),
  name: z.string(),
  format: z.string(),
  mimetype: z.string(),
  url: z.string(),
  size: z.number().nullable(),
  hash: z.string(),
  last_modified: moment,
  datastore_active: z.boolean(),
  schema: z.object({ fields: z.array(z.object({ name: z.string(), type: z.string(), title: z.string() })) }),
});
const Package = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  notes: z.string(),
  state: z.literal('active'),
  type: z.literal('dataset'),
  private: z.literal(false),
  license_id: z.string(),
  metadata_created: moment,
  metadata_modified: moment,
  organization: Organization,
  owner_org: z.string(),
  tags: z.array(z.object({ id: z.string(), name: z.string(), display_name: z.string() })),
  extras: z.array(z.object({ key: z.string(), value: z.string() })),
  num_resources: z.number(),
  resources: z.array(Resource),
});

async function csvOf(name: string) {
  const { resources } = Package.parse(await result('package_show', { id: name }));
  const csv = resources.find(({ format }) => format === 'CSV');
  if (csv === undefined) throw new Error('no CSV');
  return csv;
}

test('站点、清单、数据集、资源、部门、标签', async () => {
  expect(await result('site_read')).toBe(true);
  expect(await result('status_show')).toMatchObject({
    site_title: expect.any(String),
    ckan_version: '2.10.0',
  });
  const names = await result<string[]>('package_list');
  expect(names).toEqual(['air-daily', 'food-permits', 'job-fairs', 'market-firms']);
  expect(await result('package_list', { limit: 1, offset: 1 })).toEqual(['food-permits']);
  for (const id of names) Package.parse(await result('package_show', { id }));
  const csv = await csvOf('air-daily');
  expect(csv.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(csv.size).toBe((await city.visitor.get(csv.url)).rawPayload.length);
  expect(await result('resource_show', { id: csv.id })).toMatchObject(csv);
  const organizations = await result<string[]>('organization_list');
  expect(organizations).toContain('city-ecology');
  Organization.parse(await result('organization_show', { id: 'city-ecology' }));
  expect(await result('organization_list', { all_fields: true })).toContainEqual(
    expect.objectContaining({ name: 'city-ecology', package_count: 1 }),
  );
  expect(await result('group_list')).toEqual([]);
  expect(await result('tag_list', { query: '空' })).toEqual(['空气']);
  expect(await result<string>('help_show', { name: 'package_show' })).toContain('dataset');
});

test('package_search：词、过滤、排序、分页、分面', async () => {
  const search = async (data: object) => {
    const found = await result<{
      count: number;
      results: { name: string }[];
      facets: object;
      search_facets: object;
    }>('package_search', data);
    return { ...found, names: found.results.map(({ name }) => name) };
  };
  expect((await search({})).count).toBe(4);
  expect((await search({ q: '*:*', rows: 0 })).results).toEqual([]);
  expect((await search({ q: '空气' })).names).toEqual(['air-daily']);
  expect((await search({ q: 'tags:食品' })).names).toEqual(['food-permits']);
  expect((await search({ fq: 'organization:city-ecology' })).names).toEqual(['air-daily']);
  expect((await search({ fq: '-organization:city-ecology +isopen:true' })).count).toBe(2);
  expect((await search({ fq: 'organization:("city-ecology" OR "city-human-resources")' })).count).toBe(2);
  expect((await search({ sort: 'name desc', rows: 2, start: 1 })).names).toEqual([
    'job-fairs',
    'food-permits',
  ]);
  const faceted = await search({ 'facet.field': ['organization', 'res_format'], rows: 1 });
  expect(faceted.facets).toMatchObject({ organization: { 'city-ecology': 1 }, res_format: { CSV: 3 } });
  expect(faceted.search_facets).toMatchObject({ organization: { items: expect.any(Array) } });
  const got = await fetch(`${address}/api/3/action/package_search?q=空气&facet.field=["tags"]`);
  expect(await got.json()).toMatchObject({
    success: true,
    result: { count: 1, facets: { tags: { 空气: 1 } } },
  });
  expect(readClauses('空气 tags:"a b" -name:x').clauses).toHaveLength(2);
});

test('datastore_search：筛选、查找、字段、分页；有条件开放的要授权', async () => {
  const { id } = await csvOf('air-daily');
  interface Found {
    readonly total: number;
    readonly fields: { id: string; type: string }[];
    readonly records: Record<string, unknown>[];
  }
  const ask = (data: object) => result<Found>('datastore_search', { resource_id: id, ...data });
  const page = await ask({ filters: { county: '颍州区' }, limit: 2, offset: 1, fields: ['day', 'aqi'] });
  expect(page).toMatchObject({
    total: 60,
    fields: [
      { id: 'day', type: 'date' },
      { id: 'aqi', type: 'int' },
    ],
  });
  expect(page.records).toHaveLength(2);
  expect(Object.keys(page.records[0] ?? {})).toEqual(['day', 'aqi']);
  expect((await ask({ filters: { county: ['颍州区', '颍东区'], day: '2026-09-20' } })).total).toBe(2);
  expect((await ask({ q: '界首', sort: 'day desc' })).records[0]).toMatchObject({ day: '2026-11-18' });
  expect((await ask({ limit: 0 })).records).toEqual([]);
  expect(await act('datastore_search', { resource_id: id, filters: { nothing: 1 } })).toMatchObject({
    status: 409,
  });
  const firms = await result<{ resources: { id: string }[] }>('package_show', { id: 'market-firms' });
  expect(firms.resources).toHaveLength(1);
  const closed = { resource_id: firms.resources[0]?.id };
  expect(await act('datastore_search', closed)).toMatchObject({
    status: 403,
    body: { success: false, error: { __type: 'Authorization Error' } },
  });
  const wrong = { authorization: 'fy_wrong', 'x-ckan-api-key': 'fy_wrong' };
  expect((await act('datastore_search', closed, wrong)).status).toBe(403);
});

test('说不的样子和 CKAN 一样', async () => {
  expect(await act('package_show', { id: 'nothing' })).toMatchObject({
    status: 404,
    body: {
      success: false,
      error: { __type: 'Not Found Error', message: expect.stringMatching(/^Not found: /) },
    },
  });
  expect(await act('package_show')).toMatchObject({
    status: 409,
    body: { success: false, error: { __type: 'Validation Error', id: ['Missing value'] } },
  });
  expect(await act('package_create', { name: 'x' })).toEqual({
    status: 400,
    body: 'Bad request - Action name not known: package_create',
  });
  expect((await act('__proto__')).status).toBe(400);
  expect((await act('package_search', { rows: 'many' })).status).toBe(409);
  const broken = await fetch(`${address}/api/3/action/package_list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(broken.status).toBe(409);
  expect(await broken.json()).toMatchObject({ success: false });
});
