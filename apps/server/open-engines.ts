/** Opens every engine in its order and hands its service to those that come after; the city's own data goes in here. */
import { hostname } from 'node:os';
import { calendarDays, workingPeriods } from '../../city/calendar.ts';
import { departments } from '../../city/departments.ts';
import { divisions, divisionsUnder, findDivision } from '../../city/divisions.ts';
import { countyOutlines, isInCity, locateCounty } from '../../city/outlines.ts';
import { findArea, findAreaCode, locate } from '../../city/places.ts';
import accessContract from '../../engines/access/contract.ts';
import {
  type AccessEngine,
  access,
  accessKept,
  accessSystem,
  accessTables,
  createAccess,
  systemPrincipal,
} from '../../engines/access/index.ts';
import {
  createDocumentNumbers,
  createDocuments,
  documentNumbers,
  documents,
  numberTables,
} from '../../engines/documents/index.ts';
import {
  createFlow,
  flow,
  flowContract,
  flowSystem,
  flowTables,
  keepCalendar,
} from '../../engines/flow/index.ts';
import { createForms, forms, formsContract, formsSystem, formTables } from '../../engines/forms/index.ts';
import {
  callMeter,
  type FileGuard,
  gatewayContract,
  meterTables,
  openCallMeter,
} from '../../engines/gateway/index.ts';
import indicatorsContract from '../../engines/indicators/contract.ts';
import { createIndicators, indicators, indicatorsSystem } from '../../engines/indicators/index.ts';
import lakeContract from '../../engines/lake/contract.ts';
import { createLake, lake, lakeSystem, lakeTables, links } from '../../engines/lake/index.ts';
import mapsContract from '../../engines/maps/contract.ts';
import { createMaps, maps, mapsSystem } from '../../engines/maps/index.ts';
import messagesContract from '../../engines/messages/contract.ts';
import {
  createMessages,
  messageKept,
  messages,
  messagesSystem,
  messageTables,
} from '../../engines/messages/index.ts';
import privacyContract from '../../engines/privacy/contract.ts';
import { createPrivacy, privacyTables } from '../../engines/privacy/index.ts';
import { privacy } from '../../engines/privacy/service.ts';
import registersContract from '../../engines/registers/contract.ts';
import {
  openRegisters,
  pointReader,
  registerFileGuard,
  sheetApproval,
  sheetExit,
  registers,
  registersSystem,
  registerTables,
} from '../../engines/registers/index.ts';
import rulesContract from '../../engines/rules/contract.ts';
import { createRules, rules, rulesSystem, ruleTables } from '../../engines/rules/index.ts';
import { createSearch, search, searchTables } from '../../engines/search/index.ts';
import { type OpenStore, type Table, store as storeKey } from '../../engines/store/index.ts';
import trustContract from '../../engines/trust/contract.ts';
import { createTrust, type Stamping, trust, trustSystem, trustTables } from '../../engines/trust/index.ts';
import telemetryContract from '../../engines/telemetry/contract.ts';
import {
  createTelemetry,
  type LinePorts,
  openLines,
  openMqttBroker,
  openMqttClient,
  openNatsClient,
  openUplinks,
  openUplinkSecrets,
  telemetry,
  telemetrySystem,
  telemetryTables,
} from '../../engines/telemetry/index.ts';
import type { AnyContract } from '../../kernel/contract.ts';
import type { System } from '../../kernel/system.ts';
import type { ServiceMap } from './service-map.ts';

export const engineContracts: readonly AnyContract[] = [
  gatewayContract,
  trustContract,
  accessContract,
  registersContract,
  rulesContract,
  telemetryContract,
  lakeContract,
  privacyContract,
  mapsContract,
  messagesContract,
  formsContract,
  flowContract,
  indicatorsContract,
];

/** Tables of the engines and of every register and case type that a contract declares. */
export function engineTables(contracts: readonly AnyContract[]): readonly Table[] {
  return [
    ...trustTables,
    ...accessTables,
    ...meterTables,
    ...searchTables,
    ...registerTables(contracts),
    ...ruleTables,
    ...telemetryTables,
    ...lakeTables,
    ...privacyTables,
    ...numberTables,
    ...messageTables,
    ...formTables,
    ...flowTables,
  ];
}

export interface EngineOptions {
  readonly store: OpenStore;
  readonly services: ServiceMap;
  readonly contracts: readonly AnyContract[];
  /** Systems whose case types the flow engine runs. */
  readonly systems: readonly System[];
  /** Shared password of demo people; undefined without demo data. */
  readonly demoPassword: string | undefined;
  readonly baseMapUrls: readonly string[];
  /** Key that wraps all others; undefined keeps it in a file of the data directory. */
  readonly masterKey: string | undefined;
  readonly stamping: Stamping | undefined;
  readonly publicUrl: string | undefined;
  readonly report: (problem: unknown, where: string) => void;
}

export interface DeviceDoors {
  readonly host: string;
  /** Port of the pages: with the machine's name it tells this server from all others, and is the same after a restart. */
  readonly port: number;
  readonly mqttPort: number | undefined;
  readonly mqttUrl: string | undefined;
  readonly natsUrl: string | undefined;
  readonly linePorts: LinePorts;
}

/** Lines that share the subscription to an outside broker. */
const sharedLines = 4;

export interface Engines {
  readonly access: AccessEngine;
  /** Engines that have routes, as systems. */
  readonly systems: readonly System[];
  readonly fileGuards: Readonly<Record<string, FileGuard>>;
  /** Opens the doors by which devices come in; rejects when a port is taken. */
  openDoors(doors: DeviceDoors): Promise<void>;
  /** Ends open streams and waiting papers; before the gateway closes, or they would hold up its drain. */
  release(): Promise<void>;
  close(): Promise<void>;
}

export async function openEngines(options: EngineOptions): Promise<Engines> {
  const { store, services, contracts } = options;
  services.add(storeKey, store);

  const notary = createTrust({
    store,
    masterKey: options.masterKey,
    stamping: options.stamping,
    report: options.report,
  });
  services.add(trust, notary);

  const guard = createAccess({
    store,
    trust: notary,
    report: options.report,
    contracts,
    organs: { departments, areaName: (code) => findDivision(code)?.name },
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
    demo: options.demoPassword !== undefined,
    ...(options.demoPassword === undefined ? {} : { demoPassword: options.demoPassword }),
  });
  await guard.load();
  services.add(access, guard);

  const meter = openCallMeter({
    store,
    report: options.report,
    // One line for each kind of call and hour: who called what, and how it ended.
    onNewKind: (work, { app, target, outcome }) =>
      guard.audit(work, systemPrincipal, {
        module: 'gateway',
        event: outcome === 'served' || outcome === 'sandbox' ? 'query' : 'refuse',
        objectType: 'interface',
        objectId: target,
        result: outcome === 'served' || outcome === 'sandbox' ? 'success' : 'failure',
        detail: { app, outcome },
      }),
  });
  services.add(callMeter, meter);

  const finder = services.add(
    search,
    createSearch({ store, words: divisions.map((division) => division.name) }),
  );

  const registry = await openRegisters({
    contracts,
    store,
    access: guard,
    vault: notary.vault,
    search: finder,
    kept: [...accessKept, ...messageKept],
    findArea,
    findAreaCode,
    locate,
    placesModule: new URL('../../city/places.ts', import.meta.url).href,
  });
  services.add(registers, registry.service);
  guard.exits.addMany(sheetApproval, (register) => sheetExit(registry, register));

  const judge = createRules({ store, access: guard });
  services.add(rules, judge);
  const sensing = createTelemetry({ store, registers: registry.service, report: options.report });
  services.add(telemetry, sensing);
  const uplinkSecrets = openUplinkSecrets(store, notary.vault);
  const basin = createLake({
    store,
    trust: notary,
    keys: guard.callKeys,
    report: options.report,
  });
  services.add(lake, basin);
  services.add(links, basin.links);
  const veil = createPrivacy({ store, lake: basin, trust: notary, report: options.report });
  services.add(privacy, veil);

  const atlas = createMaps({
    store,
    access: guard,
    registers: registry.service,
    points: pointReader(registry),
    outlines: countyOutlines,
    locate: locateCounty,
    isInCity,
    divisions,
    areaName: (code) => findDivision(code)?.name,
    baseMapUrls: options.baseMapUrls,
  });
  services.add(maps, atlas);

  const printer = createDocuments({}, options.report);
  services.add(documents, printer);
  services.add(documentNumbers, createDocumentNumbers(store));

  const calendar = keepCalendar({
    store,
    registers: registry.service,
    seed: calendarDays,
    periods: workingPeriods,
  });
  const teller = createMessages({
    store,
    access: guard,
    trust: notary,
    calendar: calendar.current,
    areaExists: (code) => findDivision(code) !== undefined,
    report: options.report,
  });
  services.add(messages, teller);
  guard.setCodeCarrier(teller.codeCarrier);

  const paperwork = createForms({
    store,
    access: guard,
    registers: registry.service,
    rules: judge,
    documents: printer,
    vault: notary.vault,
  });
  services.add(forms, paperwork);

  const runner = createFlow({
    store,
    access: guard,
    registers: registry.service,
    messages: teller,
    services,
    calendar: calendar.current,
    evaluate: judge.evaluate,
    problemOf: judge.problemOf,
    rules: judge,
    forms: paperwork,
    cases: options.systems.flatMap((system) => Object.values(system.cases)),
  });
  services.add(flow, runner);

  const measures = createIndicators({
    contracts,
    access: guard,
    registers: registry.service,
    store,
    areas: {
      name: (code) => findDivision(code)?.name,
      list: (level, within = '341200000000') =>
        divisionsUnder(within)
          .filter((division) => division.level === level)
          .map((division) => division.code),
    },
  });
  services.add(indicators, measures);

  const guardRow = registerFileGuard(registry);
  const doors: { close(): Promise<void> }[] = [];
  return {
    access: guard,
    async openDoors({ host, port, mqttPort, mqttUrl: url, natsUrl, linePorts: ports }) {
      const { report } = options;
      doors.push(await openLines({ store, ingest: sensing, report, ports, host }));
      doors.push(
        openUplinks({
          store,
          registers: registry.service,
          devices: sensing.devices,
          members: sensing.members,
          secrets: uplinkSecrets,
          count: (outcome) => sensing.count('jt809-up', outcome),
          report,
        }),
      );
      if (mqttPort !== undefined) doors.push(await openMqttBroker(sensing, { port: mqttPort, host, report }));
      const name = `city-${hostname()}-${port}`;
      if (url !== undefined)
        doors.push(openMqttClient(sensing, { url, group: 'city', name, lines: sharedLines, report }));
      if (natsUrl !== undefined)
        doors.push(
          openNatsClient(sensing, {
            url: natsUrl,
            root: 'devices',
            stream: 'city-devices',
            consumer: 'city',
            report,
          }),
        );
    },
    systems: [
      trustSystem(notary, store, (work, principal, act) =>
        guard.audit(work, principal, { module: 'trust', result: 'success', ...act }),
      ),
      accessSystem(guard, store),
      registersSystem(registry),
      rulesSystem(judge, store, guard),
      telemetrySystem(sensing, guard, uplinkSecrets),
      lakeSystem(basin),
      mapsSystem(atlas),
      messagesSystem(teller, store, guard),
      formsSystem(paperwork, runner.readCase),
      flowSystem(runner, calendar),
      indicatorsSystem(measures, registry.service),
    ],
    fileGuards: {
      // A row's file goes to whom the row is given: by the register, or by a part in its case.
      register: async (principal, rest) =>
        (await guardRow(principal, rest)) || (await runner.mayReadFile(principal, rest)),
    },
    async release() {
      await Promise.all(doors.map((door) => door.close()));
      await teller.close();
      sensing.release();
      await printer.close();
    },
    async close() {
      await meter.close();
      await guard.stop();
      await notary.close();
      await sensing.close();
      await veil.close();
      await basin.close();
    },
  };
}
