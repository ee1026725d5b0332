/** The system's own tables as data: rules of lights, the table of scores, the ladder of reminders, code lists. */
import { type CodeTable, nameInTable } from '../../../../kernel/code-table.ts';
import listRows from './lists.json' with { type: 'json' };
import ruleRows from './rules.json' with { type: 'json' };

export interface LightRule {
  readonly code: string;
  readonly order: number;
  readonly light: string;
  readonly title: string;
  /** FEEL over 剩余工作日, 进度, 应达进度, 滞后, 欠报期数. */
  readonly when: string;
}

export interface ScoreRule {
  readonly code: string;
  readonly title: string;
  readonly points: number;
  /** At most so many points for one unit in a period, whatever the sign. */
  readonly most: number;
}

export interface ReminderStep {
  readonly code: string;
  /** Counted from the limit of signing, or from the task's own. */
  readonly from: 'sign' | 'due';
  readonly workDays: number;
  readonly to: 'handler' | 'office' | 'head' | 'leader';
  readonly title: string;
}

interface Table<T> {
  readonly title: string;
  readonly version: number;
  readonly source: string;
  readonly rows: readonly T[];
}

export const ruleTables = ruleRows as {
  readonly lights: Table<LightRule>;
  readonly scores: Table<ScoreRule>;
  readonly ladder: Table<ReminderStep>;
};

export const listTable = listRows as unknown as CodeTable;

export function nameInList(list: string, code: string): string {
  return nameInTable(listTable, list, code);
}
