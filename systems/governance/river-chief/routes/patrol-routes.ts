/** What a chief's phone asks and sends: his reaches, a walked patrol, and a patrol to look at. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { FileId, LonLat } from './shapes.ts';

export const PatrolShown = z.object({
  id: z.string(),
  title: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  minutes: z.number(),
  metres: z.number(),
  /** Fraction of the reach's length. */
  share: z.number(),
  valid: z.boolean(),
  /** In words; empty when valid. */
  faults: z.array(z.string()),
});

/** A day of points every 15 s, and under the megabyte that a request may have. */
const mostPoints = 6000;

export const PatrolInput = z.object({
  /** UUID made by the phone, so that a patrol sent twice is one. */
  id: z.uuid('不是有效的编号'),
  reach: z.uuid('请选择河段'),
  startedAt: z.iso.datetime({ offset: true, message: '不是有效的时间' }),
  endedAt: z.iso.datetime({ offset: true, message: '不是有效的时间' }),
  /** In the order in which the phone took them; `at` in milliseconds since 1970. */
  points: z
    .array(
      z.object({
        lon: z.number().min(-180).max(180),
        lat: z.number().min(-85).max(85),
        at: z.number().int().min(0).max(8.64e15),
      }),
    )
    .min(1, '没有取到位置,不能提交')
    .max(mostPoints, '定位点太多,请分次巡河'),
  note: z.string().trim().max(1000).default(''),
  photos: z.array(FileId).max(9, '最多 9 张照片').default([]),
});

export const patrolRoutes = {
  mine: get('/mine', {
    title: '我的河段',
    allow: 'patrol',
    input: z.object({}),
    output: z.object({
      reaches: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          river: z.string(),
          length: z.number().nullable(),
          level: z.string(),
          line: z.array(LonLat),
          /** Null where no standard is in force. Days of the running period, patrols wanted and valid ones so far. */
          due: z
            .object({
              period: z.string(),
              from: z.string(),
              to: z.string(),
              times: z.number(),
              done: z.number(),
              minutes: z.number(),
              metres: z.number(),
              share: z.number(),
            })
            .nullable(),
          /** Problems not yet struck off. */
          open: z.number(),
          water: z.string().nullable(),
        }),
      ),
      patrols: z.array(PatrolShown),
    }),
  }),
  sendPatrol: post('/patrols', {
    title: '提交巡河',
    allow: 'patrol',
    input: PatrolInput,
    output: PatrolShown,
    rate: 30,
  }),
  patrol: get('/patrols/:id', {
    title: '巡河详情',
    allow: 'read-patrols',
    input: z.object({ id: z.uuid('不是有效的编号') }),
    output: PatrolShown.extend({
      reach: z.string(),
      reachName: z.string(),
      note: z.string().nullable(),
      photos: z.array(z.string()),
      line: z.array(LonLat),
      /** Null for whoever may not see where a person walked. */
      track: z.array(LonLat).nullable(),
      judged: z.record(z.string(), z.number().nullable()),
    }),
  }),
};
