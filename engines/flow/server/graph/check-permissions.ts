/** Holds the permissions that a graph names against those of its system's contract: a model is data, which no compiler has checked. */
import { findModel } from '../../../../kernel/graph-process.ts';
import type { ProcessModel, ProcessNode } from '../../../../kernel/process.ts';
import { flowErrors } from '../../contract.ts';
import type { FlowEngine } from '../case/flow-engine.ts';

function permissionsOf(node: ProcessNode): readonly string[] {
  if (node.kind !== 'user') return [];
  const { candidate, allow } = node;
  return candidate.kind === 'post' && candidate.holds !== undefined ? [allow, candidate.holds] : [allow];
}

export function permissionsIn(model: ProcessModel): readonly string[] {
  const deciders = Object.values(model.requests ?? {}).map((request) => request.decide);
  const over = Object.values(model.allow).filter((each) => each !== undefined);
  const heads = model.head === undefined ? [] : [model.head];
  return [...new Set([...Object.values(model.nodes).flatMap(permissionsOf), ...deciders, ...over, ...heads])];
}

/** Throws flow.unknownPermission: such a task could be done by nobody. */
export function checkPermissions({ access, kinds }: Pick<FlowEngine, 'access' | 'kinds'>): void {
  for (const kind of kinds.all()) {
    const model = findModel(kind.process);
    const contract = access.contracts.find((each) => each.id === kind.system);
    if (model === undefined || contract === undefined) continue;
    const unknown = permissionsIn(model).find((each) => !Object.hasOwn(contract.permissions, each));
    if (unknown !== undefined) throw flowErrors.unknownPermission({ type: kind.id, permission: unknown });
  }
}
