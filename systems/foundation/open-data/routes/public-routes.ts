/** Routes for anybody: list, one dataset, preview, chart, downloads, plan, agreement, DCAT. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { formatNames } from '../data/formats.ts';

const everybody = { publicBecause: '已经匿名化检查的开放数据，任何人可以查看和下载' } as const;
export const Code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const name = z.string().max(40);

export const OpenField = z.object({ name: z.string(), title: z.string(), type: z.string() });
export type OpenField = z.infer<typeof OpenField>;

export const Stars = z.object({ average: z.number().nullable(), count: z.number() });

export const OpenDataset = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  provider: z.string(),
  conditional: z.boolean(),
  cycle: z.string(),
  publishedOn: z.string(),
  updatedAt: z.string().nullable(),
  rows: z.number(),
  uses: z.number(),
  stars: Stars,
});
export type OpenDataset = z.infer<typeof OpenDataset>;

const Provider = z.object({ id: z.string(), name: z.string(), count: z.number() });

export const dcatForms = {
  jsonld: 'application/ld+json',
  ttl: 'text/turtle; charset=utf-8',
  rdf: 'application/rdf+xml; charset=utf-8',
} as const;
export type DcatForm = keyof typeof dcatForms;

const PlanLine = z.object({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  month: z.string(),
  openType: z.string(),
  doneOn: z.string().nullable(),
  late: z.boolean(),
  code: z.string().nullable(),
});

export const publicRoutes = {
  list: get('/datasets', {
    title: '开放数据清单',
    ...everybody,
    input: z.object({
      search: z.string().trim().max(60).default(''),
      provider: z.string().max(60).optional(),
      openType: z.enum(['1', '2']).optional(),
      sort: z.enum(['new', 'name']).default('new'),
      page: z.coerce.number().int().min(1).max(500).default(1),
    }),
    output: z.object({
      datasets: z.array(OpenDataset),
      total: z.number(),
      size: z.number(),
      providers: z.array(Provider),
    }),
  }),
  one: get('/datasets/:code', {
    title: '一份开放数据',
    ...everybody,
    input: z.object({ code: Code }),
    output: OpenDataset.extend({
      fields: z.array(OpenField),
      condition: z.string(),
      licence: z.object({ id: z.string(), title: z.string(), version: z.string() }),
      comments: z.array(z.object({ stars: z.number(), text: z.string(), on: z.string() })),
      days: z.array(z.object({ day: z.string(), downloads: z.number(), calls: z.number() })),
    }),
  }),
  preview: get('/datasets/:code/preview', {
    title: '开放数据预览',
    ...everybody,
    input: z.object({ code: Code }),
    output: z.object({ rows: z.array(z.record(z.string(), Cell)) }),
  }),
  chart: get('/datasets/:code/chart', {
    title: '开放数据图表',
    ...everybody,
    input: z.object({
      code: Code,
      by: name,
      measure: z.enum(['count', 'sum', 'mean']).default('count'),
      value: name.optional(),
    }),
    output: z.object({
      groups: z.array(z.object({ key: z.string().nullable(), value: z.number().nullable() })),
      held: z.number(),
      left: z.number(),
      k: z.number(),
    }),
    rate: 120,
  }),
  download: get('/datasets/:code/file/:format', {
    title: '下载开放数据',
    ...everybody,
    input: z.object({ code: Code, format: z.enum(formatNames) }),
    output: 'binary',
    rate: 30,
  }),
  plan: get('/plan', {
    title: '数据开放计划',
    ...everybody,
    input: z.object({ year: z.coerce.number().int().min(2020).max(2100).optional() }),
    output: z.object({
      year: z.number(),
      years: z.array(z.number()),
      items: z.array(PlanLine),
      due: z.number(),
      done: z.number(),
      total: z.number(),
      /** Of those due by now; null when nothing is due. */
      rate: z.number().nullable(),
    }),
  }),
  dcat: get('/dcat/:form', {
    title: 'DCAT 目录（JSON-LD、Turtle、RDF/XML）',
    ...everybody,
    input: z.object({ form: z.enum(Object.keys(dcatForms) as [DcatForm, ...DcatForm[]]) }),
    output: 'binary',
    rate: 30,
  }),
};
