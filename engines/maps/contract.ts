/** Routes of the one map: each layer decides over its own data; outlines and base map are public knowledge. */
import { z } from 'zod';
import { defineContract, get } from '../../kernel/contract.ts';
import { ogcRoutes } from './routes/ogc-routes.ts';

export const datumNames = ['cgcs2000', 'wgs84', 'gcj02', 'bd09', 'gauss-kruger'] as const;
const longitude = z.coerce.number().min(-180).max(180);
const latitude = z.coerce.number().min(-85).max(85);
const layer = z.string().min(3).max(120);

/** 'west,south,east,north' in degrees, as a query gives it. */
export const box = z
  .string()
  .max(120)
  .transform((text, context) => {
    const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN, ...rest] = text
      .split(',')
      .map(Number);
    const sound =
      rest.length === 0 &&
      west >= -180 &&
      east <= 180 &&
      south >= -90 &&
      north <= 90 &&
      west < east &&
      south < north;
    if (!sound) {
      context.addIssue({ code: 'custom', message: '地图范围应为“西,南,东,北”四个经纬度' });
      return z.NEVER;
    }
    return [west, south, east, north] as const;
  });

const feature = z.object({
  id: z.string(),
  lon: z.number(),
  lat: z.number(),
  colour: z.string(),
  properties: z.record(z.string(), z.unknown()),
  shown: z.record(z.string(), z.string()),
});

const place = z.object({ lon: z.number(), lat: z.number() });
const areaName = z.object({ code: z.string(), name: z.string() });

const layerInfo = z.object({
  id: z.string(),
  title: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  register: z.string(),
  properties: z.array(z.object({ name: z.string(), title: z.string() })),
  colourBy: z.string().nullable(),
  legend: z.array(z.object({ value: z.string(), title: z.string(), colour: z.string() })),
  otherColour: z.string(),
});

export default defineContract({
  id: 'maps',
  title: '一张图',
  plan: [],
  permissions: {},
  settings: {
    'cluster-below-zoom': {
      title: '低于此级别的地图按格汇总显示',
      value: 12,
      minimum: 0,
      maximum: 18,
      source: '本地默认:12 级一屏约 30 公里,再小则点位相互遮盖',
    },
    'features-a-tile': {
      title: '单张瓦片最多点位数,超过则按格汇总',
      value: 5000,
      unit: '个',
      minimum: 100,
      maximum: 50_000,
      source: '本地默认',
    },
    'cluster-seconds': {
      title: '汇总瓦片最多沿用时间',
      value: 10,
      unit: '秒',
      minimum: 0,
      maximum: 300,
      source: '本地默认:数据每变一次就重新汇总全市代价过大',
    },
    'cached-tiles': {
      title: '每个进程缓存瓦片数',
      value: 5000,
      unit: '张',
      minimum: 0,
      maximum: 200_000,
      source: '本地默认',
    },
  },
  interfaces: {
    'locate-area': {
      title: '坐标归属区划',
      summary: '按 WGS84 坐标给出所在区县和最小的区划，用于受理前核对位置、按属地派单',
      owner: 'city-natural-resources',
      level: 'open',
      versions: { '1.0.0': { route: 'locate', example: { lon: 115.81, lat: 32.89 } } },
    },
    'convert-place': {
      title: '坐标换算',
      summary: '一个坐标在 CGCS2000、WGS84、GCJ-02、BD-09 和高斯-克吕格 3 度带之间换算',
      owner: 'city-natural-resources',
      level: 'open',
      versions: { '1.0.0': { route: 'convert', example: { datum: 'gcj02', x: 115.8154, y: 32.888 } } },
    },
  },
  routes: {
    catalogue: get('/layers', {
      title: '可见图层目录',
      decidedBy: 'layer',
      input: z.object({}),
      output: z.object({ layers: z.array(layerInfo) }),
    }),
    tile: get('/tiles/:layer/:z/:x/:y', {
      title: '矢量瓦片',
      decidedBy: 'layer',
      input: z.object({
        layer,
        z: z.coerce.number().int().min(0).max(18),
        x: z.coerce.number().int().min(0),
        y: z.coerce.number().int().min(0),
      }),
      output: 'binary',
      // A page of map is some thirty tiles for each layer, and a drag asks as many again.
      rate: 6000,
    }),
    features: get('/features/:layer', {
      title: '范围内的点位',
      decidedBy: 'layer',
      input: z.object({ layer, box, limit: z.coerce.number().int().min(1).max(5000).default(1000) }),
      output: z.object({ features: z.array(feature), more: z.boolean() }),
    }),
    nearest: get('/nearest/:layer', {
      title: '最近的点位',
      decidedBy: 'layer',
      input: z.object({
        layer,
        lon: longitude,
        lat: latitude,
        limit: z.coerce.number().int().min(1).max(100).default(10),
        metres: z.coerce.number().min(1).max(50_000).default(500),
      }),
      output: z.object({ features: z.array(feature.extend({ metres: z.number() })) }),
    }),
    ...ogcRoutes,
    convert: get('/convert', {
      title: '坐标换算',
      publicBecause: '换算公式是公开知识,不涉及任何数据',
      input: z.object({
        datum: z.enum(datumNames),
        /** Longitude, or easting with or without the number of its zone. */
        x: z.coerce.number(),
        y: z.coerce.number(),
        zone: z.coerce.number().int().min(25).max(45).optional(),
      }),
      output: z.object({
        places: z.array(
          z.object({ datum: z.enum(datumNames), title: z.string(), x: z.number(), y: z.number() }),
        ),
      }),
    }),
    locate: get('/locate', {
      title: '坐标所在区划',
      publicBecause: '区划名称和界线是公开信息,市民上报时用来核对位置',
      input: z.object({ lon: longitude, lat: latitude }),
      output: z.object({ inCity: z.boolean(), county: areaName.nullable(), narrowest: areaName.nullable() }),
    }),
    places: get('/places', {
      title: '按地名找地点',
      publicBecause: '区划名称是公开信息；台账里的地点只给有权看所在图层的人',
      input: z.object({
        text: z.string().trim().min(1).max(200),
        limit: z.coerce.number().int().min(1).max(20).default(8),
      }),
      output: z.object({
        places: z.array(
          z.object({
            title: z.string(),
            kind: z.enum(['division', 'record']),
            code: z.string().nullable(),
            at: place.nullable(),
            by: z.enum(['record', 'centre', 'records', 'none']),
            records: z.number().int(),
            confidence: z.number(),
            words: z.array(z.string()),
            layer: z.string().nullable(),
            id: z.string().nullable(),
          }),
        ),
      }),
      rate: 240,
    }),
    placeAt: get('/place-at', {
      title: '坐标在哪里',
      publicBecause: '区划名称和界线是公开信息；最近的地点只给有权看所在图层的人',
      input: z.object({ lon: longitude, lat: latitude }),
      output: z.object({
        inCity: z.boolean(),
        county: areaName.nullable(),
        /** Null where no outline says it: the city has outlines of counties, of towns only by unit grids. */
        town: areaName.nullable(),
        nearest: z
          .object({ title: z.string(), layer: z.string(), id: z.string(), metres: z.number() })
          .nullable(),
      }),
      rate: 240,
    }),
    outlines: get('/outlines', {
      title: '区县界线',
      publicBecause: '区县界线是公开信息',
      input: z.object({}),
      output: 'binary',
    }),
    style: get('/style', {
      title: '底图样式',
      publicBecause: '底图不含业务数据',
      input: z.object({}),
      output: 'binary',
    }),
  },
  pages: {},
});
