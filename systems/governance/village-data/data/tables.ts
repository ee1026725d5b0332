/** The system's own tables as data: code lists, the catalogue of card fields, and the rules of life events. Checked when they are read. */
import { z } from 'zod';
import type { CodeTable } from '../../../../kernel/code-table.ts';
import eventRows from './life-events.json' with { type: 'json' };
import fieldRows from './fields.json' with { type: 'json' };
import listRows from './lists.json' with { type: 'json' };

export const listTable = listRows as unknown as CodeTable;

export const Subject = z.enum(['household', 'member']);
export type Subject = z.infer<typeof Subject>;

export const CardField = z.object({
  key: z.string().regex(/^[a-z][A-Za-z]{1,39}$/),
  title: z.string().min(1).max(40),
  of: Subject,
  type: z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'code']),
  list: z.string().optional(),
  unit: z.string().optional(),
  /** Last part of the id of the department that answers for it: 'civil-affairs' in each county, else in the city. */
  owner: z.string(),
  /** Departments whose duty needs it, named the same way. */
  users: z.array(z.string()),
  /** collect: the cadre writes it; push: its department alone; event: only a life event changes it. */
  way: z.enum(['collect', 'push', 'event']),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']),
  /** After so many months it must be confirmed. */
  freshMonths: z.number().int().min(1).max(240),
  /** The household signs when it is written (个人信息保护法 第29条: separate consent for sensitive ones). */
  consent: z.boolean(),
  /** Only asked of those for whom this field is true. */
  when: z.string().optional(),
});
export type CardField = z.infer<typeof CardField>;

const Value = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const LifeEvent = z.object({
  code: z.string(),
  title: z.string(),
  /** Whom it happens to: the household, one member, or several. */
  on: z.enum(['household', 'member', 'members']),
  /** What must be told, by field; `title` where the event calls it otherwise. */
  asks: z.array(
    z.object({ field: z.string(), title: z.string().optional(), required: z.boolean().default(false) }),
  ),
  does: z.array(
    z.discriminatedUnion('do', [
      /** A new member with what was told. */
      z.object({ do: z.literal('add'), set: z.record(z.string(), Value) }),
      /** Values of the member, beside what was told. */
      z.object({ do: z.literal('set'), set: z.record(z.string(), Value) }),
      /** Where it was the head, another must be named. */
      z.object({ do: z.literal('succeed') }),
      /** The named members go into a household of their own. */
      z.object({ do: z.literal('split') }),
      /** All members go into another household of the village, and this one ends. */
      z.object({ do: z.literal('merge') }),
    ]),
  ),
});
export type LifeEvent = z.infer<typeof LifeEvent>;

export const fieldTable = {
  version: fieldRows.version,
  source: fieldRows.source,
  rows: z.array(CardField).parse(fieldRows.rows),
};

export const lifeEvents: readonly LifeEvent[] = z.array(LifeEvent).parse(eventRows.events);

export function findLifeEvent(code: string): LifeEvent | undefined {
  return lifeEvents.find((event) => event.code === code);
}
