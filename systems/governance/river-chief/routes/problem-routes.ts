/** Reporting a problem from the river or the desk; everything after that goes through the flow engine. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { FileId, Position } from './shapes.ts';

export const problemRoutes = {
  kinds: get('/problems/kinds', {
    title: '问题类别',
    publicBecause: '问题分类本就印在公示牌上,任何人上报前都要用',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          group: z.string(),
          hint: z.string(),
          days: z.number(),
        }),
      ),
    }),
  }),
  reportProblem: post('/problems', {
    title: '上报问题',
    allow: 'report',
    input: z.object({
      /** UUID made by the phone, so that a draft sent twice opens one case. */
      id: z.uuid('不是有效的编号'),
      source: z.enum(['patrol', 'office', 'supervision', 'drone'], '请选择来源'),
      kind: z.string().min(1, '请选择问题类别').max(40),
      reach: z.uuid('请选择河段'),
      description: z.string().trim().min(5, '请至少写 5 个字').max(1000),
      address: z.string().trim().max(200).default(''),
      position: Position,
      photos: z.array(FileId).max(9, '最多 9 张照片').default([]),
      /** The patrol on which it was found. */
      patrol: z.uuid().optional(),
    }),
    output: z.object({ id: z.string(), number: z.string() }),
    rate: 30,
  }),
};
