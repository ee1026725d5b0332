/** What the bureau, a county and the public see of the air: hours, days, forecasts and the ranking. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../../../kernel/register.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import sensing from '../../../foundation/sensing/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { airDay, airForecast } from '../registers/air.ts';
import system from '../system.ts';
import { issueForecasts } from './air/issue-forecasts.ts';
import { makeDays } from './air/make-days.ts';
import { reportHours } from './demo/report-hours.ts';
import { rowsOf } from './test-support/rows-of.ts';

const hour = 3_600_000;
let city: TestCity;
let monitor: Caller;
let county: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [sensing, system], demo: true });
  await city.store.drain();
  monitor = await city.as('env-monitor');
  county = await city.as('env-county');
}, 300_000);
afterAll(() => city.close());

interface Shown {
  readonly aqi: number | null;
  readonly edition: string;
  readonly levelName: string | null;
  readonly values: Readonly<Record<string, number | null>>;
}

interface Board {
  readonly stations: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly now: Shown | null;
  }[];
  readonly hours: readonly Shown[];
  readonly forecast: {
    readonly kind: string;
    readonly issuedAt: string;
    readonly hours: readonly object[];
    readonly days: readonly object[];
    readonly errors: readonly { readonly count: number; readonly mae: number | null }[];
  } | null;
}

describe('air', () => {
  test('the board shows each station by the edition in force, and a forecast with how wrong it has been', async () => {
    const board = (await monitor.get('/api/environment/air/board')).json<Board>();
    expect(board.stations.length).toBe(10);
    expect(board.stations.every((each) => each.now?.edition === '2026' && each.now.aqi !== null)).toBe(true);
    expect(board.hours.length).toBe(24);
    expect(board.forecast).toMatchObject({ kind: 'issued', issuedAt: '2026-11-23T02:00:00Z' });
    expect(board.forecast?.hours.length).toBe(72);
    expect(board.forecast?.errors[0]?.count).toBeGreaterThan(0);
    expect(board.forecast?.errors[0]?.mae).toBeGreaterThan(0);
  });

  test('a county sees its own station only; the public sees what is judged, without signing in', async () => {
    const own = (await county.get('/api/environment/air/board')).json<Board>();
    expect(own.stations.map((each) => each.name)).toEqual(['界首市环保局']);
    const open = (await city.visitor.get('/api/environment/air/public')).json<Board>();
    expect(own.forecast).toBeNull();
    expect(open.stations.length).toBe(9);
    expect(open.forecast?.days.length).toBe(3);
    expect(open.stations.some((each) => each.kind === 'micro')).toBe(false);
    expect((await city.visitor.get('/api/environment/air/board')).statusCode).toBe(401);
  });

  test('days are reported with their index; a late hour corrects them and leaves the history', async () => {
    const rows = city.services.use(registers).of(airDay).trusted;
    const of = async (): Promise<readonly Row<typeof airDay>[]> =>
      rows.findMany(city.store.db, {
        filter: { field: 'final', is: 'equal', value: true },
        sort: 'key',
        limit: 200,
      });
    const before = await of();
    expect(before.length).toBeGreaterThan(50);
    expect(before.filter((row) => row.aqi !== null).length).toBeGreaterThan(50);
    expect(await makeDays(city.services)).toBe(0);
    const station = (await rowsOf(monitor, 'air-station', { code: '3412A01' }))[0];
    const device = String(station?.['device']);
    const day = before.find((row) => row.key?.startsWith('3412A01@') && row.day === '2026-11-21');
    const at = Date.parse('2026-11-21T10:30:00+08:00');
    await city.services.use(telemetry).ingest([
      {
        device,
        property: 'pm10',
        at,
        value: 1900,
        quality: 'good',
        receivedAt: city.clock.now().getTime(),
      },
    ]);
    expect(await makeDays(city.services)).toBe(1);
    const after = await rows.find(city.store.db, day?.id ?? '');
    expect(after?.version).toBe((day?.version ?? 0) + 1);
    expect(after?.pm10).toBeGreaterThan(day?.pm10 ?? 0);
  });

  test('a forecast is kept as it was told, issued once, and judged by what came; another county sees none of it', async () => {
    const rows = city.services.use(registers).of(airForecast).trusted;
    const before = await rows.findMany(city.store.db, { sort: 'key', limit: 200 });
    expect(before.filter(({ kind }) => kind === 'issued')).toHaveLength(11);
    expect(await issueForecasts(city.services, city.clock.now().getTime())).toBe(0);
    interface Checked {
      readonly issued: number;
      readonly hindcasts: number;
      readonly errors: readonly Readonly<Record<string, number | null>>[];
      readonly course: readonly { readonly came: number | null; readonly foretold: number | null }[];
    }
    const of = async (who: Caller, query: string) =>
      (await who.get(`/api/environment/air/forecast-errors${query}`)).json<Checked>();
    const checked = await of(monitor, '');
    expect(checked).toMatchObject({ issued: 1, hindcasts: 2 });
    const [near] = checked.errors;
    // Two made up for afterwards, six hours each; what was issued has no hour behind it yet.
    expect(near?.['count']).toBe(12);
    expect(near?.['skill']).toBeCloseTo(1 - (near?.['mae'] ?? 0) / (near?.['unchangedMae'] ?? 1), 10);
    expect(
      checked.course.filter(({ foretold, came }) => foretold !== null && came !== null).length,
    ).toBeGreaterThan(20);
    const [station] = await rowsOf(monitor, 'air-station', { code: '3412A01' });
    expect((await of(monitor, `?station=${String(station?.['id'])}`)).hindcasts).toBe(2);
    expect((await of(county, '')).issued).toBe(0);
    expect(
      (await county.get(`/api/environment/air/forecast-errors?station=${String(station?.['id'])}`))
        .statusCode,
    ).toBe(404);
    expect((await city.visitor.get('/api/environment/air/forecast-errors')).statusCode).toBe(401);
  });

  test('counties are ranked by their composite index, cleanest first', async () => {
    const { rows, source } = (
      await monitor.get('/api/environment/air/ranking?from=2026-11-15&to=2026-11-22')
    ).json<{
      source: string;
      rows: { areaName: string; index: number | null; rank: number | null; days: number }[];
    }>();
    expect(source).toContain('2026');
    expect(rows.length).toBe(9);
    expect(rows.map((row) => row.index)).toEqual(
      rows.map((row) => row.index).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
    expect(rows[0]?.rank).toBe(1);
    expect((await monitor.get('/api/environment/air/ranking?from=2026-11-22&to=2026-11-15')).statusCode).toBe(
      400,
    );
  });

  test('an hour of which too little counts has no index', async () => {
    const station = (await rowsOf(monitor, 'air-station', { code: '3412B01' }))[0];
    const at = Math.floor(city.clock.now().getTime() / hour) * hour;
    city.clock.advance(hour);
    // Sessions end when nobody has used them for so long.
    monitor = await city.as('env-monitor');
    county = await city.as('env-county');
    const device = String(station?.['device']);
    await city.services.use(telemetry).ingest([
      {
        device,
        property: 'pm25',
        at,
        value: 60,
        quality: 'calibration',
        receivedAt: city.clock.now().getTime(),
      },
    ]);
    const shown = (
      await monitor.get(`/api/environment/air/stations/${String(station?.['id'])}?hours=24`)
    ).json<{ hours: Shown[] }>();
    expect(shown.hours.at(-1)).toMatchObject({ aqi: null, values: { pm25: null } });
    await reportHours(city.services, at, at + hour);
  });
});
