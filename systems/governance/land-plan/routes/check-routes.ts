/** Routes of checks: judge an area, read a judgement, print it, prove it; and what lies in the view of the map. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { datumNames } from '../../../../engines/maps/contract.ts';
import { Asked, Category, CheckResult, Drawn, Remark } from './shapes.ts';

const id = z.uuid();
const title = z.string().trim().min(1, '请填写事由').max(100);

export const checkRoutes = {
  check: post('/checks', {
    title: '审查用地是否合规',
    allow: 'check',
    input: z.object({
      title,
      ...Asked,
      category: Category.default('ordinary'),
      activity: z.string().max(10).optional(),
      plannedUse: z.string().max(10).optional(),
    }),
    output: CheckResult,
    rate: 120,
  }),
  readShape: post('/shapes', {
    title: '读取并核对图形',
    allow: 'check',
    input: z.object({ ...Asked }),
    output: z.object({
      /** Plots of the file, when it holds several and none is chosen. */
      plots: z.array(z.object({ row: z.number().int(), name: z.string() })),
      shape: Drawn.nullable(),
      squareMetres: z.number(),
      datum: z.enum(datumNames).nullable(),
      zone: z.number().nullable(),
      mended: z.array(Remark),
      statedDifference: z.number().nullable(),
    }),
    rate: 120,
  }),
  result: get('/checks/:id', {
    title: '审查结果',
    allow: 'read-checks',
    input: z.object({ id }),
    output: CheckResult,
  }),
  report: get('/checks/:id/report', {
    title: '下载审查报告',
    allow: 'read-checks',
    input: z.object({ id }),
    output: 'binary',
  }),
  receipt: get('/checks/:id/receipt', {
    title: '下载存证凭证',
    allow: 'read-checks',
    input: z.object({ id }),
    output: 'binary',
  }),
  lines: get('/lines', {
    title: '管控线目录和在用版本',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      lines: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          colour: z.string(),
          source: z.string(),
          version: z
            .object({
              id: z.string(),
              title: z.string(),
              documentNumber: z.string(),
              effectiveFrom: z.string(),
              parcels: z.number().nullable(),
              squareMetres: z.number().nullable(),
            })
            .nullable(),
        }),
      ),
    }),
  }),
  view: get('/view', {
    title: '地图范围内的管控图斑',
    allow: 'read',
    input: z.object({
      /** Default: all versions in force. */
      version: id.optional(),
      west: z.coerce.number().min(-180).max(180),
      south: z.coerce.number().min(-90).max(90),
      east: z.coerce.number().min(-180).max(180),
      north: z.coerce.number().min(-90).max(90),
    }),
    output: z.object({
      layers: z.array(
        z.object({
          line: z.string(),
          title: z.string(),
          colour: z.string(),
          /** Smaller parcels are left out when there are too many. */
          total: z.number().int(),
          parcels: z.array(
            z.object({
              id: z.string(),
              number: z.string(),
              name: z.string().nullable(),
              squareMetres: z.number(),
              shape: Drawn,
            }),
          ),
        }),
      ),
    }),
    rate: 1200,
  }),
};
