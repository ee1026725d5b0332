/** A city that hands its vehicles up, over a fresh database: links declared and run, vehicles that drive; for one test file. */
import { expect } from 'vitest';
import { createTrust, trustTables } from '../../../../trust/index.ts';
import { uplink as uplinkRegister } from '../../../registers/uplink.ts';
import { openLines, type OpenLines } from '../../line/open-lines.ts';
import { type Door, openDoor, soon } from '../../line/test-support/open-door.ts';
import { county } from '../../test-support/open-sensing.ts';
import { openUplinks, type OpenUplinks } from '../open-uplinks.ts';
import type { UplinkRow } from '../uplink-members.ts';
import { readUplinkStates, type UplinkState } from '../uplink-rows.ts';
import type { UplinkSecret } from '../../../routes/uplink-routes.ts';
import { openUplinkSecrets, type UplinkSecrets } from '../uplink-secret.ts';

export const host = '127.0.0.1';
export const phones = ['13800000001', '13800000002', '13800000003'] as const;
/** A vehicle whose plate nobody entered. */
export const unplated = '13800000004';
export const plates: Readonly<Record<string, string>> = {
  [phones[0]]: '皖K12345/2',
  [phones[1]]: '皖K54321/1',
  [phones[2]]: '皖KD0001/4',
};
const names = ['latitude', 'longitude', 'speed', 'direction', 'altitude', 'mileage', 'overspeed'];
export const properties = Object.fromEntries(names.map((name) => [name, name]));
export const userId = '34120001';

export interface UplinkCity {
  readonly door: Door;
  /** Doors 'jt808' and 'jt809-sub'. */
  readonly lines: OpenLines;
  readonly secrets: UplinkSecrets;
  /** As one more process would; ended by `rest`. */
  start(): OpenUplinks;
  /** To the port, by the edition of 2011, for the whole county, unless said otherwise. */
  declare(more: Partial<UplinkRow> & { readonly port: number }, secret?: UplinkSecret): Promise<UplinkRow>;
  stateOf(link: UplinkRow): Promise<UplinkState | undefined>;
  stands(link: UplinkRow): Promise<void>;
  /** The vehicle is at this place, so many seconds before now: readings to take in. */
  drive(phone: string, secondsAgo: number, seed?: number): Parameters<Door['sensing']['engine']['ingest']>[0];
  /** After each test: ends what was started, and no link is in use. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

const quick = {
  'uplink-poll-milliseconds': 50,
  'uplink-timeout-seconds': 2,
  'uplink-retry-seconds': 1,
  'uplink-longest-retry-seconds': 1,
  'uplink-batch': 20,
};

export async function openUplinkCity(): Promise<UplinkCity> {
  const door = await openDoor({
    protocol: 'jt808',
    properties,
    devices: Object.fromEntries([...phones, unplated].map((phone) => [phone, 'T000001'])),
    plates,
    flags: ['overspeed'],
    tables: trustTables,
  });
  const { store, engine } = door.sensing;
  const { ingest, report } = door.deps;
  const lines = await openLines({ store, ingest, report, ports: { jt808: 0, 'jt809-sub': 0 }, host });
  const trust = createTrust({ store });
  const secrets = openUplinkSecrets(store, trust.vault);
  const open = new Set<OpenUplinks>();
  await store.transaction(async (work) => {
    for (const [name, value] of Object.entries(quick))
      await store.settings.change(work, `telemetry.${name}`, value);
  });

  async function stateOf(link: UplinkRow): Promise<UplinkState | undefined> {
    return (await readUplinkStates(store.db, [link.id])).get(link.id);
  }

  return {
    door,
    lines,
    secrets,
    stateOf,
    start() {
      const { registers, devices, members } = engine;
      const count = (outcome: string) => engine.count('jt809-up', outcome);
      const links = openUplinks({ store, registers, devices, members, secrets, count, report });
      open.add(links);
      return links;
    },
    async declare(more, secret = { password: 'secret09' }) {
      const row = await store.transaction(async (work) => {
        const made = await engine.registers.of(uplinkRegister).trusted.insert(work, 'test', {
          name: '省级平台',
          host,
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
    },
    async stands(link) {
      await soon(async () => expect(await stateOf(link)).toMatchObject({ status: 'up' }));
    },
    drive(phone, secondsAgo, seed = 0) {
      const now = door.deps.now();
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
      const device = door.ids.get(phone) ?? '';
      return Object.entries(values).map(([property, value]) => ({
        device,
        property,
        at,
        value,
        quality: 'good' as const,
        receivedAt: now,
      }));
    },
    async rest() {
      await Promise.all([...open].map((links) => links.close()));
      open.clear();
      await store.transaction(async (work) => {
        const { trusted } = engine.registers.of(uplinkRegister);
        for (const row of engine.members.enabled) await trusted.update(work, 'test', row, { enabled: false });
      });
      await engine.members.load();
    },
    async close() {
      await lines.close();
      await trust.close();
      await door.close();
    },
  };
}
