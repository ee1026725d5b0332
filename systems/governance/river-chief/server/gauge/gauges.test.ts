/** Demo gauges: a forecast each hour, kept as it was told, judged by what came. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { gaugeForecast } from '../../registers/gauge.ts';
import system from '../../system.ts';
import { reportGauges } from '../demo/make-gauges.ts';
import { issueGauges } from './issue-gauges.ts';

let city: TestCity;
const hour = 3_600_000;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
}, 300_000);
afterAll(() => city?.close());

interface Gauges {
  readonly gauges: readonly {
    readonly id: string;
    readonly name: string;
    readonly upstream: string | null;
    readonly newest: {
      readonly hours: readonly object[];
      readonly errors: readonly { readonly mae: number }[];
    } | null;
  }[];
}

test('两站都有 24 小时预报；下游站知道上游站；同一小时不重复发布', async () => {
  const who = await city.as('chief-general');
  const reply = await who.get('/api/river-chief/gauges');
  expect(reply.statusCode).toBe(200);
  const { gauges } = reply.json<Gauges>();
  expect(gauges.map(({ upstream }) => upstream)).toEqual([null, '界首水位站（演示）']);
  expect(gauges.every(({ newest }) => newest?.hours.length === 24)).toBe(true);
  expect(await issueGauges(city.services)).toBe(0);
  expect((await city.visitor.get('/api/river-chief/gauges')).statusCode).toBe(401);
});

test('过了六小时：六个时效有实测可比，当时的预报没有改', async () => {
  const rows = city.services.use(registers).of(gaugeForecast).trusted;
  const before = await rows.findMany(city.store.db, { sort: 'key', limit: 10 });
  for (let step = 0; step < 6; step += 1) {
    city.clock.advance(hour);
    await reportGauges(city.services);
  }
  expect(await issueGauges(city.services)).toBe(2);
  const who = await city.as('chief-general');
  const { gauges } = (await who.get('/api/river-chief/gauges')).json<Gauges>();
  const checked = (await who.get(`/api/river-chief/gauges/${gauges[1]?.id}`)).json<{
    issued: number;
    issuedErrors: readonly {
      readonly count: number;
      readonly mae: number | null;
      readonly skill: number | null;
    }[];
    course: readonly object[];
  }>();
  expect(checked.issued).toBe(2);
  expect(checked.issuedErrors.map(({ count }) => count)).toEqual([6, 0, 0]);
  expect(checked.issuedErrors[1]).toMatchObject({ mae: null, skill: null });
  expect(checked.course).toHaveLength(72);
  const after = await rows.findMany(city.store.db, { sort: 'key', limit: 10 });
  for (const row of before) expect(after).toContainEqual(row);
});
