/** Routes of bridge points: all with what they last deviated, and one with its course beside what the temperature alone would make of it. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const some = z.number().nullable();

const Point = z.object({
  id: z.string(),
  name: z.string(),
  bridge: z.string(),
  kind: z.string(),
  position: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  /** With the temperature taken out: per cent of frequency, standard deviations of strain. */
  deviation: some,
  at: z.string().nullable(),
  /** Code of 'lifeline levels' by the thresholds in force; null within all. */
  level: z.string().nullable(),
  /** Why it is not judged. */
  problem: z.string().nullable(),
});

export const bridgeRoutes = {
  bridgePoints: get('/bridges', {
    title: '桥梁监测点',
    allow: 'read',
    input: z.object({}),
    output: z.object({ points: z.array(Point), basis: z.string() }),
  }),
  bridgePoint: get('/bridges/:id', {
    title: '桥梁监测点曲线',
    allow: 'read',
    input: z.object({ id: z.uuid(), days: z.coerce.number().int().min(1).max(400).default(30) }),
    output: Point.extend({
      unit: z.string(),
      /** Mean of each hour in which the temperature is known too. */
      course: z.array(
        z.object({
          at: z.string(),
          value: z.number(),
          temperature: z.number(),
          expected: some,
          deviation: some,
        }),
      ),
      reference: z
        .object({
          from: z.string(),
          to: z.string(),
          pairs: z.number(),
          slope: z.number(),
          intercept: z.number(),
          sigma: z.number(),
          /** Named by the keeper, the first days of the point, or not over yet. */
          by: z.enum(['keeper', 'first-days', 'not-over']),
        })
        .nullable(),
      thresholds: z.array(z.object({ level: z.string(), form: z.string(), amount: z.number() })),
      basis: z.string(),
    }),
  }),
  bridgeOfIncident: get('/incidents/:id/bridge', {
    title: '报警的桥梁监测点',
    allow: 'read-incidents',
    input: z.object({ id: z.uuid() }),
    /** Null for an incident of no registered point. */
    output: z.object({ points: z.array(z.object({ id: z.string(), name: z.string(), bridge: z.string() })) }),
  }),
};
