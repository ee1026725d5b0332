/** Routes for anybody: the list, one dataset, a preview, downloads, DCAT, and the CKAN action API. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { formatNames } from '../data/formats.ts';

const everybody = { publicBecause: '已经匿名化检查的开放数据，任何人可以查看和下载' } as const;
const code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const OpenField = z.object({ name: z.string(), title: z.string(), type: z.string() });
export type OpenField = z.infer<typeof OpenField>;

export const OpenDataset = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  provider: z.string(),
  cycle: z.string(),
  publishedOn: z.string(),
  updatedAt: z.string().nullable(),
  rows: z.number(),
  downloads: z.number(),
});
export type OpenDataset = z.infer<typeof OpenDataset>;

const ckan = z.object({ help: z.string(), success: z.boolean() }).catchall(z.unknown());

function action<T extends z.ZodRawShape>(name: string, title: string, input: T) {
  return get(`/ckan/api/3/action/${name}`, { title, ...everybody, input: z.object(input), output: ckan });
}

export const publicRoutes = {
  list: get('/datasets', {
    title: '开放数据清单',
    ...everybody,
    input: z.object({ search: z.string().trim().max(60).default('') }),
    output: z.object({ datasets: z.array(OpenDataset) }),
  }),
  one: get('/datasets/:code', {
    title: '一份开放数据',
    ...everybody,
    input: z.object({ code }),
    output: OpenDataset.extend({ fields: z.array(OpenField) }),
  }),
  preview: get('/datasets/:code/preview', {
    title: '开放数据预览',
    ...everybody,
    input: z.object({ code }),
    output: z.object({ rows: z.array(z.record(z.string(), cell)) }),
  }),
  download: get('/datasets/:code/file/:format', {
    title: '下载开放数据',
    ...everybody,
    input: z.object({ code, format: z.enum(formatNames) }),
    output: 'binary',
    rate: 30,
  }),
  dcat: get('/dcat', {
    title: 'DCAT 目录（JSON-LD）',
    ...everybody,
    input: z.object({}),
    output: z.record(z.string(), z.unknown()),
  }),
  packageList: action('package_list', 'CKAN：数据集清单', {}),
  packageShow: action('package_show', 'CKAN：一份数据集', { id: z.string().max(100) }),
  packageSearch: action('package_search', 'CKAN：查找数据集', {
    q: z.string().max(100).default(''),
    rows: z.coerce.number().int().min(0).max(1000).default(10),
    start: z.coerce.number().int().min(0).default(0),
  }),
  organizationList: action('organization_list', 'CKAN：提供部门', {}),
  groupList: action('group_list', 'CKAN：分组', {}),
  tagList: action('tag_list', 'CKAN：关键词', {}),
};
