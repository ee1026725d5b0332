/** Scores of all units in a period: the base and what facts give or take, each kind up to its most; every point leads to its fact. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { fact } from '../../registers/fact.ts';
import { scoreRule } from '../../registers/score-rule.ts';
import type { scoreRoutes, UnitScore } from '../../routes/score-routes.ts';
import { addWorkDays, calendarOf, departmentName, setting } from '../setting.ts';
import type { TaskRow } from '../task/task-row.ts';
import { readableTasks } from '../task/show-tasks.ts';
import { closedBy, endOfPeriod, inPeriod } from '../task/task-period.ts';

export type FactRow = Row<typeof fact>;
type Rule = Row<typeof scoreRule>;

const mostFacts = 50_000;
const day = 86_400_000;

export function checkPeriod(from: string, to: string): void {
  if (from > to) throw errors.periodReversed();
}

function within(from: string, to: string): readonly Filter[] {
  const until = new Date(shanghaiInstant(to).getTime() + day).toISOString();
  return [
    { field: 'at', is: 'at-least', value: shanghaiInstant(from).toISOString() },
    { field: 'at', is: 'less', value: until },
  ];
}

/** Facts that the person may read: those of his unit, or of the offices that he reaches. */
export async function readableFacts(
  context: Context,
  db: Database,
  asked: { readonly from: string; readonly to: string; readonly unit?: string },
): Promise<readonly FactRow[]> {
  const guard = context.use(access);
  const decision = guard.require(context.principal, 'supervision:read');
  const unit: Filter[] = asked.unit === undefined ? [] : [{ field: 'unit', is: 'equal', value: asked.unit }];
  const all = [...within(asked.from, asked.to), ...unit];
  const found = await context
    .use(registers)
    .of(fact)
    .trusted.findEvery(db, { filter: { all }, sort: '-at', most: mostFacts });
  return found.filter((row) =>
    decisionMatches(decision, {
      departments: [row.unit, row.supervisor],
      area: guard.findDepartment(row.supervisor)?.area,
    }),
  );
}

/** Points of one kind; whatever its sign, no more than its most. */
export function countedPoints(points: number, most: number): number {
  return points < 0 ? Math.max(points, -most) : Math.min(points, most);
}

function partsOf(facts: readonly FactRow[], rules: readonly Rule[]): UnitScore['parts'] {
  const kinds = [...new Set(facts.map(({ rule }) => rule))];
  return kinds.map((kind) => {
    const same = facts.filter(({ rule }) => rule === kind);
    const points = same.reduce((sum, row) => sum + row.points, 0);
    const most = rules.find(({ code }) => code === kind)?.most ?? Number.POSITIVE_INFINITY;
    return {
      rule: kind,
      title: same[0]?.ruleTitle ?? kind,
      count: same.length,
      points,
      counted: countedPoints(points, most),
    };
  });
}

/** 按期办结率: closed in time ÷ those whose limit lay in the period, or which were closed in it. */
function onTimeOf(tasks: readonly TaskRow[], from: string, to: string): number | null {
  const due = tasks.filter(({ dueAt, status, outcome }) => {
    if (dueAt === null || (status === 'closed' && outcome !== 'closed')) return false;
    const last = shanghaiDate(new Date(dueAt));
    return last >= from && last <= to;
  });
  if (due.length === 0) return null;
  const kept = due.filter(
    ({ appliedAt, dueAt }) => appliedAt !== null && dueAt !== null && appliedAt <= dueAt,
  );
  return kept.length / due.length;
}

export async function scoresOf(context: Context, from: string, to: string): Promise<readonly UnitScore[]> {
  checkPeriod(from, to);
  const { db } = context.use(store);
  const [facts, all, rules] = await Promise.all([
    readableFacts(context, db, { from, to }),
    readableTasks(context, db, { field: 'title', is: 'filled' }),
    context.use(registers).of(scoreRule).trusted.findMany(db, { limit: 200 }),
  ]);
  const base = setting(context, 'base-score');
  const tasks = all.filter((row) => inPeriod(row, from, to));
  const end = endOfPeriod(to, context.now);
  const units = [...new Set([...tasks.map(({ lead }) => lead), ...facts.map(({ unit }) => unit)])];
  const scored = units.map((unit) => {
    const own = tasks.filter(({ lead }) => lead === unit);
    const parts = partsOf(
      facts.filter((row) => row.unit === unit && row.status !== 'voided'),
      rules,
    );
    const sum = parts.reduce((total, { counted }) => total + counted, base);
    return {
      unit,
      name: departmentName(context, unit),
      score: Math.max(0, Math.round(sum * 100) / 100),
      parts,
      tasks: own.length,
      closed: own.filter((row) => closedBy(row, end)).length,
      onTime: onTimeOf(
        all.filter(({ lead }) => lead === unit),
        from,
        to,
      ),
    };
  });
  return scored.toSorted((a, b) => b.score - a.score || a.unit.localeCompare(b.unit));
}

export const countScores: Handler<typeof scoreRoutes.scores> = async ({ from, to }, context) => {
  const base = setting(context, 'base-score');
  const units = await scoresOf(context, from, to);
  return {
    base,
    formula: `得分 = ${base} + 各类事实的分值之和（每类不超过计分表的每期上限），申诉成立的不计，最低 0 分`,
    units: [...units],
  };
};

/** Still within the days of appeal. */
export function appealUntil(context: Pick<Context, 'use'>, row: FactRow): Date {
  return addWorkDays(calendarOf(context), new Date(row.at), setting(context, 'appeal-days'));
}

export const listFacts: Handler<typeof scoreRoutes.facts> = async ({ unit, from, to }, context) => {
  checkPeriod(from, to);
  const rows = await readableFacts(context, context.use(store).db, { from, to, unit });
  const own = decisionMatches(context.use(access).decide(context.principal, 'supervision:handle'), {
    departments: [unit],
  });
  return {
    rows: rows.map((row) => ({
      id: row.id,
      rule: row.rule,
      title: row.ruleTitle,
      points: row.points,
      at: row.at,
      detail: row.detail ?? '',
      task: row.task,
      taskTitle: row.taskTitle,
      status: row.status,
      appeal: row.appeal,
      mayAppeal:
        own &&
        row.status === 'counted' &&
        row.appeal === null &&
        row.points < 0 &&
        context.now <= appealUntil(context, row),
    })),
  };
};
