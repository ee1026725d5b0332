/** Routes of the water networks: import of a model, its state by the hour, the valves to shut for a pipe. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const degree = { lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) };
export const Place = z.object(degree);
export const Line = z.array(z.tuple([z.number(), z.number()]));

const Placement = z.discriminatedUnion('datum', [
  z.object({ datum: z.literal('degrees') }),
  z.object({
    datum: z.literal('local'),
    x: z.number(),
    y: z.number(),
    ...degree,
    scale: z.number().min(1e-6).max(1e6),
    turn: z.number().min(-360).max(360).default(0),
  }),
]);

export const ClosureShape = z.object({
  valves: z.array(
    z.object({
      code: z.string(),
      pipe: z.string(),
      address: z.string().nullable(),
      position: Place.nullable(),
    }),
  ),
  /** Nodes that no water reaches, and what hangs on them. */
  dry: z.array(z.string()),
  users: z.number(),
  /** Important users among them. */
  keys: z.array(z.string()),
  /** Nodes that by the simulation keep water but fall below the pressure wanted, at the worst hour of the day. */
  low: z.array(z.object({ node: z.string(), pressure: z.number(), users: z.number() })),
  /** The simulation agrees: nothing flows in the pipe at any hour. */
  verified: z.boolean(),
  problem: z.string().nullable(),
});
export type ClosureShape = z.infer<typeof ClosureShape>;

export const ClosureReply = z.object({
  pipe: z.string(),
  nearest: ClosureShape.nullable(),
  /** Null where it is the same as the nearest. */
  fewest: ClosureShape.nullable(),
});

const Errors = z.object({ before: z.number().nullable(), after: z.number().nullable() });

export const waterRoutes = {
  importNetwork: post('/networks', {
    title: '导入供水管网模型',
    allow: 'keep',
    input: z.object({
      file: z.uuid(),
      code: z.string().trim().min(1).max(40),
      name: z.string().trim().min(2).max(60),
      area: z.string().regex(/^\d{12}$/),
      department: z.string().min(1).max(60),
      placement: Placement,
    }),
    output: z.object({ id: z.string(), nodes: z.number(), pipes: z.number() }),
    rate: 20,
  }),
  networkState: get('/networks/:id/state', {
    title: '管网逐时水力状态',
    allow: 'read',
    input: z.object({ id: z.uuid(), hour: z.coerce.number().int().min(0).max(23).optional() }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      /** Hour of the day that is shown. */
      hour: z.number(),
      required: z.number(),
      nodes: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          kind: z.string(),
          position: Place,
          /** MPa; null for a model that has no such hour. */
          pressure: z.number().nullable(),
          users: z.number().nullable(),
        }),
      ),
      pipes: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          kind: z.string(),
          line: Line,
          length: z.number().nullable(),
          diameter: z.number().nullable(),
          /** L/s, unsigned. */
          flow: z.number().nullable(),
        }),
      ),
      /** Simulated total supply by hour, L/s. */
      supply: z.array(z.object({ hour: z.number(), value: z.number() })),
      /** Lowest pressure of users by hour, MPa. */
      lowest: z.array(z.object({ hour: z.number(), value: z.number() })),
      sensors: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          kind: z.string(),
          of: z.string(),
          position: Place.nullable(),
          device: z.string(),
          at: z.string().nullable(),
          value: z.number().nullable(),
          simulated: z.number().nullable(),
        }),
      ),
    }),
  }),
  calibrate: post('/networks/:id/calibrate', {
    title: '校核管网模型',
    allow: 'simulate',
    input: z.object({ id: z.uuid() }),
    output: z.object({
      /** The readings that were looked at; not of a time in which an incident was open. */
      from: z.string(),
      to: z.string(),
      values: z.number(),
      demand: z.object({ factor: z.number(), spread: z.number() }),
      groups: z.array(
        z.object({
          /** mm, `to` not included. */
          from: z.number(),
          to: z.number().nullable(),
          pipes: z.number(),
          factor: z.number(),
          spread: z.number(),
        }),
      ),
      /** Root of the mean square of reading less model of all pressure sensors, MPa. */
      fitted: Errors,
      heldOut: Errors,
      sensors: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          kind: z.string(),
          heldOut: z.boolean(),
          /** MPa or L/s. */
          before: z.number().nullable(),
          after: z.number().nullable(),
        }),
      ),
      source: z.string(),
    }),
    rate: 6,
  }),
  closure: get('/networks/:id/closure', {
    title: '关阀方案',
    allow: 'simulate',
    input: z.object({ id: z.uuid(), pipe: z.string().min(1).max(31) }),
    output: ClosureReply,
    rate: 60,
  }),
};
