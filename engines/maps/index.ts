/** The maps engine's surface: one map of everything that has a place. */
export type { OutlineFeature } from './server/base-style.ts';
export { createMaps, type MapDeps } from './server/create-maps.ts';
export { encodeTile, sourceLayer, type TilePoint } from './server/encode-tile.ts';
export { mapsSystem } from './server/system.ts';
export { boxAround, metresBetween, tileBox } from './server/tile-geometry.ts';
export {
  type LayerInfo,
  type MapBox,
  type MapService,
  maps,
  type NearFeature,
  type PlaceAreas,
  type PlacedFeature,
  type Tile,
} from './service.ts';
