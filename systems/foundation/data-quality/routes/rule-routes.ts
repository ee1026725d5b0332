/** Routes that write rules: one's own, suggested ones taken over, enabled and disabled. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { QualityCheck } from '../../../../engines/lake/contract.ts';
import table from '../data/dimensions.json' with { type: 'json' };

const id = z.uuid();

export const Suggestion = z.object({ check: QualityCheck, title: z.string(), reason: z.string() });
export type Suggestion = z.infer<typeof Suggestion>;

export const OtherDataset = z.object({
  id: z.string(),
  name: z.string(),
  fields: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type OtherDataset = z.infer<typeof OtherDataset>;

export const RuleInput = z.object({
  title: z.string().trim().min(1).max(100),
  check: QualityCheck,
  indicator: z.enum(Object.keys(table.indicators) as [string, ...string[]]),
  importance: z.enum(['important', 'usual']),
  /** ‰ of the rows looked at. */
  tolerance: z.number().int().min(0).max(1000).default(0),
  note: z.string().trim().max(500).optional(),
});

export const ruleRoutes = {
  saveRule: post('/datasets/:dataset/rules', {
    title: '新增或修改质量规则',
    allow: 'keep-rules',
    input: RuleInput.extend({
      dataset: id,
      id: id.optional(),
      version: z.number().int().optional(),
    }),
    output: z.object({ id: z.string() }),
  }),
  stageRules: post('/datasets/:dataset/rules/stage', {
    title: '启用或停用质量规则',
    allow: 'keep-rules',
    input: z.object({
      dataset: id,
      rules: z.array(id).min(1).max(500),
      stage: z.enum(['active', 'paused']),
    }),
    output: z.object({ done: z.literal(true) }),
  }),
  suggestions: get('/datasets/:id/suggestions', {
    title: '建议的质量规则',
    allow: 'keep-rules',
    input: z.object({ id }),
    output: z.object({ suggestions: z.array(Suggestion) }),
  }),
  takeOver: post('/datasets/:id/suggestions', {
    title: '采纳建议的质量规则',
    allow: 'keep-rules',
    input: z.object({ id, checks: z.array(QualityCheck).min(1).max(200) }),
    output: z.object({ taken: z.number() }),
  }),
  others: get('/datasets/:id/others', {
    title: '可以对照的数据集',
    allow: 'keep-rules',
    input: z.object({ id }),
    output: z.object({ datasets: z.array(OtherDataset) }),
  }),
};
