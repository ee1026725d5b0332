/** Opens many cases in a few statements: sheet imports and seeds. */
import type { Principal } from '../../../../kernel/access.ts';
import type { CaseType } from '../../../../kernel/case.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Work } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { LoadedCase } from '../../service.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import type { FlowEngine } from './flow-engine.ts';
import {
  checkReach,
  completeOpening,
  openingRecords,
  type Planned,
  planOpening,
  rowValues,
  type Telling,
} from './plan-opening.ts';
import { changedEvent } from './tell-change.ts';
import { writeOpenings } from './write-step.ts';

/** Many cases in a few statements. A refused row names its index. */
export async function loadCases(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  input: {
    readonly rows: readonly LoadedCase<CaseType>[];
    readonly stage?: string;
    readonly batch?: string;
    readonly within?: string;
  },
  work: Work,
): Promise<readonly string[]> {
  const stage = input.stage ?? kind.process.start[0] ?? '';
  if (!kind.process.start.includes(stage)) throw flowErrors.notStart({ stage: stage.slice(0, 60) });
  const numbers = await engine.numbers.takeAlone(kind.process.number, input.rows.length);
  const planned: Planned[] = [];
  for (const [index, one] of input.rows.entries()) {
    try {
      const values = await completeOpening(engine, principal, kind, one.values as PlainRow, work);
      if (input.within !== undefined) checkReach(engine, principal, kind, values, input.within);
      const { openedAt } = values;
      planned.push(
        await planOpening(
          engine,
          kind,
          {
            id: one.id ?? newId(),
            number: numbers[index] ?? '',
            values,
            stage,
            unit: null,
            person: null,
            initiator: one.initiator ?? principal.id,
            openedAt: one.openedAt ?? (typeof openedAt === 'string' ? openedAt : work.now.toISOString()),
          },
          work,
        ),
      );
    } catch (problem) {
      throw atRow(problem, index);
    }
  }
  const rows = planned.map(({ row }) => ({ id: row.id, ...rowValues(kind, row) }));
  await kind.rows.trusted.insertMany(work, principal.id, rows as never);
  const telling: Telling = {
    principal,
    opinion: null,
    files: [],
    action: 'open',
    title: '导入',
    awaited: true,
  };
  const records = planned.map((one) => openingRecords(kind, one, telling, work.now));
  writeOpenings(
    work,
    records.map((each) => each.item),
    records.map((each) => each.entry),
  );
  for (const { row } of planned)
    work.emit('case.changed', principal.id, changedEvent(kind, row, 'load', false));
  engine.access.audit(work, principal, {
    module: kind.system,
    event: 'import',
    objectType: kind.id,
    objectId: input.batch ?? planned[0]?.row.id ?? '',
    result: 'success',
    detail: { cases: planned.length, stage },
  });
  return planned.map(({ row }) => row.id);
}

function atRow(problem: unknown, index: number): unknown {
  if (!(problem instanceof CityError)) return problem;
  const problems = problem.problems.length > 0 ? problem.problems : [{ path: '', message: problem.message }];
  const named = problems.map((each) => ({
    path: `rows.${index}${each.path === '' ? '' : `.${each.path}`}`,
    message: each.message,
  }));
  return new CityError(problem.code, problem.kind, problem.message, named);
}
