/** How wrong forecasts of one reach were, as routes give it: see score.ts. */
import { z } from 'zod';

/** In the unit of the value; null where there is nothing to divide by. */
const figure = z.number().nullable();

export const ScoreShape = z.object({
  count: z.number(),
  mae: figure,
  rmse: figure,
  bias: figure,
  unchangedMae: figure,
  skill: figure,
});

/** Of the steps `from` … `to` ahead. */
export const BandScore = z.object({ from: z.number(), to: z.number(), ...ScoreShape.shape });
