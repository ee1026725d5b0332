/** Stages and outcomes of cases by their titles, each case by the version of the process that it runs on. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import type { RowTitles } from '../../../registers/index.ts';
import { outcomeTitle } from '../step/build-step.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import type { FlowEngine } from './flow-engine.ts';

export function stageTitle(process: CaseProcess, stage: string): string {
  return process.stages[stage]?.title ?? findModel(process)?.nodes[stage]?.title ?? stage;
}

function titlesOf(process: CaseProcess, { stage, outcome }: PlainRow): Readonly<Record<string, string>> {
  return {
    ...(typeof stage === 'string' ? { stage: stageTitle(process, stage) } : {}),
    ...(typeof outcome === 'string' ? { outcome: outcomeTitle(process, outcome) } : {}),
  };
}

export function caseTitles({ definitions }: Pick<FlowEngine, 'definitions'>, kind: CaseKind): RowTitles {
  return {
    of: (rows) =>
      Promise.all(
        rows.map(async (row) => titlesOf(await definitions.of(kind, Number(row['processVersion'])), row)),
      ),
    async choices() {
      const { stages, outcomes } = await definitions.inForce(kind);
      const named = Object.entries(stages).map(([stage, { title }]) => [stage, title] as const);
      const ends = Object.entries(outcomes).map(([outcome, { title }]) => [outcome, title] as const);
      return { stage: Object.fromEntries(named), outcome: Object.fromEntries(ends) };
    },
  };
}
