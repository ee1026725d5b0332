/** 河湖一张图 and 一河一档: reaches with their line, class of water, chief and open problems. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { LonLat } from './shapes.ts';

const ChiefName = z.object({
  level: z.string(),
  levelName: z.string(),
  name: z.string(),
  office: z.string(),
  reach: z.string().nullable(),
});

const Water = z.object({
  section: z.string(),
  name: z.string(),
  grade: z.string().nullable(),
  gradeName: z.string().nullable(),
  target: z.string(),
  targetName: z.string(),
  sampledAt: z.string().nullable(),
});

const ReachOnMap = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  level: z.string(),
  levelName: z.string(),
  river: z.string(),
  above: z.string().nullable(),
  area: z.string(),
  length: z.number().nullable(),
  line: z.array(LonLat),
  /** Class of the worst section on it or on the reaches below it; null where none was sampled. */
  grade: z.string().nullable(),
  gradeName: z.string().nullable(),
  chief: z.string().nullable(),
  open: z.number(),
});

export const riverRoutes = {
  map: get('/map', {
    title: '河湖一张图',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      rivers: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          name: z.string(),
          length: z.number().nullable(),
          line: z.array(LonLat),
          grade: z.string().nullable(),
          gradeName: z.string().nullable(),
          sections: z.number(),
        }),
      ),
      reaches: z.array(ReachOnMap),
    }),
  }),
  reach: get('/reaches/:id', {
    title: '一河一档',
    allow: 'read',
    input: z.object({ id: z.uuid('不是有效的编号') }),
    output: ReachOnMap.extend({
      riverName: z.string(),
      begin: z.string().nullable(),
      end: z.string().nullable(),
      board: z.string().nullable(),
      hotline: z.string().nullable(),
      /** Narrowest first, 总河长 last. */
      chiefs: z.array(ChiefName),
      sections: z.array(Water),
      sites: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          kind: z.string(),
          kindName: z.string(),
          condition: z.string().nullable(),
          conditionName: z.string().nullable(),
          /** Page of the point on the video platform, which decides itself who may look. */
          link: z.string().nullable(),
          owner: z.string().nullable(),
        }),
      ),
      below: z.array(z.object({ id: z.string(), name: z.string(), chief: z.string().nullable() })),
    }),
  }),
};
export type ReachOnMap = z.infer<typeof ReachOnMap>;
