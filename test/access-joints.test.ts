/** Every joint by which rows leave the city — list, get, search, map, tile, export, indicator, file, timeline — shows each person the same rows: those of the one decision. */
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { divisionsUnder } from '../city/divisions.ts';
import { flow } from '../engines/flow/index.ts';
import { type RegisterInfo, registers } from '../engines/registers/index.ts';
import { access } from '../engines/access/index.ts';
import { type Decision, decisionMatches } from '../kernel/access.ts';
import type { Register } from '../kernel/register.ts';
import { newId } from '../kernel/ids.ts';
import urban from '../systems/governance/urban-management/contract.ts';
import { openTestCity, type TestCity } from './support/city.ts';
import { everybody, type Knocker } from './support/people.ts';

let city: TestCity;
let people: readonly Knocker[];

function firstVillage(county: string): string {
  const found = divisionsUnder(county).find((division) => division.level === 'village');
  if (found === undefined) throw new Error(`no village in ${county}`);
  return found.code;
}

/** Villages of three counties with a place in each; the third has no holder of any role. */
const places = [
  { village: firstVillage('341202000000'), lon: 115.82, lat: 32.9, unit: 'yingzhou-urban-management' },
  { village: firstVillage('341203000000'), lon: 115.87, lat: 32.9, unit: 'yingdong-urban-management' },
  { village: firstVillage('341221000000'), lon: 115.26, lat: 33.07, unit: 'linquan-urban-management' },
] as const;

type Plain = Record<string, unknown> & { id: string };

async function rowsOf(info: RegisterInfo): Promise<readonly Plain[]> {
  const rows = await city.services
    .use(registers)
    .rows(info.id)
    .trusted.findMany(city.store.db, { limit: 5000 });
  return rows as unknown as readonly Plain[];
}

function textsOf(row: Plain, fields: readonly string[] | undefined): readonly string[] {
  return (fields ?? [])
    .map((name) => row[name])
    .filter((value): value is string => typeof value === 'string');
}

/** What the decision says of a row, worked out in memory from the register's declaration. */
function permits(decision: Decision, declaration: Register, row: Plain): boolean {
  // Reference data is read whole by whoever may read it at all.
  if (decision.permit && declaration.reference === true) return true;
  const { area, departments, subjects } = declaration.scope ?? {};
  return decisionMatches(decision, {
    area: area === undefined ? undefined : textsOf(row, [area])[0],
    departments: textsOf(row, departments),
    subjects: textsOf(row, subjects),
  });
}

async function expected(info: RegisterInfo, { principal }: Knocker): Promise<ReadonlySet<string>> {
  const decision = city.services.use(access).decide(principal, info.permissions.read);
  const rows = await rowsOf(info);
  return new Set(rows.filter((row) => permits(decision, info.declaration, row)).map((row) => row.id));
}

function urbanRegisters(): readonly RegisterInfo[] {
  return city.services
    .use(registers)
    .all()
    .filter((info) => info.system === 'urban-management');
}

beforeAll(async () => {
  city = await openTestCity();
  people = await everybody(city);
  const service = city.services.use(registers);
  const collector = people.find((one) => one.title.startsWith('信息采集员@颍州区'))?.principal.id ?? '';
  await city.store.transaction(async (work) => {
    for (const [index, { village, lon, lat, unit }] of places.entries()) {
      const county = village.slice(0, 6);
      await service.of(urban.registers?.['unit-grid'] as Register).trusted.insert(work, 'system', {
        code: `${village}001`,
        name: `网格${index}`,
        village,
        size: 10000,
        centre: { lon, lat },
        outline: {
          type: 'Polygon',
          coordinates: [
            [
              [lon - 0.001, lat - 0.001],
              [lon + 0.001, lat - 0.001],
              [lon + 0.001, lat + 0.001],
              [lon - 0.001, lat + 0.001],
              [lon - 0.001, lat - 0.001],
            ],
          ],
        },
      });
      for (let n = 0; n < 4; n += 1) {
        await service.of(urban.registers?.component as Register).trusted.insert(work, 'system', {
          code: `${county}01002${String(index * 10 + n).padStart(6, '0')}`,
          name: `污水井盖暗号${index}`,
          kind: '01002',
          manager: unit,
          grid: `${village}001`,
          condition: '完好',
          startedOn: '2026-07-01',
          community: village,
          position: { lon: lon + n / 10_000, lat },
        });
      }
      await service.of(urban.registers?.['collector-duty'] as Register).trusted.insert(work, 'system', {
        grid: `${village}001`,
        village,
        collector,
        validFrom: '2026-07-01',
      });
    }
  });
  const officer = people.find((one) => one.title === '值班长(监督中心)@全市');
  if (officer === undefined || urban.cases === undefined) throw new Error('no duty officer');
  for (const { village, lon, lat } of places) {
    for (let n = 0; n < 3; n += 1) {
      await city.services.use(flow).open(officer.principal, urban.cases.case, {
        id: newId(),
        stage: 'verify',
        values: {
          source: 'hotline',
          matter: '01002',
          description: '井盖破损暗号',
          address: `示范路 ${n} 号`,
          position: { lon: lon + n / 10_000, lat },
          caseArea: village,
        },
      });
    }
  }
  await city.store.drain();
}, 180_000);
afterAll(() => city.close());

describe('列表、详情与检索', () => {
  test('每个人在每个台账里列出的,正是裁决准许的行', async () => {
    for (const info of urbanRegisters()) {
      for (const person of people) {
        const allowed = await expected(info, person);
        const reply = await person.caller.get(`/api/registers/rows/${info.id}?size=200`);
        const label = `${info.id} × ${person.title}`;
        if (reply.statusCode !== 200) {
          expect([401, 403], label).toContain(reply.statusCode);
          expect(allowed.size, label).toBe(0);
          continue;
        }
        const { rows, total } = reply.json<{ rows: Plain[]; total: number }>();
        expect(total, label).toBe(allowed.size);
        for (const row of rows) expect(allowed.has(row.id), label).toBe(true);
      }
    }
  }, 120_000);

  test('别人的行与不存在的行,回答一模一样', async () => {
    for (const info of urbanRegisters()) {
      const rows = await rowsOf(info);
      for (const person of people) {
        const allowed = await expected(info, person);
        const hidden = rows.find((row) => !allowed.has(row.id));
        const shown = rows.find((row) => allowed.has(row.id));
        const label = `${info.id} × ${person.title}`;
        if (shown !== undefined)
          expect(
            (await person.caller.get(`/api/registers/rows/${info.id}/${shown.id}`)).statusCode,
            label,
          ).toBe(200);
        if (hidden === undefined) continue;
        for (const path of ['', '/history']) {
          const other = await person.caller.get(`/api/registers/rows/${info.id}/${hidden.id}${path}`);
          const absent = await person.caller.get(`/api/registers/rows/${info.id}/${newId()}${path}`);
          expect(other.statusCode, label).toBeGreaterThanOrEqual(400);
          expect({ ...other.json(), traceId: '' }, label).toEqual({ ...absent.json(), traceId: '' });
        }
      }
    }
  }, 120_000);

  test('全文检索只给出看得到的行', async () => {
    const byId = new Map<string, RegisterInfo>(urbanRegisters().map((info) => [info.id, info]));
    for (const person of people) {
      const reply = await person.caller.get(`/api/registers/search?q=${encodeURIComponent('暗号')}&limit=50`);
      if (reply.statusCode !== 200) continue;
      for (const hit of reply.json<{ hits: { register: string; id: string }[] }>().hits) {
        const info = byId.get(hit.register);
        if (info === undefined) continue;
        expect((await expected(info, person)).has(hit.id), `${hit.register} × ${person.title}`).toBe(true);
      }
    }
  }, 60_000);
});

describe('地图', () => {
  const layers = [
    { id: 'urban-management.components', register: 'urban-management.component' },
    { id: 'urban-management.cases', register: 'urban-management.case' },
    { id: 'urban-management.grids', register: 'urban-management.unit-grid' },
  ] as const;

  test('范围内点位和最近点位,正是裁决准许的行', async () => {
    for (const layer of layers) {
      const info = city.services.use(registers).get(layer.register);
      for (const person of people) {
        const allowed = await expected(info, person);
        const label = `${layer.id} × ${person.title}`;
        const reply = await person.caller.get(`/api/maps/features/${layer.id}?box=114,31,117,34&limit=5000`);
        if (reply.statusCode !== 200) {
          expect([401, 403], label).toContain(reply.statusCode);
          continue;
        }
        const ids = reply.json<{ features: { id: string }[] }>().features.map((one) => one.id);
        expect(new Set(ids), label).toEqual(allowed);
        const near = await person.caller.get(
          `/api/maps/nearest/${layer.id}?lon=115.82&lat=32.9&metres=50000&limit=100`,
        );
        for (const one of near.json<{ features: { id: string }[] }>().features)
          expect(allowed.has(one.id), label).toBe(true);
      }
    }
  }, 120_000);

  test('瓦片里的点数,正是裁决准许的行数', async () => {
    for (const layer of layers) {
      const info = city.services.use(registers).get(layer.register);
      for (const person of people) {
        const allowed = await expected(info, person);
        const reply = await person.caller.get(`/api/maps/tiles/${layer.id}/6/52/25`);
        const label = `${layer.id} × ${person.title}`;
        if (reply.statusCode !== 200) {
          expect([204, 401, 403], label).toContain(reply.statusCode);
          continue;
        }
        const body =
          reply.headers['content-encoding'] === 'gzip' ? gunzipSync(reply.rawPayload) : reply.rawPayload;
        const tile = new VectorTile(new PbfReader(body));
        let count = 0;
        for (const one of Object.values(tile.layers)) {
          for (let index = 0; index < one.length; index += 1)
            count += Number(one.feature(index).properties['count'] ?? 1);
        }
        expect(count, label).toBe(allowed.size);
      }
    }
  }, 120_000);
});

describe('导出、指标、文件与办件', () => {
  test('导出的行数不多于看得到的行数', async () => {
    const info = city.services.use(registers).get('urban-management.case');
    for (const person of people) {
      const allowed = await expected(info, person);
      // What tells of persons needs approval first; the rows of an export are the same whatever its columns.
      const started = await person.caller.post('/api/registers/exports', {
        register: info.id,
        format: 'csv',
        fields: ['number'],
      });
      if (started.statusCode !== 200) continue;
      const { job } = started.json<{ job: string }>();
      await expect
        .poll(
          async () =>
            (await person.caller.get(`/api/registers/exports/${job}`)).json<{ state: string }>().state,
          { timeout: 20_000, interval: 100 },
        )
        .toBe('done');
      const { file, rows } = (await person.caller.get(`/api/registers/exports/${job}`)).json<{
        file: string;
        rows: number;
      }>();
      expect(rows, person.title).toBe(allowed.size);
      const sheet = await person.caller.get(`/api/files/${file}`);
      expect(sheet.body.trim().split('\n').length - 1, person.title).toBe(allowed.size);
      const stranger = people.find(
        (one) => one.principal.id !== person.principal.id && one.principal.kind === 'official',
      );
      expect((await stranger?.caller.get(`/api/files/${file}`))?.statusCode).toBe(404);
      expect((await stranger?.caller.get(`/api/registers/exports/${job}`))?.statusCode).toBe(404);
    }
  }, 120_000);

  test('指标的分母与下钻的行,都在看得到的行之内', async () => {
    const info = city.services.use(registers).get('urban-management.case');
    let answered = 0;
    for (const person of people) {
      const allowed = await expected(info, person);
      const query = 'from=2026-11-01&to=2026-12-01';
      const reply = await person.caller.get(
        `/api/indicators/values?indicators=urban-management.filing-rate&by=none&${query}`,
      );
      if (reply.statusCode !== 200) {
        expect([401, 403, 404], person.title).toContain(reply.statusCode);
        continue;
      }
      answered += 1;
      const { total } = reply.json<{ total: Record<string, { denominator: number }> }>();
      const rows = await person.caller.get(
        `/api/indicators/urban-management.filing-rate/rows?part=denominator&size=200&${query}`,
      );
      const ids = rows.json<{ rows: { id: string }[] }>().rows.map((row) => row.id);
      for (const id of ids) expect(allowed.has(id), person.title).toBe(true);
      expect(Object.values(total)[0]?.denominator, person.title).toBe(ids.length);
    }
    expect(answered).toBeGreaterThan(5);
  }, 60_000);

  test('附件只随所属的行给出', async () => {
    const officer = people.find((one) => one.title === '受理员(监督中心)@颍州区');
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const file = (await officer?.caller.upload('井盖.png', 'image/png', png)) ?? '';
    const opened = await officer?.caller.post('/api/flow/cases/urban-management.case', {
      stage: 'verify',
      values: {
        source: 'hotline',
        matter: '01002',
        description: '附件测试',
        address: '示范路',
        position: { lon: 115.82, lat: 32.9 },
        caseArea: places[0].village,
        photosBefore: [file],
      },
    });
    expect(opened?.statusCode, opened?.body).toBe(200);
    const info = city.services.use(registers).get('urban-management.case');
    const { id } = opened?.json<{ id: string }>() ?? { id: '' };
    for (const person of people) {
      const mine = person.principal.id === officer?.principal.id;
      const allowed = mine || (await expected(info, person)).has(id);
      expect((await person.caller.get(`/api/files/${file}`)).statusCode, person.title).toBe(
        allowed ? 200 : 404,
      );
    }
  }, 60_000);

  test('办件详情只给看得到的人;别的人与不存在的件回答相同', async () => {
    const info = city.services.use(registers).get('urban-management.case');
    for (const row of (await rowsOf(info)).slice(0, 6)) {
      for (const person of people) {
        const allowed =
          (await expected(info, person)).has(row.id) || row['initiator'] === person.principal.id;
        const reply = await person.caller.get(`/api/flow/cases/urban-management.case/${row.id}`);
        const label = `${row['number']} × ${person.title}`;
        if (allowed) expect(reply.statusCode, label).toBe(200);
        else {
          const absent = await person.caller.get(`/api/flow/cases/urban-management.case/${newId()}`);
          // Who holds the work item may see where his case stands; everybody else learns nothing.
          if (reply.statusCode === 200)
            expect(JSON.stringify(reply.json()), label).not.toContain('井盖破损暗号');
          else expect({ ...reply.json(), traceId: '' }, label).toEqual({ ...absent.json(), traceId: '' });
        }
      }
    }
  }, 120_000);
});
