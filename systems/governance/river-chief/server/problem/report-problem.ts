/** A chief or an office reports a problem: the same id sent twice opens one case. */
import type { Handler } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { problem } from '../../problem/problem.ts';
import type { problemRoutes } from '../../routes/problem-routes.ts';

export const reportProblem: Handler<typeof problemRoutes.reportProblem> = async (input, context) => {
  const row = await context.use(flow).open(context.principal, problem, {
    id: input.id,
    values: {
      source: input.source,
      kind: input.kind,
      reach: input.reach,
      description: input.description,
      address: input.address === '' ? null : input.address,
      position: input.position,
      photosBefore: input.photos,
      ...(input.patrol === undefined ? {} : { patrol: input.patrol }),
    },
  });
  return { id: row.id, number: row.number };
};
