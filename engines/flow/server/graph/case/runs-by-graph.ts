/** Which executor a case belongs to, when its type was staged in earlier versions and is a graph now, or the other way round. */
import { findModel } from '../../../../../kernel/graph-process.ts';
import { isId } from '../../../../../kernel/ids.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';

export async function runsByGraph(
  engine: Pick<FlowEngine, 'store' | 'definitions'>,
  kind: CaseKind,
  id: string,
): Promise<boolean> {
  const graph = findModel(kind.process) !== undefined;
  // Most types have never changed: nothing needs to be read.
  if (!(await engine.definitions.changedExecutor(kind))) return graph;
  const row = isId(id) ? await kind.rows.trusted.find(engine.store.db, id) : undefined;
  if (row === undefined) return graph;
  const process = await engine.definitions.of(
    kind,
    Number((row as Readonly<Record<string, unknown>>)['processVersion']),
  );
  return findModel(process) !== undefined;
}
