/** What a simulation of a process is told, and what it tells. */
import { z } from 'zod';

const effort = z.object({
  /** Mean working hours that one item takes. */
  hours: z.number().min(0).max(400),
  /** How many work at this node. */
  people: z.number().int().min(1).max(200),
});

export const SimulationPlan = z.object({
  /** The same seed gives the same result. */
  seed: z.number().int().min(0).max(4_294_967_295),
  cases: z.number().int().min(1).max(2000),
  /** New cases in a working day of eight hours. */
  perDay: z.number().min(0.1).max(1000),
  nodes: z.record(z.string().max(120), effort),
  /** For user tasks that `nodes` does not name. */
  others: effort,
  /** Weight of a flow among its neighbours; default 1. */
  flows: z.record(z.string().max(120), z.number().min(0).max(1000)),
});
export type SimulationPlan = z.infer<typeof SimulationPlan>;

/** Working milliseconds. */
const time = z.number();

export const Simulated = z.object({
  finished: z.number().int(),
  /** Cases that went round too often and were given up. */
  cut: z.number().int(),
  p50: time,
  p90: time,
  p99: time,
  nodes: z.array(
    z.object({
      node: z.string(),
      visits: z.number().int(),
      waitMedian: time,
      waitP90: time,
      workMedian: time,
      /** Share of their working time that its people were busy, 0–1. */
      load: z.number(),
    }),
  ),
  /** The node with the longest waiting; null where nobody waits. */
  bottleneck: z.string().nullable(),
  /** Elements that run otherwise than they were simulated, and how. */
  simplified: z.array(z.object({ node: z.string(), name: z.string(), how: z.string() })),
});
export type Simulated = z.infer<typeof Simulated>;
