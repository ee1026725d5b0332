/** Routes of the joint cases: the desk's overview, and what the case's page shows of pipes, valves and users. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { Line, Place } from './water-routes.ts';

const Ranked = z.object({
  pipe: z.string(),
  probability: z.number(),
  loss: z.number(),
  misfit: z.number(),
  length: z.number().nullable(),
  diameter: z.number().nullable(),
  road: z.string().nullable(),
  line: Line,
});

export const AnalysisReply = z.object({
  network: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Null until the first analysis, which begins with the case. */
  analysis: z
    .object({
      id: z.string(),
      at: z.string(),
      loss: z.number().nullable(),
      ranked: z.array(Ranked),
      readings: z.array(
        z.object({
          name: z.string(),
          kind: z.string(),
          hour: z.number(),
          measured: z.number().nullable(),
          simulated: z.number(),
          sigma: z.number(),
        }),
      ),
    })
    .nullable(),
});

export const incidentRoutes = {
  board: get('/board', {
    title: '城市生命线总览',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      networks: z.array(z.object({ id: z.string(), name: z.string(), position: Place.nullable() })),
      sensors: z.object({ all: z.number(), reporting: z.number() }),
      kilometres: z.number(),
      /** Null for who may not read the cases. */
      open: z
        .array(
          z.object({
            id: z.string(),
            number: z.string(),
            title: z.string(),
            kind: z.string(),
            level: z.string().nullable(),
            stage: z.string(),
            stageTitle: z.string(),
            happenedAt: z.string(),
            dueAt: z.string().nullable(),
          }),
        )
        .nullable(),
      /** Points of each kind that the caller may read, those heard within the hour, and open cases (null as above). */
      kinds: z.array(
        z.object({
          kind: z.string(),
          name: z.string(),
          points: z.number(),
          reporting: z.number(),
          open: z.number().nullable(),
        }),
      ),
      levels: z.array(z.object({ level: z.string(), name: z.string(), open: z.number() })),
    }),
  }),
  analysis: get('/incidents/:id/analysis', {
    title: '漏损研判结果',
    allow: 'read-incidents',
    input: z.object({ id: z.uuid() }),
    output: AnalysisReply,
  }),
  locate: post('/incidents/:id/locate', {
    title: '重新研判',
    allow: 'assess',
    input: z.object({ id: z.uuid() }),
    output: AnalysisReply,
    rate: 20,
  }),
};
