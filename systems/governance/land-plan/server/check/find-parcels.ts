/** Which parcels of a version lie near an area: an index of boxes in memory for each state of a version. */
import Flatbush from 'flatbush';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Bounds } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { parcel } from '../../registers/parcel.ts';
import type { planVersion } from '../../registers/plan-version.ts';

export type ParcelRow = Row<typeof parcel>;
export type VersionRow = Row<typeof planVersion>;

interface VersionIndex {
  readonly ids: readonly string[];
  readonly squareMetres: readonly number[];
  /** Undefined for a version without parcels, which the index cannot hold. */
  readonly boxes: Flatbush | undefined;
}

/** Rows read at a time, so that an index of half a million parcels holds few of their shapes at once. */
const stretch = 5000;
/** Metres are small beside this; touching is looked into by the exact shapes afterwards. */
const room = 1e-5;
/** Versions whose index is kept; a check looks at one of each line. */
const mostKept = 40;

async function readIndex(services: Services, db: Database, version: VersionRow): Promise<VersionIndex> {
  const { trusted } = services.use(registers).of(parcel);
  const ids: string[] = [];
  const squareMetres: number[] = [];
  const bounds: (readonly [number, number, number, number])[] = [];
  for (let from = 1; from <= (version.parcels ?? 0); from += stretch) {
    const filter = {
      all: [
        { field: 'edition', is: 'equal', value: version.id },
        { field: 'serial', is: 'at-least', value: from },
        { field: 'serial', is: 'less', value: from + stretch },
      ],
    } as const;
    for (const row of await trusted.findMany(db, { filter, limit: stretch })) {
      ids.push(row.id);
      squareMetres.push(row.squareMetres ?? 0);
      bounds.push([row.west ?? 0, row.south ?? 0, row.east ?? 0, row.north ?? 0]);
    }
  }
  if (ids.length === 0) return { ids, squareMetres, boxes: undefined };
  const boxes = new Flatbush(ids.length);
  for (const box of bounds) boxes.add(...box);
  boxes.finish();
  return { ids, squareMetres, boxes };
}

/** By store, as several cities may run in one process; each write of a version makes another key, so nothing kept is ever old. */
const kept = new WeakMap<object, Map<string, Promise<VersionIndex>>>();

function indexOf(services: Services, version: VersionRow): Promise<VersionIndex> {
  const owner = services.use(store);
  const known = kept.get(owner) ?? new Map<string, Promise<VersionIndex>>();
  kept.set(owner, known);
  const key = `${version.id}@${version.version}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = readIndex(services, owner.db, version);
  // A failed reading must not stay.
  made.catch(() => known.delete(key));
  known.set(key, made);
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  return made;
}

function hitsOf({ boxes }: VersionIndex, [west, south, east, north]: Bounds): readonly number[] {
  return boxes?.search(west - room, south - room, east + room, north + room) ?? [];
}

/** Ids of parcels whose box comes near the area's. The version must be committed as it is given. */
export async function findNear(
  services: Services,
  version: VersionRow,
  area: Bounds,
): Promise<readonly string[]> {
  const index = await indexOf(services, version);
  return hitsOf(index, area).flatMap((hit) => index.ids[hit] ?? []);
}

/** The same when there may be too many: how many there are, and the ids of the largest. */
export async function findLargest(
  services: Services,
  version: VersionRow,
  area: Bounds,
  most: number,
): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
  const index = await indexOf(services, version);
  const hits = hitsOf(index, area);
  const sizeOf = (hit: number) => index.squareMetres[hit] ?? 0;
  const largest = hits.toSorted((one, other) => sizeOf(other) - sizeOf(one)).slice(0, most);
  return { total: hits.length, ids: largest.flatMap((hit) => index.ids[hit] ?? []) };
}

const pageOfRows = 2000;

export async function readParcels(
  services: Services,
  db: Database,
  ids: readonly string[],
): Promise<readonly ParcelRow[]> {
  const { trusted } = services.use(registers).of(parcel);
  const rows: ParcelRow[] = [];
  for (let at = 0; at < ids.length; at += pageOfRows)
    rows.push(...(await trusted.findMany(db, { ids: ids.slice(at, at + pageOfRows), limit: pageOfRows })));
  return rows;
}
