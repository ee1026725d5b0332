/** What the bureau, the enforcer and the public see of water and sources; and how a limit becomes a case. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { sql } from '../../../../engines/store/index.ts';
import { alarm } from '../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import sensing from '../../../foundation/sensing/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { noiseRecord } from '../registers/other.ts';
import { outlet, outletLimit, pollutionSource } from '../registers/source.ts';
import { waterSample } from '../registers/water.ts';
import system from '../system.ts';
import { judgeRows } from './record/judge-rows.ts';
import { rowsOf } from './test-support/rows-of.ts';

let city: TestCity;
let monitor: Caller;
let county: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [sensing, system], demo: true });
  await city.store.drain();
  monitor = await city.as('env-monitor');
  county = await city.as('env-county');
}, 300_000);
afterAll(() => city.close());

describe('water and other records', () => {
  test('a section shows its class, worse than its target where it is, and its course', async () => {
    const { sections, rivers } = (await monitor.get('/api/environment/water/sections')).json<{
      sections: { id: string; name: string; grade: string | null }[];
      rivers: { name: string; word: string | null }[];
    }>();
    expect(sections.length).toBe(10);
    expect(sections.every((each) => each.grade !== null)).toBe(true);
    expect(rivers.find((each) => each.name === '颍河')?.word).not.toBeNull();
    expect(rivers.find((each) => each.name === '谷河')?.word).toBeNull();
    const gu = sections.find((each) => each.name === '谷河阜南');
    const course = (await monitor.get(`/api/environment/water/sections/${gu?.id}`)).json<{
      samples: { verdict: { grade: number } }[];
    }>();
    expect(course.samples.length).toBe(12);
    expect(Math.max(...course.samples.map((each) => each.verdict.grade))).toBeGreaterThanOrEqual(4);
  });

  test('a sample that an official writes down is judged when it is saved', async () => {
    const sections = await rowsOf(monitor, 'water-section', { code: '3412W10' });
    const saved = await monitor.post('/api/registers/rows/environment.water-sample', {
      values: {
        section: sections[0]?.['id'],
        area: '341202000000',
        sampledAt: '2026-11-23T01:00:00Z',
        ph: 7.8,
        do: 4.2,
        nh3n: 2.6,
      },
    });
    expect(saved.statusCode).toBe(200);
    await city.store.drain();
    const [row] = await city.services
      .use(registers)
      .of(waterSample)
      .trusted.findMany(city.store.db, { sort: '-sampledAt', limit: 1 });
    expect(row).toMatchObject({ grade: '6', main: '氨氮（1.6）、溶解氧', worse: true, area: '341225000000' });
  });

  test('of an import of any size every record is judged', async () => {
    const many = 2_200;
    const batch = newId();
    const rows = city.services.use(registers).of(noiseRecord).trusted;
    await city.store.transaction(async (work) => {
      await rows.insertMany(
        work,
        'test',
        Array.from({ length: many }, (_, index) => ({
          place: `普查点 ${index}`,
          zone: '2',
          area: '341202000000',
          measuredAt: '2026-11-20T02:00:00Z',
          level: 61,
        })),
      );
      await sql`update environment_noise_record set batch = ${batch} where place like '普查点 %'`.execute(
        work.db,
      );
      await judgeRows(
        { register: 'environment.noise-record', ids: [], kind: 'imported', batch },
        work,
        city.services,
      );
      const judged = await sql<{ rows: string }>`select count(*) as rows from environment_noise_record
        where batch = ${batch} and over = 1`.execute(work.db);
      expect(Number(judged.rows[0]?.rows)).toBe(many);
    });
  }, 120_000);

  test('noise by zone and time of day, soil by land use, radiation by background, carbon by quota', async () => {
    const noise = await rowsOf(monitor, 'noise-record', { place: '颍州中路' });
    expect(noise.map((row) => [row['period'], row['limit'], row['over']]).toSorted()).toEqual([
      ['day', 70, 2],
      ['night', 55, 3],
    ]);
    expect((await rowsOf(monitor, 'soil-record')).map((row) => row['verdict']).toSorted()).toEqual([
      'below',
      'control',
      'screening',
    ]);
    expect((await rowsOf(monitor, 'radiation-record')).filter((row) => row['high'] === true).length).toBe(1);
    expect(
      (await rowsOf(monitor, 'greenhouse-record')).map((row) => [row['emissions'], row['over']]).toSorted(),
    ).toHaveLength(2);
  });
});

describe('tracing', () => {
  test('the air of a station leads to works upwind; the water of a section to outfalls above it, with their hours', async () => {
    const [station] = await rowsOf(monitor, 'air-station', { code: '3412A01' });
    const air = (await monitor.get(`/api/environment/trace/air?station=${String(station?.['id'])}`)).json<{
      suspects: { share: number; kilometres: number }[];
    }>();
    expect(air.suspects.length).toBeGreaterThan(0);
    expect(air.suspects.every((each) => each.kilometres <= 25)).toBe(true);
    const [section] = await rowsOf(monitor, 'water-section', { code: '3412W04' });
    const water = (
      await monitor.get(`/api/environment/trace/water?section=${String(section?.['id'])}`)
    ).json<{ suspects: { sourceName: string; kilometres: number }[] }>();
    expect(water.suspects.map((each) => [each.sourceName, each.kilometres])).toEqual([
      ['颍州清源污水处理有限公司', 8],
      ['颍泉绿洲污水处理有限公司', 36],
      ['太和永安医药化工有限公司', 58],
      ['临泉泉鑫食品有限公司', 82],
    ]);
    expect(
      (await county.get(`/api/environment/trace/air?station=${String(station?.['id'])}`)).statusCode,
    ).toBe(404);
  });
});

describe('limits, alarms and cases', () => {
  async function over(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return rowsOf(monitor, 'exceedance');
  }

  test('the outfall that is over its limit has a case at the branch that watches it', async () => {
    const cases = await over();
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({
      factor: '化学需氧量小时均值',
      value: 86.4,
      limit: 50,
      over: 0.73,
      grade: 'general',
      stage: 'verify',
      measure: 'mg/L',
      unit: 'funan-ecology',
    });
    expect((await rowsOf(county, 'exceedance')).length).toBe(0);
  });

  test('a new limit is a rule; changed it changes, and switched off it is off', async () => {
    const rows = city.services.use(registers);
    const [port] = await rows
      .of(outlet)
      .trusted.findMany(city.store.db, { filter: { field: 'code', is: 'equal', value: 'DW001' }, limit: 1 });
    const enforcer = await city.as('env-enforcer');
    const values = {
      outlet: port?.id,
      factor: 'ph',
      limit: 9,
      basis: '试验',
      enabled: true,
      area: port?.area,
      department: port?.department,
    };
    const made = await enforcer.post('/api/registers/rows/environment.outlet-limit', { values });
    expect(made.statusCode).toBe(200);
    const id = made.json<{ row: { id: string } }>().row.id;
    await city.store.drain();
    const kept = await rows.of(outletLimit).trusted.find(city.store.db, id);
    const ruleOf = async () =>
      (await rows
        .rows('telemetry.rule')
        .trusted.find(city.store.db, kept?.rule ?? '')) as unknown as Readonly<Record<string, unknown>>;
    expect(await ruleOf()).toMatchObject({ enabled: true, name: 'DW001 pH 值超标' });
    const measure = async (value: number) => {
      city.clock.advance(60_000);
      const at = city.clock.now().getTime();
      await city.services
        .use(telemetry)
        .ingest([{ device: port?.device ?? '', property: 'ph', at, value, quality: 'good', receivedAt: at }]);
      await city.store.drain();
    };
    await measure(9.6);
    expect((await over()).map((row) => row['factor'])).toContain('pH 值');
    expect(
      (
        await enforcer.patch(`/api/registers/rows/environment.outlet-limit/${id}`, {
          version: kept?.version,
          values: { enabled: false },
        })
      ).statusCode,
    ).toBe(200);
    await city.store.drain();
    expect(await ruleOf()).toMatchObject({ enabled: false });
  });

  test('a limit for what the device does not measure says so and makes no rule', async () => {
    const rows = city.services.use(registers);
    const [port] = await rows.of(outlet).trusted.findMany(city.store.db, { limit: 1 });
    const row = await city.store.transaction((work) =>
      rows.of(outletLimit).trusted.insert(work, 'test', {
        outlet: port?.id ?? '',
        factor: 'mercury',
        limit: 1,
        basis: '试验',
        enabled: true,
        area: port?.area ?? '',
        department: port?.department ?? '',
      }),
    );
    await city.store.drain();
    expect(await rows.of(outletLimit).trusted.find(city.store.db, row.id)).toMatchObject({
      rule: null,
      problem: expect.stringContaining('mercury'),
    });
  });

  test('a case goes from verifying to the penalty, and closes its alarm when the trouble is over', async () => {
    const enforcerOf = await city.access.admin.createDemoPeople([
      {
        account: 'env-funan',
        name: '执法员乙',
        kind: 'official',
        posts: [{ role: 'environment:enforcer', department: 'funan-ecology', area: '341225000000' }],
      },
    ]);
    const enforcer = await city.as(enforcerOf.get('env-funan') ?? '');
    const id = String((await over()).find((row) => row['value'] === 86.4)?.['id']);
    const path = `/api/flow/cases/environment.exceedance/${id}`;
    const act = async (action: string, values: object) => {
      const { version } = (await enforcer.get(path)).json<{ version: number }>();
      const reply = await enforcer.post(`${path}/acts`, { version, action, opinion: '试验', values });
      return reply.statusCode === 200 ? 200 : reply.json<{ code: string; problems?: unknown }>().code;
    };
    expect(await act('confirm', { verification: '现场采样 84 mg/L，设备正常' })).toBe(200);
    expect(await act('issue', { orderNumber: '阜南环责改〔2026〕1号', rectifyBy: '2026-11-20' })).toBe(
      'environment.dateGone',
    );
    expect(await act('issue', { orderNumber: '阜南环责改〔2026〕1号', rectifyBy: '2026-12-10' })).toBe(200);
    expect(await act('done', { rectification: '更换曝气设备' })).toBe(200);
    expect(await act('pass', { recheckValue: 61 })).toBe('environment.stillOver');
    expect(await act('fail', { recheckValue: 61 })).toBe(200);
    expect(await act('done', { rectification: '增加投药' })).toBe(200);
    expect(await act('pass', { recheckValue: 32 })).toBe(200);
    const [raised] = await city.services
      .use(registers)
      .of(alarm)
      .trusted.findMany(city.store.db, { filter: { field: 'caseId', is: 'equal', value: id }, limit: 1 });
    city.clock.advance(60_000);
    const at = city.clock.now().getTime();
    await city.services.use(telemetry).ingest([
      {
        device: raised?.device ?? '',
        property: 'cod-hour',
        at,
        value: 30,
        quality: 'good',
        receivedAt: at,
      },
    ]);
    await city.store.drain();
    expect(await act('punish', {})).not.toBe(200);
    expect(await act('punish', { penaltyNumber: '阜南环罚〔2026〕1号', penaltyAmount: 120000 })).toBe(200);
    await city.store.drain();
    expect((await enforcer.get(path)).json()).toMatchObject({
      status: 'closed',
      row: { outcome: 'punished', failedCount: 1 },
    });
    expect(
      await city.services
        .use(registers)
        .of(alarm)
        .trusted.find(city.store.db, raised?.id ?? ''),
    ).toMatchObject({ status: 'closed' });
  });

  test('a source shows its factors beside their limits, and whether the last value counts', async () => {
    const sources = await rowsOf(monitor, 'pollution-source', {});
    const funan = sources.find((row) => row['name'] === '阜南丰谷造纸有限公司');
    const shown = (await monitor.get(`/api/environment/sources/${String(funan?.['id'])}`)).json<{
      outlets: {
        factors: {
          property: string;
          limit: number | null;
          last: { counts: boolean } | null;
          counted: number;
        }[];
      }[];
    }>();
    const factor = shown.outlets[0]?.factors.find((each) => each.property === 'cod-hour');
    expect(factor).toMatchObject({ limit: 50, last: { counts: true } });
    expect(factor?.counted).toBeGreaterThan(100);
    expect((await county.get(`/api/environment/sources/${String(funan?.['id'])}`)).statusCode).toBe(404);
  });
});

describe('tracing among many sources', () => {
  test('past two hundred sources the culprit is still found', async () => {
    const rows = city.services.use(registers);
    const [section] = await rowsOf(monitor, 'water-section', { code: '3412W04' });
    const [port] = await rows.of(outlet).trusted.findMany(city.store.db, {
      filter: { field: 'kind', is: 'equal', value: 'water' },
      limit: 1,
    });
    const like = await rows.of(pollutionSource).trusted.find(city.store.db, port?.source ?? '');
    if (port === undefined || like === undefined) throw new Error('no outlet');
    const { area, department, position } = like;
    await city.store.transaction(async (work) => {
      const source = await rows
        .of(pollutionSource)
        .trusted.insert(work, 'test', { name: '０试验企业', area, department, position });
      const other = { source: source.id, kind: 'water', area, department, position };
      await rows.of(outlet).trusted.insertMany(
        work,
        'test',
        Array.from({ length: 201 }, (_, index) => ({
          ...other,
          code: `0T${String(index).padStart(4, '0')}`,
          name: `试验排口 ${index}`,
        })),
      );
    });
    const found = (
      await monitor.get(`/api/environment/trace/water?section=${String(section?.['id'])}`)
    ).json<{ suspects: { sourceName: string }[] }>();
    expect(found.suspects.map(({ sourceName }) => sourceName)).toContain('临泉泉鑫食品有限公司');
  });
});
