/** What several routes of the libraries say. */
import { z } from 'zod';

export const code = z.string().regex(/^[a-z][a-z-]{1,39}$/, '没有这个库');
export const value = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const Counts = z.object({
  rows: z.number(),
  ended: z.number(),
  conflicted: z.number(),
  sources: z.array(z.number()),
  filled: z.array(z.number()),
  conflicts: z.array(z.number()),
});

const shown = z.number().nullable();

/** Counts of one county; null is too few to be told to the asker. */
export const AreaCounts = z.object({
  area: z.string(),
  rows: shown,
  ended: shown,
  conflicted: shown,
  sources: z.array(shown),
  filled: z.array(shown),
});
export type AreaCounts = z.infer<typeof AreaCounts>;

export const Field = z.object({
  name: z.string(),
  title: z.string(),
  type: z.string(),
  class: z.string(),
  key: z.boolean(),
  /** How one of several values is chosen, in words. */
  rule: z.string(),
  /** Titles of the sources that give it, the most authoritative first. */
  order: z.array(z.string()),
  /** Whoever asks sees it masked. */
  masked: z.boolean(),
});

export const Source = z.object({
  id: z.string(),
  title: z.string(),
  department: z.string(),
  departmentName: z.string(),
  dataset: z.string(),
  refreshedAt: z.string().nullable(),
  rows: z.number(),
  rejected: z.number(),
});

export const Origin = z.object({
  source: z.string(),
  dataset: z.string(),
  batch: z.string(),
  row: z.number(),
  at: z.string().nullable(),
});
