/** Answers of OGC API Features: links from page to page, and the caller's own features as GeoJSON. */
import { commonErrors } from '../../../kernel/errors.ts';
import type { Binary } from '../../../kernel/contract.ts';
import type { Handlers } from '../../../kernel/system.ts';
import type { ogcRoutes } from '../routes/ogc-routes.ts';
import type { LayerInfo, MapService, PlacedFeature } from '../service.ts';

const base = '/api/maps/ogc';
const json = 'application/json';
const geoJson = 'application/geo+json';
const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const conformance = ['core', 'geojson', 'oas30'].map(
  (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
);

interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type: string;
  readonly title: string;
}

function link(rel: string, path: string, type: string, title: string): Link {
  return { href: `${base}${path}`, rel, type, title };
}

function reply(value: unknown, contentType = json): Binary {
  return {
    contentType,
    body: Buffer.from(JSON.stringify(value)),
    // What is shown depends on who asks.
    headers: { 'cache-control': 'private, no-cache', vary: 'cookie' },
  };
}

function describe(layer: LayerInfo): object {
  const path = `/collections/${encodeURIComponent(layer.id)}`;
  return {
    id: layer.id,
    title: layer.title,
    description: `${layer.systemTitle}：${layer.properties.map(({ title }) => title).join('、')}`,
    itemType: 'feature',
    crs: [crs84],
    links: [
      link('self', path, json, layer.title),
      link('items', `${path}/items`, geoJson, `${layer.title}的要素`),
    ],
  };
}

function toFeature({ id, lon, lat, properties }: PlacedFeature): object {
  return { type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties };
}

export function ogcHandlers(maps: MapService): Handlers<typeof ogcRoutes> {
  return {
    ogcLanding: () =>
      reply({
        title: '城市一张图要素服务',
        description: '本人有权查看的图层，以 GeoJSON 提供（OGC API Features 第 1 部分）',
        links: [
          link('self', '', json, '首页'),
          {
            href: '/api/openapi.json',
            rel: 'service-desc',
            type: 'application/vnd.oai.openapi+json;version=3.1',
            title: '接口定义',
          },
          { href: '/api/docs', rel: 'service-doc', type: 'text/html', title: '接口文档' },
          link('conformance', '/conformance', json, '符合的规范'),
          link('data', '/collections', json, '要素集'),
        ],
      }),
    ogcConformance: () => reply({ conformsTo: conformance }),
    ogcCollections: (_, { principal }) =>
      reply({
        links: [link('self', '/collections', json, '要素集')],
        collections: maps.layers(principal).map(describe),
      }),
    ogcCollection({ collection }, { principal }) {
      const layer = maps.layers(principal).find(({ id }) => id === collection);
      if (layer === undefined) throw commonErrors.missing();
      return reply(describe(layer));
    },
    async ogcItems({ collection, bbox, datetime, limit, after }, { principal, now }) {
      // Layers have no time of their own, and such features match every datetime (Part 1, 7.15.4); it only stays in the links.
      const { features, matched, next } = await maps.page(principal, collection, bbox, limit, after);
      const address = (from: string | undefined) => {
        const query = new URLSearchParams({
          limit: String(limit),
          ...(bbox === undefined ? {} : { bbox: bbox.join(',') }),
          ...(datetime === undefined ? {} : { datetime }),
          ...(from === undefined ? {} : { after: from }),
        });
        return `/collections/${encodeURIComponent(collection)}/items?${query}`;
      };
      return reply(
        {
          type: 'FeatureCollection',
          timeStamp: now.toISOString(),
          ...(matched === undefined ? {} : { numberMatched: matched }),
          numberReturned: features.length,
          features: features.map(toFeature),
          links: [
            link('self', address(after), geoJson, '本页'),
            ...(next === undefined ? [] : [link('next', address(next), geoJson, '下一页')]),
            link('collection', `/collections/${encodeURIComponent(collection)}`, json, '要素集'),
          ],
        },
        geoJson,
      );
    },
    async ogcItem({ collection, feature }, { principal }) {
      const found = await maps.feature(principal, collection, feature);
      const path = `/collections/${encodeURIComponent(collection)}`;
      return reply(
        {
          ...toFeature(found),
          links: [
            link('self', `${path}/items/${feature}`, geoJson, '要素'),
            link('collection', path, json, '要素集'),
          ],
        },
        geoJson,
      );
    },
  };
}
