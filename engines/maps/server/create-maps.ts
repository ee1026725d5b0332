/** Makes the map service from the declared layers: decision, query, encoding and cache in that order. */
import type { Decision, Principal } from '../../../kernel/access.ts';
import { areaAtLevel } from '../../../kernel/area.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { type AccessService, coversOf, type Permit } from '../../access/index.ts';
import type { PlacedRow, PointReader, RegisterService } from '../../registers/index.ts';
import type { Store } from '../../store/index.ts';
import type { AreaName, MapBox, MapService, PlacedFeature, Tile } from '../service.ts';
import { layerAnalysis } from './analyse-layers.ts';
import { makeBaseStyle, type OutlineFeature } from './base-style.ts';
import { type DeclaredLayer, declaredLayers } from './declared-layers.ts';
import type { PlaceName } from '../place/parse-address.ts';
import { encodeTile, type TilePoint } from './encode-tile.ts';
import { placeFinder } from './find-places.ts';
import { hearChanges } from './layer-versions.ts';
import { TileCache } from './tile-cache.ts';
import { boxAround, extent, isTile, metresBetween, tileBox } from './tile-geometry.ts';

export interface MapDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly registers: RegisterService;
  readonly points: PointReader;
  /** Counties of the city, WGS84. */
  readonly outlines: readonly OutlineFeature[];
  /** County code of a place; undefined outside every county. */
  readonly locate: (lon: number, lat: number) => string | undefined;
  /** Within the city's outline, seams between counties included. */
  readonly isInCity: (lon: number, lat: number) => boolean;
  /** All divisions, for reading addresses. */
  readonly divisions: readonly PlaceName[];
  readonly areaName: (code: string) => string | undefined;
  /** The unit grid (or village) that holds a place, when a system keeps such outlines. */
  readonly locateNarrowest?: ((lon: number, lat: number) => Promise<AreaName | undefined>) | undefined;
  /** XYZ templates of a picture map (BASE_MAP_URL), e.g. 天地图 base and names. */
  readonly baseMapUrls?: readonly string[];
}

/** Symbols reach this far over a tile's edge: 64 of 4096 units. */
const margin = 64 / extent;
/** Cells across a tile when it is summed up: bubbles 64 pixels apart on a 512-pixel tile. */
const coarseCells = 8;
/** Cells of a tile too dense for its points: 4,096 at most. */
const fineCells = 64;
const wholeWorld: MapBox = [-180, -90, 180, 90];
/** As the lists of registers count. */
const mostCounted = 10_000;
const cacheBytes = 64 * 1024 * 1024;
/** A lost announcement must not keep an old tile for ever. */
const longestLife = 60_000;

type Scalar = string | number | boolean;

function tagsOf(layer: DeclaredLayer, row: PlacedRow): Record<string, Scalar> {
  const tags: Record<string, Scalar> = { id: row.id, colour: layer.colourOf(row.values) };
  for (const [name, value] of Object.entries(row.values)) {
    if (name === 'masked') continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      tags[name] = value;
  }
  return tags;
}

export function createMaps(deps: MapDeps): MapService {
  const { store, access, points } = deps;
  const layers = declaredLayers(access.contracts, deps.registers, points);
  const versions = hearChanges(store);
  const cache = new TileCache(cacheBytes);
  const setting = (name: string) => store.settings.value(`maps.${name}`);
  const style = makeBaseStyle(deps.outlines, deps.baseMapUrls ?? []);
  const outlines = { type: 'FeatureCollection', features: deps.outlines };

  const finder = placeFinder({ ...deps, layers });

  function layerOf(id: string): DeclaredLayer {
    const layer = layers.get(id);
    if (layer === undefined) throw commonErrors.missing();
    return layer;
  }

  async function cluster(
    decision: Decision,
    layer: DeclaredLayer,
    z: number,
    x: number,
    y: number,
    cells: number,
  ): Promise<Tile> {
    const box = tileBox(z, x, y);
    const cell = { lon: (box.east - box.west) / cells, lat: (box.north - box.south) / cells };
    const clusters = await points.clusterPoints(decision, layer.source, box, cell);
    const found = clusters.map(({ lon, lat, count, id }): TilePoint => {
      const colour = layer.info.otherColour;
      return { lon, lat, tags: id === null ? { count, colour } : { id, count, colour } };
    });
    return encodeTile(z, x, y, found);
  }

  async function makeTile(
    decision: Permit,
    layer: DeclaredLayer,
    z: number,
    x: number,
    y: number,
  ): Promise<Tile> {
    if (z < setting('cluster-below-zoom')) return cluster(decision, layer, z, x, y, coarseCells);
    const most = setting('features-a-tile');
    const box = tileBox(z, x, y, margin);
    // Counting is cheap beside reading thousands of rows only to throw them away.
    if ((await points.countIn(decision, layer.source, box, most + 1)) > most)
      return cluster(decision, layer, z, x, y, fineCells);
    const rows = await points.pointsIn(decision, layer.source, box, most);
    return encodeTile(
      z,
      x,
      y,
      rows.map((row) => ({ lon: row.lon, lat: row.lat, tags: tagsOf(layer, row) })),
    );
  }

  function toFeature(layer: DeclaredLayer, row: PlacedRow): PlacedFeature {
    return {
      id: row.id,
      lon: row.lon,
      lat: row.lat,
      colour: layer.colourOf(row.values),
      properties: row.values,
      shown: points.show(layer.source.register, row.values),
    };
  }

  const service: MapService = {
    layers(principal) {
      return [...layers.values()]
        .filter((layer) => access.decide(principal, layer.permission).permit)
        .map((layer) => layer.info);
    },
    async tile(principal: Principal, id, z, x, y) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      if (!isTile(z, x, y)) throw commonErrors.invalid({}, [{ path: 'z', message: '没有这张瓦片' }]);
      // Rows and masks follow from the decision and the policies in force alone, so equal decisions share tiles and unequal ones never do.
      const sight = `${decision.clearance} ${decision.viewer ?? ''} ${coversOf(store).edition()}`;
      const key = `${id} ${z}/${x}/${y} ${sight} ${JSON.stringify(decision.rows)}`;
      const version = versions.of(layer.source.register);
      const now = store.clock.now().getTime();
      const found = cache.find(key);
      const summed = z < setting('cluster-below-zoom');
      if (found !== undefined) {
        const age = now - found.madeAt;
        const fresh =
          found.version === version ? age < longestLife : summed && age < setting('cluster-seconds') * 1000;
        if (fresh && age >= 0) return found.tile;
      }
      // The version is read before the rows: a change in between makes the tile old, never falsely new.
      return cache.once(`${key} ${version}`, async () => {
        const tile = await makeTile(decision, layer, z, x, y);
        cache.keep(key, { tile, version, madeAt: now }, setting('cached-tiles'));
        return tile;
      });
    },
    async features(principal, id, [west, south, east, north], limit) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      const rows = await points.pointsIn(decision, layer.source, { west, south, east, north }, limit + 1);
      return {
        features: rows.slice(0, limit).map((row) => toFeature(layer, row)),
        more: rows.length > limit,
      };
    },
    async page(principal, id, [west, south, east, north] = wholeWorld, limit, after) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      const box = { west, south, east, north };
      const rows = await points.pagePoints(decision, layer.source, box, { after, limit: limit + 1 });
      const counted = await points.countIn(decision, layer.source, box, mostCounted + 1);
      const shown = rows.slice(0, limit);
      return {
        features: shown.map((row) => toFeature(layer, row)),
        matched: counted > mostCounted ? undefined : counted,
        next: rows.length > limit ? shown.at(-1)?.id : undefined,
      };
    },
    async feature(principal, id, row) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      const found = await points.findPoint(decision, layer.source, row);
      if (found === undefined) throw commonErrors.missing();
      return toFeature(layer, found);
    },
    async nearest(principal, id, lon, lat, limit, maxMetres) {
      const layer = layerOf(id);
      const decision = access.require(principal, layer.permission);
      const sorted = async (metres: number, most: number) => {
        const rows = await points.nearPoints(
          decision,
          layer.source,
          { lon, lat },
          boxAround(lon, lat, metres),
          most,
        );
        return rows
          .map((row) => ({ row, metres: metresBetween(lon, lat, row.lon, row.lat) }))
          .filter((each) => each.metres <= maxMetres)
          .sort((left, right) => left.metres - right.metres);
      };
      // Nearest in degrees is not nearest in metres: the second look takes all that may be nearer than the first look's last.
      const first = (await sorted(maxMetres, limit)).slice(0, limit);
      const last = first.length < limit ? maxMetres : (first.at(-1)?.metres ?? maxMetres);
      const found = (await sorted(Math.max(last, 1), limit * 4 + 100)).slice(0, limit);
      return found.map(({ row, metres }) => ({
        ...toFeature(layer, row),
        metres: Math.round(metres * 10) / 10,
      }));
    },
    ...layerAnalysis({ layers, layerOf, toFeature, access, points, registers: deps.registers }),
    places: finder.places,
    nearestPlace: (principal, { lon, lat }) =>
      finder.nearestPlace(principal, (id, metres) => service.nearest(principal, id, lon, lat, 1, metres)),
    async areaAt(lon, lat) {
      const code = deps.locate(lon, lat);
      const inCity = code !== undefined || deps.isInCity(lon, lat);
      const narrowest = inCity ? ((await deps.locateNarrowest?.(lon, lat)) ?? null) : null;
      const town = narrowest === null ? undefined : areaAtLevel(narrowest.code, 'town');
      return {
        inCity,
        town: town === undefined ? null : { code: town, name: deps.areaName(town) ?? town },
        county: code === undefined ? null : { code, name: deps.areaName(code) ?? code },
        narrowest,
      };
    },
    outlines: () => outlines,
    baseStyle: () => style,
  };
  return service;
}
