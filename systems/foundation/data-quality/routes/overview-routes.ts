/** Routes over all datasets that the caller sees: by department, by dataset and by catalogue entry. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const share = z.number().nullable();
const score = z.number().nullable();

export const DatasetQuality = z.object({
  id: z.string(),
  name: z.string(),
  department: z.string(),
  departmentName: z.string(),
  score,
  kept: z.number(),
  rules: z.number(),
  failing: z.number(),
  checkedAt: z.string().nullable(),
  shares: z.record(z.string(), share),
});
export type DatasetQuality = z.infer<typeof DatasetQuality>;

export const DepartmentQuality = z.object({
  department: z.string(),
  name: z.string(),
  datasets: z.number(),
  score,
  before: score,
  failing: z.number(),
  doubts: z.number(),
  overdue: z.number(),
});
export type DepartmentQuality = z.infer<typeof DepartmentQuality>;

export const ResourceQuality = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  dataset: z.string(),
  datasetName: z.string(),
  score,
});
export type ResourceQuality = z.infer<typeof ResourceQuality>;

export const overviewRoutes = {
  overview: get('/overview', {
    title: '数据质量总览',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      departments: z.array(DepartmentQuality),
      datasets: z.array(DatasetQuality),
      resources: z.array(ResourceQuality),
      /** By code of the dimension, as they count now. */
      weights: z.record(z.string(), z.number()),
      disputes: z.number(),
    }),
  }),
};
