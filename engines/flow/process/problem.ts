/** What is wrong with a drawn process, in words for the official who draws it. */
import { z } from 'zod';

export const ProcessProblem = z.object({
  /** Stable: 'bpmn.…' while reading a file, 'check.…' of the rules before publishing. */
  rule: z.string(),
  /** error: cannot be published · warning: should be looked at · notice: kept in the file, without effect when it runs. */
  severity: z.enum(['error', 'warning', 'notice']),
  /** Element in the file, and node or flow in the model; null: the process as a whole. */
  element: z.string().nullable(),
  /** Its name, or what it is. */
  name: z.string(),
  message: z.string(),
  /** Line of the element's opening tag, counted from 1. */
  line: z.number().int().nullable(),
});
export type ProcessProblem = z.infer<typeof ProcessProblem>;
