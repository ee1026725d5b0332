/** From a place on the map to unit grid and area: the grid decides where its outline is known, else the county and what the reporter chose. */
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { areaAtLevel, isInArea } from '../../../../../kernel/area.ts';
import type { Point, Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { unitGrid } from '../../registers/unit-grid.ts';
import { setting } from '../setting.ts';

export interface CasePlace {
  readonly caseArea: string;
  /** 15-digit code; null where no unit grid is drawn. */
  readonly grid: string | null;
}

/** Grids whose centres lie nearest; a point can only be in one, and hardly ever in the ninth nearest. */
const nearestGrids = 9;

/** Throws outsideCity, areaMismatch or placeNeeded. */
export async function locateCase(
  services: Services,
  db: Database,
  position: Point | null | undefined,
  chosen: string | null | undefined,
): Promise<CasePlace> {
  if (position === null || position === undefined) {
    if (chosen === null || chosen === undefined)
      throw errors.placeNeeded({}, [{ path: 'position', message: '请选点' }]);
    return { caseArea: chosen, grid: null };
  }
  const { inCity, county } = await services.use(maps).areaAt(position.lon, position.lat);
  if (!inCity) throw errors.outsideCity({}, [{ path: 'position', message: '不在本市范围内' }]);
  const grid = await findGrid(services, db, position);
  if (grid !== undefined) return { caseArea: grid.village, grid: grid.code };
  if (chosen === null || chosen === undefined) {
    if (county === null) throw errors.placeNeeded({}, [{ path: 'caseArea', message: '请选择所属区划' }]);
    return { caseArea: county.code, grid: null };
  }
  if (county !== null && !isInArea(chosen, county.code) && !overlaps(chosen))
    throw errors.areaMismatch({ area: county.name }, [{ path: 'caseArea', message: `应在${county.name}内` }]);
  return { caseArea: chosen, grid: null };
}

/** Functional areas (statistical county codes 71–79) lie inside other counties, so the map cannot speak against them. */
function overlaps(area: string): boolean {
  return /^\d{4}7[1-9]/.test(areaAtLevel(area, 'county') ?? '');
}

export async function findGrid(
  services: Services,
  db: Database,
  position: Point,
): Promise<Row<typeof unitGrid> | undefined> {
  const near = { ...position, metres: setting(services, 'grid-metres') };
  const grids = await services
    .use(registers)
    .of(unitGrid)
    .trusted.findMany(db, { near, limit: nearestGrids });
  return grids.find(
    (grid) => isPolygon(grid.outline) && booleanPointInPolygon([position.lon, position.lat], grid.outline),
  );
}

interface Polygon {
  type: 'Polygon';
  coordinates: number[][][];
}

/** What keepers import may be anything; only a sound polygon can hold a point. */
export function isPolygon(outline: unknown): outline is Polygon {
  const { type, coordinates } = (outline ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' || !Array.isArray(coordinates) || coordinates.length === 0) return false;
  return coordinates.every(
    (ring: unknown) =>
      Array.isArray(ring) && ring.length >= 4 && ring.every((place: unknown) => isPlace(place)),
  );
}

function isPlace(place: unknown): boolean {
  return Array.isArray(place) && place.length >= 2 && place.every((part) => Number.isFinite(part));
}
