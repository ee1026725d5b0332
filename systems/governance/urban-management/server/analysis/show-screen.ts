/** 城管一屏: what stands open now, what moved today, and how the city does this month. */
import { areaLevel } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { indicators } from '../../../../../engines/indicators/service.ts';
import { type AggregateGroup, registers } from '../../../../../engines/registers/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { getSource, smallLists } from '../../data/small-lists.ts';
import { indicatorTable } from '../../data/indicators.ts';
import type { analysisRoutes } from '../../routes/analysis-routes.ts';
import { idOf } from '../evaluation/evaluate.ts';
import { stageTitle } from '../case/stage-title.ts';
import { readPeriod } from '../period.ts';
import { caseRegister } from './count-cases.ts';

const latestRows = 12;
const open: Filter = { field: 'status', is: 'unequal', value: 'closed' };
/** Rates that leaders ask for first; their formulas stand in the evaluation table. */
const shownRates: readonly string[] = [
  'filing-rate',
  'accurate-dispatch-rate',
  'in-time-closing-rate',
  'rework-rate',
];
/** Compared between counties. */
const areaRate = 'in-time-closing-rate';
const everything: Filter = { all: [] };

interface Asked {
  readonly area?: string | undefined;
}

/** All open cases of this year and the last: an older one is a scandal that the overdue list shows, not the screen. */
function longAgo(now: Date): string {
  return `${now.getFullYear() - 1}-01-01`;
}

async function count(
  context: Context,
  { area }: Asked,
  measures: Readonly<Record<string, { readonly where: Filter; readonly period: string }>>,
  by?: { readonly field: string; readonly level?: 'county' | 'town' },
  from = longAgo(context.now),
): Promise<readonly AggregateGroup[]> {
  return context.use(registers).aggregate(context.principal, caseRegister, {
    measures,
    from,
    to: shanghaiDate(context.now),
    ...(by === undefined ? {} : { by }),
    ...(area === undefined ? {} : { within: area }),
  });
}

function openMeasures(now: Date) {
  const overdue: Filter = { all: [open, { field: 'dueAt', is: 'less', value: now.toISOString() }] };
  const urgent: Filter = { all: [open, { field: 'severity', is: 'equal', value: 'urgent' }] };
  const supervised: Filter = { all: [open, { field: 'supervised', is: 'equal', value: true }] };
  return {
    total: { where: open, period: 'openedAt' },
    overdue: { where: overdue, period: 'openedAt' },
    urgent: { where: urgent, period: 'openedAt' },
    supervised: { where: supervised, period: 'openedAt' },
  };
}

const rowsOf = (group: AggregateGroup | undefined, measure: string): number =>
  group?.measures[measure]?.rows ?? 0;

async function today(context: Context, asked: Asked) {
  const [group] = await count(
    context,
    asked,
    {
      opened: { where: everything, period: 'openedAt' },
      filed: { where: everything, period: 'filedAt' },
      closed: { where: everything, period: 'closedAt' },
    },
    undefined,
    shanghaiDate(context.now),
  );
  return { opened: rowsOf(group, 'opened'), filed: rowsOf(group, 'filed'), closed: rowsOf(group, 'closed') };
}

async function stages(context: Context, asked: Asked) {
  const groups = await count(
    context,
    asked,
    { open: { where: open, period: 'openedAt' } },
    { field: 'stage' },
  );
  return Object.entries(urbanCase.process.stages).map(([stage, { title }]) => ({
    stage,
    title,
    count: rowsOf(
      groups.find((group) => group.key === stage),
      'open',
    ),
  }));
}

/** Every county (or town of the asked county) with its name and rate, also where nothing stands open. */
async function areas(context: Context, asked: Asked, measures: ReturnType<typeof openMeasures>) {
  const { total, overdue } = measures;
  // Inside a county its towns are compared.
  const level = asked.area === undefined || areaLevel(asked.area) === 'city' ? 'county' : 'town';
  const groups = await count(context, asked, { total, overdue }, { field: 'caseArea', level });
  const byArea = new Map(groups.map((group) => [group.key, group]));
  const rate = `urban-management.${areaRate}`;
  const service = context.use(indicators);
  if (!service.catalogue(context.principal).some((info) => info.id === rate)) return [];
  const rated = await service.compute(context.principal, [rate], {
    ...readPeriod(context, context.now, {}),
    by: 'area',
    level,
    ...(asked.area === undefined ? {} : { within: asked.area }),
  });
  return rated.groups.flatMap(({ key, name, values }) => {
    if (key === null) return [];
    const group = byArea.get(key);
    const counts = { open: rowsOf(group, 'total'), overdue: rowsOf(group, 'overdue') };
    return [{ area: key, name, ...counts, rate: values[rate]?.value ?? null }];
  });
}

async function sources(context: Context, asked: Asked) {
  const groups = await count(
    context,
    asked,
    { open: { where: open, period: 'openedAt' } },
    { field: 'source' },
  );
  return smallLists.sources.map(({ code }) => ({
    source: code,
    name: getSource(code).name,
    count: rowsOf(
      groups.find((group) => group.key === code),
      'open',
    ),
  }));
}

async function latest(context: Context, asked: Asked) {
  const { rows } = await context
    .use(registers)
    .of(urbanCase)
    .list(context.principal, {
      sort: '-openedAt',
      size: latestRows,
      ...(asked.area === undefined ? {} : { where: { caseArea: asked.area } }),
    });
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title ?? '',
    address: row.address,
    stageTitle: stageTitle(row),
    openedAt: row.openedAt,
  }));
}

async function rates(context: Context, asked: Asked) {
  const shown = indicatorTable.rows.filter((row) => shownRates.includes(row.id));
  const service = context.use(indicators);
  const permitted = new Set(service.catalogue(context.principal).map((info) => info.id));
  const asking = shown.filter((row) => permitted.has(idOf(row)));
  if (asking.length === 0) return [];
  const { total } = await service.compute(context.principal, asking.map(idOf), {
    ...readPeriod(context, context.now, {}),
    ...(asked.area === undefined ? {} : { within: asked.area }),
  });
  return asking.map((row) => ({
    indicator: row.id,
    title: row.title,
    value: total[idOf(row)]?.value ?? null,
    better: row.direction,
  }));
}

export const showScreen: Handler<typeof analysisRoutes.screen> = async (input, context) => {
  const measures = openMeasures(context.now);
  const [whole] = await count(context, input, measures);
  return {
    at: context.now.toISOString(),
    period: readPeriod(context, context.now, {}),
    today: await today(context, input),
    open: {
      total: rowsOf(whole, 'total'),
      overdue: rowsOf(whole, 'overdue'),
      urgent: rowsOf(whole, 'urgent'),
      supervised: rowsOf(whole, 'supervised'),
    },
    stages: await stages(context, input),
    areas: await areas(context, input, measures),
    sources: await sources(context, input),
    latest: await latest(context, input),
    rates: await rates(context, input),
  };
};
