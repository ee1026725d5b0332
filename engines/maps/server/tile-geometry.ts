/** Web Mercator tiles (EPSG:3857, XYZ scheme): the box of a tile in degrees, and a place in its units. */
import type { Box } from '../../registers/index.ts';

/** Units across a tile, the usual extent of Mapbox Vector Tile 2.1 §3.3. */
export const extent = 4096;

export const highestZoom = 18;

/** Is there such a tile? */
export function isTile(z: number, x: number, y: number): boolean {
  if (!Number.isInteger(z) || z < 0 || z > highestZoom) return false;
  const across = 2 ** z;
  return [x, y].every((part) => Number.isInteger(part) && part >= 0 && part < across);
}

function latitudeOf(y: number, across: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / across))) * 180) / Math.PI;
}

/** The tile's box with a margin on each side, as a share of its width (a symbol on the edge is drawn on both tiles). */
export function tileBox(z: number, x: number, y: number, margin = 0): Box {
  const across = 2 ** z;
  return {
    west: ((x - margin) / across) * 360 - 180,
    east: ((x + 1 + margin) / across) * 360 - 180,
    north: latitudeOf(y - margin, across),
    south: latitudeOf(y + 1 + margin, across),
  };
}

/** Place → units from the tile's north-west corner. */
export function placeInTile(
  z: number,
  x: number,
  y: number,
  lon: number,
  lat: number,
): readonly [number, number] {
  const across = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const mercator = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [
    Math.round((((lon + 180) / 360) * across - x) * extent),
    Math.round((mercator * across - y) * extent),
  ];
}

const earthRadius = 6_371_008.8;

/** Great-circle metres between two places (haversine, mean radius of IUGG). */
export function metresBetween(lon: number, lat: number, toLon: number, toLat: number): number {
  const radians = Math.PI / 180;
  const north = Math.sin(((toLat - lat) * radians) / 2);
  const east = Math.sin(((toLon - lon) * radians) / 2);
  const part = north * north + Math.cos(lat * radians) * Math.cos(toLat * radians) * east * east;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(part)));
}

/** A box that holds the circle around a place. */
export function boxAround(lon: number, lat: number, metres: number): Box {
  const up = (metres / earthRadius) * (180 / Math.PI) * 1.001;
  const across = up / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  return { west: lon - across, east: lon + across, south: lat - up, north: lat + up };
}
