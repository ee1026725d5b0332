/** Where a case stands, in words. */
import { urbanCase } from '../../case/urban-case.ts';

const { stages, outcomes } = urbanCase.process;

export function stageTitle(row: { readonly stage: string | null; readonly outcome: string | null }): string {
  if (row.stage !== null) return titleIn(stages, row.stage);
  return row.outcome === null ? '已结束' : titleIn(outcomes, row.outcome);
}

function titleIn(titles: Readonly<Record<string, { readonly title: string }>>, name: string): string {
  return titles[name]?.title ?? name;
}
