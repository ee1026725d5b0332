/** Synthetic red lines (演示数据) over the real outlines of the counties: towns around their centres, fields around the towns, a few other lines. */
import { countyOutlines, locateCounty } from '../../../../../city/outlines.ts';
import type { MultiPolygon, Position } from '../../../../../engines/maps/index.ts';
import type { GivenParcel } from '../version/import-parcels.ts';

/** Always the same numbers between 0 and 1. */
export function steadyRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const townReach = 0.035;
const townCorners = 24;
/** Degrees of one block of fields, and of the lane that is left between two. */
const block = 0.006;
const lane = 0.0004;
/** Blocks are laid this far around a town. */
const fieldReach = 0.11;

function around([lon, lat]: Position, reach: number, corners: number, random: () => number): MultiPolygon {
  const ring = Array.from({ length: corners }, (_, index): Position => {
    const angle = (2 * Math.PI * index) / corners;
    const far = reach * (0.85 + 0.3 * random());
    return [round(lon + far * Math.cos(angle)), round(lat + far * 0.85 * Math.sin(angle))];
  });
  return [[ring]];
}

function round(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

function isIn(shape: MultiPolygon, code: string): boolean {
  return shape.flat(2).every(([lon, lat]) => locateCounty(lon, lat) === code);
}

export function makeTowns(): readonly GivenParcel[] {
  const random = steadyRandom(7);
  return countyOutlines.flatMap(({ id, properties }) => {
    const shape = around(properties.center, townReach, townCorners, random);
    const name = `${properties.name}城镇开发边界`;
    return isIn(shape, id) ? [{ number: `CZ${id.slice(0, 6)}`, name, landUse: null, shape }] : [];
  });
}

function isFar(center: Position, [lon, lat]: Position): boolean {
  return Math.hypot(lon - center[0], (lat - center[1]) / 0.85) > townReach * 1.18;
}

/** `shift` moves some blocks nearer to the towns, as a later edition would. */
export function makeFields(shift: number): readonly GivenParcel[] {
  const random = steadyRandom(11);
  return countyOutlines.flatMap(({ id, properties: { center } }) => {
    const [lon, lat] = center;
    const steps = Math.floor(fieldReach / block);
    const found: GivenParcel[] = [];
    for (let x = -steps; x <= steps; x += 1) {
      for (let y = -steps; y <= steps; y += 1) {
        const isLeftOut = random() < 0.25;
        const [west, south] = [round(lon + x * block - shift), round(lat + y * block)];
        const [east, north] = [round(west + block - lane), round(south + block - lane)];
        const corners: readonly Position[] = [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ];
        const shape = [[corners]];
        if (isLeftOut || !corners.every((at) => isFar(center, at)) || !isIn(shape, id)) continue;
        const number = `JN${id.slice(0, 6)}${String(found.length + 1).padStart(4, '0')}`;
        found.push({ number, name: null, landUse: '0103', shape });
      }
    }
    return found;
  });
}

/** A winding strip through the county, as a river's banks. */
function strip([lon, lat]: Position, half: number): MultiPolygon {
  const bank = (side: number) =>
    Array.from({ length: 41 }, (_, index): Position => {
      const x = lon - 0.1 + index * 0.005;
      return [round(x), round(lat + 0.012 * Math.sin(index / 4) + side * half)];
    });
  return [[[...bank(-1), ...bank(1).toReversed()]]];
}

export interface DemoLine {
  readonly line: string;
  readonly title: string;
  readonly documentNumber: string;
  readonly parcels: readonly GivenParcel[];
}

export function makeOtherLines(): readonly DemoLine[] {
  const random = steadyRandom(23);
  const at = (index: number): Position => countyOutlines[index]?.properties.center ?? [115.8, 32.9];
  const named = (number: string, name: string, shape: MultiPolygon): GivenParcel => ({
    number,
    name,
    landUse: null,
    shape,
  });
  const south = ([lon, lat]: Position): Position => [lon, lat - 0.055];
  const counties = countyOutlines.map((_, index) => index);
  return [
    {
      line: 'ecology',
      title: '生态保护红线（演示）',
      documentNumber: '皖政秘〔2022〕演示1号',
      parcels: counties.map((index) => {
        const [lon, lat] = at(index);
        const name = `${countyOutlines[index]?.properties.name ?? ''}湿地`;
        return named(`ST${index + 1}`, name, around([lon + 0.06, lat + 0.05], 0.018, 16, random));
      }),
    },
    {
      line: 'river',
      title: '河道管理范围（演示）',
      documentNumber: '阜水〔2023〕演示2号',
      parcels: counties.map((index) => named(`HD${index + 1}`, '演示河', strip(south(at(index)), 0.0012))),
    },
    {
      line: 'heritage',
      title: '文物保护范围（演示）',
      documentNumber: '阜文〔2023〕演示3号',
      parcels: [named('WW1', '演示遗址', around([at(0)[0] - 0.01, at(0)[1] + 0.01], 0.002, 12, random))],
    },
  ];
}
