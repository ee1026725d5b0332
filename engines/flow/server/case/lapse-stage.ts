/** Time that has passed decides: open cases that are past the limit of a stage take the one action that stands for saying nothing. */
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { systemPrincipal } from '../../../access/index.ts';
import type { Lapse } from '../../service.ts';
import type { CaseKind } from './case-kinds.ts';
import type { FlowEngine } from './flow-engine.ts';
import { actOnCase } from './act-on-case.ts';

/** At once; the rest are taken with the next round. */
const most = 500;

/** Returns how many took it. Somebody who acts meanwhile was in time. */
export async function lapseStage(
  engine: FlowEngine,
  kind: CaseKind,
  { stage, action, opinion }: Lapse,
): Promise<number> {
  const { db, clock } = engine.store;
  const late = await kind.rows.trusted.findMany(db, {
    filter: {
      all: [
        { field: 'stage', is: 'equal', value: stage },
        { field: 'stageDueAt', is: 'less', value: clock.now().toISOString() },
      ],
    },
    sort: 'stageDueAt',
    limit: most,
  });
  let taken = 0;
  for (const { id, version } of late) {
    const act = { id, version, action, ...(opinion === undefined ? {} : { opinion }) };
    try {
      await actOnCase(engine, systemPrincipal, kind, act);
      taken += 1;
    } catch (problem) {
      if (!(problem instanceof CityError) || problem.code !== commonErrors.stale().code) throw problem;
    }
  }
  return taken;
}
