/** Start events that wait for something: a message, a signal, a time. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import type { StartNode } from '../../../../kernel/process.ts';

export type StartTrigger = NonNullable<StartNode['on']>;

/** Of the process itself, not of its sub-processes. */
export function triggeredStarts(process: CaseProcess): readonly (readonly [string, StartTrigger])[] {
  return Object.entries(findModel(process)?.nodes ?? {}).flatMap(([id, node]) =>
    node.kind === 'start' && node.within === undefined && node.on !== undefined
      ? [[id, node.on] as const]
      : [],
  );
}
