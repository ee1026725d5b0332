/** Demo rivers cut into reaches by city, county, town and village, with their sites (演示数据). */
import { newId } from '../../../../../kernel/ids.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../../engines/store/service.ts';
import environment from '../../../environment/contract.ts';
import { cut, type Line, lengthOf, metresTo, placeAt, toGeoJson } from '../../patrol/line.ts';
import { reach, river, site } from '../../registers/river.ts';
import { firstInside } from '../river/keep-inside.ts';
import demo from './demo-rivers.json' with { type: 'json' };

export const by = 'river-chief:demo';
const cityArea = '341200000000';
const cityUnit = 'city-water-resources';
const note = '演示数据:中心线为近似描绘';

export interface DemoReach {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly level: 'city' | 'county' | 'town' | 'village';
  readonly river: string;
  readonly riverName: string;
  readonly above: string | null;
  readonly area: string;
  readonly department: string;
  readonly line: Line;
  /** Who is its chief, as the place is called. */
  readonly place: string;
  /** Of the city's reaches: which of the three city chiefs. */
  readonly cityChief: number;
  /** Where its signboard stands: on the line, inside the city. */
  readonly board: { readonly lon: number; readonly lat: number } | null;
}

type PartTuple = (typeof demo.rivers)[number]['parts'][number];

function lineOf(points: readonly (readonly number[])[]): Line {
  return points.map(([lon = 0, lat = 0]) => [lon, lat] as const);
}

/** Places at these shares of the line's length. */
export function placesAlong(line: Line, shares: readonly number[]): readonly { lon: number; lat: number }[] {
  const length = lengthOf(line);
  return shares.map((share) => {
    const [lon, lat] = placeAt(line, length * share);
    return { lon, lat };
  });
}

/** The line in so many pieces of one length. */
function slices(line: Line, pieces: number): readonly Line[] {
  const each = lengthOf(line) / pieces;
  return Array.from({ length: pieces }, (_, index) => cut(line, each * index, each * (index + 1)));
}

function reachesOfPart(part: PartTuple, top: DemoReach): readonly DemoReach[] {
  const line = lineOf(part.line);
  const common = {
    river: top.river,
    riverName: top.riverName,
    cityChief: top.cityChief,
    board: null,
    department: `${part.slug}-water-resources`,
  };
  const made = (level: DemoReach['level'], area: string, place: string, above: string, own: Line) => ({
    ...common,
    id: newId(),
    code: `${top.code}-${area}`,
    name: `${top.riverName}${place}段`,
    level,
    area,
    place,
    above,
    line: own,
  });
  const county = made('county', part.area, part.name, top.id, line);
  const townLines = part.towns.length === 0 ? [] : slices(line, part.towns.length);
  const below = part.towns.flatMap((town, index) => {
    const own = townLines[index] ?? line;
    const whole = made('town', town.area, town.name, county.id, own);
    const villageLines = slices(own, town.villages.length);
    const villages = town.villages.map(([area = '', name = ''], at) =>
      made('village', area, `${town.name}${name}`, whole.id, villageLines[at] ?? own),
    );
    return [whole, ...villages];
  });
  return [county, ...below];
}

export async function makeRivers(services: Services, work: Work): Promise<readonly DemoReach[]> {
  const rows = services.use(registers);
  const drawn: DemoReach[] = [];
  const rivers: Parameters<ReturnType<typeof rows.of<typeof river>>['trusted']['insertMany']>[2][number][] =
    [];
  for (const { code, name, source, mouth, zone, target, cityChief, parts } of demo.rivers) {
    const id = newId();
    const line = parts.flatMap((part, index) => lineOf(part.line).slice(index === 0 ? 0 : 1));
    const length = Math.round(lengthOf(line) / 10) / 100;
    rivers.push({ id, code, name, source, mouth, zone, target, line: toGeoJson(line), length, note });
    const top: DemoReach = {
      id: newId(),
      code,
      name: `${name}阜阳段`,
      level: 'city',
      river: id,
      riverName: name,
      above: null,
      area: cityArea,
      department: cityUnit,
      line,
      place: '阜阳市',
      cityChief,
      board: null,
    };
    drawn.push(top, ...parts.flatMap((part) => reachesOfPart(part, top)));
  }
  await rows.of(river).trusted.insertMany(work, by, rivers);
  const all = await Promise.all(
    drawn.map(async (each) => ({
      ...each,
      board: await firstInside(services, placesAlong(each.line, [0.5, 0.3, 0.7, 0.1, 0.9])),
    })),
  );
  await rows.of(reach).trusted.insertMany(
    work,
    by,
    all.map(({ id, code, name, river: on, level, above, area, department, line, board }, index) => ({
      id,
      code,
      name,
      river: on,
      level,
      above,
      area,
      department,
      line: toGeoJson(line),
      length: Math.round(lengthOf(line) / 10) / 100,
      board: `FYHZ${String(index + 1).padStart(6, '0')}`,
      boardAt: board,
      hotline: '0558-12345',
      begin: null,
      end: null,
    })),
  );
  return all;
}

/** The narrowest reach of the river that passes the place. */
function reachAt(reaches: readonly DemoReach[], code: string, at: { lon: number; lat: number }): DemoReach {
  const own = reaches.filter((each) => each.code === code || each.code.startsWith(`${code}-`));
  const near = own.map((each) => ({ each, metres: metresTo(at, each.line) }));
  const least = Math.min(...near.map(({ metres }) => metres));
  // Ends of neighbouring reaches are one place; among those as near, the shortest is the narrowest.
  const [found] = near
    .filter(({ metres }) => metres < least + 1)
    .toSorted((a, b) => lengthOf(a.each.line) - lengthOf(b.each.line));
  if (found === undefined) throw new RangeError(`no reach of ${code}`);
  return found.each;
}

/** Sections of 生态环境监测 by their code; none where that system or its demo data is absent. */
async function findSections(services: Services, db: Database) {
  const rows = services.use(registers);
  const declared = environment.registers?.['water-section'];
  if (declared === undefined || rows.find('environment.water-section') === undefined) return [];
  return rows.of(declared).trusted.findMany(db, { limit: 1000 });
}

export async function makeSites(services: Services, reaches: readonly DemoReach[]): Promise<void> {
  const data = services.use(store);
  const sections = await findSections(services, data.db);
  await data.transaction(async (work) => {
    const own = demo.sites.map((each) => {
      const [code, name, kind, on, lon, lat, owner, condition = null] = each as [
        string,
        string,
        string,
        string,
        number,
        number,
        string,
        string?,
      ];
      const at = { lon, lat };
      const { id, area, department } = reachAt(reaches, on, at);
      return {
        code,
        name,
        kind,
        owner,
        condition,
        reach: id,
        area,
        department,
        position: at,
        note: '演示数据',
      };
    });
    const joined = demo.sections.flatMap(([code = '', on = '']) => {
      const found = sections.find((each) => each.code === code);
      if (found === undefined) return [];
      const { id, area, department } = reachAt(reaches, on, found.position);
      return [
        {
          code: `DM-${code}`,
          name: found.name,
          kind: 'section',
          owner: '市生态环境局',
          reach: id,
          section: found.id,
          area,
          department,
          position: found.position,
          note: '演示数据',
        },
      ];
    });
    await services
      .use(registers)
      .of(site)
      .trusted.insertMany(work, by, [...own, ...joined]);
  });
}
