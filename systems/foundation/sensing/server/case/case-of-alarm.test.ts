/** What becomes of an alarm that somebody must see to: one case with its place, value and limit, which ends and comes back with it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import {
  alarm,
  device,
  rule,
  RuleDefinition,
  ThingModel,
  thingModel,
} from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { findCaseType, openCaseOfAlarm } from './open-case.ts';

const caseType = 'urban-management.case';
const area = '341202001001';
let city: TestCity;
const devices = [newId(), newId(), newId()];

const opens = {
  type: caseType,
  stage: 'accept',
  values: {
    source: '"device"',
    matter: '"01002"',
    description:
      'alarm.title + "：" + string(alarm.value) + alarm.unit + "，限值 " + string(alarm.limit) + "，" + alarm.levelTitle',
    address: 'device.place',
    position: 'alarm.position',
  },
  recurrence: { within: 3600, does: 'reopen' },
};

async function addRule(index: number, values: object): Promise<void> {
  const model = (await models())[0]?.id ?? '';
  const definition = RuleDefinition.parse({
    model,
    device: devices[index],
    condition: { leaves: [{ kind: 'threshold', property: 'level', is: 'above', value: 2.4, clear: 2.1 }] },
    opens: { ...opens, values },
  });
  await city.store.transaction((work) =>
    city.services
      .use(registers)
      .of(rule)
      .trusted.insert(work, 'test', {
        name: `水位超过井深八成 ${index}`,
        level: '2',
        source: '试验',
        enabled: true,
        model,
        definition,
      }),
  );
}

function models() {
  return city.services
    .use(registers)
    .of(thingModel)
    .trusted.findMany(city.store.db, {
      filter: { field: 'code', is: 'equal', value: 'manhole' },
      limit: 1,
    });
}

beforeAll(async () => {
  city = await openTestCity();
  const kept = city.services.use(registers);
  const model = newId();
  await city.store.transaction(async (work) => {
    await kept.of(thingModel).trusted.insert(work, 'test', {
      id: model,
      code: 'manhole',
      name: '窨井监测仪',
      definition: ThingModel.parse({
        properties: [{ name: 'level', title: '水位', type: 'number', unit: 'm' }],
      }),
    });
    await kept.of(device).trusted.insertMany(
      work,
      'test',
      devices.map((id, index) => ({
        id,
        code: `well-${index + 1}`,
        name: `${index + 1} 号窨井`,
        model,
        stage: 'active',
        department: 'city-drainage',
        area,
        place: '清河路与中南大道交叉口',
        position: { lon: 115.8141, lat: 32.8896 },
      })),
    );
  });
  await addRule(0, opens.values);
  await addRule(1, { source: '"nobody"', description: 'alarm.title', address: 'device.place' });
  await addRule(2, opens.values);
  await city.services.use(telemetry).reload();
}, 120_000);
afterAll(() => city.close());

async function measure(index: number, value: number): Promise<void> {
  city.clock.advance(60_000);
  const at = city.clock.now().getTime();
  const [outcome] = await city.services
    .use(telemetry)
    .ingest([
      { device: devices[index] ?? '', property: 'level', at, receivedAt: at, value, quality: 'good' },
    ]);
  expect(outcome).toEqual({ kind: 'stored' });
  await city.store.drain();
}

async function alarmsOf(index: number): Promise<readonly Row<typeof alarm>[]> {
  return city.services
    .use(registers)
    .of(alarm)
    .trusted.findMany(city.store.db, {
      filter: { field: 'device', is: 'equal', value: devices[index] ?? '' },
      sort: 'raisedAt',
      limit: 10,
    });
}

async function cases(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await city.services.use(registers).rows(caseType).trusted.findMany(city.store.db, {
    limit: 50,
  })) as unknown as readonly Readonly<Record<string, unknown>>[];
}

async function act(id: string, action: string): Promise<void> {
  const type = findCaseType(city.services, caseType);
  const row = (await cases()).find((each) => each['id'] === id);
  if (type === undefined || row === undefined) throw new Error('no case');
  await city.services
    .use(flow)
    .act(systemPrincipal, type, { id, version: Number(row['version']), action, opinion: '试验' });
  await city.store.drain();
}

test('an alarm opens one case with area, place, level, value and limit', async () => {
  await measure(0, 2.9);
  const [raised] = await alarmsOf(0);
  const [opened, ...more] = await cases();
  expect(more).toEqual([]);
  expect(raised).toMatchObject({
    limit: 2.4,
    value: 2.9,
    caseType,
    caseId: opened?.['id'],
    caseProblem: null,
  });
  expect(opened).toMatchObject({
    stage: 'accept',
    source: 'device',
    caseArea: area,
    address: '清河路与中南大道交叉口',
    position: { lon: 115.8141, lat: 32.8896 },
    description: '1 号窨井 水位超过井深八成 0：2.9m，限值 2.4，二级',
  });
});

test('the same event, when it comes again after a crash, opens no second case', async () => {
  const [raised] = await alarmsOf(0);
  if (raised === undefined) throw new Error('no alarm');
  const { rows } = await city.store.db
    .withTables<{ store_event: { position: string; name: string; payload: unknown } }>()
    .selectFrom('store_event')
    .select(['position', 'payload'])
    .where('name', '=', 'telemetry.alarm')
    .execute()
    .then((found) => ({ rows: found }));
  const [first] = rows;
  if (first === undefined) throw new Error('no event');
  // As after a crash between the case and the alarm's note of it.
  await city.store.transaction(async (work) => {
    const lost = await city.services
      .use(registers)
      .of(alarm)
      .trusted.update(work, 'test', raised, { caseId: null });
    await openCaseOfAlarm(
      {
        position: String(first.position),
        name: 'telemetry.alarm',
        at: '',
        actor: 'system',
        payload: first.payload,
      },
      work,
      city.services,
    );
    expect(lost.caseId).toBeNull();
  });
  const [again] = await alarmsOf(0);
  expect([again?.caseId, (await cases()).length]).toEqual([raised.caseId, 1]);
});

test('back within the window the closed case goes on; closed with the trouble over, it closes the alarm', async () => {
  const id = (await alarmsOf(0))[0]?.caseId ?? '';
  await measure(0, 1);
  await measure(0, 2.8);
  expect((await cases()).length).toBe(1);
  await act(id, 'refuse');
  // Still so: the alarm is not closed by closing its case.
  expect((await alarmsOf(0))[0]).toMatchObject({
    status: 'raised',
    conclusion: expect.stringContaining('仍然成立'),
  });
  await measure(0, 1);
  expect((await alarmsOf(0))[0]).toMatchObject({ status: 'closed', closedBy: 'system' });
  await measure(0, 3);
  const [, second] = await alarmsOf(0);
  expect(second).toMatchObject({ status: 'raised', caseId: id });
  expect(await cases()).toMatchObject([{ id, status: 'open', stage: 'accept' }]);
  const timeline = await city.services.use(flow).timeline(systemPrincipal, caseType, id);
  expect(timeline.map((entry) => entry.title)).toEqual([
    '上报',
    '补充说明',
    '补充说明',
    '不予立案',
    '重新办理',
  ]);
});

test('after the window a new case opens', async () => {
  const id = (await alarmsOf(0)).at(-1)?.caseId ?? '';
  await measure(0, 1);
  await act(id, 'refuse');
  city.clock.advance(2 * 3_600_000);
  await measure(0, 2.9);
  expect((await alarmsOf(0)).at(-1)?.caseId).not.toBe(id);
  expect((await cases()).length).toBe(2);
});

test('a mapping that makes no case is said on the alarm, and the alarms behind it get theirs', async () => {
  await measure(1, 3);
  expect((await alarmsOf(1))[0]).toMatchObject({
    caseId: null,
    caseProblem: expect.stringContaining('来源'),
  });
  await measure(2, 3);
  expect((await alarmsOf(2))[0]?.caseId).not.toBeNull();
});

test('a rule that names a case, a field or an expression that there is not is refused', async () => {
  const model = (await models())[0]?.id;
  const keeper = await city.access.admin.createDemoPeople([
    {
      account: 'keeper',
      name: '规则管理员',
      kind: 'official',
      posts: [{ role: 'telemetry:keeper', department: 'city-data-resources', area: '341200000000' }],
    },
  ]);
  const caller = await city.as(keeper.get('keeper') ?? '');
  const save = async (change: object) => {
    const reply = await caller.post('/api/telemetry/rules', {
      name: '试验规则',
      level: '3',
      enabled: false,
      definition: {
        model,
        condition: { leaves: [{ kind: 'threshold', property: 'level', is: 'above', value: 1 }] },
        opens: { ...opens, ...change },
      },
    });
    return reply.json<{ code?: string }>().code ?? reply.statusCode;
  };
  expect(await save({ type: 'nobody.nothing' })).toBe('telemetry.unknownCase');
  expect(await save({ values: { colour: '"red"' } })).toBe('telemetry.unknownCaseField');
  expect(await save({ values: { description: 'alarm..' } })).toBe('rules.syntax');
  expect(await save({})).toBe(200);
});
