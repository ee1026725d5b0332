/** The risk map: every asset that the caller may read, with its risk and the reasons. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const some = z.number().nullable();

const Reason = z.object({
  key: z.string(),
  side: z.string(),
  measure: z.string(),
  value: some,
  score: some,
  weight: z.number(),
});

export const RiskAsset = z.object({
  id: z.uuid(),
  /** 'pipe', 'drain', 'gas'. */
  kind: z.string(),
  name: z.string(),
  register: z.string(),
  position: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  line: z.array(z.tuple([z.number(), z.number()])),
  likelihood: some,
  consequence: some,
  risk: some,
  /** Code of 'lifeline risk-grades'; null where a whole side is not known. */
  grade: z.string().nullable(),
  reasons: z.array(Reason),
});
export type RiskAsset = z.infer<typeof RiskAsset>;

export const riskRoutes = {
  risks: get('/risks', {
    title: '生命线风险图',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      assets: z.array(RiskAsset),
      grades: z.array(
        z.object({ grade: z.string(), name: z.string(), from: z.number(), assets: z.number() }),
      ),
      /** Assets without a value. */
      unknown: z.number(),
      days: z.number(),
    }),
  }),
};
