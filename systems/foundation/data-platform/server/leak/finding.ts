/** A finding: what a rule said of one hour of one caller; the shape in which an alert keeps it. */
import { z } from 'zod';
import { gradeTitles, type Grade, kindTitles, type LeakKind } from '../../data/words.ts';

const grades = Object.keys(gradeTitles) as [Grade, ...Grade[]];
const kinds = Object.keys(kindTitles) as [LeakKind, ...LeakKind[]];

/** What the rule's outputs must be: a table is edited by people. */
export const Hits = z.array(z.object({ kind: z.enum(kinds), grade: z.enum(grades) }));

export const Finding = z.object({
  hour: z.string(),
  grade: z.enum(grades),
  calls: z.number(),
  measures: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
  /** Why: the notes of the rows that matched. */
  notes: z.array(z.string()),
  rule: z.object({ key: z.string(), version: z.number(), rows: z.array(z.number()) }),
});
export type Finding = z.infer<typeof Finding>;

export const Findings = z.array(Finding);

export function graver(one: Grade, other: Grade): Grade {
  return grades.indexOf(one) <= grades.indexOf(other) ? one : other;
}
