/** What a platform above hears word by word, ciphered or not, how it calls back, and why it hears nothing. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import {
  type Jt809Superior,
  jt809Superior,
} from '../../../../scripts/simulate-device/simulate-jt809-superior.ts';
import { alarm as alarmRegister } from '../../registers/alarm.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { rule as ruleRegister } from '../../registers/rule.ts';
import { soon } from '../line/test-support/open-door.ts';
import { county } from '../test-support/open-sensing.ts';
import { queueAlarm } from './queue-alarm.ts';
import { host, openUplinkCity, phones, type UplinkCity, userId } from './test-support/open-uplink-city.ts';
import type { UplinkSecret } from '../../routes/uplink-routes.ts';

let city: UplinkCity;

beforeAll(async () => {
  city = await openUplinkCity();
});
afterAll(() => city.close());
beforeEach(() => city.door.sensing.clock.advance(3_600_000));
afterEach(() => city.rest());

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
    const link = await city.declare(
      { port, edition: '2019', encrypted: true },
      { password: 'secret09', keys },
    );
    const links = city.start();
    await city.stands(link);
    await city.door.sensing.engine.ingest(city.drive(phones[0], 3, 21));
    await soon(() => expect(dataHeard(0x1202)).toHaveLength(1));
    expect(superior.heard[0]?.body).toMatchObject({ kind: 'login', centre: 20180920, password: 'secret09' });
    expect(dataHeard(0x1201)).toMatchObject([
      { vehicle: { plate: '皖K12345', colour: 2 }, data: { platform: '34120000001', phone: phones[0] } },
    ]);
    await links.close();
    expect(superior.heard.at(-1)?.type).toBe(0x1003);
  });

  test('加密参数没有给,不登录也不明文上报', async () => {
    const port = await above();
    const link = await city.declare({ port, encrypted: true });
    city.start();
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({ status: 'down', reason: 'no-keys' }),
    );
    expect(superior.heard).toEqual([]);
  });

  test('从链路:凭 1002 的校验码连回来,9005 有答;码不对的拒绝;断开后不再算在', async () => {
    const port = await above();
    const link = await city.declare({ port, subHost: host, subPort: 8210 });
    const links = city.start();
    await city.stands(link);
    const sub = city.lines.lines.get('jt809-sub')?.port ?? 0;
    expect(superior.heard[0]?.body).toMatchObject({ kind: 'login', host, port: 8210 });
    expect(await superior.callBack(sub, (superior.verifyCode() ^ 1) >>> 0)).toBe(1);
    expect((await city.stateOf(link))?.subSince).toBeNull();
    expect(await superior.callBack(sub, superior.verifyCode())).toBe(0);
    expect((await city.stateOf(link))?.subSince).not.toBeNull();
    // A new login has a new code: what was proved by the former one counts no more.
    await links.close();
    city.start();
    await city.stands(link);
    expect((await city.stateOf(link))?.subSince).toBeNull();
    expect(await superior.callBack(sub, superior.verifyCode())).toBe(0);
    await superior.close();
    await soon(async () => expect((await city.stateOf(link))?.subSince).toBeNull());
    superior = await jt809Superior({ host, port: 0, userId: 1, password: 'x', timeout: 1 });
  });

  test('车辆的告警用 1402 上报,报警类型按规则听的信号', async () => {
    const port = await above();
    const link = await city.declare({ port });
    const { engine, store } = city.door.sensing;
    const [device, alarm, rule] = [city.door.ids.get(phones[0]) ?? '', newId(), newId()];
    // The consumer comes round to it four minutes later.
    const raisedAt = new Date(Math.floor(store.clock.now().getTime() / 1000) * 1000 - 240_000);
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
      await queueAlarm(engine, work, { ...change, change: 'raised' }, raisedAt);
      await queueAlarm(engine, work, { ...change, change: 'cleared' }, raisedAt);
    });
    city.start();
    await soon(async () => expect(await city.stateOf(link)).toMatchObject({ alarms: 1, waiting: 0 }));
    expect(dataHeard(0x1402)).toMatchObject([
      {
        vehicle: { plate: '皖K12345' },
        data: { kind: 'alarm', source: 3, type: 1, at: raisedAt.getTime() / 1000 },
      },
    ]);
  });

  test('车比内存里放得下的多,排着队的位置也一个不落', async () => {
    const port = await above();
    const link = await city.declare({ port });
    const { engine, store } = city.door.sensing;
    const vehicles = Array.from({ length: 110 }, () => newId());
    const known = await engine.devices.find(city.door.ids.get(phones[0]) ?? '');
    const change = (name: string, value: number) =>
      store.transaction((work) => store.settings.change(work, `telemetry.${name}`, value));
    await store.transaction((work) =>
      engine.registers.of(deviceRegister).trusted.insertMany(
        work,
        'test',
        vehicles.map((id, index) => ({
          id,
          code: `many-${index}`,
          name: `many-${index}`,
          model: known?.modelId ?? '',
          stage: 'active',
          plate: `皖K9${String(index).padStart(4, '0')}/2`,
          department: 'city-light',
          area: county,
        })),
      ),
    );
    await engine.ingest(
      vehicles.flatMap((device) => city.drive(phones[0], 1).map((reading) => ({ ...reading, device }))),
    );
    await change('uplink-batch', 200);
    await change('devices-in-memory', 100);
    engine.devices.changed([]);
    city.start();
    await soon(async () =>
      expect(await city.stateOf(link)).toMatchObject({ waiting: 0, leftOut: 0, vehicles: 110 }),
    );
    expect(dataHeard(0x1203).length + dataHeard(0x1202).length).toBe(110);
    await change('devices-in-memory', 200_000);
  });

  test('上级一声不答,停机也不等它;不算链路的失败', async () => {
    const port = await above();
    const { store } = city.door.sensing;
    const change = (seconds: number) =>
      store.transaction((work) => store.settings.change(work, 'telemetry.uplink-timeout-seconds', seconds));
    await change(60);
    superior.mute = 0x1001;
    const unheard = await city.declare({ port });
    const first = city.start();
    await soon(() => expect(superior.heard).toHaveLength(1));
    await first.close();
    expect(await city.stateOf(unheard)).toMatchObject({ status: 'waiting', reason: null, failures: 0 });
    superior.mute = 0x1003;
    const second = city.start();
    await city.stands(unheard);
    await second.close();
    expect(await city.stateOf(unheard)).toMatchObject({ status: 'waiting', reason: null });
    await change(2);
  }, 20_000);

  test('没有注册的用户被拒;超出协议范围的接入码不去连', async () => {
    const port = await above();
    const link = await city.declare({ port, userId: '9' });
    const beyond = await city.declare({ port, accessCode: '9999999999' });
    city.start();
    await soon(async () => expect(await city.stateOf(link)).toMatchObject({ reason: 'refused', result: 3 }));
    await soon(async () => expect(await city.stateOf(beyond)).toMatchObject({ reason: 'wrong-identity' }));
    expect(superior.heard.map(({ accessCode }) => accessCode)).toEqual(superior.heard.map(() => 20180920));
  });

  test('过了保存天数还报不出去的丢弃并计数', async () => {
    const port = await above();
    const link = await city.declare({ port }, { password: 'wrong' });
    const { engine, store } = city.door.sensing;
    await engine.ingest(city.drive(phones[0], 1, 71));
    await store.transaction((work) => store.settings.change(work, 'telemetry.keep-uplink-days', 1));
    city.start();
    await soon(async () => expect(await city.stateOf(link)).toMatchObject({ waiting: 1, dropped: 0 }));
    city.door.sensing.clock.advance(2 * 86_400_000);
    await engine.keepPartitions();
    expect(await city.stateOf(link)).toMatchObject({ waiting: 0, dropped: 1 });
  });
});
