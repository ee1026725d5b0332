/** How a decision is split: tasks with lead and joint units, stages and limits; shapes that page and server share. */
import { z } from 'zod';

const day = z.iso.date('日期应写成 2026-12-31 的样子');

export const frequencies = ['none', 'week', 'ten-day', 'month', 'quarter'] as const;
export type Frequency = (typeof frequencies)[number];

export const Milestone = z.object({
  title: z.string().trim().min(2, '请写明节点').max(80),
  dueOn: day,
  /** Progress that should be reached with it. */
  percent: z.number().int('应为整数').min(1).max(100),
});
export type Milestone = z.infer<typeof Milestone>;

export const TaskPlan = z.object({
  title: z.string().trim().min(2, '请填写任务').max(100),
  objective: z.string().trim().min(2, '请写明目标').max(500),
  lead: z.string().min(1, '请选择主办单位').max(80),
  joint: z.array(z.string().max(80)).max(20, '协办单位最多 20 个').default([]),
  dueOn: day,
  frequency: z.enum(frequencies),
  stages: z.array(Milestone).max(20).default([]),
});
export type TaskPlan = z.infer<typeof TaskPlan>;

export const TaskPlans = z.array(TaskPlan).min(1, '至少要有一项任务').max(60, '一次最多分解 60 项');

/** Milestones stand in order of day and percent, and none comes after the task's own limit. */
export function milestoneProblem(stages: readonly Milestone[], dueOn: string): string | undefined {
  for (const [index, stage] of stages.entries()) {
    const before = stages[index - 1];
    if (stage.dueOn > dueOn) return `节点“${stage.title}”晚于任务时限`;
    if (before !== undefined && (before.dueOn > stage.dueOn || before.percent >= stage.percent))
      return `节点“${stage.title}”的日期和进度应比上一个靠后`;
  }
  return undefined;
}

/** Progress that should be reached by the day: the last milestone that has passed. */
export function plannedProgress(stages: readonly Milestone[], day: string): number {
  return stages.reduce(
    (percent, stage) => (stage.dueOn <= day ? Math.max(percent, stage.percent) : percent),
    0,
  );
}
