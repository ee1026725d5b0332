/** Puts the whole city together: store, engines in their order, systems, and the gateway in front. */
import type { FastifyInstance } from 'fastify';
import { departments } from '../../city/departments.ts';
import { divisions, findDivision } from '../../city/divisions.ts';
import { locateCounty } from '../../city/outlines.ts';
import accessContract from '../../engines/access/contract.ts';
import {
  type AccessEngine,
  access,
  accessSystem,
  accessTables,
  createAccess,
} from '../../engines/access/index.ts';
import { createGateway, type FileGuard, gatewayContract } from '../../engines/gateway/index.ts';
import { openRegisters, registers, registerTables } from '../../engines/registers/index.ts';
import { createSearch, search, searchTables } from '../../engines/search/index.ts';
import { type OpenStore, openStore, store as storeKey } from '../../engines/store/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { AnyContract, SettingSpec } from '../../kernel/contract.ts';
import type { Services, System } from '../../kernel/system.ts';
import { findSystems } from './find-systems.ts';
import { createAdministrators, demoPassword, type FirstAccount } from './first-accounts.ts';
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
  readonly baseMapUrl?: string | undefined;
  readonly baseMapAttribution?: string;
  readonly trustProxy?: boolean;
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
  return Object.fromEntries(
    contracts.flatMap((contract) =>
      Object.entries((contract.settings ?? {}) as Readonly<Record<string, SettingSpec>>).map(
        ([name, spec]) => [`${contract.id}.${name}`, spec],
      ),
    ),
  );
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

function registerFileGuard(services: Services): FileGuard {
  return async (principal, rest) => {
    const colon = rest.lastIndexOf(':');
    const register = rest.slice(0, colon);
    const rows = services.use(registers);
    if (rows.find(register) === undefined) return false;
    return (await rows.rows(register).find(principal, rest.slice(colon + 1))) !== undefined;
  };
}

export async function createCity(options: CityOptions): Promise<City> {
  const say = options.say ?? (() => undefined);
  const systems = options.systems ?? (await findSystems());
  const contracts: readonly AnyContract[] = [
    gatewayContract,
    accessContract,
    ...systems.map((system) => system.contract),
  ];
  const store = await openStore({
    url: options.databaseUrl,
    dataDirectory: options.dataDirectory,
    tables: [...accessTables, ...searchTables, ...registerTables(contracts)],
    settings: settingsOf(contracts),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
    report: (problem, where) => console.error(`[${where}]`, problem),
  });
  const services = new ServiceMap();
  services.add(storeKey, store);
  const demoSecret = options.demo ? demoPassword(options.dataDirectory) : undefined;
  const guard = createAccess({
    store,
    contracts,
    organs: { departments, areaName: (code) => findDivision(code)?.name },
    demo: options.demo,
    ...(demoSecret === undefined ? {} : { demoPassword: demoSecret }),
  });
  services.add(access, guard);
  await guard.load();
  const words = divisions.map((division) => division.name);
  const finder = services.add(search, createSearch({ store, words }));
  const registry = await openRegisters({
    contracts,
    store,
    access: guard,
    search: finder,
    findArea: findDivision,
    locate: locateCounty,
  });
  services.add(registers, registry.service);
  const all = [accessSystem(guard, store), ...systems];
  bindBackground(store, all, services);

  for (const system of all) await system.load?.(services);
  const firstAccounts = await createAdministrators(guard);
  if (options.demo) {
    for (const system of all) {
      const { seed } = system;
      if (seed !== undefined && (await store.once(`seed:${system.contract.id}`, () => seed(services))))
        say(`已载入演示数据:${system.contract.title}`);
    }
  }
  const app = await createGateway({
    store,
    access: guard,
    services,
    systems: all,
    fileGuards: { register: registerFileGuard(services) },
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
    access: guard,
    systems: all,
    firstAccounts,
    demo: demoSecret === undefined ? undefined : { password: demoSecret, people: await demoPeople(guard) },
    begin: () => store.begin(),
    async close() {
      await app.close();
      guard.stop();
      await store.close();
    },
  };
}

async function demoPeople(guard: AccessEngine): Promise<readonly FirstAccount[]> {
  const { rows } = await guard.parts.people.list({ page: 1, size: 12, search: '', kind: 'all' });
  return rows
    .filter((row) => row.demo)
    .map((row) => ({
      account: row.account,
      name: `${row.name} ${row.posts.map((post) => post.roleTitle).join('、')}`,
      password: '',
    }));
}
