/** Shapes that several routes of 督查考核 share. */
import { z } from 'zod';

export const id = z.uuid('不是有效的编号');
export const day = z.iso.date('日期应写成 2026-07-01 的样子');
export const reason = z.string().trim().min(2, '请写明理由').max(500);
export const done = z.object({ done: z.literal(true) });

/** A light is never shown without the rule that lit it and the figures that the rule looked at. */
export const Light = z.object({
  light: z.enum(['red', 'yellow', 'green']),
  rule: z.string(),
  title: z.string(),
  when: z.string(),
  figures: z.object({
    剩余工作日: z.number(),
    进度: z.number(),
    应达进度: z.number(),
    滞后: z.number(),
    欠报期数: z.number(),
  }),
});

export const TaskRow = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  lead: z.string(),
  leadName: z.string(),
  stage: z.string(),
  status: z.string(),
  progress: z.number(),
  dueAt: z.string().nullable(),
  /** Null once it is closed. */
  light: Light.nullable(),
});
