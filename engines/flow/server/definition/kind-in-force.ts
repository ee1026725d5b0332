/** A case type with the process that new cases run on, in the place of the declared one. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import type { CaseKind } from '../case/case-kinds.ts';
import type { Definitions } from './keep-definitions.ts';

export async function kindInForce(definitions: Definitions, kind: CaseKind): Promise<CaseKind> {
  const process = await definitions.inForce(kind);
  return process === kind.process ? kind : { ...kind, process };
}

/**
 * Where a case opens. Code and pages name the stage that they knew when they were written; in a drawing the start that leads there is meant.
 */
export function startFor(process: CaseProcess, asked: string | undefined): string {
  if (asked === undefined) return process.start[0] ?? '';
  if (process.start.includes(asked)) return asked;
  const flows = findModel(process)?.flows ?? [];
  return flows.find((flow) => flow.to === asked && process.start.includes(flow.from))?.from ?? asked;
}
