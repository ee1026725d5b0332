/** 试走: a drawing played step by step before anybody works by it; what is asked, and where the tokens then stand. */
import { z } from 'zod';

const name = z.string().min(1).max(120);
/** Fields of the case that a step brings. */
const values = z.record(name, z.union([z.string().max(200), z.number(), z.boolean(), z.null()])).default({});

export const TrialMove = z.discriminatedUnion('does', [
  /** Somebody finishes his part of a user task. */
  z.object({ does: z.literal('act'), item: name, action: name, values }),
  /** What was waited for comes: a message, a signal, the end of a called case or of the machine's work. */
  z.object({ does: z.literal('fire'), wait: name, values }),
  /** The machine's work or the called case fails with this error. */
  z.object({ does: z.literal('fail'), wait: name, error: z.string().max(120) }),
  /** Working time passes, and every timer that is due by then fires. */
  z.object({ does: z.literal('advance'), hours: z.number().positive().max(400) }),
]);
export type TrialMove = z.infer<typeof TrialMove>;

export const TrialPlan = z.object({
  /** Fields of the case when it is opened. */
  values,
  /** How many a countersign asks; default two. */
  signers: z.record(name, z.number().int().min(1).max(10)).default({}),
  /** What business rules answer, by decision. */
  decisions: z
    .record(name, z.record(name, z.union([z.string().max(200), z.number(), z.boolean()])))
    .default({}),
  moves: z.array(TrialMove).max(100),
});
export type TrialPlan = z.infer<typeof TrialPlan>;

const at = { node: z.string(), title: z.string() };

export const Trial = z.object({
  now: z.string(),
  closed: z.boolean(),
  outcome: z.string().nullable(),
  tokens: z.array(
    z.object({
      ...at,
      rests: z.enum(['work', 'join', 'wait', 'scope']),
      /** Which instance of a repeated activity, from 1. */
      instance: z.number().int().nullable(),
    }),
  ),
  items: z.array(
    z.object({
      id: z.string(),
      ...at,
      /** Who would be asked, in words. */
      asked: z.string(),
      dueAt: z.string().nullable(),
      actions: z.array(z.object({ action: z.string(), title: z.string(), against: z.boolean() })),
    }),
  ),
  waits: z.array(
    z.object({
      id: z.string(),
      ...at,
      kind: z.enum(['timer', 'message', 'signal', 'job', 'call']),
      /** Message, signal, job or called case type. */
      name: z.string(),
      dueAt: z.string().nullable(),
      /** Errors that something around it catches; '' is any. */
      errors: z.array(z.string()),
      incident: z.string().nullable(),
    }),
  ),
  /** Every countersign of the drawing, and how many it asks. */
  countersigns: z.array(z.object({ ...at, signers: z.number().int() })),
  steps: z.array(z.object({ at: z.string(), title: z.string(), notes: z.array(z.string()) })),
  /** The move that could not be played, from 0, and why; those after it were not tried. */
  refused: z.object({ move: z.number().int(), why: z.string() }).nullable(),
});
export type Trial = z.infer<typeof Trial>;
