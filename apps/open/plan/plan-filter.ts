/** Which items of the plan the visitor asked for. Pure, but for the pinyin table. */
import { type Board, type ItemState, type PlanItem, stateOf } from '../../../plan.ts';
import { type Task, tasks } from '../../../kernel/contract.ts';
import { matchesText } from '../../../ui/form/match-pinyin.ts';

export interface PlanWish {
  readonly text: string;
  readonly status: 'all' | ItemState;
  readonly board: Board | 'all';
}

export interface TaskGroup {
  readonly task: Task;
  readonly title: string;
  readonly items: readonly PlanItem[];
  /** Of the whole task, whatever is filtered. */
  readonly built: number;
  /** Of which a system carries out a part. */
  readonly part: number;
  readonly total: number;
}

export function countOf(items: readonly PlanItem[], state: ItemState): number {
  return items.filter((item) => stateOf(item) === state).length;
}

export function groupPlan(items: readonly PlanItem[], wish: PlanWish): readonly TaskGroup[] {
  return (Object.keys(tasks) as Task[]).map((task) => {
    const all = items.filter((item) => item.task === task);
    return {
      task,
      title: tasks[task],
      items: all.filter((item) => isWished(item, wish)),
      built: countOf(all, 'built'),
      part: countOf(all, 'part'),
      total: all.length,
    };
  });
}

function isWished(item: PlanItem, wish: PlanWish): boolean {
  if (wish.status !== 'all' && stateOf(item) !== wish.status) return false;
  if (wish.board !== 'all' && !item.boards.includes(wish.board)) return false;
  return (
    matchesText(wish.text, item.name) || (wish.text.trim() !== '' && item.summary.includes(wish.text.trim()))
  );
}
