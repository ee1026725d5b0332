/** Puts the whole city together: store, engines, systems, demo data, and the gateway in front. */
import type { FastifyInstance } from 'fastify';
import type { AccessEngine } from '../../engines/access/index.ts';
import { createGateway, createRouteRunner, routeRunner } from '../../engines/gateway/index.ts';
import { type OpenStore, openStore } from '../../engines/store/index.ts';
import type { LinePorts } from '../../engines/telemetry/index.ts';
import type { Stamping } from '../../engines/trust/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { AnyContract, SettingSpec } from '../../kernel/contract.ts';
import type { Services, System } from '../../kernel/system.ts';
import { findSystems } from './find-systems.ts';
import { createAdministrators, demoPassword, demoPeople, type FirstAccount } from './first-accounts.ts';
import { engineContracts, engineTables, openEngines } from './open-engines.ts';
import { seedOrder } from './seed-order.ts';
import { ServiceMap } from './service-map.ts';

export interface CityOptions {
  /** postgres://… of a database that exists. */
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly demo: boolean;
  readonly clock?: Clock;
  readonly poolSize?: number;
  /** Folder of the built pages. */
  readonly pages?: string;
  readonly publicUrl?: string | undefined;
  /** XYZ template of a picture base map. */
  readonly baseMapUrl?: string | undefined;
  readonly trustProxy?: boolean;
  /** Key that wraps all others, 64 hexadecimal digits; default: a file of the data directory. */
  readonly masterKey?: string | undefined;
  /** Authorities that stamp the heads of logs with the time; default none. */
  readonly stamping?: Stamping | undefined;
  readonly host?: string;
  /** Where the caller will let the pages listen; 0 lets the system choose. */
  readonly port?: number;
  /** Port of the embedded MQTT broker, on `host`; undefined keeps that door shut. */
  readonly mqttPort?: number | undefined;
  /** An outside MQTT broker to take readings from. */
  readonly mqttUrl?: string | undefined;
  /** A NATS server with JetStream to take readings from. */
  readonly natsUrl?: string | undefined;
  /** Ports of the lines for devices' own protocols (LINE_PORTS). */
  readonly linePorts?: LinePorts;
  /** Requests a minute for one caller; 0 switches the limit off (tests, benches). */
  readonly rate?: number;
  readonly checkReplies?: boolean;
  readonly log?: boolean;
  /** Default: every system under systems/. */
  readonly systems?: readonly System[];
  readonly say?: (line: string) => void;
}

export interface City {
  readonly app: FastifyInstance;
  readonly store: OpenStore;
  readonly services: Services;
  readonly access: AccessEngine;
  /** Engines with routes, and all systems. */
  readonly systems: readonly System[];
  /** Administrators made at this start, with their one-time passwords. */
  readonly firstAccounts: readonly FirstAccount[];
  readonly demo: { readonly password: string; readonly people: readonly FirstAccount[] } | undefined;
  /** Starts consumers and jobs. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

const version = '0.1.0';

function settingsOf(contracts: readonly AnyContract[]): Readonly<Record<string, SettingSpec>> {
  const all: Record<string, SettingSpec> = {};
  for (const { id, settings } of contracts) {
    for (const [name, spec] of Object.entries((settings ?? {}) as Readonly<Record<string, SettingSpec>>))
      all[`${id}.${name}`] = spec;
  }
  return all;
}

/** Subscriptions and jobs of the systems, put on the store. */
function bindBackground(store: OpenStore, systems: readonly System[], services: Services): void {
  for (const { contract, subscriptions, jobs } of systems) {
    for (const [name, subscription] of Object.entries(subscriptions)) {
      store.consume({
        name: `${contract.id}.${name}`,
        on: [subscription.on],
        async run(events, work) {
          for (const event of events) await subscription.run(event, work, services);
        },
      });
    }
    for (const [name, job] of Object.entries(jobs)) {
      store.jobs.define(`${contract.id}.${name}`, (input: unknown) => job.run(input, services));
      if (job.cron !== undefined) store.jobs.schedule(`${contract.id}.${name}`, job.cron);
    }
  }
}

async function loadData(
  store: OpenStore,
  systems: readonly System[],
  services: Services,
  demo: boolean,
  say: (line: string) => void,
): Promise<void> {
  for (const system of systems) await system.load?.(services);
  if (!demo) return;
  for (const { contract, seed } of seedOrder(systems)) {
    if (seed !== undefined && (await store.once(`seed:${contract.id}`, () => seed(services))))
      say(`已载入演示数据:${contract.title}`);
  }
}

export async function createCity(options: CityOptions): Promise<City> {
  const systems = options.systems ?? (await findSystems());
  const contracts = [...engineContracts, ...systems.map((system) => system.contract)];
  const report = (problem: unknown, where: string) => console.error(`[${where}]`, problem);
  const store = await openStore({
    url: options.databaseUrl,
    dataDirectory: options.dataDirectory,
    tables: engineTables(contracts),
    settings: settingsOf(contracts),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
    report,
  });
  const services = new ServiceMap();
  const secret = options.demo ? demoPassword(options.dataDirectory) : undefined;
  const baseMapUrls = options.baseMapUrl === undefined ? [] : [options.baseMapUrl];
  const engines = await openEngines({
    store,
    services,
    contracts,
    systems,
    demoPassword: secret,
    baseMapUrls,
    masterKey: options.masterKey,
    stamping: options.stamping,
    publicUrl: options.publicUrl,
    report,
  });
  const all = [...engines.systems, ...systems];
  services.add(routeRunner, createRouteRunner(all, engines.access));
  bindBackground(store, all, services);
  await loadData(store, all, services, options.demo, options.say ?? (() => undefined));
  const firstAccounts = await createAdministrators(engines.access);
  const app = await createGateway({
    store,
    access: engines.access,
    services,
    systems: all,
    fileGuards: engines.fileGuards,
    version,
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
    ...(options.baseMapUrl === undefined ? {} : { baseMapOrigin: new URL(options.baseMapUrl).origin }),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    trustProxy: options.trustProxy ?? false,
    checkReplies: options.checkReplies ?? false,
    log: options.log ?? false,
  });
  return {
    app,
    store,
    services,
    access: engines.access,
    systems: all,
    firstAccounts,
    demo: secret === undefined ? undefined : { password: secret, people: await demoPeople(engines.access) },
    async begin() {
      await store.begin();
      await engines.openDoors({
        host: options.host ?? '127.0.0.1',
        port: options.port ?? 0,
        mqttPort: options.mqttPort,
        mqttUrl: options.mqttUrl,
        natsUrl: options.natsUrl,
        linePorts: options.linePorts ?? {},
      });
    },
    async close() {
      await engines.release();
      await app.close();
      await engines.close();
      await store.close();
    },
  };
}
