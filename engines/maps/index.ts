/** The maps engine's surface: one map of everything that has a place. */
export { type CheckedShape, checkShape, shapeHolds, type ShapeRemark } from './geometry/check-shape.ts';
export { bufferShape, type Drawing } from './geometry/buffer-shape.ts';
export { clipPaths, intersectShapes, subtractShapes } from './geometry/clip-shapes.ts';
export { metresADegree } from './geometry/ellipsoid.ts';
export { hexagonAt, hexagonRing } from './geometry/hexagon.ts';
export { polygonArea, shapeArea, squareMetresAMu } from './geometry/measure-area.ts';
export { comeWithin, meanWidth } from './geometry/measure-piece.ts';
export {
  type Datum,
  DatumProblem,
  type DeclaredDatum,
  datums,
  fromDegrees,
  toDegrees,
} from './geometry/read-datum.ts';
export { FileProblem } from './geometry/read/read-bytes.ts';
export type { Attributes, ReadGeometry, ReadLayer, ReadRow } from './geometry/read/areas.ts';
export type { ReadAreas, ReadFeature } from './geometry/read/areas.ts';
export { readAreas, readShapes } from './geometry/read/read-file.ts';
export { type ByteSource, isTiff, readGeoTiff } from './geometry/read/read-geotiff.ts';
export { type AddressRow, NoPlaceColumns, readAddresses } from './geometry/read/read-table.ts';
export { readAnyGeometry, readGeometry } from './geometry/read/read-geojson.ts';
export {
  type Bounds,
  boundsOf,
  type MultiPolygon,
  type Polygon,
  type Position,
  type Ring,
  toGeoJson,
} from './geometry/shapes.ts';
export { toShape } from './geometry/to-shape.ts';
export {
  buildNetwork,
  type Network,
  NetworkTooLarge,
  type Road,
} from './server/network/build-network.ts';
export { linePiece, reachWithin, type RouteBy, toRoad } from './server/network/find-route.ts';
export { type PlannedRoute, planRoute, type RouteAnswer } from './server/network/plan-route.ts';
export { type Gazetteer, makeGazetteer, type PlaceName } from './place/parse-address.ts';
export type { OutlineFeature } from './server/base-style.ts';
export { createMaps, type MapDeps } from './server/create-maps.ts';
export { encodeTile, sourceLayer, type TilePoint } from './server/encode-tile.ts';
export { type DrawnShape, makeShapeTiles, type ShapeTiles } from './server/shape-tiles.ts';
export { mapsSystem } from './server/system.ts';
export { boxAround, metresBetween, tileBox } from './server/tile-geometry.ts';
export {
  type FoundPlace,
  type HexagonCount,
  type LayerInfo,
  type LayerSurvey,
  type MapBox,
  type MapService,
  maps,
  type NearFeature,
  type PlaceAreas,
  type PlacedFeature,
  type Tile,
  type TimedFeature,
} from './service.ts';
