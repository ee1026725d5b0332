/** What a rule is given: the graph, what the case type knows, and where to say what is wrong. */
import type { ProcessProblem } from '../../../process/problem.ts';
import { nodeTitles } from '../../../process/words.ts';
import type { Graph } from './graph.ts';

/** The names that a process may use. An undefined set is not known here, and nothing is held against it. */
export interface Vocabulary {
  readonly fields: ReadonlySet<string>;
  /** What expressions may use beside them: what the engine keeps in the row itself. */
  readonly kept?: ReadonlySet<string>;
  /** Short names of the case's system. */
  readonly permissions: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string> | undefined;
  readonly decisions: ReadonlySet<string> | undefined;
  readonly rosters?: ReadonlySet<string>;
  /** '<system>.<case>' */
  readonly caseTypes: ReadonlySet<string>;
  /** What is wrong with an expression, in Chinese; undefined: nothing, or nobody here can tell. */
  readonly expressionProblem?: (expression: string, names: ReadonlySet<string>) => string | undefined;
}

export interface Checking {
  readonly graph: Graph;
  readonly vocabulary: Vocabulary;
  report(
    severity: ProcessProblem['severity'],
    rule: string,
    element: string | undefined,
    message: string,
  ): void;
  /** '“会签”', or what kind of element it is. */
  nameOf(id: string): string;
}

const mostProblems = 300;

export function startChecking(
  graph: Graph,
  vocabulary: Vocabulary,
): Checking & { readonly problems: readonly ProcessProblem[] } {
  const problems: ProcessProblem[] = [];
  const flows = new Map(graph.model.flows.map((flow) => [flow.id, flow]));
  function titleOf(id: string): string {
    const node = graph.node(id);
    if (node !== undefined) return node.title === '' ? nodeTitles[node.kind] : node.title;
    const flow = flows.get(id);
    if (flow === undefined) return id;
    return flow.title ?? `${titleOf(flow.from)} → ${titleOf(flow.to)}`;
  }
  return {
    graph,
    vocabulary,
    problems,
    nameOf: (id) => `“${titleOf(id)}”`,
    report(severity, rule, element, message) {
      if (problems.length >= mostProblems) return;
      const name = element === undefined ? graph.model.title : titleOf(element);
      problems.push({ rule: `check.${rule}`, severity, element: element ?? null, name, message, line: null });
    },
  };
}
