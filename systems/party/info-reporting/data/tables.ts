/** The system's own tables as data: code lists, the ladder of chasing, and the first entries of the catalogue of data elements. */
import { type CodeTable, nameInTable } from '../../../../kernel/code-table.ts';
import elementRows from './elements.json' with { type: 'json' };
import ladderRows from './ladder.json' with { type: 'json' };
import listRows from './lists.json' with { type: 'json' };

export interface LadderStep {
  readonly code: string;
  /** After the deadline, in working days; negative before it. */
  readonly workDays: number;
  /** Who is told: who fills, the level above, the county, or the department that asks. */
  readonly to: 'fill' | 'above' | 'county' | 'owner';
}

export const ladder = ladderRows as {
  readonly title: string;
  readonly version: number;
  readonly steps: readonly LadderStep[];
};

/** How a figure is taken from a register. */
export interface Take {
  readonly area: string;
  readonly period: string;
  readonly value?: string;
  /** Whole history, or the year of the figure. */
  readonly window: 'all' | 'year';
}

export const elementTable = elementRows as {
  readonly source: string;
  readonly rows: readonly {
    readonly code: string;
    readonly title: string;
    readonly aliases: string;
    readonly unit: string;
    readonly register?: string;
    readonly take?: Take;
    readonly holder: string;
  }[];
};

export const listTable = listRows as unknown as CodeTable;

export function nameInList(list: string, code: string): string {
  return nameInTable(listTable, list, code);
}
