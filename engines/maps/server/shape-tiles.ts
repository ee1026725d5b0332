/** Points, lines and areas that no register declares (an uploaded layer) as vector tiles; the tiles of a layer are cut from memory. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from 'geojson';
import type { Tile } from '../service.ts';
import { extent, highestZoom } from './tile-geometry.ts';

const compress = promisify(gzip);

export interface DrawnShape {
  /** Source layer of the tile that it stands in. */
  readonly kind: 'point' | 'line' | 'area';
  readonly geometry: Feature['geometry'];
  readonly tags: Readonly<Record<string, string | number | boolean>>;
}

export interface ShapeTiles {
  /** `key` names the shapes for ever: another version has another. `read` is asked when they are not in memory. */
  tile(
    key: string,
    z: number,
    x: number,
    y: number,
    read: () => Promise<readonly DrawnShape[]>,
  ): Promise<Tile>;
}

const kinds = ['point', 'line', 'area'] as const;
type Cutters = Readonly<Record<(typeof kinds)[number], GeoJSONVT>>;

function cut(shapes: readonly DrawnShape[]): Cutters {
  const of = (kind: DrawnShape['kind']) =>
    new GeoJSONVT(
      {
        type: 'FeatureCollection',
        features: shapes
          .filter((shape) => shape.kind === kind)
          .map(({ geometry, tags }) => ({ type: 'Feature', geometry, properties: { ...tags } })),
      },
      { maxZoom: highestZoom, extent, buffer: 64, tolerance: 3 },
    );
  return { point: of('point'), line: of('line'), area: of('area') };
}

/** Keeps the shapes of so many layers, those used last. */
export function makeShapeTiles(mostLayers: number): ShapeTiles {
  const kept = new Map<string, Promise<Cutters>>();
  async function cuttersOf(key: string, read: () => Promise<readonly DrawnShape[]>): Promise<Cutters> {
    const found = kept.get(key) ?? read().then(cut);
    kept.delete(key);
    kept.set(key, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostLayers) break;
      kept.delete(oldest);
    }
    // A failed reading must not stay.
    found.catch(() => kept.delete(key));
    return found;
  }
  return {
    async tile(key, z, x, y, read) {
      const cutters = await cuttersOf(key, read);
      const layers: Record<string, never> = {};
      for (const kind of kinds) {
        const tile = cutters[kind].getTile(z, x, y);
        if (tile !== null && tile.features.length > 0) layers[kind] = tile as never;
      }
      const plain =
        Object.keys(layers).length === 0 ? new Uint8Array() : fromGeojsonVt(layers, { version: 2, extent });
      const body = await compress(plain);
      return { body, etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` };
    },
  };
}
