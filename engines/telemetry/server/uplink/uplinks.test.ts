/** What a platform above gets of the city's vehicles by JT/T 809: each place once told, live or made up for, whatever the line does; and what the city sees of it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import {
  type Jt809Superior,
  jt809Superior,
} from '../../../../scripts/simulate-device/simulate-jt809-superior.ts';
import { jt808Terminal, placeAt } from '../../../../scripts/simulate-device/simulate-jt808.ts';
import { openShakyLine, type LineManner, type ShakyLine } from '../../../../test/support/shaky-line.ts';
import { sql } from '../../../store/index.ts';
import { createTrust, trustTables } from '../../../trust/index.ts';
import { alarm as alarmRegister } from '../../registers/alarm.ts';
import { rule as ruleRegister } from '../../registers/rule.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { uplink as uplinkRegister } from '../../registers/uplink.ts';
import { seededRandom } from '../codec/bytes/seeded-random.ts';
import { openLines, type OpenLines } from '../line/open-lines.ts';
import { type Door, openDoor, soon } from '../line/test-support/open-door.ts';
import { county } from '../test-support/open-sensing.ts';
import { openUplinks, type OpenUplinks } from './open-uplinks.ts';
import { queueAlarm } from './queue-alarm.ts';
import type { UplinkRow } from './uplink-members.ts';
import { readUplinkStates } from './uplink-rows.ts';
import { openUplinkSecrets, type UplinkSecret, type UplinkSecrets } from './uplink-secret.ts';

const host = '127.0.0.1';
const phones = ['13800000001', '13800000002', '13800000003'] as const;
const plates = { [phones[0]]: '皖K12345/2', [phones[1]]: '皖K54321/1', [phones[2]]: '皖KD0001/4' };
const names = ['latitude', 'longitude', 'speed', 'direction', 'altitude', 'mileage', 'overspeed'];
const properties = Object.fromEntries(names.map((name) => [name, name]));
const userId = '34120001';

let city: Door;
let province: Door;
let lines: OpenLines;
let cityLines: OpenLines;
let shaky: ShakyLine;
let secrets: UplinkSecrets;
let closeTrust: () => Promise<void>;
const open = new Set<OpenUplinks>();

beforeAll(async () => {
  city = await openDoor({
    protocol: 'jt808',
    properties,
    devices: Object.fromEntries(phones.map((phone) => [phone, 'T000001'])),
    plates,
    flags: ['overspeed'],
    tables: trustTables,
  });
  const vehicles = Object.values(plates);
  province = await openDoor({
    protocol: 'jt809',
    properties,
    flags: ['overspeed'],
    devices: { [userId]: 'secret09', ...Object.fromEntries(vehicles.map((plate) => [plate, 'unused'])) },
    platforms: Object.fromEntries(vehicles.map((plate) => [plate, userId])),
  });
  lines = await openLines({
    store: province.sensing.store,
    ingest: province.deps.ingest,
    report: province.deps.report,
    ports: { jt809: 0 },
    host,
  });
  cityLines = await openLines({
    store: city.sensing.store,
    ingest: city.deps.ingest,
    report: city.deps.report,
    ports: { jt808: 0, 'jt809-sub': 0 },
    host,
  });
  shaky = await openShakyLine(() => lines.lines.get('jt809')?.port ?? 0);
  const { store } = city.sensing;
  const trust = createTrust({ store });
  closeTrust = () => trust.close();
  secrets = openUplinkSecrets(store, trust.vault);
  await store.transaction(async (work) => {
    await store.settings.change(work, 'telemetry.uplink-poll-milliseconds', 50);
    await store.settings.change(work, 'telemetry.uplink-timeout-seconds', 2);
    await store.settings.change(work, 'telemetry.uplink-retry-seconds', 1);
    await store.settings.change(work, 'telemetry.uplink-longest-retry-seconds', 1);
    await store.settings.change(work, 'telemetry.uplink-batch', 20);
  });
});

afterAll(async () => {
  await shaky.close();
  await cityLines.close();
  await lines.close();
  await closeTrust();
  await city.close();
  await province.close();
});

beforeEach(() => {
  for (const door of [city, province]) {
    door.broken = false;
    door.sensing.clock.advance(3_600_000);
  }
  shaky.manner = () => 'open';
});

afterEach(async () => {
  await Promise.all([...open].map((links) => links.close()));
  open.clear();
  const { store, engine } = city.sensing;
  await store.transaction(async (work) => {
    const { trusted } = engine.registers.of(uplinkRegister);
    for (const row of engine.members.enabled) await trusted.update(work, 'test', row, { enabled: false });
  });
  await engine.members.load();
});

function start(): OpenUplinks {
  const { engine, store } = city.sensing;
  const links = openUplinks({
    store,
    registers: engine.registers,
    devices: engine.devices,
    members: engine.members,
    secrets,
    count: (outcome) => engine.count('jt809-up', outcome),
    report: city.deps.report,
  });
  open.add(links);
  return links;
}

async function declare(
  more: Partial<UplinkRow> = {},
  secret: UplinkSecret = { password: 'secret09' },
): Promise<UplinkRow> {
  const { store, engine } = city.sensing;
  const row = await store.transaction(async (work) => {
    const made = await engine.registers.of(uplinkRegister).trusted.insert(work, 'test', {
      name: '省级平台',
      host,
      port: Number(new URL(shaky.url).port),
      edition: '2011',
      protocolVersion: '010000',
      accessCode: '20180920',
      userId,
      platformId: '34120000001',
      area: county,
      enabled: true,
      ...more,
    });
    await secrets.set(work, made.id, secret);
    return made;
  });
  await engine.members.load();
  return row;
}

async function stateOf(link: UplinkRow) {
  return (await readUplinkStates(city.sensing.store.db, [link.id])).get(link.id);
}

/** A vehicle is at this place, so many seconds before now. */
function drive(phone: string, secondsAgo: number, seed = 0) {
  const now = city.deps.now();
  const at = Math.floor(now / 1000) * 1000 - secondsAgo * 1000;
  const values = {
    latitude: 32.89 + (seed % 1000) / 10_000,
    longitude: 115.81 + (seed % 100) / 10_000,
    speed: 40 + (seed % 50),
    direction: seed % 360,
    altitude: 30,
    mileage: 1000 + seed,
    overspeed: seed % 7 === 0,
  };
  const device = city.ids.get(phone) ?? '';
  return Object.entries(values).map(([property, value]) => ({
    device,
    property,
    at,
    value,
    quality: 'good' as const,
    receivedAt: now,
  }));
}

/** What both ends have of a vehicle: the wire of 2011 has six decimals of a degree and whole kilometres. */
async function both(phone: string) {
  const read = async (door: Door, address: string) =>
    (await door.stored(address)).map(([name, value, , at]) => [
      name,
      name === 'mileage' ? Math.round(value) : Math.round(value * 1e6),
      at,
    ]);
  return [await read(city, phone), await read(province, plates[phone as keyof typeof plates])] as const;
}

async function arrived(phone: string, count: number): Promise<void> {
  await soon(async () => {
    const [here, there] = await both(phone);
    expect(there).toHaveLength(count);
    expect(there).toEqual(here);
  });
}

function counted(door: Door, outcome: string): number {
  return door.counts()[outcome] ?? 0;
}

async function standing(link: UplinkRow) {
  await soon(async () => expect(await stateOf(link)).toMatchObject({ status: 'up' }));
}

describe('两座平台之间', () => {
  let told = 0;

  test('车载终端报到市里,经 1001 登录、1201 注册、1202 到省里,逐值相同', async () => {
    const link = await declare();
    start();
    await standing(link);
    const terminal = await jt808Terminal({
      host,
      port: cityLines.lines.get('jt808')?.port ?? 0,
      edition: '2013',
      phone: phones[0],
      terminalId: 'T000001',
      plate: '皖K12345',
      timeout: 3000,
    });
    await terminal.logIn();
    const location = placeAt(city.deps.now(), { latitude: 32.890124, longitude: 115.814205, speed: 62 });
    expect(await terminal.ask(0x0200, { kind: 'location', location })).toBe(0);
    told = (await city.stored(phones[0])).length;
    expect(told).toBeGreaterThan(5);
    await arrived(phones[0], told);
    await soon(async () =>
      expect(await stateOf(link)).toMatchObject({
        sent: 1,
        replayed: 0,
        waiting: 0,
        vehicles: 1,
        refused: 0,
      }),
    );
    expect(counted(province, 'registration')).toBe(1);
    await terminal.talk.end();
  });

  test('线路断开时攒下的用 1203 补发,恢复后的先走实时;同一辆车只注册一次', async () => {
    const link = await declare();
    shaky.manner = () => 'cut';
    start();
    await soon(async () => expect(await stateOf(link)).toMatchObject({ status: 'down', reason: 'closed' }));
    for (let index = 0; index < 60; index += 1)
      await city.sensing.engine.ingest([
        ...drive(phones[1], 3000 - index * 10, index),
        ...drive(phones[2], 3000 - index * 10, index + 500),
      ]);
    expect(await stateOf(link)).toMatchObject({ waiting: 120, sent: 0 });
    const before = counted(province, 'history');
    shaky.manner = () => 'open';
    await standing(link);
    await city.sensing.engine.ingest(drive(phones[1], 0, 77));
    await arrived(phones[1], 61 * 7);
    await arrived(phones[2], 60 * 7);
    await soon(async () =>
      expect(await stateOf(link)).toMatchObject({ waiting: 0, sent: 1, replayed: 120, vehicles: 2 }),
    );
    // Five in a message.
    expect(counted(province, 'history') - before).toBe(24);
  });

  test.each([11, 22])('反复断、慢、吞答、截断、重放的线路(种子 %i):一个位置不丢', async (seed) => {
    const random = seededRandom(seed);
    const manners: readonly LineManner[] = ['break', 'delay', 'break', 'swallow', 'truncate', 'cut', 'twice'];
    let connections = 0;
    shaky.manner = () => {
      connections += 1;
      return connections > 12 ? 'open' : (manners[Math.floor(random() * manners.length)] ?? 'open');
    };
    const link = await declare();
    const before = (await city.stored(phones[1])).length;
    start();
    for (let index = 0; index < 150; index += 1)
      await city.sensing.engine.ingest(drive(phones[1], 2000 - index * 2, seed * 1000 + index));
    await arrived(phones[1], before + 150 * 7);
    await soon(async () => expect(await stateOf(link)).toMatchObject({ status: 'up', waiting: 0 }));
  });

  test('上级存不进去时不答保活,恢复后重新上报', async () => {
    const link = await declare();
    start();
    await standing(link);
    province.broken = true;
    const before = (await city.stored(phones[0])).length;
    await city.sensing.engine.ingest(drive(phones[0], 5, 31));
    await soon(async () => expect(await stateOf(link)).toMatchObject({ reason: 'no-answer', waiting: 1 }));
    province.broken = false;
    await arrived(phones[0], before + 7);
  });

  test('密码不对:按结果码记下,停在越来越长的等待;改对后立即接通', async () => {
    const link = await declare({}, { password: 'guess' });
    start();
    await soon(async () =>
      expect(await stateOf(link)).toMatchObject({ status: 'down', reason: 'refused', result: 4, refused: 1 }),
    );
    const { store } = city.sensing;
    await store.transaction((work) => secrets.set(work, link.id, { password: 'secret09' }));
    await standing(link);
    expect(await stateOf(link)).toMatchObject({ failures: 0, nextAt: null });
  });

  test('两个进程只有一个上报;它停下后另一个接着报', async () => {
    const link = await declare();
    const first = start();
    await standing(link);
    start();
    const connected = lines.lines.get('jt809')?.connections();
    await first.close();
    open.delete(first);
    await standing(link);
    const before = (await city.stored(phones[0])).length;
    await city.sensing.engine.ingest(drive(phones[0], 7, 41));
    await arrived(phones[0], before + 7);
    expect([connected, lines.lines.get('jt809')?.connections()]).toEqual([1, 1]);
  });

  test('没有车牌、不在上报区划的不排队;停用的链路不排队;收窄之后原来排的不再上报', async () => {
    const { engine, store } = city.sensing;
    const waitingOf = async (link: UplinkRow) =>
      (
        await sql<{
          device: string;
        }>`select device from telemetry_uplink_queue where uplink = ${link.id}`.execute(store.db)
      ).rows.length;
    const far = await declare({ area: '341225000000' });
    const near = await declare({ accessCode: '7' });
    const grouped = await declare({ group: '危货' });
    const off = await declare({ enabled: false });
    await engine.ingest(drive(phones[0], 9, 51));
    await engine.ingest([{ ...drive(phones[0], 9, 51)[0], device: city.sensing.devices[0] ?? '' } as never]);
    expect(await Promise.all([far, near, grouped, off].map(waitingOf))).toEqual([0, 1, 0, 0]);
    await store.transaction((work) =>
      engine.registers.of(uplinkRegister).trusted.update(work, 'test', near, { area: '341225000000' }),
    );
    await engine.members.load();
    start();
    await soon(async () => expect(await stateOf(near)).toMatchObject({ waiting: 0, sent: 0, leftOut: 1 }));
  });

  test('停用了的车,停用前的位置照报', async () => {
    const { engine, store } = city.sensing;
    const link = await declare();
    const before = (await city.stored(phones[2])).length;
    await engine.ingest(drive(phones[2], 11, 61));
    const { trusted } = engine.registers.of(deviceRegister);
    const setStage = (stage: string) =>
      store.transaction(async (work) => {
        const row = await trusted.lock(work, city.ids.get(phones[2]) ?? '');
        if (row !== undefined) await trusted.update(work, 'test', row, { stage });
      });
    await setStage('disabled');
    engine.devices.changed([]);
    start();
    await arrived(phones[2], before + 7);
    await soon(async () => expect(await stateOf(link)).toMatchObject({ waiting: 0, leftOut: 0 }));
    await setStage('active');
    engine.devices.changed([]);
  });
});

describe('说明书里的上级平台', () => {
  let superior: Jt809Superior;

  afterEach(() => superior.close());

  async function above(more: { readonly keys?: UplinkSecret['keys'] } = {}) {
    const { keys } = more;
    superior = await jt809Superior({
      host,
      port: 0,
      userId: Number(userId),
      password: 'secret09',
      ...(keys === undefined ? {} : { keys }),
      timeout: 3000,
    });
    return superior.port;
  }

  function dataHeard(dataType: number) {
    return superior.heard.flatMap(({ body }) =>
      body.kind === 'data' && body.dataType === dataType ? [body] : [],
    );
  }

  test('2019 版加密的链路:登录、注册、位置都读得出来,退出时 1003', async () => {
    const keys = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
    const port = await above({ keys });
    const link = await declare({ port, edition: '2019', encrypted: true }, { password: 'secret09', keys });
    const links = start();
    await standing(link);
    await city.sensing.engine.ingest(drive(phones[0], 3, 21));
    await soon(() => expect(dataHeard(0x1202)).toHaveLength(1));
    expect(superior.heard[0]?.body).toMatchObject({ kind: 'login', centre: 20180920, password: 'secret09' });
    expect(dataHeard(0x1201)).toMatchObject([
      { vehicle: { plate: '皖K12345', colour: 2 }, data: { platform: '34120000001', phone: phones[0] } },
    ]);
    await links.close();
    open.delete(links);
    expect(superior.heard.at(-1)?.type).toBe(0x1003);
  });

  test('加密参数没有给,不登录也不明文上报', async () => {
    const port = await above();
    const link = await declare({ port, encrypted: true });
    start();
    await soon(async () => expect(await stateOf(link)).toMatchObject({ status: 'down', reason: 'no-keys' }));
    expect(superior.heard).toEqual([]);
  });

  test('从链路:凭 1002 的校验码连回来,9005 有答;码不对的拒绝;断开后不再算在', async () => {
    const port = await above();
    const link = await declare({ port, subHost: host, subPort: 8210 });
    start();
    await standing(link);
    const sub = cityLines.lines.get('jt809-sub')?.port ?? 0;
    expect(superior.heard[0]?.body).toMatchObject({ kind: 'login', host, port: 8210 });
    expect(await superior.callBack(sub, (superior.verifyCode() ^ 1) >>> 0)).toBe(1);
    expect((await stateOf(link))?.subSince).toBeNull();
    expect(await superior.callBack(sub, superior.verifyCode())).toBe(0);
    expect((await stateOf(link))?.subSince).not.toBeNull();
    await superior.close();
    await soon(async () => expect((await stateOf(link))?.subSince).toBeNull());
    superior = await jt809Superior({ host, port: 0, userId: 1, password: 'x', timeout: 1 });
  });

  test('车辆的告警用 1402 上报,报警类型按规则听的信号', async () => {
    const port = await above();
    const link = await declare({ port });
    const { engine, store } = city.sensing;
    const [device, alarm, rule] = [city.ids.get(phones[0]) ?? '', newId(), newId()];
    await store.transaction(async (work) => {
      const known = await engine.devices.find(device);
      await engine.registers.of(ruleRegister).trusted.insert(work, 'test', {
        id: rule,
        name: '超速',
        level: '2',
        model: known?.modelId ?? '',
        enabled: false,
        definition: null,
      });
      await engine.registers.of(alarmRegister).trusted.insert(work, 'test', {
        id: alarm,
        title: '皖K12345 超速',
        level: '2',
        status: 'raised',
        device,
        rule,
        property: 'overspeed',
        area: county,
        department: 'city-light',
      });
      const change = { alarm, rule, device, level: '2', title: '', caseType: null } as const;
      await queueAlarm(engine, work, { ...change, change: 'raised' });
      await queueAlarm(engine, work, { ...change, change: 'cleared' });
    });
    start();
    await soon(async () => expect(await stateOf(link)).toMatchObject({ alarms: 1, waiting: 0 }));
    expect(dataHeard(0x1402)).toMatchObject([
      { vehicle: { plate: '皖K12345' }, data: { kind: 'alarm', source: 3, type: 1 } },
    ]);
  });

  test('上级平台收而不答,链路断开重来', async () => {
    const port = await above();
    const link = await declare({ port, userId: '9' });
    start();
    await soon(async () => expect(await stateOf(link)).toMatchObject({ reason: 'refused', result: 3 }));
  });
});
