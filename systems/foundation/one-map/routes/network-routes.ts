/** Routes of road networks: mark a layer of roads, look for a way over it, see what is reached within minutes. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Done, id } from './shapes.ts';

const lon = z.number().min(-180).max(180);
const lat = z.number().min(-85).max(85);
const place = z.tuple([lon, lat]);
const line = z.array(z.array(z.number()));
const column = z.string().max(200).nullable();

/** How a layer is read as a network. */
export const RoadMarks = z.object({
  /** Metres; ends closer than this are one crossing. */
  tolerance: z.number().min(0.1).max(50),
  /** Column with the direction of one-way roads; null when all go both ways. */
  oneWayColumn: column,
  /** Column with kilometres an hour; null when all roads are as quick. */
  speedColumn: column,
  /** Kilometres an hour where the column says none. */
  speed: z.number().min(5).max(120),
});
export type RoadMarks = z.infer<typeof RoadMarks>;

const NetworkFacts = z.object({
  nodes: z.number().int(),
  edges: z.number().int(),
  /** Parts that no road joins; one is what people want. */
  parts: z.number().int(),
  /** Share of all crossings in the largest part, 0 to 1. */
  largestShare: z.number(),
  oneWays: z.number().int(),
  /** Roads whose speed is no number from 1 to 200. */
  badSpeeds: z.number().int(),
});

export const networkRoutes = {
  network: get('/layers/:id/network', {
    title: '路网情况',
    allow: 'use',
    input: z.object({ id }),
    output: z.object({ marks: RoadMarks.nullable(), usual: RoadMarks, facts: NetworkFacts.nullable() }),
    rate: 60,
  }),
  markNetwork: post('/layers/:id/network', {
    title: '把线图层设为路网',
    allow: 'import',
    input: z.object({ id, version: z.number().int(), marks: RoadMarks }),
    output: NetworkFacts,
    rate: 30,
  }),
  unmarkNetwork: post('/layers/:id/network/remove', {
    title: '取消路网',
    allow: 'import',
    input: z.object({ id, version: z.number().int() }),
    output: Done,
  }),
  findRoute: post('/layers/:id/route', {
    title: '路径分析',
    allow: 'use',
    input: z.object({
      id,
      /** Start, places to pass, end. */
      stops: z.array(place).min(2, '请给出起点和终点').max(10, '途经点最多 8 个'),
      by: z.enum(['length', 'time']),
    }),
    output: z.object({
      metres: z.number(),
      seconds: z.number(),
      line,
      /** Where each stop meets its road. */
      stops: z.array(z.object({ lon: z.number(), lat: z.number(), away: z.number() })),
      steps: z.array(
        z.object({
          road: z.string(),
          name: z.string(),
          metres: z.number(),
          seconds: z.number(),
          /** 向东, 向东北 … */
          direction: z.string(),
          lon: z.number(),
          lat: z.number(),
        }),
      ),
    }),
    rate: 60,
  }),
  reach: post('/layers/:id/reach', {
    title: '几分钟内能到的路',
    allow: 'use',
    input: z.object({ id, at: place, minutes: z.number().min(1).max(120) }),
    output: z.object({ lines: z.array(line), metres: z.number() }),
    rate: 60,
  }),
};
