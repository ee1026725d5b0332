/** Vehicles of a city at the platform above, ours too, over a real line: each place once, live or made up for, whatever the line does. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jt808Terminal, placeAt } from '../../../../scripts/simulate-device/simulate-jt808.ts';
import { openShakyLine, type LineManner, type ShakyLine } from '../../../../test/support/shaky-line.ts';
import { sql } from '../../../store/index.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { uplink as uplinkRegister } from '../../registers/uplink.ts';
import { seededRandom } from '../../../../kernel/seeded-random.ts';
import { openLines, type OpenLines } from '../line/open-lines.ts';
import { type Door, openDoor, soon } from '../line/test-support/open-door.ts';
import {
  host,
  openUplinkCity,
  phones,
  plates,
  properties,
  type UplinkCity,
  unplated,
  userId,
} from './test-support/open-uplink-city.ts';
import type { UplinkRow } from './uplink-members.ts';
import type { UplinkSecret } from '../../routes/uplink-routes.ts';

let city: UplinkCity;
let province: Door;
let lines: OpenLines;
let shaky: ShakyLine;

beforeAll(async () => {
  city = await openUplinkCity();
  const vehicles = Object.values(plates);
  province = await openDoor({
    protocol: 'jt809',
    properties,
    flags: ['overspeed'],
    devices: { [userId]: 'secret09', ...Object.fromEntries(vehicles.map((plate) => [plate, 'unused'])) },
    platforms: Object.fromEntries(vehicles.map((plate) => [plate, userId])),
  });
  const { ingest, report } = province.deps;
  lines = await openLines({ store: province.sensing.store, ingest, report, ports: { jt809: 0 }, host });
  shaky = await openShakyLine(() => lines.lines.get('jt809')?.port ?? 0);
});

afterAll(async () => {
  await shaky.close();
  await lines.close();
  await city.close();
  await province.close();
});

beforeEach(() => {
  province.broken = false;
  for (const door of [city.door, province]) door.sensing.clock.advance(3_600_000);
  shaky.manner = () => 'open';
});

afterEach(() => city.rest());

function declare(more: Partial<UplinkRow> = {}, secret?: UplinkSecret): Promise<UplinkRow> {
  return city.declare({ port: Number(new URL(shaky.url).port), ...more }, secret);
}

/** What both ends have of a vehicle: the wire of 2011 has six decimals of a degree and whole kilometres. */
async function both(phone: string) {
  const read = async (door: Door, address: string) =>
    (await door.stored(address)).map(([name, value, , at]) => [
      name,
      name === 'mileage' ? Math.round(value) : Math.round(value * 1e6),
      at,
    ]);
  return [await read(city.door, phone), await read(province, plates[phone] ?? '')] as const;
}

async function arrived(phone: string, count: number): Promise<void> {
  await soon(async () => {
    const [here, there] = await both(phone);
    expect(there).toHaveLength(count);
    expect(there).toEqual(here);
  });
}

function counted(outcome: string): number {
  return province.counts()[outcome] ?? 0;
}

describe('两座平台之间', () => {
  let told = 0;

  test('车载终端报到市里,经 1001 登录、1201 注册、1202 到省里,逐值相同', async () => {
    const link = await declare();
    city.start();
    await city.stands(link);
    const terminal = await jt808Terminal({
      host,
      port: city.lines.lines.get('jt808')?.port ?? 0,
      edition: '2013',
      phone: phones[0],
      terminalId: 'T000001',
      plate: '皖K12345',
      timeout: 3000,
    });
    await terminal.logIn();
    const location = placeAt(city.door.deps.now(), { latitude: 32.890124, longitude: 115.814205, speed: 62 });
    expect(await terminal.ask(0x0200, { kind: 'location', location })).toBe(0);
    told = (await city.door.stored(phones[0])).length;
    expect(told).toBeGreaterThan(5);
    await arrived(phones[0], told);
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({
        sent: 1,
        replayed: 0,
        waiting: 0,
        vehicles: 1,
        refused: 0,
      }),
    );
    expect(counted('registration')).toBe(1);
    await terminal.talk.end();
  });

  test('线路断开时攒下的用 1203 补发,恢复后的先走实时;同一辆车只注册一次', async () => {
    const link = await declare();
    shaky.manner = () => 'cut';
    city.start();
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({ status: 'down', reason: 'closed' }),
    );
    for (let index = 0; index < 60; index += 1)
      await city.door.sensing.engine.ingest([
        ...city.drive(phones[1], 3000 - index * 10, index),
        ...city.drive(phones[2], 3000 - index * 10, index + 500),
      ]);
    expect(await city.stateOf(link)).toMatchObject({ waiting: 120, sent: 0 });
    const before = counted('history');
    shaky.manner = () => 'open';
    await city.stands(link);
    await city.door.sensing.engine.ingest(city.drive(phones[1], 0, 77));
    await arrived(phones[1], 61 * 7);
    await arrived(phones[2], 60 * 7);
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({ waiting: 0, sent: 1, replayed: 120, vehicles: 2 }),
    );
    // Five in a message.
    expect(counted('history') - before).toBe(24);
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
    const before = (await city.door.stored(phones[1])).length;
    city.start();
    for (let index = 0; index < 150; index += 1)
      await city.door.sensing.engine.ingest(city.drive(phones[1], 2000 - index * 2, seed * 1000 + index));
    await arrived(phones[1], before + 150 * 7);
    await soon(async () => expect(await city.stateOf(link)).toMatchObject({ status: 'up', waiting: 0 }));
  });

  test('上级存不进去时不答保活,恢复后重新上报', async () => {
    const link = await declare();
    city.start();
    await city.stands(link);
    province.broken = true;
    const before = (await city.door.stored(phones[0])).length;
    await city.door.sensing.engine.ingest(city.drive(phones[0], 5, 31));
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({ reason: 'no-answer', waiting: 1 }),
    );
    province.broken = false;
    await arrived(phones[0], before + 7);
  });

  test('密码不对:按结果码记下,停在越来越长的等待;改对后立即接通', async () => {
    const link = await declare({}, { password: 'guess' });
    city.start();
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({
        status: 'down',
        reason: 'refused',
        result: 4,
        refused: 1,
      }),
    );
    const { store } = city.door.sensing;
    await store.transaction((work) => city.secrets.set(work, link.id, { password: 'secret09' }));
    await city.stands(link);
    expect(await city.stateOf(link)).toMatchObject({ failures: 0, nextAt: null });
  });

  test('两个进程只有一个上报;它停下后另一个接着报', async () => {
    const link = await declare();
    const first = city.start();
    await city.stands(link);
    city.start();
    const connected = lines.lines.get('jt809')?.connections();
    await first.close();
    await city.stands(link);
    const before = (await city.door.stored(phones[0])).length;
    await city.door.sensing.engine.ingest(city.drive(phones[0], 7, 41));
    await arrived(phones[0], before + 7);
    expect([connected, lines.lines.get('jt809')?.connections()]).toEqual([1, 1]);
  });

  test('没有车牌、不在上报区划的不排队;停用的链路不排队;收窄之后原来排的不再上报', async () => {
    const { engine, store } = city.door.sensing;
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
    await engine.ingest(city.drive(phones[0], 9, 51));
    await engine.ingest(city.drive(unplated, 9, 51));
    expect(await Promise.all([far, near, grouped, off].map(waitingOf))).toEqual([0, 1, 0, 0]);
    await store.transaction((work) =>
      engine.registers.of(uplinkRegister).trusted.update(work, 'test', near, { area: '341225000000' }),
    );
    await engine.members.load();
    city.start();
    await soon(async () =>
      expect(await city.stateOf(near)).toMatchObject({ waiting: 0, sent: 0, leftOut: 1 }),
    );
  });

  test('停用了的车,停用前的位置照报', async () => {
    const { engine, store } = city.door.sensing;
    const link = await declare();
    const before = (await city.door.stored(phones[2])).length;
    await engine.ingest(city.drive(phones[2], 11, 61));
    const { trusted } = engine.registers.of(deviceRegister);
    const setStage = (stage: string) =>
      store.transaction(async (work) => {
        const row = await trusted.lock(work, city.door.ids.get(phones[2]) ?? '');
        if (row !== undefined) await trusted.update(work, 'test', row, { stage });
      });
    await setStage('disabled');
    engine.devices.changed([]);
    city.start();
    await arrived(phones[2], before + 7);
    await soon(async () => expect(await city.stateOf(link)).toMatchObject({ waiting: 0, leftOut: 0 }));
    await setStage('active');
    engine.devices.changed([]);
  });
});
