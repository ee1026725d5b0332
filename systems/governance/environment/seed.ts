/** Demo data (演示数据): people, stations, waters, sources, a week of hours with one outfall over its limit, and a year of samples. */
import type { Services } from '../../../kernel/system.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { device } from '../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import { issueForecasts } from './server/air/issue-forecasts.ts';
import { makeDays } from './server/air/make-days.ts';
import { makePeople, makePlaces } from './server/demo/make-places.ts';
import { makeRecords } from './server/demo/make-records.ts';
import { reportHours } from './server/demo/report-hours.ts';
import { keepAllRules } from './server/source/keep-rules.ts';

const hour = 3_600_000;
const days = 8;
/** The outfall that is over its limit when the demonstration begins. */
const over = { code: 'demo-outlet-DW008', property: 'cod-hour', value: 86.4 };

export async function seedEnvironment(services: Services): Promise<void> {
  const data = services.use(store);
  const now = data.clock.now().getTime();
  const present = Math.floor(now / hour) * hour;
  await makePeople(services);
  await makePlaces(services);
  await makeRecords(services);
  await data.transaction((work) => keepAllRules(services, work));
  await services.use(telemetry).reload();
  await reportHours(services, present - days * 24 * hour, present);
  const [sensor] = await services
    .use(registers)
    .of(device)
    .trusted.findMany(data.db, {
      filter: { field: 'code', is: 'equal', value: over.code },
      limit: 1,
    });
  const reading = {
    property: over.property,
    at: now - 60_000,
    value: over.value,
    quality: 'good',
    receivedAt: now,
  } as const;
  if (sensor !== undefined) await services.use(telemetry).ingest([{ device: sensor.id, ...reading }]);
  await services.use(telemetry).settle();
  await makeDays(services, days - 1);
  // Two made up for afterwards, and marked so, that there is something to compare with what came.
  for (const back of [2 * 24, 24]) await issueForecasts(services, present - back * hour, 'hindcast');
  await issueForecasts(services, present);
}
