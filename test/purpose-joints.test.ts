/** What is shown for a stated purpose only stays masked at every other joint, also for whoever has stated one: list, filter, search, sheet and map. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../engines/registers/index.ts';
import { defineContract } from '../kernel/contract.ts';
import { area, defineRegister, point, text } from '../kernel/register.ts';
import { defineSystem } from '../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from './support/city.ts';

const patient = defineRegister({
  title: '就诊人',
  owner: 'city-health',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '编号', required: true, unique: true, search: true, list: true, class: 'public' }),
    name: text({ title: '姓名', class: 'personal', mask: 'name', search: true, list: true, filter: true }),
    area: area({ title: '区划', class: 'public', filter: true }),
    place: point({ title: '位置', class: 'public' }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { area: 'area' },
  titleField: 'number',
});

const contract = defineContract({
  id: 'clinic',
  title: '门诊',
  plan: [],
  permissions: { read: '查看' },
  purposes: { read: 'personal' },
  roles: { doctor: { title: '医生', allow: ['read'], reach: 'all', clearance: 'personal' } },
  registers: { patient },
  layers: {
    patient: {
      title: '就诊人',
      from: 'patient',
      point: 'place',
      allow: 'read',
      properties: ['number', 'name'],
    },
  },
  routes: {},
});

const name = '程望月';
const rows = '/api/registers/rows/clinic.patient';
let city: TestCity;
let doctor: Caller;
let id = '';

beforeAll(async () => {
  city = await openTestCity({ systems: [defineSystem({ contract, handlers: {} })] });
  const made = await city.access.admin.createSubject({
    account: '医生',
    name: '医生',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'clinic:doctor', department: 'city-health', area: '341200000000' }],
  });
  doctor = await city.as(made.id);
  const { trusted } = city.services.use(registers).of(patient);
  const row = await city.store.transaction((work) =>
    trusted.insert(work, 'system', {
      number: 'MZ-0001',
      name,
      area: '341202000000',
      place: { lon: 115.82, lat: 32.9 },
    }),
  );
  id = row.id;
  await city.store.drain();
  expect((await doctor.get(`${rows}/${id}`)).json()).toMatchObject({ code: 'access.purposeNeeded' });
  const stated = await doctor.post('/api/access/purposes', {
    object: 'clinic.patient',
    row: id,
    purpose: 'case',
    caseNumber: 'CG20260101-00001',
    reason: '核对就诊人',
  });
  expect(stated.statusCode, stated.body).toBe(200);
  expect((await doctor.get(`${rows}/${id}`)).body).toContain(name);
}, 120_000);
afterAll(() => city.close());

test('列表是掩码，按掩码字段筛选、排序和检索都不行', async () => {
  const list = await doctor.get(rows);
  expect(list.json<{ rows: unknown[] }>().rows).toHaveLength(1);
  expect(list.body).not.toContain(name);
  const where = encodeURIComponent(JSON.stringify({ name }));
  expect((await doctor.get(`${rows}?where=${where}`)).statusCode).toBe(403);
  expect((await doctor.get(`${rows}?sort=name`)).statusCode).toBe(403);
  const found = await doctor.get(`/api/registers/search?q=${encodeURIComponent(name)}`);
  expect(found.body).not.toContain(id);
  expect(found.body).not.toContain(name);
});

test('导出的文件里是掩码', async () => {
  const asked = await doctor.post('/api/registers/exports', {
    register: 'clinic.patient',
    format: 'csv',
    where: {},
    fields: ['number', 'name'],
  });
  const { job } = asked.json<{ job: string }>();
  await expect
    .poll(async () => (await doctor.get(`/api/registers/exports/${job}`)).json(), { timeout: 30_000 })
    .toMatchObject({ state: 'done', rows: 1 });
  const { file } = (await doctor.get(`/api/registers/exports/${job}`)).json<{ file: string }>();
  const sheet = await doctor.get(`/api/files/${file}`);
  expect(sheet.body).toContain('MZ-0001');
  expect(sheet.body).not.toContain(name);
});

test('地图要素和瓦片里没有原值', async () => {
  const features = await doctor.get('/api/maps/features/clinic.patient?box=114,31,117,34&limit=10');
  expect(features.body).toContain('MZ-0001');
  expect(features.body).not.toContain(name);
  const tile = await doctor.get('/api/maps/tiles/clinic.patient/14/13463/6604');
  expect(tile.statusCode).toBe(200);
  const body = tile.headers['content-encoding'] === 'gzip' ? gunzipSync(tile.rawPayload) : tile.rawPayload;
  expect(body.includes(Buffer.from('MZ-0001'))).toBe(true);
  expect(body.includes(Buffer.from(name))).toBe(false);
});
