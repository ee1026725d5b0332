/** Numbers that officials may change. */
import { z } from 'zod';
import { get, patch } from '../../../kernel/contract.ts';
import { done, empty } from './parts.ts';

export const settingRoutes = {
  settings: get('/settings', {
    title: '系统参数',
    allow: 'manage-settings',
    input: empty,
    output: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        value: z.number(),
        standard: z.number(),
        unit: z.string(),
        minimum: z.number().nullable(),
        maximum: z.number().nullable(),
        source: z.string(),
        system: z.string(),
        systemTitle: z.string(),
      }),
    ),
  }),
  changeSetting: patch('/settings/:name', {
    title: '修改参数',
    allow: 'manage-settings',
    stepUpBecause: '参数改变全市的安全规则',
    input: z.object({ name: z.string().max(80), value: z.number() }),
    output: done,
  }),
};
