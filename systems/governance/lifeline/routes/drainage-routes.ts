/** Routes of the drainage forecast: all points with what is to come, and one with its past errors. */
import { z } from 'zod';
import { BandScore, ScoreShape } from '../../../../engines/telemetry/contract.ts';
import { get } from '../../../../kernel/contract.ts';

const some = z.number().nullable();

export const StepShape = z.object({ minutes: z.number(), level: z.number(), rain: z.number() });

export const FitShape = z.object({
  runoff: z.number(),
  /** Minutes. */
  lag: z.number(),
  from: z.enum(['fitted', 'declared']),
  wet: z.number(),
  error: ScoreShape,
});

const Issued = z.object({
  id: z.uuid(),
  issuedAt: z.string(),
  level: z.number(),
  peak: z.number(),
  fullness: z.number(),
  peakMinutes: z.number(),
  overflowMinutes: some,
  rainFrom: z.string(),
  steps: z.array(StepShape),
  fit: FitShape,
});

const Point = z.object({
  id: z.uuid(),
  name: z.string(),
  depth: z.number(),
  position: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  /** The newest that is not older than its own reach. */
  newest: Issued.nullable(),
  /** Code of 'lifeline levels' by the declared thresholds of the forecast; null below all. */
  grade: z.string().nullable(),
});

export const drainageRoutes = {
  drainPoints: get('/drainage/points', {
    title: '排水水位预报',
    allow: 'read',
    input: z.object({}),
    output: z.object({ points: z.array(Point), basis: z.string() }),
  }),
  drainPoint: get('/drainage/points/:id', {
    title: '排水监测点水位预报',
    allow: 'read',
    input: z.object({ id: z.uuid(), days: z.coerce.number().int().min(1).max(60).default(14) }),
    output: Point.extend({
      issued: z.number(),
      /** By minutes ahead; beside “the level stays”. */
      errors: z.array(BandScore),
      /** Levels that were measured and, where it rained, foretold half an hour to an hour before; the last day. */
      course: z.array(z.object({ at: z.string(), came: some, foretold: some, rain: some })),
      /** What a rain of so many years (storm formula) does, from an empty manhole with the parameters declared. */
      storms: z.array(z.object({ years: z.number(), peak: z.number(), overflows: z.boolean() })),
      formula: z.string().nullable(),
    }),
  }),
};
