/** Manholes with what is foretold of them, and one with the errors of what was foretold before. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type Pair, scoreOf } from '../../../../../engines/telemetry/service.ts';
import rules from '../../data/drainage-rules.json' with { type: 'json' };
import { designStorm } from '../../drainage/design-storm.ts';
import type { Measured } from '../../drainage/fit-catchment.ts';
import { forecastLevel } from '../../drainage/forecast-level.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import { drainForecast, stormFormula } from '../../registers/rain.ts';
import { type drainageRoutes, FitShape, StepShape } from '../../routes/drainage-routes.ts';
import { thresholdsInForce } from '../thresholds-in-force.ts';
import { pointOf, type PointRow, readSteps, step } from './read-points.ts';

type ForecastRow = Row<typeof drainForecast>;

const mostPoints = 20_000;
const mostForecasts = 100_000;
const minute = 60_000;
const day = 24 * 60 * minute;

function issuedOf(row: ForecastRow) {
  return {
    id: row.id,
    issuedAt: row.issuedAt ?? '',
    level: row.level ?? 0,
    peak: row.peak ?? 0,
    fullness: row.fullness ?? 0,
    peakMinutes: row.peakMinutes ?? 0,
    overflowMinutes: row.overflowMinutes,
    rainFrom: row.rainFrom ?? '',
    steps: StepShape.array().parse(row.steps),
    fit: FitShape.parse(row.fit),
  };
}

/** Thresholds of the forecast, the gravest first. */
async function gradesOf(context: Context) {
  const rows = await thresholdsInForce(context, 'property', 'forecast-fullness');
  return (fullness: number) => rows.find(({ amount }) => fullness > amount)?.level ?? null;
}

function allOf(context: Context, filter: { point?: string; since: number }): Promise<readonly ForecastRow[]> {
  return context
    .use(registers)
    .of(drainForecast)
    .listEvery(context.principal, {
      filter: {
        all: [
          { field: 'issuedAt', is: 'at-least', value: new Date(filter.since).toISOString() },
          ...(filter.point === undefined
            ? []
            : [{ field: 'point', is: 'equal', value: filter.point } as const]),
        ],
      },
      sort: '-issuedAt',
      most: mostForecasts,
    });
}

function pointShape(
  row: PointRow,
  newest: ForecastRow | undefined,
  gradeOf: (fullness: number) => string | null,
) {
  return {
    id: row.id,
    name: row.name,
    depth: row.depth,
    position: row.position,
    newest: newest === undefined ? null : issuedOf(newest),
    grade: newest === undefined ? null : gradeOf(newest.fullness ?? 0),
  };
}

/** A forecast speaks for its own reach and no longer. */
const reach = rules.steps * step;

export const showDrainPoints: Handlers<typeof drainageRoutes>['drainPoints'] = async (_, context) => {
  const points = await context
    .use(registers)
    .of(drainPoint)
    .listEvery(context.principal, { most: mostPoints });
  const [recent, gradeOf] = await Promise.all([
    allOf(context, { since: context.now.getTime() - reach }),
    gradesOf(context),
  ]);
  const shown = points.map((row) =>
    pointShape(
      row,
      recent.find(({ point }) => point === row.id),
      gradeOf,
    ),
  );
  return {
    points: shown.toSorted((a, b) => (b.newest?.fullness ?? -1) - (a.newest?.fullness ?? -1)),
    basis: rules.source,
  };
};

function errorsOf(issued: readonly ForecastRow[], levelAt: (at: number) => number | undefined) {
  const judged = issued.flatMap((row) => {
    const shape = issuedOf(row);
    const begins = Date.parse(shape.issuedAt);
    return shape.steps.flatMap(({ minutes, level }, index): (Pair & { ahead: number })[] => {
      // The level at the end of a step is that of the mean around it.
      const came = levelAt(begins + minutes * minute - step);
      return came === undefined ? [] : [{ ahead: index + 1, forecast: level, came, unchanged: shape.level }];
    });
  });
  return rules.leads.map(({ from, to }) => ({
    from: from * rules.stepMinutes,
    to: to * rules.stepMinutes,
    ...scoreOf(judged.filter(({ ahead }) => ahead >= from && ahead <= to)),
  }));
}

function courseOf(issued: readonly ForecastRow[], past: readonly Measured[], from: number, to: number) {
  const [, middle] = rules.leads;
  const foretold = new Map<number, number>();
  for (const row of issued.toReversed()) {
    const shape = issuedOf(row);
    for (const [index, { minutes, level }] of shape.steps.entries())
      if (middle && index + 1 >= middle.from && index + 1 <= middle.to)
        foretold.set(Date.parse(shape.issuedAt) + minutes * minute - step, level);
  }
  return past.flatMap(({ level, rain }, index) => {
    const at = from + index * step;
    if (at < to - day) return [];
    return [
      {
        at: new Date(at).toISOString(),
        came: level ?? null,
        foretold: foretold.get(at) ?? null,
        rain: rain ?? null,
      },
    ];
  });
}

async function stormsOf(context: Context, row: PointRow) {
  const [formula] = await context
    .use(registers)
    .of(stormFormula)
    .trusted.findMany(context.use(store).db, {
      filter: { field: 'state', is: 'equal', value: 'active' },
      sort: 'key',
      limit: 1,
    });
  if (formula === undefined) return { storms: [], formula: null };
  const point = pointOf(row);
  const storms = rules.storm.years.map((years) => {
    const rain = designStorm(formula, years, rules.steps, rules.stepMinutes, rules.storm.peak);
    const { levels, overflowAfter } = forecastLevel(point, 0, rain, rules.stepMinutes);
    return { years, peak: Math.max(...levels), overflows: overflowAfter !== null };
  });
  return { storms, formula: `${formula.name}：${formula.source}` };
}

export const showDrainPoint: Handlers<typeof drainageRoutes>['drainPoint'] = async (
  { id, days },
  context,
) => {
  const row = await context.use(registers).of(drainPoint).get(context.principal, id);
  const now = context.now.getTime();
  const to = Math.floor(now / step) * step;
  const from = to - days * day;
  const [issued, past, gradeOf, storms] = await Promise.all([
    allOf(context, { point: id, since: from }),
    readSteps(context, row.device, from, to),
    gradesOf(context),
    stormsOf(context, row),
  ]);
  const newest = issued.find(({ issuedAt }) => Date.parse(issuedAt ?? '') >= now - reach);
  return {
    ...pointShape(row, newest, gradeOf),
    issued: issued.length,
    errors: errorsOf(issued, (at) => past[Math.round((at - from) / step)]?.level),
    course: courseOf(issued, past, from, to),
    ...storms,
  };
};
