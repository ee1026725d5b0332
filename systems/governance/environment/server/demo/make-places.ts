/** Demo stations, rivers, sections, sources and outfalls with their devices (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { airStation } from '../../registers/air.ts';
import { outlet, outletLimit, pollutionSource } from '../../registers/source.ts';
import { river, waterSection } from '../../registers/water.ts';
import demo from './demo-environment.json' with { type: 'json' };

export const by = 'environment:demo';
const note = '演示数据';
const city = 'city-ecology';

type PlaceTuple = readonly [
  code: string,
  name: string,
  kind: string,
  area: string,
  like: string,
  lon: number,
  lat: number,
  scale: number,
];
type SectionTuple = readonly [
  code: string,
  name: string,
  kind: string,
  river: string,
  kilometre: number,
  target: string,
  area: string,
  lon: number,
  lat: number,
];
type SourceTuple = readonly [
  name: string,
  industry: string,
  area: string,
  department: string,
  lon: number,
  lat: number,
  key: boolean,
  outlets: readonly (readonly [
    kind: 'water' | 'gas',
    name: string,
    river: string | null,
    kilometre: number | null,
  ])[],
];

/** Limits of the demo outfalls; of memory, editable in the register. */
const limits = {
  water: [
    ['cod-hour', 50, 'mg/L', 'GB 18918-2002 一级 A(演示)'],
    ['nh3n-hour', 5, 'mg/L', 'GB 18918-2002 一级 A(演示)'],
    ['tp-hour', 0.5, 'mg/L', 'GB 18918-2002 一级 A(演示)'],
  ],
  gas: [
    ['so2-hour', 35, 'mg/m3', '排污许可证(演示)'],
    ['nox-hour', 50, 'mg/m3', '排污许可证(演示)'],
    ['dust-hour', 10, 'mg/m3', '排污许可证(演示)'],
  ],
} as const;

export async function makePeople(services: Services): Promise<ReadonlyMap<string, string>> {
  const guard = services.use(access);
  return guard.admin.createDemoPeople(
    demo.people.map(([account = '', name = '', role = '', department = '']) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [`environment:${role}`, 'telemetry:viewer'].map((each) => ({
        role: each,
        department,
        area: guard.findDepartment(department)?.area ?? '341200000000',
      })),
    })),
  );
}

async function addDevice(
  services: Services,
  work: Work,
  values: {
    code: string;
    name: string;
    model: string;
    department: string;
    area: string;
    place: string;
    position: { lon: number; lat: number };
    protocol: string;
    address?: string;
  },
): Promise<string> {
  const row = await services
    .use(registers)
    .of(device)
    .trusted.insert(work, by, { ...values, stage: 'active', group: '生态环境', note });
  return row.id;
}

async function makeStations(services: Services, work: Work, model: string): Promise<void> {
  for (const [code, name, kind, area, , lon, lat] of demo.stations as unknown as readonly PlaceTuple[]) {
    const position = { lon, lat };
    const id = await addDevice(services, work, {
      code: `demo-air-${code}`,
      name: `${name}空气站`,
      model,
      department: city,
      area,
      place: name,
      position,
      protocol: 'hj212',
      address: `AIR${code}`,
    });
    await services
      .use(registers)
      .of(airStation)
      .trusted.insert(work, by, { code, name, kind, area, department: city, position, device: id, note });
  }
}

async function makeRivers(services: Services, work: Work): Promise<ReadonlyMap<string, string>> {
  const rows = services.use(registers);
  const tuples = demo.rivers as unknown as readonly (readonly [
    string,
    string,
    number,
    string | null,
    number | null,
  ])[];
  const ids = new Map(tuples.map(([code]) => [code, newId()]));
  // What others flow into comes first.
  for (const [code, name, length, into, intoKilometre] of tuples.toSorted(
    (a, b) => Number(a[3] !== null) - Number(b[3] !== null),
  ))
    await rows.of(river).trusted.insert(work, by, {
      id: ids.get(code) ?? newId(),
      code,
      name,
      length,
      into: into === null ? null : (ids.get(into) ?? null),
      intoKilometre,
    });
  for (const [
    code,
    name,
    kind,
    on,
    kilometre,
    target,
    area,
    lon,
    lat,
  ] of demo.sections as unknown as readonly SectionTuple[])
    await rows.of(waterSection).trusted.insert(work, by, {
      code,
      name,
      kind,
      river: ids.get(on) ?? '',
      kilometre,
      target,
      area,
      department: city,
      position: { lon, lat },
    });
  return ids;
}

async function makeSources(
  services: Services,
  work: Work,
  models: { readonly water: string; readonly gas: string },
  rivers: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = services.use(registers);
  let serial = 0;
  for (const [
    name,
    industry,
    area,
    department,
    lon,
    lat,
    key,
    outlets,
  ] of demo.sources as unknown as readonly SourceTuple[]) {
    const position = { lon, lat };
    const source = await rows.of(pollutionSource).trusted.insert(work, by, {
      name,
      industry,
      area,
      department,
      position,
      key,
      permit: `DEMO-${String(serial + 1).padStart(4, '0')}`,
    });
    for (const [kind, title, on, kilometre] of outlets) {
      serial += 1;
      const code = `${kind === 'water' ? 'DW' : 'DA'}${String(serial).padStart(3, '0')}`;
      const sensor = await addDevice(services, work, {
        code: `demo-outlet-${code}`,
        name: `${name}${title}`,
        model: models[kind],
        department,
        area,
        place: name,
        position,
        protocol: 'hj212',
        address: `DEMO${code}`,
      });
      const port = await rows.of(outlet).trusted.insert(work, by, {
        code,
        name: title,
        source: source.id,
        kind,
        device: sensor,
        river: on === null ? null : (rivers.get(on) ?? null),
        kilometre,
        area,
        department,
        position,
      });
      await rows.of(outletLimit).trusted.insertMany(
        work,
        by,
        limits[kind].map(([factor, limit, unit, basis]) => ({
          outlet: port.id,
          factor,
          limit,
          unit,
          basis,
          enabled: true,
          area,
          department,
        })),
      );
    }
  }
}

export async function makePlaces(services: Services): Promise<void> {
  const data = services.use(store);
  await data.transaction(async (work) => {
    const found = await services.use(registers).of(thingModel).trusted.findMany(work.db, { limit: 1000 });
    const model = (code: string) => found.find((row) => row.code === code)?.id ?? '';
    await makeStations(services, work, model('air-auto'));
    const rivers = await makeRivers(services, work);
    await makeSources(
      services,
      work,
      { water: model('hj212-water-outlet'), gas: model('hj212-gas-outlet') },
      rivers,
    );
  });
}
