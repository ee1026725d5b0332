/** Routes of the situation: what came in, how fresh and good it is, who uses it, what lies where; each number with the way to its rows. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const count = z.number();
/** Null: the caller may not read what it is counted from. */
const known = z.number().nullable();
const period = {
  from: z.iso.date(),
  to: z.iso.date(),
};

export const InflowDay = z.object({
  day: z.string(),
  department: z.string(),
  batches: count,
  failed: count,
  received: count,
  loaded: count,
  rejected: count,
  bytes: count,
});
export type InflowDay = z.infer<typeof InflowDay>;

export const Freshness = z.object({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  source: z.string(),
  schedule: z.string(),
  /** on-time, late, silent; none where nothing is promised. */
  state: z.enum(['on-time', 'late', 'silent', 'none']),
  refreshedAt: z.string().nullable(),
  /** Minutes since it should have come. */
  lateBy: z.number().nullable(),
  rows: z.number(),
  score: z.number().nullable(),
});
export type Freshness = z.infer<typeof Freshness>;

export const UseCell = z.object({
  consumer: z.string(),
  provider: z.string(),
  contracts: count,
  calls: count,
  rows: count,
  refused: count,
});
export type UseCell = z.infer<typeof UseCell>;

export const Layer = z.object({ layer: z.string(), files: count, bytes: count, rows: known });
export type Layer = z.infer<typeof Layer>;

export const UseContract = z.object({
  id: z.string(),
  number: z.string(),
  resource: z.string(),
  application: z.string(),
  purpose: z.string(),
  basis: z.string(),
  status: z.string(),
  until: z.string(),
  calls: count,
  rows: count,
  refused: count,
});
export type UseContract = z.infer<typeof UseContract>;

export const situationRoutes = {
  situation: get('/situation', {
    title: '数据中心态势',
    allow: 'read',
    input: z.object(period),
    output: z.object({
      /** Of departments and sources, by their ids. */
      names: z.record(z.string(), z.string()),
      /** Receipts are counted up to this moment. */
      at: z.string(),
      storage: z.object({
        datasets: known,
        sources: known,
        rows: known,
        layers: z.array(Layer),
        /** Subject and base libraries: records by name. */
        libraries: z.array(z.object({ id: z.string(), title: z.string(), rows: count })),
      }),
      sharing: z.object({
        catalogue: known,
        unmounted: known,
        contracts: known,
        openDatasets: known,
        projects: known,
        cells: z.array(UseCell),
        unused: z.array(z.object({ id: z.string(), name: z.string(), department: z.string() })),
      }),
      inflow: z.array(InflowDay),
      fresh: z.array(Freshness),
      traffic: z.array(z.object({ day: z.string(), calls: count, rows: count, refused: count })),
      security: z.object({
        alerts: z.array(z.object({ kind: z.string(), grade: z.string(), open: count })),
        handlings: known,
        requests: known,
        byDay: z.array(z.object({ day: z.string(), alerts: count })),
      }),
    }),
  }),
  batches: get('/batches', {
    title: '一天的批次',
    allow: 'read',
    input: z.object({ day: z.iso.date(), department: z.string().max(60).optional() }),
    output: z.object({
      batches: z.array(
        z.object({
          id: z.string(),
          dataset: z.string(),
          name: z.string(),
          department: z.string(),
          state: z.string(),
          received: known,
          loaded: known,
          rejected: known,
          bytes: known,
          startedAt: z.string(),
          message: z.string().nullable(),
        }),
      ),
    }),
  }),
  uses: get('/uses', {
    title: '合同在一段时间的使用',
    allow: 'read',
    input: z.object({
      ...period,
      consumer: z.string().max(60).optional(),
      provider: z.string().max(60).optional(),
    }),
    output: z.object({ contracts: z.array(UseContract) }),
  }),
  calls: get('/uses/:contract/calls', {
    title: '合同在一段时间的调用凭证',
    allow: 'read',
    input: z.object({ ...period, contract: z.uuid(), before: z.uuid().optional() }),
    output: z.object({
      calls: z.array(z.object({ id: z.string(), at: z.string(), outcome: z.string(), rows: count })),
      more: z.boolean(),
    }),
  }),
};
