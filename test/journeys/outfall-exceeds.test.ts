/** An outfall passes its limit: the data logger says so by HJ 212 over TCP, and the branch that watches the firm finds a case on its desk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../engines/registers/service.ts';
import { openLines } from '../../engines/telemetry/index.ts';
import { device } from '../../engines/telemetry/contract.ts';
import { telemetry } from '../../engines/telemetry/service.ts';
import { type Hj212Logger, hj212Logger } from '../../scripts/simulate-device/simulate-hj212.ts';
import environment from '../../systems/governance/environment/system.ts';
import { outlet } from '../../systems/governance/environment/registers/source.ts';
import sensing from '../../systems/foundation/sensing/system.ts';
import { type Caller, openTestCity, type TestCity } from '../support/city.ts';

const password = '864201';
let city: TestCity;
let lines: Awaited<ReturnType<typeof openLines>>;
let logger: Hj212Logger;
let enforcer: Caller;

/** The clean water works of 颍州, watched by the branch of 颍州. */
const port = 'DW001';

beforeAll(async () => {
  city = await openTestCity({
    systems: [{ ...sensing, seed: async () => undefined }, environment],
    demo: true,
  });
  await city.store.drain();
  const rows = city.services.use(registers);
  const [found] = await rows.of(outlet).trusted.findMany(city.store.db, {
    filter: { field: 'code', is: 'equal', value: port },
    limit: 1,
  });
  const sensor = await rows.of(device).trusted.find(city.store.db, found?.device ?? '');
  const people = await city.access.admin.createDemoPeople([
    {
      account: 'operator',
      name: '运维员',
      kind: 'official',
      posts: [{ role: 'telemetry:operator', department: 'city-ecology', area: '341200000000' }],
    },
  ]);
  const operator = await city.as(people.get('operator') ?? '');
  const issued = await operator.post(`/api/telemetry/devices/${sensor?.id}/key`, { password });
  if (issued.statusCode !== 200) throw new Error(issued.body);
  lines = await openLines({
    store: city.store,
    ingest: city.services.use(telemetry),
    report: (problem, where) => console.error(where, problem),
    ports: { hj212: 0 },
    host: '127.0.0.1',
  });
  logger = await hj212Logger({
    host: '127.0.0.1',
    port: lines.lines.get('hj212')?.port ?? 0,
    device: sensor?.address ?? '',
    password,
    systemCode: '32',
    now: () => city.clock.now().getTime(),
    timeout: 15_000,
    resends: 2,
    obeys: undefined,
  });
  enforcer = await city.as('env-enforcer');
}, 300_000);
afterAll(async () => {
  await logger?.talk.end();
  await lines?.close();
  await city?.close();
});

async function cases(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  await city.store.drain();
  const reply = await enforcer.get('/api/registers/rows/environment.exceedance');
  return reply.json<{ rows: Readonly<Record<string, unknown>>[] }>().rows;
}

/** The hour's mean, as the logger uploads it at the full hour (2061). */
function hourMean(value: number, flag = 'N') {
  city.clock.advance(60_000);
  const message = logger.data('2061', 'Avg', { w01018: value });
  return {
    ...message,
    content: message.content.map((group) =>
      group.map(([name, text]) => [name, name.endsWith('-Flag') ? flag : text] as const),
    ),
  };
}

test('within its limit, and while the instrument is calibrated, nothing happens', async () => {
  expect(await logger.upload(hourMean(42.1))).toBe('acknowledged');
  expect(await logger.upload(hourMean(310, 'C'))).toBe('acknowledged');
  expect(await cases()).toEqual([]);
});

test('over its limit it is a case at the branch, with value, limit and multiple; the same frame again is no second one', async () => {
  const over = hourMean(87.5);
  expect(await logger.upload(over)).toBe('acknowledged');
  expect(await logger.upload(over)).toBe('acknowledged');
  const [opened, ...more] = await cases();
  expect(more).toEqual([]);
  expect(opened).toMatchObject({
    factor: '化学需氧量小时均值',
    value: 87.5,
    limit: 50,
    over: 0.75,
    stage: 'verify',
    unit: 'yingzhou-ecology',
    caseArea: '341202000000',
  });
});

test('the case goes to its end; over again within three days it is worked on anew', async () => {
  const [opened] = await cases();
  const path = `/api/flow/cases/environment.exceedance/${String(opened?.['id'])}`;
  const act = async (action: string, values: object) => {
    const { version } = (await enforcer.get(path)).json<{ version: number }>();
    const reply = await enforcer.post(`${path}/acts`, { version, action, opinion: '已核查', values });
    expect([action, reply.statusCode]).toEqual([action, 200]);
  };
  await act('confirm', { verification: '现场采样 85 mg/L，设备运行正常' });
  await act('issue', { orderNumber: '阜州环责改〔2026〕7号', rectifyBy: '2026-12-20' });
  await act('done', { rectification: '修复二沉池刮泥机' });
  await act('pass', { recheckValue: 31 });
  expect(await logger.upload(hourMean(30))).toBe('acknowledged');
  await act('spare', { penaltyReason: '首次超标且及时改正，行政处罚法第三十三条' });
  expect(await cases()).toMatchObject([{ status: 'closed', outcome: 'spared' }]);
  expect(await logger.upload(hourMean(66))).toBe('acknowledged');
  expect(await cases()).toMatchObject([{ status: 'open', stage: 'verify' }]);
});
