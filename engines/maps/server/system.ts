/** Binds the map's routes to its service. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import contract from '../contract.ts';
import type { MapService } from '../service.ts';
import { convertPlace } from './convert-place.ts';
import { ogcHandlers } from './ogc-handlers.ts';

/** Public, and the same for everyone until the next start. */
const publicCache = { 'cache-control': 'public, max-age=300' };

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function mapsSystem(maps: MapService): System {
  const outlines = jsonBytes(maps.outlines());
  const style = jsonBytes(maps.baseStyle());
  return defineSystem({
    contract,
    handlers: {
      catalogue: (_, { principal }) => ({
        layers: maps
          .layers(principal)
          .map((layer) => ({ ...layer, properties: [...layer.properties], legend: [...layer.legend] })),
      }),
      async tile({ layer, z, x, y }, { principal }) {
        const { body, etag } = await maps.tile(principal, layer, z, x, y);
        return {
          contentType: 'application/vnd.mapbox-vector-tile',
          body,
          // The browser keeps it but asks each time: the next request may come from another person on the same machine.
          headers: { 'content-encoding': 'gzip', 'cache-control': 'private, no-cache', vary: 'cookie', etag },
        };
      },
      async features({ layer, box, limit }, { principal }) {
        const { features, more } = await maps.features(principal, layer, box, limit);
        return { features: [...features], more };
      },
      async nearest({ layer, lon, lat, limit, metres }, { principal }) {
        return { features: [...(await maps.nearest(principal, layer, lon, lat, limit, metres))] };
      },
      ...ogcHandlers(maps),
      convert: convertPlace,
      async locate({ lon, lat }) {
        const { inCity, county, narrowest } = await maps.areaAt(lon, lat);
        return { inCity, county, narrowest };
      },
      async places({ text, limit }, { principal }) {
        const places = await maps.places(principal, text, limit);
        return { places: places.map((each) => ({ ...each, words: [...each.words] })) };
      },
      async placeAt({ lon, lat }, { principal }) {
        const [areas, nearest] = await Promise.all([
          maps.areaAt(lon, lat),
          maps.nearestPlace(principal, { lon, lat }),
        ]);
        const { inCity, county, town } = areas;
        return { inCity, county, town, nearest: nearest ?? null };
      },
      outlines: () => ({
        contentType: 'application/geo+json; charset=utf-8',
        body: outlines,
        headers: publicCache,
      }),
      style: () => ({ contentType: 'application/json; charset=utf-8', body: style, headers: publicCache }),
    },
  });
}
