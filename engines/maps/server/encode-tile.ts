/** Encodes placed rows or clusters as a gzipped Mapbox Vector Tile. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Tile } from '../service.ts';
import { extent, placeInTile } from './tile-geometry.ts';

const compress = promisify(gzip);

/** The name that pages give as 'source-layer'. */
export const sourceLayer = 'points';

export interface TilePoint {
  readonly lon: number;
  readonly lat: number;
  readonly tags: Readonly<Record<string, string | number | boolean>>;
}

export async function encodeTile(
  z: number,
  x: number,
  y: number,
  points: readonly TilePoint[],
): Promise<Tile> {
  const features = points.map(({ lon, lat, tags }) => ({
    type: 1,
    geometry: [placeInTile(z, x, y, lon, lat)],
    tags,
  }));
  // vt-pbf reads only the features of a tile; its type asks for geojson-vt's own bookkeeping too.
  const layer = { features } as unknown as Parameters<typeof fromGeojsonVt>[0][string];
  const plain =
    points.length === 0 ? new Uint8Array() : fromGeojsonVt({ [sourceLayer]: layer }, { version: 2, extent });
  const body = await compress(plain);
  return { body, etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` };
}
