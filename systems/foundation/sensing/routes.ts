/** Routes of 物联感知网络: the simulated fault; those of NGSI-LD and of the twin view stand in routes/. */
import { z } from 'zod';
import { post } from '../../../kernel/contract.ts';
import { entityRoutes } from './routes/entity-routes.ts';
import { queryRoutes } from './routes/query-routes.ts';
import { temporalRoutes } from './routes/temporal-routes.ts';
import { twinRoutes } from './routes/twin-routes.ts';
import { subscriptionRoutes } from './routes/subscription-routes.ts';

export const routes = {
  simulate: post('/simulate', {
    title: '注入模拟故障',
    allow: 'simulate',
    input: z.object({
      /** Row id of a simulated device. */
      device: z.uuid(),
      fault: z.enum(['leak', 'stuck', 'drift', 'spike', 'silent', 'clock']),
      minutes: z.number().int().min(1).max(240).default(30),
    }),
    output: z.object({ until: z.string() }),
  }),
  ...entityRoutes,
  ...queryRoutes,
  ...temporalRoutes,
  ...subscriptionRoutes,
  ...twinRoutes,
};
