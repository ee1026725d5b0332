/** The simple view of a process: steps one under the other, branches that come together again. What it cannot say, only the drawing shows. */
import { z } from 'zod';
import { TimeLimit } from './time-limit.ts';
import { candidateTitles, needTitles, rightTitles, signTitles, verbTitles } from './words.ts';

function oneOf<Name extends string>(titles: Readonly<Record<Name, string>>) {
  return z.enum(Object.keys(titles) as [Name, ...Name[]]);
}

const name = z.string().max(120);
const names = z.array(name.min(1)).max(200);
const expression = z.string().max(500);
const id = z
  .string()
  .max(80)
  .regex(/^[\p{L}_][\p{L}\p{N}_.-]*$/u);
const title = z.string().trim().max(60);

export const ActionForm = z.object({
  key: id,
  title,
  /** Flow that it takes in the drawing; in the simple view the exit that it leads to. '': on to the next step. */
  flow: z.string().max(120),
  vote: z.enum(['', 'for', 'against']),
  needs: z.array(oneOf(needTitles)).max(6),
  sets: names,
  requires: names,
  negative: z.boolean(),
  automatic: z.boolean(),
});
export type ActionForm = z.infer<typeof ActionForm>;

export const CandidateForm = z.object({
  kind: oneOf(candidateTitles),
  /** For post, head and least-loaded; else unused. */
  of: z.enum(['area', 'case', 'initiator', 'previous']),
  holds: name,
  roster: name,
  people: expression,
  units: expression,
});
export type CandidateForm = z.infer<typeof CandidateForm>;

/** A user task as forms edit it: every value is there, '' or empty for what is not said. */
export const TaskForm = z.object({
  permission: name,
  candidate: CandidateForm,
  sign: oneOf(signTitles),
  percent: z.number().int().min(1).max(100),
  actions: z.array(ActionForm).max(20),
  verbs: z.array(oneOf(verbTitles)).max(20),
  returnTo: names,
  needs: z.array(oneOf(needTitles)).max(6),
  fields: z.record(name, oneOf(rightTitles)),
});
export type TaskForm = z.infer<typeof TaskForm>;

export const TaskStep = z.object({
  kind: z.literal('task'),
  id,
  title,
  task: TaskForm,
  limit: TimeLimit.nullable(),
});
export type TaskStep = z.infer<typeof TaskStep>;

export const ServiceStep = z.object({ kind: z.literal('service'), id, title, job: name });
export type ServiceStep = z.infer<typeof ServiceStep>;

export interface Branch {
  readonly title: string;
  /** '' in a parallel step, and for the default branch. */
  readonly when: string;
  /** Taken when no other condition holds. */
  readonly otherwise: boolean;
  readonly steps: readonly SimpleStep[];
}

export interface BranchStep {
  /** choice: the first branch whose condition holds · parallel: all of them, and on when all are done. */
  readonly kind: 'choice' | 'parallel';
  readonly id: string;
  /** Where the branches come together. */
  readonly join: string;
  readonly title: string;
  readonly branches: readonly Branch[];
}

export type SimpleStep = TaskStep | ServiceStep | BranchStep;

/** Branches inside branches; deeper ones nobody reads, so the drawing must show them. */
export const deepestBranches = 3;

function stepsTo(depth: number): z.ZodType<readonly SimpleStep[]> {
  if (depth === 0) return z.array(z.never()).max(0);
  const branch = z.object({ title, when: expression, otherwise: z.boolean(), steps: stepsTo(depth - 1) });
  const branches = z.object({
    kind: z.enum(['choice', 'parallel']),
    id,
    join: id,
    title,
    branches: z.array(branch).min(2).max(12),
  });
  return z.array(z.union([TaskStep, ServiceStep, branches])).max(60);
}

const Exit = z.object({ id, title, outcome: name });

export const SimpleProcess = z.object({
  start: z.object({ id, title }),
  steps: stepsTo(deepestBranches),
  end: Exit,
  /** Other ends, which actions lead to (拒绝 …). */
  exits: z.array(Exit).max(20),
});
export type SimpleProcess = z.infer<typeof SimpleProcess>;
