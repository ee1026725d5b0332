/** Demo unit grids around each county seat, who walks them, and the components that stand in them. */
import type { Point } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { areaAtLevel } from '../../../../../kernel/area.ts';
import { listCaseStandards } from '../../data/case-standards.ts';
import { getComponentClass } from '../../data/components.ts';
import { dutyUnitTable } from '../../data/duty-units.ts';
import { component } from '../../registers/component.ts';
import { collectorDuty } from '../../registers/duty.ts';
import { unitGrid } from '../../registers/unit-grid.ts';
import type { DemoPeople } from './make-people.ts';
import type { Dice } from './random.ts';
import { scenes, type Seat, seats } from './stories.ts';

/** About 110 m a side at this latitude: 万米单元网格. */
const side = { lon: 0.0012, lat: 0.001 };
const columns = 6;
const rows = 5;
const squareMetres = 12_000;
const since = '2026-07-01';

export const demoActor = 'urban-management:demo';

export interface DemoGrid {
  readonly code: string;
  readonly village: string;
  readonly villageName: string;
  readonly centre: Point;
  readonly seat: Seat;
}

function gridsOf(seat: Seat): readonly DemoGrid[] {
  return Array.from({ length: columns * rows }, (_, index) => {
    const column = index % columns;
    const village = seat.villages[column % seat.villages.length];
    const serial = String(Math.floor(index / seat.villages.length) + 1).padStart(3, '0');
    if (village === undefined) throw new RangeError(`${seat.name}: no village`);
    return {
      code: `${village.code}${serial}`,
      village: village.code,
      villageName: village.name,
      centre: {
        lon: seat.lon + (column - columns / 2) * side.lon,
        lat: seat.lat + (Math.floor(index / columns) - rows / 2) * side.lat,
      },
      seat,
    };
  });
}

function square({ lon, lat }: Point) {
  const [west, east] = [lon - side.lon / 2, lon + side.lon / 2];
  const [south, north] = [lat - side.lat / 2, lat + side.lat / 2];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** Somewhere inside, away from the edges. */
export function placeIn(grid: DemoGrid, dice: Dice): Point {
  const off = () => dice.between(-0.45, 0.45);
  return { lon: grid.centre.lon + off() * side.lon, lat: grid.centre.lat + off() * side.lat };
}

export async function makeGrids(
  services: Services,
  work: Work,
  people: DemoPeople,
): Promise<readonly DemoGrid[]> {
  const grids = seats.flatMap(gridsOf);
  const tables = services.use(registers);
  await tables.of(unitGrid).trusted.insertMany(
    work,
    demoActor,
    grids.map((grid) => ({
      code: grid.code,
      name: `${grid.villageName}第${Number(grid.code.slice(12))}网格`,
      village: grid.village,
      size: squareMetres,
      centre: grid.centre,
      outline: square(grid.centre),
    })),
  );
  await tables.of(collectorDuty).trusted.insertMany(
    work,
    demoActor,
    grids.flatMap((grid, index) => {
      const collectors = people.collectors.get(grid.seat.county) ?? [];
      const collector = collectors[index % Math.max(1, collectors.length)];
      return collector === undefined
        ? []
        : [{ grid: grid.code, village: grid.village, collector, validFrom: since }];
    }),
  );
  return grids;
}

/** Who keeps a class in the city, by its standard's role; the city's urban management where no unit is known. */
function keeperOf(kind: string): string {
  const role = listCaseStandards(kind)[0]?.dutyRole;
  return dutyUnitTable.rows.find((row) => row.role === role)?.city ?? 'city-urban-management';
}

/** Component classes that the stories speak of. */
const kinds = [...new Set(scenes.map((scene) => scene.matter).filter((matter) => matter < '06'))];

export async function makeComponents(
  services: Services,
  work: Work,
  grids: readonly DemoGrid[],
  dice: Dice,
  count: number,
): Promise<void> {
  const serials = new Map<string, number>();
  const made = Array.from({ length: count }, (_, index) => {
    const grid = grids[index % grids.length] ?? dice.pick(grids);
    const kind = dice.pick(kinds);
    const prefix = `${grid.seat.county.slice(0, 6)}${kind}`;
    const serial = (serials.get(prefix) ?? 0) + 1;
    serials.set(prefix, serial);
    return {
      code: `${prefix}${String(serial).padStart(6, '0')}`,
      name: getComponentClass(kind).name,
      kind,
      manager: 'city-urban-management',
      owner: keeperOf(kind),
      maintainer: keeperOf(kind),
      grid: grid.code,
      condition: dice.chance(0.97) ? '完好' : '破损',
      startedOn: `20${16 + dice.below(10)}-0${1 + dice.below(9)}-15`,
      origin: '实测',
      street: areaAtLevel(grid.village, 'town') ?? null,
      community: grid.village,
      position: placeIn(grid, dice),
      note: '演示数据',
    };
  });
  await services.use(registers).of(component).trusted.insertMany(work, demoActor, made);
}
