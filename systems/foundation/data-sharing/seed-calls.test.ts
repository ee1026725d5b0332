/** What a visitor of the demonstration sees: the watch has found one alert of each kind in the calls that were brought along, and none else. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestCity, type TestCity } from '../../../test/support/city.ts';
import { listRows } from '../../../test/support/linked-cities.ts';
import { lake } from '../../../engines/lake/service.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import platform from '../data-platform/system.ts';
import quality from '../data-quality/system.ts';
import system from './system.ts';

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, quality, system, platform], demo: true });
}, 240_000);
afterAll(() => city.close());

interface Alert {
  readonly kind: string;
  readonly callerName: string;
}

test('演示的调用经真实的规则各告一警：用量突增、夜间突发、遍历抓取；平常的小时不告警', async () => {
  const watcher = await city.as('platform-2');
  const names: Readonly<Record<string, string>> = {
    volume: '项目单位比对',
    night: '夜间批处理',
    scraping: '网上核名助手',
  };
  await vi.waitFor(
    async () => {
      await city.services.use(lake).watch.profile();
      await city.store.drain();
      const alerts = await listRows<Alert>(watcher, 'data-platform.alert');
      for (const [kind, name] of Object.entries(names))
        expect(
          alerts.some((each) => each.kind === kind && each.callerName.includes(name)),
          kind,
        ).toBe(true);
    },
    { timeout: 60_000, interval: 300 },
  );
  const alerts = await listRows<Alert>(watcher, 'data-platform.alert');
  expect(alerts.every(({ callerName }) => callerName.includes('演示数据'))).toBe(true);
  expect(alerts.length).toBeLessThanOrEqual(4);
});
