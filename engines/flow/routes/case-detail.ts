/** A case as its page shows it: where it stands, who holds it, what this person may do, what has been done. */
import { z } from 'zod';
import { left, light } from './shapes.ts';
import { Request } from './request-routes.ts';

export const Entry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  actorName: z.string(),
  department: z.string().nullable(),
  departmentName: z.string().nullable(),
  action: z.string(),
  title: z.string(),
  fromStage: z.string().nullable(),
  toStage: z.string().nullable(),
  toStageTitle: z.string().nullable(),
  opinion: z.string().nullable(),
  files: z.array(z.string()),
  took: z.number().nullable(),
  late: z.boolean().nullable(),
  /** Opinion and files are there but not for this reader. */
  masked: z.boolean(),
  /** The actor acted for this person. */
  actingForName: z.string().nullable().optional(),
  /** File of a signature written by hand. */
  signature: z.string().nullable().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** Something this person may do now. */
export const Offer = z.object({
  /** What to send as `action`. */
  action: z.string(),
  title: z.string(),
  /** Where it leads, in words; '' for most verbs. */
  leadsTo: z.string(),
  needs: z.array(z.string()),
  sets: z.array(z.string()),
  requires: z.array(z.string()),
  negative: z.boolean(),
  /** return, jump: the stages to choose from. */
  stages: z.array(z.object({ stage: z.string(), title: z.string() })),
  /** Graphs: the item that it is about; send it back as `item`. */
  item: z.string().optional(),
  /** Of that item, where the person holds several. */
  itemTitle: z.string().optional(),
  /** drop-signer: who may be taken off; send one as `target.item`. */
  signers: z.array(z.object({ item: z.string(), name: z.string() })).optional(),
});
export type Offer = z.infer<typeof Offer>;

export const Holder = z.object({
  stage: z.string(),
  stageTitle: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  person: z.string().nullable(),
  personName: z.string().nullable(),
  since: z.string(),
  dueAt: z.string().nullable(),
  light: light,
  ...left,
});

/** One person's (or pool's) part of a task that is at work: holders, signers who have answered, and those still to come. */
export const Signer = Holder.extend({
  item: z.string(),
  state: z.enum(['open', 'parked', 'waiting', 'done']),
  /** How he came to it: signer, parallel, after, before, delegate, detour. */
  manner: z.string(),
  mannerTitle: z.string(),
  /** Who added or delegated; null for signers by rule. */
  addedByName: z.string().nullable(),
  vote: z.enum(['for', 'against']).nullable(),
  actionTitle: z.string().nullable(),
  /** The reader may act on it. */
  mine: z.boolean(),
  /** For whom the reader would act. */
  actingForName: z.string().nullable(),
});
export type Signer = z.infer<typeof Signer>;

/** A branch of a case that is not with people: an event, the machine or another case. */
export const Waiting = z.object({
  node: z.string(),
  title: z.string(),
  kind: z.enum(['timer', 'message', 'signal', 'job', 'call']),
  dueAt: z.string().nullable(),
  incident: z.string().nullable(),
});
export type Waiting = z.infer<typeof Waiting>;

export const Reader = z.object({
  person: z.string(),
  name: z.string(),
  kind: z.enum(['copy', 'circulate']),
  sentName: z.string(),
  sentAt: z.string(),
  readAt: z.string().nullable(),
});
export type Reader = z.infer<typeof Reader>;

export const CaseDetail = z.object({
  type: z.string(),
  typeTitle: z.string(),
  id: z.string(),
  number: z.string(),
  version: z.number(),
  status: z.string(),
  /** Case row as the read decision lets this person see it; null when he may follow the case but not read it. */
  row: z.record(z.string(), z.unknown()).nullable(),
  stage: z.string().nullable(),
  stageTitle: z.string().nullable(),
  outcomeTitle: z.string().nullable(),
  /** Every stage in the order of the definition that this case runs on. */
  stages: z.array(z.object({ stage: z.string(), title: z.string(), visited: z.boolean() })),
  holder: Holder.nullable(),
  /** Graphs: everybody who has a part in the tasks that are at work, branch by branch. */
  signers: z.array(Signer).optional(),
  waiting: z.array(Waiting).optional(),
  readers: z.array(Reader).optional(),
  /** Fields by name as the reader's task shows them; absent ones are visible. */
  fieldRights: z.record(z.string(), z.enum(['editable', 'visible', 'hidden'])).optional(),
  /** The limit of the whole case. */
  whole: z
    .object({
      dueAt: z.string(),
      light: light,
      remaining: z.number().nullable(),
      clock: z.enum(['working', 'natural']),
    })
    .nullable()
    .optional(),
  offers: z.array(Offer),
  timeline: z.array(Entry),
  requests: z.array(Request),
  links: z.array(
    z.object({
      kind: z.enum(['merged-into', 'merged-from', 'split-into', 'split-from', 'called-into', 'called-from']),
      id: z.string(),
      /** A called case may be of another type. */
      type: z.string(),
      number: z.string(),
    }),
  ),
});
export type CaseDetail = z.infer<typeof CaseDetail>;
