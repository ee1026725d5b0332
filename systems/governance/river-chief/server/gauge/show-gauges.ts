/** Gauges with what is foretold of them, and one with the errors of what was foretold before. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import rules from '../../data/gauge-rules.json' with { type: 'json' };
import { type Ahead, errorsByBand } from '../../gauge/forecast-gauge.ts';
import { gauge, gaugeForecast } from '../../registers/gauge.ts';
import { GaugeIssued, type gaugeRoutes } from '../../routes/gauge-routes.ts';
import { hour, readLevels } from './issue-gauges.ts';

type GaugeRow = Row<typeof gauge>;
type ForecastRow = Row<typeof gaugeForecast>;

const mostGauges = 20_000;
const mostForecasts = 100_000;
const courseHours = 72;
const reach = (rules.bands.at(-1)?.to ?? 0) * hour;

function gaugeShape(row: GaugeRow, all: readonly GaugeRow[], newest: ForecastRow | undefined) {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    upstream: all.find(({ id }) => id === row.upstream)?.name ?? null,
    warning: row.warning,
    guarantee: row.guarantee,
    newest: newest === undefined ? null : GaugeIssued.parse(newest),
  };
}

function issuedSince(context: Context, since: number, only?: string): Promise<readonly ForecastRow[]> {
  return context
    .use(registers)
    .of(gaugeForecast)
    .listEvery(context.principal, {
      filter: {
        all: [
          { field: 'issuedAt', is: 'at-least', value: new Date(since).toISOString() },
          ...(only === undefined ? [] : [{ field: 'gauge', is: 'equal', value: only } as const]),
        ],
      },
      sort: '-issuedAt',
      most: mostForecasts,
    });
}

function everyGauge(context: Context): Promise<readonly GaugeRow[]> {
  return context.use(registers).of(gauge).listEvery(context.principal, { most: mostGauges });
}

export const showGauges: Handlers<typeof gaugeRoutes>['gauges'] = async (_, context) => {
  const gauges = await everyGauge(context);
  const recent = await issuedSince(context, context.now.getTime() - reach);
  return {
    gauges: gauges.map((row) =>
      gaugeShape(
        row,
        gauges,
        recent.find(({ gauge: of }) => of === row.id),
      ),
    ),
    basis: rules.source,
  };
};

export const showGauge: Handlers<typeof gaugeRoutes>['gauge'] = async ({ id, days }, context) => {
  const row = await context.use(registers).of(gauge).get(context.principal, id);
  const now = Math.floor(context.now.getTime() / hour) * hour;
  const from = now - Math.max(days * 24, courseHours) * hour;
  const issued = await issuedSince(context, from, id);
  const levels = await readLevels(context, row.device, from, now);
  const pairs = issued.flatMap((each) => {
    const shape = GaugeIssued.parse(each);
    const begins = Date.parse(shape.issuedAt);
    return shape.hours.flatMap(({ ahead, level }): Ahead[] => {
      const came = levels[(begins - from) / hour + ahead - 1];
      return came === undefined ? [] : [{ ahead, forecast: level, came, unchanged: shape.level }];
    });
  });
  const newest = issued.find(({ issuedAt }) => Date.parse(issuedAt ?? '') >= context.now.getTime() - reach);
  return {
    ...gaugeShape(row, await everyGauge(context), newest),
    issued: issued.length,
    issuedErrors: [...errorsByBand(pairs)],
    course: levels.slice(-courseHours).map((level, index) => ({
      hour: new Date(now - (courseHours - index) * hour).toISOString(),
      level: level === undefined ? null : Math.round(level * 100) / 100,
    })),
  };
};
