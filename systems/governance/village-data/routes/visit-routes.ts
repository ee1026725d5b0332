/** What a cadre's phone asks and sends: the cards of his village with what is to do, one visit, one settled conflict, one person of the 人口库. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Field, Id, Place, Row, Value } from './shapes.ts';

const Told = z.object({
  code: z.string().max(40),
  members: z.array(Id).max(30).default([]),
  given: z.record(z.string().max(40), Value).default({}),
  head: Id.nullable().default(null),
  /** Merging: the household that takes this one in. */
  target: Id.nullable().default(null),
  /** Ids of the new member and the new household, made by the phone. */
  newMember: Id.optional(),
  newHousehold: Id.optional(),
});

const Stroke = z.array(z.tuple([z.number().min(-10).max(2000), z.number().min(-10).max(2000)])).max(500);

export const Visit = z.object({
  /** Made by the phone, so that a visit sent twice is one. */
  id: Id,
  household: Id,
  at: z.iso.datetime({ offset: true, message: '不是有效的时间' }),
  edits: z
    .array(Place.extend({ value: Value, base: z.number().int().min(0) }))
    .max(300, '一次改动太多，请分次提交')
    .default([]),
  confirms: z
    .array(Place.extend({ base: z.number().int().min(0) }))
    .max(600)
    .default([]),
  event: Told.nullable().default(null),
  consent: z
    .object({ signer: z.string().trim().min(1, '请写签字人').max(50), strokes: z.array(Stroke).max(80) })
    .nullable()
    .default(null),
  photos: z.array(Id).max(3, '最多 3 张照片').default([]),
});

const VisitReply = z.object({
  id: z.string(),
  changed: z.number(),
  confirmed: z.number(),
  conflicts: z.number(),
  /** Confirmed of a value that others had changed meanwhile: left as it is. */
  skipped: z.number(),
});

export const Conflict = Place.extend({
  id: z.string(),
  mine: Value,
  mineBy: z.string(),
  mineAt: z.string(),
  theirs: Value,
  theirsBy: z.string(),
  theirsAt: z.string(),
});

export const MineCard = z.object({
  household: Row,
  members: z.array(Row),
  /** What is to do: asked by a department and missing or too old. */
  wanted: z.array(Place.extend({ state: z.enum(['missing', 'stale']), asks: z.array(z.string()) })),
  conflicts: z.array(Conflict),
  doubts: z.array(Place.extend({ by: z.string(), reason: z.string() })),
});
export type MineCard = z.infer<typeof MineCard>;

export const visitRoutes = {
  mine: get('/mine', {
    title: '我的村',
    allow: 'collect',
    input: z.object({}),
    output: z.object({
      /** Whose it is, and of which village. */
      who: z.string(),
      villages: z.array(z.object({ code: z.string(), name: z.string() })),
      cards: z.array(MineCard),
      tasks: z.array(
        z.object({
          request: z.string(),
          title: z.string(),
          departmentName: z.string(),
          dueOn: z.string(),
          households: z.number(),
          left: z.number(),
        }),
      ),
      fields: z.array(Field),
      lists: z.record(z.string(), z.array(z.object({ code: z.string(), name: z.string() }))),
      events: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          on: z.enum(['household', 'member', 'members']),
          asks: z.array(z.object({ field: z.string(), title: z.string(), required: z.boolean() })),
          succeeds: z.boolean(),
          merges: z.boolean(),
        }),
      ),
      photoMegabytes: z.number(),
      /** What the device seals its copy with; another one after each sign-in. */
      deviceKey: z.string(),
    }),
    rate: 60,
  }),
  sendVisit: post('/visits', {
    title: '上传走访',
    allow: 'collect',
    input: Visit,
    output: VisitReply,
    rate: 240,
  }),
  settle: post('/conflicts/:id', {
    title: '处理冲突',
    allow: 'collect',
    input: z.object({ id: Id, choice: z.enum(['mine', 'theirs']) }),
    output: z.object({ id: z.string() }),
    rate: 120,
  }),
  person: post('/people', {
    title: '从人口基础库带出',
    allow: 'collect',
    // In the body, never in an address.
    input: z.object({ household: Id, idCard: z.string().min(15).max(20) }),
    output: z.object({
      found: z.boolean(),
      values: z.record(z.string(), Value),
      /** Field → '人口基础库 户籍' with its date. */
      sources: z.record(z.string(), z.string()),
    }),
    rate: 60,
  }),
};
