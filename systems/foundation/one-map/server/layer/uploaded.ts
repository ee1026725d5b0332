/** Uploaded layers as their readers see them: which he may see, and the shapes of one, kept in memory for tiles and overlays. */
import { takeTurns } from '../../../../../kernel/take-turns.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import {
  type Bounds,
  makeShapeTiles,
  type MultiPolygon,
  type Position,
  readAnyGeometry,
  type ReadGeometry,
  type ShapeTiles,
} from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { feature } from '../../registers/feature.ts';
import { layer } from '../../registers/layer.ts';
import { setting } from '../setting.ts';

export type LayerRow = Row<typeof layer>;
export type FeatureRow = Row<typeof feature>;

export interface KeptShape {
  readonly row: FeatureRow;
  readonly geometry: ReadGeometry;
  readonly bounds: Bounds;
}

/** Layers whose shapes stay in memory. */
const mostKept = 8;
const mostListed = 200;
const prefix = 'upload:';

export function uploadOf(id: string): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
}

export function uploadId(id: string): string {
  return `${prefix}${id}`;
}

/** Throws one-map.noLayer for one that he may not see, too. */
export async function findLayer(services: Services, principal: Principal, id: string): Promise<LayerRow> {
  const row = await services.use(registers).of(layer).find(principal, id);
  if (row === undefined || row.withdrawnAt !== null) throw errors.noLayer();
  return row;
}

/** Newest first; none for whoever may not use uploaded layers at all. */
export async function listLayers(services: Services, principal: Principal): Promise<readonly LayerRow[]> {
  const rows = services.use(registers);
  if (!rows.decide(principal, 'one-map.layer', 'read').permit) return [];
  return (
    await rows.of(layer).list(principal, {
      filter: { field: 'withdrawnAt', is: 'empty' },
      size: mostListed,
    })
  ).rows;
}

export function positionsOf(geometry: ReadGeometry): readonly Position[] {
  if (geometry.kind === 'point') return geometry.places;
  return geometry.kind === 'line' ? geometry.paths.flat() : geometry.shape.flat(2);
}

export function boundsOfGeometry(geometry: ReadGeometry): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positionsOf(geometry)) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

/** GeoJSON rings repeat their first corner, the engine's do not. */
function openRings(geometry: ReadGeometry): ReadGeometry {
  if (geometry.kind !== 'area') return geometry;
  const shape: MultiPolygon = geometry.shape.map((polygon) => polygon.map((ring) => ring.slice(0, -1)));
  return { kind: 'area', shape };
}

interface Memory {
  readonly shapes: Map<string, Promise<readonly KeptShape[]>>;
  readonly tiles: ShapeTiles;
}

/** By store, as several cities may run in one process. */
const memories = new WeakMap<object, Memory>();

export function memoryOf(services: Services): Memory {
  const owner = services.use(store);
  const found = memories.get(owner) ?? { shapes: new Map(), tiles: makeShapeTiles(mostKept) };
  memories.set(owner, found);
  return found;
}

/** Names this state of the layer for ever, so nothing kept under it is ever old. */
export function keyOf(row: LayerRow): string {
  return `${row.id}@${row.version}`;
}

async function readShapesOf(services: Services, id: string): Promise<readonly KeptShape[]> {
  const rows = await services
    .use(registers)
    .of(feature)
    .trusted.findEvery(services.use(store).db, {
      filter: { field: 'layer', is: 'equal', value: id },
      sort: 'serial',
      most: setting(services, 'layer-features') * 10,
    });
  const turns = takeTurns();
  const shapes: KeptShape[] = [];
  for (const row of rows) {
    const geometry = readAnyGeometry(row.geometry);
    if (geometry === undefined) continue;
    const open = openRings(geometry);
    shapes.push({ row, geometry: open, bounds: boundsOfGeometry(open) });
    await turns();
  }
  return shapes;
}

/** All shapes of a layer that the caller was found to see. */
export function shapesOf(services: Services, row: LayerRow): Promise<readonly KeptShape[]> {
  const { shapes } = memoryOf(services);
  const key = keyOf(row);
  const found = shapes.get(key) ?? readShapesOf(services, row.id);
  shapes.delete(key);
  shapes.set(key, found);
  for (const oldest of shapes.keys()) {
    if (shapes.size <= mostKept) break;
    shapes.delete(oldest);
  }
  found.catch(() => shapes.delete(key));
  return found;
}
