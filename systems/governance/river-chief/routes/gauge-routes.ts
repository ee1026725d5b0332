/** Routes of the river level forecast. */
import { z } from 'zod';
import { BandScore } from '../../../../engines/telemetry/contract.ts';
import { get } from '../../../../kernel/contract.ts';

const some = z.number().nullable();
const id = z.uuid();

export const GaugeIssued = z.object({
  id,
  issuedAt: z.string(),
  level: z.number(),
  peak: z.number(),
  peakHours: z.number(),
  hours: z.array(z.object({ ahead: z.number(), level: z.number(), low: some, high: some })),
  ways: z.array(z.object({ from: z.number(), to: z.number(), way: z.string(), tries: z.number() })),
  /** Of forecasts made again for the past. */
  errors: z.array(BandScore),
});

const Gauge = z.object({
  id,
  code: z.string(),
  name: z.string(),
  upstream: z.string().nullable(),
  warning: some,
  guarantee: some,
  /** Null before the first, and when the newest is older than its reach. */
  newest: GaugeIssued.nullable(),
});

export const gaugeRoutes = {
  gauges: get('/gauges', {
    title: '河道水位预报',
    allow: 'read',
    input: z.object({}),
    output: z.object({ gauges: z.array(Gauge), basis: z.string() }),
  }),
  gauge: get('/gauges/:id', {
    title: '水位站预报检验',
    allow: 'read',
    input: z.object({ id, days: z.coerce.number().int().min(1).max(60).default(14) }),
    output: Gauge.extend({
      issued: z.number(),
      /** Of forecasts that were issued. */
      issuedErrors: z.array(BandScore),
      /** The last three days. */
      course: z.array(z.object({ hour: z.string(), level: some })),
    }),
  }),
};
