/** Routes of the catalogue and of spatial analysis: each counts only what the caller may see. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { box } from '../../../../engines/maps/contract.ts';
import { Drawing, Drawn, id, layerId } from './shapes.ts';

const named = z.object({ name: z.string(), title: z.string() });

export const CatalogueLayer = z.object({
  id: z.string(),
  title: z.string(),
  source: z.enum(['system', 'upload']),
  /** System of a declared layer; of an uploaded one its file. */
  origin: z.string(),
  department: z.string(),
  departmentName: z.string(),
  kind: z.enum(['point', 'line', 'area', 'mixed']),
  colour: z.string().nullable(),
  /** Of an uploaded layer that is coloured by a column, by the tag `class` of its tiles, the last one for the rest; else empty. */
  legend: z.array(z.object({ title: z.string(), colour: z.string() })),
  /** Whether names are written beside the features. */
  labelled: z.boolean(),
  visible: z.boolean(),
  /** Null when it is not visible, or above 10,000. */
  count: z.number().int().nullable(),
  changedAt: z.string().nullable(),
  times: z.array(named),
  numbers: z.array(named.extend({ unit: z.string().nullable() })),
  /** West, south, east, north of an uploaded layer. */
  box: z.array(z.number()).length(4).nullable(),
  height: z.boolean(),
  /** Whether ways can be looked for on it. */
  network: z.boolean(),
});
export type CatalogueLayer = z.infer<typeof CatalogueLayer>;

const around = {
  drawing: Drawing,
  /** Geodesic; 0 takes an area as it was drawn. */
  metres: z.number().min(0).max(200_000),
};

export const OverlayRow = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  lon: z.number(),
  lat: z.number(),
  /** What of it lies inside, for areas (square metres) and lines (metres). */
  squareMetres: z.number().nullable(),
  metres: z.number().nullable(),
});

export const analysisRoutes = {
  catalogue: get('/catalogue', {
    title: '全市图层目录',
    signedInBecause: '目录只说有哪些图层、归哪个部门；数量和内容按每个图层的权限',
    input: z.object({}),
    output: z.object({ layers: z.array(CatalogueLayer) }),
  }),
  overlay: post('/overlay', {
    title: '缓冲区叠加统计',
    allow: 'use',
    input: z.object({ ...around, layers: z.array(layerId).min(1).max(40) }),
    output: z.object({
      area: Drawn,
      squareMetres: z.number(),
      results: z.array(
        z.object({
          layer: z.string(),
          title: z.string(),
          count: z.number().int(),
          squareMetres: z.number().nullable(),
          metres: z.number().nullable(),
        }),
      ),
    }),
    rate: 120,
  }),
  overlayRows: post('/overlay/rows', {
    title: '缓冲区内的记录',
    allow: 'use',
    input: z.object({ ...around, layer: layerId, after: id.optional() }),
    output: z.object({
      /** Register of a declared layer, whose page shows the row; null for an uploaded one. */
      register: z.string().nullable(),
      count: z.number().int(),
      rows: z.array(OverlayRow),
      next: z.string().nullable(),
    }),
    rate: 120,
  }),
  hexagons: post('/hexagons', {
    title: '六边形统计',
    allow: 'use',
    input: z.object({
      layer: layerId,
      /** Metres from the middle of a cell to a corner. */
      side: z.number().min(100).max(50_000),
      sum: z.string().max(60).optional(),
      drawing: Drawing.optional(),
      metres: z.number().min(0).max(200_000).default(0),
    }),
    output: z.object({
      cells: z.array(
        z.object({
          ring: z.array(z.array(z.number())),
          count: z.number().int(),
          value: z.number(),
          /** Place in `classes`. */
          class: z.number().int(),
        }),
      ),
      classes: z.array(z.object({ from: z.number(), to: z.number(), colour: z.string() })),
      /** Rows in the cells that are given. */
      rows: z.number().int(),
      squareMetresACell: z.number(),
      more: z.boolean(),
    }),
    rate: 120,
  }),
  timed: get('/timed/:layer', {
    title: '带时间的记录',
    allow: 'use',
    input: z.object({ layer: layerId, box, field: z.string().min(1).max(60) }),
    output: z.object({
      features: z.array(
        z.object({ id: z.string(), lon: z.number(), lat: z.number(), colour: z.string(), at: z.number() }),
      ),
      more: z.boolean(),
    }),
  }),
};
