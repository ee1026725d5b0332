/** The theme marts that the city keeps: each one statement over libraries, datasets and other marts, named by their codes. Checked when it is read. */
import { z } from 'zod';
import { MartPlan } from '../../../../engines/lake/contract.ts';
import given from './marts.json' with { type: 'json' };

const Input = MartPlan.shape.inputs.element
  .omit({ dataset: true })
  .extend({ dataset: z.string().optional(), library: z.string().optional(), mart: z.string().optional() })
  .refine(
    (input) => [input.dataset, input.library, input.mart].filter((each) => each !== undefined).length === 1,
  );

/** Its statement stands in marts/<code>.sql. */
const Mart = MartPlan.omit({ inputs: true, sql: true }).extend({
  code: z.string().regex(/^[a-z][a-z-]{1,39}$/),
  /** Departments beside the owner that may see it. */
  readers: z.array(z.string()),
  inputs: z.array(Input).min(1),
});
export type Mart = z.infer<typeof Mart>;

export const marts: readonly Mart[] = z.array(Mart).parse(given.marts);
export const martsSource = `${given.source}（${given.version}）`;

export function findMart(code: string): Mart | undefined {
  return marts.find((mart) => mart.code === code);
}
