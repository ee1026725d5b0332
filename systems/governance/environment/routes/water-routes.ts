/** Routes of the water and of tracing: sections on their rivers, one section's course, and who may have fouled what. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { Place } from './shapes.ts';

const Verdict = z.object({
  grade: z.number(),
  main: z.array(
    z.object({ code: z.string(), name: z.string(), value: z.number(), over: z.number().nullable() }),
  ),
});

export const waterRoutes = {
  sections: get('/water/sections', {
    title: '水质断面现状',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      sections: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          river: z.string(),
          riverName: z.string(),
          kilometre: z.number().nullable(),
          target: z.string(),
          grade: z.string().nullable(),
          sampledAt: z.string().nullable(),
          area: z.string(),
          position: Place,
        }),
      ),
      rivers: z.array(
        z.object({ id: z.string(), name: z.string(), sections: z.number(), word: z.string().nullable() }),
      ),
    }),
  }),
  section: get('/water/sections/:id', {
    title: '水质断面',
    allow: 'read',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      riverName: z.string(),
      target: z.string(),
      samples: z.array(
        z.object({
          id: z.string(),
          sampledAt: z.string(),
          values: z.record(z.string(), z.number().nullable()),
          verdict: Verdict.nullable(),
        }),
      ),
    }),
  }),
  traceAir: get('/trace/air', {
    title: '空气污染溯源',
    allow: 'trace',
    input: z.object({
      station: z.uuid(),
      pollutant: z.enum(['pm25', 'pm10', 'so2', 'no2', 'co', 'o3']).default('pm25'),
    }),
    output: z.object({
      from: z.string(),
      to: z.string(),
      hours: z.array(z.object({ at: z.string(), from: z.number(), speed: z.number(), value: z.number() })),
      suspects: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          kilometres: z.number(),
          bearing: z.number(),
          share: z.number(),
          exceeding: z.boolean(),
        }),
      ),
    }),
  }),
  traceWater: get('/trace/water', {
    title: '水污染溯源',
    allow: 'trace',
    input: z.object({ section: z.uuid() }),
    output: z.object({
      seenAt: z.string(),
      suspects: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          sourceName: z.string(),
          kilometres: z.number(),
          hours: z.number(),
          from: z.string(),
          to: z.string(),
          left: z.number(),
          exceeding: z.boolean(),
        }),
      ),
    }),
  }),
};
