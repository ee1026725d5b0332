/** The engine over a fresh database with a small model and some devices, for one test file. */
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import type { Table } from '../../../store/index.ts';
import { ManualClock } from '../../../../kernel/clock.ts';
import { newId } from '../../../../kernel/ids.ts';
import { openRegisters, registerTables } from '../../../registers/index.ts';
import { grantAccess } from '../../../registers/server/test-support/lamps.ts';
import contract from '../../contract.ts';
import { device } from '../../registers/device.ts';
import { thingModel } from '../../registers/thing-model.ts';
import type { Reading } from '../../service.ts';
import type { ThingModel } from '../../thing-model.ts';
import { loadCodes } from '../device/code-entries.ts';
import { createTelemetry, type TelemetryEngine } from '../create-telemetry.ts';
import { telemetryTables } from '../tables.ts';

export const county = '341202000000';

/** The shape in which a model comes in: what has a default may be left out. */
export const wellModel: ThingModel = {
  properties: [
    property('level', '水位', 'm', 0, 10),
    property('methane', '甲烷', '%', 0, 100),
    { ...property('open', '井盖打开', '1'), type: 'boolean', lowest: undefined, highest: undefined },
    { ...property('state', '状态', '1'), type: 'text', lowest: undefined, highest: undefined },
  ],
  events: [
    {
      name: 'flooded',
      title: '浸水',
      level: 'fault',
      output: [{ name: 'depth', title: '水深', type: 'number', required: true }],
    },
  ],
  services: [
    {
      name: 'set-interval',
      title: '设定上报间隔',
      input: [{ name: 'seconds', title: '秒', type: 'integer', required: true }],
      output: [],
      timeoutSeconds: 60,
    },
  ],
  expectSeconds: 60,
};

function property(name: string, title: string, unit: string, lowest = 0, highest = 1) {
  return {
    name,
    title,
    unit,
    lowest: lowest as number | undefined,
    highest: highest as number | undefined,
    type: 'number' as 'number' | 'boolean' | 'text',
    precision: 2,
    outside: 'suspect' as const,
    writable: name === 'open',
    wire: name === 'level' ? [{ name: '39', factor: 0.001 }] : [],
  };
}

export interface OpenSensing {
  readonly store: TestStore;
  readonly clock: ManualClock;
  readonly engine: TelemetryEngine;
  /** Row ids of active devices 'well-001', 'well-002' … */
  readonly devices: readonly string[];
  /** Series number of a device's property. */
  series(device: number, property?: string): Promise<number>;
  reading(
    device: number,
    secondsAgo: number,
    value: number | boolean | string,
    more?: Partial<Reading>,
  ): Reading;
  close(): Promise<void>;
}

/** `tables` of other engines that a test needs beside. */
export async function openSensing(count = 3, tables: readonly Table[] = []): Promise<OpenSensing> {
  const clock = new ManualClock('2026-11-23T02:00:00Z');
  const store = await openTestStore({
    tables: [...registerTables([contract]), ...telemetryTables, ...tables],
    settings: Object.fromEntries(
      Object.entries(contract.settings ?? {}).map(([name, spec]) => [`telemetry.${name}`, spec]),
    ),
    clock,
  });
  const registry = await openRegisters({
    contracts: [contract],
    store,
    access: grantAccess([]),
    findArea: (code) => ({ code, name: code }),
    locate: () => county,
  });
  await loadCodes(registry.service.codeLists);
  const model = newId();
  const devices = Array.from({ length: count }, () => newId());
  await store.transaction(async (work) => {
    await registry.service.of(thingModel).trusted.insert(work, 'test', {
      id: model,
      code: 'manhole',
      name: '窨井监测仪',
      category: '排水',
      definition: wellModel,
    });
    await registry.service.of(device).trusted.insertMany(
      work,
      'test',
      devices.map((id, index) => ({
        id,
        code: `well-${String(index + 1).padStart(3, '0')}`,
        name: `窨井 ${index + 1}`,
        model,
        stage: 'active',
        protocol: 'hj212',
        address: `MN${index + 1}`,
        department: 'city-light',
        area: county,
        // Every other reports more often than once a minute.
        expectSeconds: index % 2 === 0 ? 10 : 60,
      })),
    );
  });
  const engine = createTelemetry({
    store,
    registers: registry.service,
    report: (problem, where) => console.error(where, problem),
  });
  return {
    store,
    clock,
    engine,
    devices,
    async series(index, name = 'level') {
      const known = await engine.devices.find(devices[index] ?? '');
      return known?.properties.get(name)?.series ?? 0;
    },
    reading: (index, secondsAgo, value, more = {}) => ({
      device: devices[index] ?? '',
      property: 'level',
      at: clock.now().getTime() - secondsAgo * 1000,
      value,
      quality: 'good',
      receivedAt: clock.now().getTime(),
      ...more,
    }),
    async close() {
      await engine.close();
      await store.close();
    },
  };
}
