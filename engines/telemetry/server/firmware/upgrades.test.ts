/** Upgrades as people order them: over whose devices, how they are stopped, gone on with and ended, and who sees them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { registers } from '../../../registers/service.ts';
import { sql } from '../../../store/index.ts';
import { device, thingModel } from '../../contract.ts';
import { firmware as firmwareRegister } from '../../registers/firmware.ts';
import type { UpgradeView } from '../../routes/firmware-routes.ts';

const [yingzhou, jieshou] = ['341202000000', '341282000000'];
const waves = { waveSize: 2, mostFailed: 0, waitMinutes: 60 };
let city: TestCity;
/** Operates the whole city; looks at all of it and operates one county; operates where no device is. */
let chief: Caller;
let reader: Caller;
let stranger: Caller;
/** One model can be told its version, the other cannot. */
let willing: Kind;
let deaf: Kind;

interface Kind {
  readonly model: string;
  readonly firmware: string;
  readonly devices: readonly string[];
}

async function makeKind(code: string, writable: boolean): Promise<Kind> {
  const rows = city.services.use(registers);
  return city.store.transaction(async (work) => {
    const { id: model } = await rows.of(thingModel).trusted.insert(work, 'test', {
      code,
      name: code,
      definition: { properties: [{ name: 'firmware', title: '固件版本', type: 'text', wire: [], writable }] },
    });
    const { id: firmware } = await rows.of(firmwareRegister).trusted.insert(work, 'test', {
      model,
      release: '2.0.0',
      key: `${model}/2.0.0`,
    });
    const devices = [];
    for (const [index, area] of [yingzhou, yingzhou, jieshou, jieshou].entries()) {
      const made = await rows.of(device).trusted.insert(work, 'test', {
        code: `${code}-${index + 1}`,
        name: code,
        model,
        group: area === jieshou ? '界首' : '颍州',
        area: area ?? '',
        stage: 'active',
        department: 'city-gas',
      });
      devices.push(made.id);
    }
    return { model, firmware, devices };
  });
}

beforeAll(async () => {
  city = await openTestCity({ systems: [], demo: true });
  const post = (role: string, area = '341200000000') => ({ role, department: 'city-sanitation', area });
  await city.access.admin.createDemoPeople([
    { account: 'chief', name: '全市', kind: 'official', posts: [post('telemetry:operator')] },
    {
      account: 'reader',
      name: '颍州',
      kind: 'official',
      posts: [post('telemetry:viewer'), post('telemetry:operator', yingzhou)],
    },
    { account: 'near-viewer', name: '颍州', kind: 'official', posts: [post('telemetry:viewer', yingzhou)] },
    {
      account: 'stranger',
      name: '太和',
      kind: 'official',
      posts: [post('telemetry:operator', '341222000000')],
    },
  ]);
  [chief, reader, stranger] = await Promise.all([city.as('chief'), city.as('reader'), city.as('stranger')]);
  [willing, deaf] = [await makeKind('gateway', true), await makeKind('meter', false)];
}, 120_000);
afterAll(() => city.close());

async function order(who: Caller, kind: Kind, more: object = {}) {
  const reply = await who.post(`/api/telemetry/firmware/${kind.firmware}/upgrades`, { ...waves, ...more });
  return reply.json<{ id: string; devices: number; code: string }>();
}

async function act(who: Caller, id: string, name: string, reason?: string) {
  const reply = await who.post(`/api/telemetry/upgrades/${id}/act`, { act: name, reason });
  return reply.json<{ state: string; code: string }>();
}

async function upgradesOf(who: Caller, { model }: Kind): Promise<readonly UpgradeView[]> {
  const reply = await who.get(`/api/telemetry/models/${model}/firmware`);
  return reply.json<{ upgrades: readonly UpgradeView[] }>().upgrades;
}

async function upgradeOf(id: string, kind: Kind): Promise<UpgradeView | undefined> {
  return (await upgradesOf(chief, kind)).find((each) => each.id === id);
}

/** By device: how it stands, and the word on it. */
async function resultsOf(id: string): Promise<ReadonlyMap<string, readonly [string, string | null]>> {
  const reply = await chief.get(`/api/telemetry/upgrades/${id}`);
  const { results } = reply.json<{
    results: readonly { device: string; state: string; message: string | null }[];
  }>();
  return new Map(results.map(({ device: of, state, message }) => [of, [state, message]]));
}

test('只能查看、不能操作的设备不在升级之内:按型号、按分组的略去,点名的当作没有', async () => {
  const [, , far = ''] = willing.devices;
  expect(await order(reader, willing, { devices: [far] })).toMatchObject({ code: 'city.missing' });
  expect(await order(reader, willing, { group: '界首' })).toMatchObject({
    code: 'telemetry.nothingToUpgrade',
  });
  const { id, devices } = await order(reader, willing);
  expect(devices).toBe(2);
  expect([...(await resultsOf(id)).keys()].toSorted()).toEqual(willing.devices.slice(0, 2).toSorted());
  await act(reader, id, 'stop');
  await act(reader, id, 'end');
});

test('停止的理由留下并看得见;结束停止的升级,没有完成的设备记已取消、没发出的指令不再发出,可以编入别的升级', async () => {
  const { id } = await order(chief, willing);
  expect(await act(chief, id, 'end')).toMatchObject({ code: 'telemetry.upgradeRunning' });
  expect(await act(chief, id, 'stop', '厂家通知有缺陷')).toEqual({ state: 'stopped' });
  expect(await upgradeOf(id, willing)).toMatchObject({ state: 'stopped', reason: '厂家通知有缺陷' });
  expect(await order(chief, willing)).toMatchObject({ code: 'telemetry.nothingToUpgrade' });
  expect(await act(chief, id, 'end', '改发 2.0.1')).toEqual({ state: 'done' });
  expect(await upgradeOf(id, willing)).toMatchObject({
    state: 'done',
    reason: '改发 2.0.1',
    waiting: 0,
    sent: 0,
    cancelled: 4,
  });
  expect([...(await resultsOf(id)).values()]).toEqual(Array(4).fill(['cancelled', '已取消']));
  const { rows } = await sql<{ state: string }>`select distinct c.state from telemetry_command c
    join telemetry_upgrade_device d on d.command = c.id where d.upgrade = ${id}`.execute(city.store.db);
  expect(rows).toEqual([{ state: 'failed' }]);
  expect(await act(chief, id, 'resume')).toMatchObject({ code: 'telemetry.upgradeOver' });
  const again = await order(chief, willing);
  expect(again.devices).toBe(4);
  await act(chief, again.id, 'stop');
  await act(chief, again.id, 'end');
});

test('因失败停下的,继续即接下一批,允许的失败台数不变;最后一批之后即结束', async () => {
  const { id } = await order(chief, deaf, { mostFailed: 1 });
  expect(await upgradeOf(id, deaf)).toMatchObject({ state: 'stopped', wave: 1, failed: 2, waiting: 2 });
  expect(await act(chief, id, 'resume')).toEqual({ state: 'running' });
  expect(await upgradeOf(id, deaf)).toMatchObject({ state: 'stopped', wave: 2, failed: 4, waiting: 0 });
  expect(await act(chief, id, 'resume')).toEqual({ state: 'done' });
});

test('看不到其中任何设备的人看不到这个升级;看得到一部分的只数这一部分', async () => {
  expect(await upgradesOf(stranger, deaf)).toEqual([]);
  const near = await city.as('near-viewer');
  expect(await upgradesOf(near, deaf)).toMatchObject([{ wave: 2, waves: 2, failed: 2 }]);
});
