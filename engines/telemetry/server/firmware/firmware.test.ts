/** What is known of devices' firmware, and how an order to upgrade goes: wave by wave, by what the devices say themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { sql } from '../../../store/index.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import { thingModel } from '../../registers/thing-model.ts';
import { readShadow } from '../device/shadow.ts';
import { handleMessage } from '../door/handle-message.ts';
import { county, type OpenSensing, openSensing, wellModel } from '../test-support/open-sensing.ts';
import { readVersions, versionOf } from './note-versions.ts';
import { resumeUpgrade, runUpgrade, runUpgrades } from './run-upgrades.ts';
import { insertUpgrade, lockUpgrade, readUpgrades } from './upgrade-rows.ts';

let sensing: OpenSensing;
const model = newId();
const devices = Array.from({ length: 5 }, () => newId());
const minute = 60_000;

beforeAll(async () => {
  sensing = await openSensing(1);
  const { engine, store } = sensing;
  const [level] = wellModel.properties;
  if (level === undefined) throw new Error('the well model has no property');
  const firmware = {
    ...level,
    name: 'firmware',
    title: '固件版本',
    type: 'text',
    writable: true,
    wire: [],
  } as const;
  await store.transaction(async (work) => {
    await engine.registers.of(thingModel).trusted.insert(work, 'test', {
      id: model,
      code: 'gateway',
      name: '边缘网关',
      category: '试验',
      definition: {
        ...wellModel,
        properties: [level, { ...firmware, lowest: undefined, highest: undefined }],
      },
    });
    await engine.registers.of(deviceRegister).trusted.insertMany(
      work,
      'test',
      devices.map((id, index) => ({
        id,
        code: `gate-${index + 1}`,
        name: `网关 ${index + 1}`,
        model,
        stage: 'active',
        protocol: 'mqtt',
        department: 'city-light',
        area: county,
      })),
    );
  });
});
afterAll(() => sensing.close());

function idOf(index: number): string {
  return devices[index] ?? '';
}

/** The device measures the version that it runs. */
async function reports(index: number, version: string): Promise<void> {
  const { engine, clock } = sensing;
  clock.advance(1000);
  const at = clock.now().getTime();
  const reading = { device: idOf(index), property: 'firmware', at, receivedAt: at, value: version };
  await engine.ingest([{ ...reading, quality: 'good' }]);
  engine.devices.changed([idOf(index)]);
}

/** What it had measured so many minutes ago and sends only now. */
async function reportsLate(
  index: number,
  ...said: readonly (readonly [minutesAgo: number, version: string])[]
) {
  const { engine, clock } = sensing;
  const receivedAt = clock.now().getTime();
  await engine.ingest(
    said.map(([ago, value]) => ({
      device: idOf(index),
      property: 'firmware',
      at: receivedAt - ago * minute,
      receivedAt,
      value,
      quality: 'good',
    })),
  );
  engine.devices.changed([idOf(index)]);
}

async function versionsOf(index: number): Promise<readonly (readonly string[])[]> {
  const found = await readVersions(sensing.store.db, idOf(index), 10);
  return found.map(({ version, reportedBy }) => [version, reportedBy]);
}

async function rowOf(index: number) {
  const rows = await sensing.engine.registers
    .of(deviceRegister)
    .trusted.findMany(sensing.store.db, { ids: [idOf(index)], limit: 1 });
  return rows[0];
}

test('每报告一个新版本记一行,谁报的、自何时;重复的、看不懂的不记', async () => {
  await reports(0, '1.0.3');
  await reports(0, '1.0.3');
  await reports(0, ' 1.1.0 ');
  await reports(0, '\u0007');
  await reports(0, ' ');
  expect(await versionsOf(0)).toEqual([
    ['1.1.0', 'mqtt'],
    ['1.0.3', 'mqtt'],
  ]);
  expect((await rowOf(0))?.firmware).toBe('1.1.0');
  expect([versionOf('v2 (构建 7)'), versionOf('x'.repeat(61)), versionOf('a\nb')]).toEqual([
    'v2 (构建 7)',
    undefined,
    undefined,
  ]);
});

test('补报的旧读数不把版本改回去,一批里以最晚测得的为准', async () => {
  sensing.clock.advance(60 * minute);
  await reportsLate(1, [20, '1.1.0'], [10, '1.2.0'], [30, '1.0.0']);
  expect(await versionsOf(1)).toEqual([['1.2.0', 'mqtt']]);
  await reportsLate(1, [15, '1.1.0'], [40, '0.9.0']);
  expect((await rowOf(1))?.firmware).toBe('1.2.0');
  await reportsLate(1, [9, '1.1.0'], [8, '1.2.0']);
  expect(await versionsOf(1)).toEqual([['1.2.0', 'mqtt']]);
  await reportsLate(1, [5, '1.3.0']);
  expect((await rowOf(1))?.firmware).toBe('1.3.0');
});

test('MQTT 报告的状态里的版本也记下,物模型没有这个属性也一样', async () => {
  const { engine } = sensing;
  const well = await engine.devices.find(sensing.devices[0] ?? '');
  if (well === undefined) throw new Error('no well');
  await handleMessage(engine, 'mqtt', well, 'reported', Buffer.from('{"firmware":"W-7"}'));
  const found = await readVersions(sensing.store.db, well.id, 10);
  expect(found).toMatchObject([{ version: 'W-7', reportedBy: 'mqtt' }]);
});

async function order(mostFailed: number, version = '2.0.0', chosen = devices): Promise<string> {
  const { store } = sensing;
  const id = newId();
  await store.transaction((work) =>
    insertUpgrade(
      work,
      { id, firmware: newId(), model, version, mostFailed, waitMinutes: 30, by: 'test' },
      chosen,
      2,
    ),
  );
  await runUpgrade(sensing.engine, id);
  return id;
}

async function goingOf(id: string) {
  const all = { permit: true, rows: [{ kind: 'all' }], clearance: 'public' } as const;
  const found = await readUpgrades(sensing.store.db, all, model, 10);
  const { state, wave, waves, waiting, sent, done, failed, reason } =
    found.find((each) => each.id === id) ?? {};
  return { state, wave, waves, waiting, sent, done, failed, reason };
}

async function resume(id: string): Promise<void> {
  await sensing.store.transaction(async (work) => {
    const upgrade = await lockUpgrade(work, id);
    if (upgrade !== undefined) await resumeUpgrade(work, upgrade);
  });
}

async function wished(index: number) {
  const { rows } = await sql<{ name: string; input: unknown }>`select name, input from telemetry_command
    where device = ${idOf(index)} order by created_at desc limit 1`.execute(sensing.store.db);
  return rows[0];
}

test('升级分批:前一批都报告了新版本才下发后一批;已是新版本的不再下发', async () => {
  const { engine } = sensing;
  await reports(4, '2.0.0');
  const id = await order(0);
  expect(await goingOf(id)).toMatchObject({ state: 'running', wave: 1, waves: 3, sent: 2, waiting: 3 });
  expect(await wished(0)).toEqual({ name: 'set-properties', input: { firmware: '2.0.0' } });
  expect(await wished(2)).toBeUndefined();
  await reports(0, '2.0.0');
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({ wave: 1, done: 1, sent: 1 });
  await reports(1, '2.0.0');
  await runUpgrades(engine);
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({ wave: 2, done: 2, sent: 2, waiting: 1 });
  await reports(2, '2.0.0');
  await reports(3, '2.0.0');
  for (let round = 0; round < 3; round += 1) await runUpgrades(engine);
  expect(await goingOf(id)).toEqual({
    state: 'done',
    wave: 3,
    waves: 3,
    waiting: 0,
    sent: 0,
    done: 5,
    failed: 0,
    reason: null,
  });
  expect(await wished(4)).toBeUndefined();
});

test('一批里失败的超过允许,停下等人;人让继续就接着下一批,停用的设备写明原因', async () => {
  const { engine, store, clock } = sensing;
  const { trusted } = engine.registers.of(deviceRegister);
  for (const index of [0, 1, 2, 3, 4]) await reports(index, '1.9.0');
  await store.transaction(async (work) => {
    const row = await trusted.lock(work, idOf(1));
    if (row !== undefined) await trusted.update(work, 'test', row, { stage: 'disabled' });
  });
  engine.devices.changed([]);
  const id = await order(1);
  expect(await goingOf(id)).toMatchObject({ sent: 1, failed: 1, state: 'running' });
  clock.advance(31 * minute);
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({
    state: 'stopped',
    wave: 1,
    failed: 2,
    waiting: 3,
    reason: '第 1 批有 2 台没有成功，超过允许的 1 台',
  });
  await runUpgrades(engine);
  expect(await wished(2)).not.toMatchObject({ input: { firmware: '2.0.1' } });
  const { rows } = await sql<{ message: string }>`select message from telemetry_upgrade_device
    where upgrade = ${id} and state = 'failed' order by message`.execute(store.db);
  expect(rows.map(({ message }) => message)).toEqual(['30 分钟内没有报告新版本', '设备没有启用']);
  await resume(id);
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({ state: 'running', wave: 2, sent: 2, waiting: 1 });
  // The failures of the first wave were accepted, not as many of every wave.
  clock.advance(31 * minute);
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({
    state: 'stopped',
    wave: 2,
    failed: 4,
    reason: '第 2 批有 2 台没有成功，超过允许的 1 台',
  });
  await resume(id);
  await runUpgrades(engine);
  expect(await goingOf(id)).toMatchObject({ state: 'running', wave: 3, sent: 1, waiting: 0 });
});

test('指令下发不了的设备不留下期望值', async () => {
  const id = await order(1, '3.0.0', [idOf(1)]);
  expect(await goingOf(id)).toMatchObject({ failed: 1 });
  const { desired } = await readShadow(sensing.store.db, idOf(1));
  expect(desired).not.toEqual({ firmware: '3.0.0' });
});

test('一个升级出错,别的升级和每分钟的其余事照办', async () => {
  const { engine, store, clock } = sensing;
  const [broken, other] = [await order(0, '4.0.0', [idOf(2)]), await order(0, '5.0.0', [idOf(3)])];
  await store.transaction((work) =>
    engine.push.enqueue(work, [{ target: newId(), subject: 'gone', body: {} }]),
  );
  clock.advance(8 * 86_400_000);
  await sql`alter table telemetry_upgrade add constraint broken check (version <> '4.0.0' or state = 'running')`.execute(
    store.db,
  );
  await engine.sweep();
  await sql`alter table telemetry_upgrade drop constraint broken`.execute(store.db);
  expect(await goingOf(broken)).toMatchObject({ state: 'running' });
  expect(await goingOf(other)).toMatchObject({ state: 'stopped' });
  const waiting = await sql`select 1 from telemetry_push where subject = 'gone'`.execute(store.db);
  expect(waiting.rows).toEqual([]);
});
