/** A line of one protocol over the real engine and a fresh database, with some devices that have a credential; for one test file. */
import { vi } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { sql, type Table } from '../../../../store/index.ts';
import { device as deviceRegister } from '../../../registers/device.ts';
import { thingModel } from '../../../registers/thing-model.ts';
import type { IngestService } from '../../../service.ts';
import { county, openSensing, type OpenSensing, wellModel } from '../../test-support/open-sensing.ts';
import type { LineDeps } from '../line.ts';

export interface Door {
  readonly sensing: OpenSensing;
  readonly deps: LineDeps;
  /** Device ids by wire address. */
  readonly ids: ReadonlyMap<string, string>;
  /** Values with a setting of their own in this test. */
  readonly settings: Map<string, number>;
  /** Counts of the protocol by outcome. */
  counts(): Readonly<Record<string, number>>;
  /** Stored values of a device: [property, value, quality, ISO time], by time and property. */
  stored(address: string): Promise<readonly (readonly [string, number, number, string])[]>;
  /** Storing fails until this is false again. */
  broken: boolean;
  /** Problems that were reported. */
  readonly problems: unknown[];
  close(): Promise<void>;
}

/** Waits for what a line does by itself; generous, because the machine may be busy. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, 15_000);
}

interface DoorOptions {
  readonly protocol: string;
  /** Property name → name on the wire. */
  readonly properties: Readonly<Record<string, string>>;
  /** Wire address → secret. */
  readonly devices: Readonly<Record<string, string>>;
  /** Wire address → wire address of the platform that reports for it. */
  readonly platforms?: Readonly<Record<string, string>>;
  /** Wire address → plate and colour of a vehicle. */
  readonly plates?: Readonly<Record<string, string>>;
  readonly tables?: readonly Table[];
  /** Properties that are yes or no; others are numbers. */
  readonly flags?: readonly string[];
}

function property(name: string, wire: string, type: 'number' | 'boolean') {
  const [level] = wellModel.properties;
  if (level === undefined) throw new Error('the well model has no property');
  return {
    ...level,
    type,
    name,
    title: name,
    lowest: undefined,
    highest: undefined,
    wire: [{ name: wire, factor: 1 }],
  };
}

export async function openDoor({
  protocol,
  properties,
  devices,
  platforms = {},
  plates = {},
  tables = [],
  flags = [],
}: DoorOptions): Promise<Door> {
  const sensing = await openSensing(1, tables);
  const { engine, store, clock } = sensing;
  const model = newId();
  const ids = new Map(Object.keys(devices).map((address) => [address, newId()]));
  await store.transaction(async (work) => {
    await engine.registers.of(thingModel).trusted.insert(work, 'test', {
      id: model,
      code: `${protocol}-model`,
      name: '试验模型',
      category: '试验',
      definition: {
        ...wellModel,
        properties: Object.entries(properties).map(([name, wire]) =>
          property(name, wire, flags.includes(name) ? 'boolean' : 'number'),
        ),
      },
    });
    for (const [index, [address, id]] of [...ids].entries()) {
      await engine.registers.of(deviceRegister).trusted.insert(work, 'test', {
        id,
        code: `${protocol}-${index + 1}`,
        name: address,
        model,
        stage: 'active',
        protocol,
        address,
        plate: plates[address] ?? null,
        gateway: ids.get(platforms[address] ?? '') ?? null,
        department: 'city-light',
        area: county,
      });
      await engine.credentials.issue(work, id, 'test', devices[address]);
    }
  });
  const settings = new Map<string, number>();
  const problems: unknown[] = [];
  const ingest: IngestService = {
    ...engine,
    ingest: (readings) =>
      door.broken ? Promise.reject(new Error('the database is away')) : engine.ingest(readings),
  };
  const door: Door = {
    sensing,
    ids,
    settings,
    problems,
    broken: false,
    deps: {
      ingest,
      now: () => clock.now().getTime(),
      setting: (name) => settings.get(name) ?? store.settings.value(`telemetry.${name}`),
      report: (problem) => problems.push(problem),
    },
    counts: () =>
      Object.fromEntries(
        engine.quarantine
          .counts()
          .flatMap((line) => (line.protocol === protocol ? [[line.outcome, line.count]] : [])),
      ),
    async stored(address) {
      const { rows } = await sql<{ property: string; value: number; quality: number; at: string }>`
        select s.property, o.value, o.quality, o.at from telemetry_observation o
        join telemetry_series s on s.id = o.series where s.device = ${ids.get(address)}
        order by o.at, s.property`.execute(store.db);
      return rows.map(
        ({ property: name, value, quality, at }) =>
          [name, value, quality, new Date(at).toISOString()] as const,
      );
    },
    close: () => sensing.close(),
  };
  return door;
}
