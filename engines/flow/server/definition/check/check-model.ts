/** All rules that a process must keep before it is published. */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { ProcessProblem } from '../../../process/problem.ts';
import { checkGateways } from './check-gateways.ts';
import { checkNames } from './check-names.ts';
import { checkStructure } from './check-structure.ts';
import { checkTasks } from './check-tasks.ts';
import { checkTokens } from './check-tokens.ts';
import { startChecking, type Vocabulary } from './checking.ts';
import { graphOf } from './graph.ts';

export interface CheckBounds {
  /** States that the exploration of parallel work looks at in each scope. */
  readonly states: number;
  /** Nodes of one process; a bigger one is to be split. */
  readonly nodes: number;
}

const severities = { error: 0, warning: 1, notice: 2 } as const;

/** Errors first. A process without errors runs; its warnings somebody has looked at. */
export function checkModel(
  model: ProcessModel,
  vocabulary: Vocabulary,
  bounds: CheckBounds,
): readonly ProcessProblem[] {
  const checking = startChecking(graphOf(model), vocabulary);
  const count = Object.keys(model.nodes).length;
  if (count > bounds.nodes) {
    const message = `流程有 ${count} 个节点，超过 ${bounds.nodes} 个，请拆成子案件`;
    checking.report('error', 'too-large', undefined, message);
    return checking.problems;
  }
  checkStructure(checking);
  checkGateways(checking);
  checkTasks(checking);
  checkNames(checking);
  // Tokens are played only where the graph itself is sound: a torn one would be stuck everywhere.
  if (!checking.problems.some((problem) => problem.severity === 'error'))
    checkTokens(checking, bounds.states);
  return checking.problems.toSorted((left, right) => severities[left.severity] - severities[right.severity]);
}
