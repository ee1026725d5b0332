/** Routes of projects: give one its land, check it, close it, and read it with its history. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Asked, CheckResult, Done, Drawn } from './shapes.ts';

const id = z.uuid();

export const projectRoutes = {
  projectState: get('/projects/:id', {
    title: '建设项目及审查历史',
    allow: 'read-checks',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      number: z.string(),
      name: z.string(),
      builder: z.string(),
      category: z.string(),
      status: z.string(),
      squareMetres: z.number().nullable(),
      shape: Drawn.nullable(),
      mayKeep: z.boolean(),
      checks: z.array(
        z.object({
          id: z.string(),
          checkedAt: z.string(),
          conclusion: z.string(),
          source: z.string(),
          squareMetres: z.number(),
          /** By line: title → occupied square metres, only what is touched at all. */
          occupied: z.array(z.object({ title: z.string(), squareMetres: z.number() })),
        }),
      ),
    }),
  }),
  setShape: post('/projects/:id/shape', {
    title: '设定项目用地范围并审查',
    allow: 'keep-projects',
    input: z.object({ id, ...Asked }),
    output: CheckResult,
  }),
  checkProject: post('/projects/:id/check', {
    title: '再次审查项目',
    allow: 'keep-projects',
    input: z.object({ id }),
    output: CheckResult,
  }),
  closeProject: post('/projects/:id/close', {
    title: '办结项目',
    allow: 'keep-projects',
    input: z.object({ id, reason: z.string().trim().min(2).max(300) }),
    output: Done,
  }),
};
