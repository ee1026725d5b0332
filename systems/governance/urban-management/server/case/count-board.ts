/** The numbers above the work list, each with the condition that gives the rows behind it. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { type AggregateGroup, registers } from '../../../../../engines/registers/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import type { caseRoutes } from '../../routes/case-routes.ts';
import { setting } from '../setting.ts';

const caseRegister = 'urban-management.case';
const hour = 3_600_000;
const open: Filter = { field: 'status', is: 'unequal', value: 'closed' };
/** Before the first case of any city: the work list leaves nothing out for its age. */
const first = '2000-01-01';

interface View {
  readonly view: 'today' | 'open' | 'due-soon' | 'overdue' | 'closed-today';
  readonly title: string;
  readonly filter: Filter;
}

function viewsOf(context: Context): readonly View[] {
  const { now } = context;
  const midnight = shanghaiInstant(shanghaiDate(now)).toISOString();
  const soon = new Date(now.getTime() + setting(context, 'due-soon-hours') * hour).toISOString();
  const due = (...tests: readonly Filter[]): Filter => ({ all: [open, ...tests] });
  return [
    {
      view: 'today',
      title: '今日上报',
      filter: { field: 'openedAt', is: 'at-least', value: midnight },
    },
    { view: 'open', title: '在办', filter: open },
    {
      view: 'due-soon',
      title: '即将到期',
      filter: due(
        { field: 'dueAt', is: 'at-least', value: now.toISOString() },
        { field: 'dueAt', is: 'less', value: soon },
      ),
    },
    {
      view: 'overdue',
      title: '已超期',
      filter: due({ field: 'dueAt', is: 'less', value: now.toISOString() }),
    },
    {
      view: 'closed-today',
      title: '今日办结',
      filter: { field: 'closedAt', is: 'at-least', value: midnight },
    },
  ];
}

const rowsOf = (group: AggregateGroup | undefined, measure: string): number =>
  group?.measures[measure]?.rows ?? 0;

export const countBoard: Handler<typeof caseRoutes.board> = async ({ area }, context) => {
  const views = viewsOf(context);
  const period = {
    from: first,
    to: shanghaiDate(context.now),
    ...(area === undefined ? {} : { within: area }),
  };
  const count = (query: object) =>
    context.use(registers).aggregate(context.principal, caseRegister, { measures: {}, ...period, ...query });
  const measures = Object.fromEntries(
    views.map(({ view, filter }) => [view, { where: filter, period: 'openedAt' }] as const),
  );
  const [whole] = await count({ measures });
  const stages = await count({
    measures: { open: { where: open, period: 'openedAt' } },
    by: { field: 'stage' },
  });
  return {
    at: context.now.toISOString(),
    soonHours: setting(context, 'due-soon-hours'),
    views: views.map(({ view, title, filter }) => ({ view, title, filter, count: rowsOf(whole, view) })),
    stages: Object.entries(urbanCase.process.stages).map(([stage, { title }]) => ({
      stage,
      title,
      count: rowsOf(
        stages.find((group) => group.key === stage),
        'open',
      ),
    })),
  };
};
