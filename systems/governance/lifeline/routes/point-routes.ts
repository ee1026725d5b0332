/** Routes of incidents at one point: gas in a closed space, water in a manhole. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const At = z.object({ at: z.string(), value: z.number() });

export const pointRoutes = {
  gas: get('/incidents/:id/gas', {
    title: '燃气聚集研判',
    allow: 'read-incidents',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      /** Null for an incident of no registered space. */
      space: z
        .object({
          name: z.string(),
          pipe: z.string().nullable(),
          volume: z.number(),
          changes: z.number(),
          position: z.object({ lon: z.number(), lat: z.number() }).nullable(),
        })
        .nullable(),
      readings: z.array(At),
      /** m³/h; null where the readings do not rise. */
      inflow: z.number().nullable(),
      /** %LEL. */
      tendsTo: z.number().nullable(),
      hoursToLimit: z.number().nullable(),
      radius: z.number(),
      basis: z.string(),
    }),
  }),
  drain: get('/incidents/:id/drain', {
    title: '排水水位预报',
    allow: 'read-incidents',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      /** Null for an incident of no registered point, or without a level. */
      point: z.object({ name: z.string(), depth: z.number() }).nullable(),
      level: At.nullable(),
      /** mm/h; null where no gauge reports, and then no forecast. */
      rain: At.nullable(),
      forecast: z
        .object({
          inflow: z.number(),
          capacity: z.number(),
          levels: z.array(z.object({ minutes: z.number(), level: z.number() })),
          overflowAfter: z.number().nullable(),
        })
        .nullable(),
      basis: z.string(),
    }),
  }),
};
