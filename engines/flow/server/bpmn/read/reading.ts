/** What the reader of a BPMN document notes on its way: problems with element, name, line. */
import type { ProcessProblem } from '../../../process/problem.ts';
import { type BpmnElement, idOf, textOf } from '../elements.ts';
import { elementTitle } from './element-titles.ts';

export interface Reading {
  readonly problems: readonly ProcessProblem[];
  report(
    rule: string,
    severity: ProcessProblem['severity'],
    element: BpmnElement | undefined,
    message: string,
  ): void;
}

/** A hostile file may be wrong in every element; nobody reads more. */
const mostProblems = 500;

export function startReading(lines: ReadonlyMap<string, number>): Reading {
  const problems: ProcessProblem[] = [];
  return {
    problems,
    report(rule, severity, element, message) {
      if (problems.length >= mostProblems) return;
      const id = element === undefined ? '' : idOf(element);
      problems.push({
        rule,
        severity,
        element: id === '' ? null : id,
        name: nameOf(element),
        message,
        line: lines.get(id) ?? null,
      });
    },
  };
}

function nameOf(element: BpmnElement | undefined): string {
  if (element === undefined) return '流程';
  return textOf(element, 'name') ?? elementTitle(element.$type);
}
