/** Puts the engine together: devices, storage, ingest, presence and what runs by itself. */
import type { RegisterService } from '../../registers/index.ts';
import type { Store, Work } from '../../store/index.ts';
import { telemetryErrors } from '../errors.ts';
import { heardBy, type RuleDefinition } from '../rule.ts';
import type { TelemetryService } from '../service.ts';
import { Commands } from './device/commands.ts';
import { Credentials } from './device/credentials.ts';
import { DeviceIndex } from './device/device-index.ts';
import type { KnownDevice } from './device/known-device.ts';
import { Presence } from './device/presence.ts';
import {
  type CheckedEvent,
  checkEvent,
  type EventOutcome,
  forgetEvents,
  type GivenEvent,
  takeEvents,
} from './event/take-event.ts';
import { Batcher } from './ingest/batcher.ts';
import { noteVersions, versionOf } from './firmware/note-versions.ts';
import { runUpgrades } from './firmware/run-upgrades.ts';
import { LiveValues } from './handlers/live-values.ts';
import type { CheckedReading } from './ingest/check-reading.ts';
import { forgetBefore } from './ingest/quarantine-rows.ts';
import { FairShare } from './ingest/fair-share.ts';
import { Quarantine } from './ingest/quarantine.ts';
import { Watch } from './ingest/watch.ts';
import { Lanes } from './ingest/lanes.ts';
import { takeIn } from './ingest/take-in.ts';
import { Pusher } from './push/pusher.ts';
import { keepRowRule, type RowRuleDeps } from './rule/keep-row-rule.ts';
import { keepRule } from './rule/keep-rule.ts';
import { RuleEngine } from './rule/rule-engine.ts';
import { countAlarms } from './storage/count-alarms.ts';
import { correct, withdraw } from './storage/amend-readings.ts';
import { hours, minutes, observations, Partitions } from './storage/partitions.ts';
import { readHistory, readPeriods } from './storage/read-history.ts';
import { readHours, readLastOf } from './storage/read-hours.ts';
import { stateReader } from './storage/read-states.ts';
import { UplinkMembers } from './uplink/uplink-members.ts';
import { sweepUplinks } from './uplink/uplink-rows.ts';

export interface TelemetryDeps {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly report: (problem: unknown, where: string) => void;
}

export interface TelemetryEngine extends TelemetryService {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly devices: DeviceIndex;
  readonly credentials: Credentials;
  readonly commands: Commands;
  readonly presence: Presence;
  readonly live: LiveValues;
  readonly rules: RuleEngine;
  /** Properties that a rule names and its thing model does not have. */
  unknownProperties(rule: RuleDefinition): Promise<readonly string[]>;
  readonly quarantine: Quarantine;
  readonly push: Pusher;
  readonly members: UplinkMembers;
  /** Stores what a device reports of itself, once, and judges it. */
  takeEvent(device: KnownDevice, event: GivenEvent): Promise<EventOutcome>;
  /** Hears what is new after each commit, in this process. */
  onStored(run: (fresh: readonly CheckedReading[]) => void): () => void;
  /** Makes partitions for the coming days and drops what is kept no longer. */
  keepPartitions(): Promise<void>;
  /** Once at start-up, before anything is read: see Partitions. */
  divideHours(): Promise<void>;
  /** Marks devices that fell silent and commands that nobody answered, and what else comes each minute; a part that fails is reported and holds up no other. */
  sweep(): Promise<void>;
  /** Ends the open streams, so that the server can drain. */
  release(): void;
  close(): Promise<void>;
}

const day = 86_400_000;
const flushEvery = 2000;
/** One prepares its batch while the other's is being written; each more is one more connection. */
const laneCount = 2;

export function createTelemetry(deps: TelemetryDeps): TelemetryEngine {
  const { store, registers, report } = deps;
  const setting = (name: string) => store.settings.value(`telemetry.${name}`);
  const devices = new DeviceIndex(store, registers);
  const credentials = new Credentials(store);
  const presence = new Presence(store, devices);
  const commands = new Commands(store, report);
  const live = new LiveValues();
  const rules = new RuleEngine({ store, registers, devices, report });
  const quarantine = new Quarantine(store, devices, report);
  const push = new Pusher(store, report);
  const members = new UplinkMembers(store, registers, report);
  const watch = new Watch(() => setting('late-minutes') * 60_000);
  const partitions = new Partitions(store.db);
  const listeners = new Set<(fresh: readonly CheckedReading[]) => void>();

  function onStored(fresh: readonly CheckedReading[]): void {
    for (const reading of fresh) presence.heard(reading.device.id, reading.receivedAt);
    live.tell(fresh);
    for (const run of listeners) run(fresh);
  }

  const takeInDeps = {
    store,
    registers,
    devices,
    partitions,
    share: new FairShare(),
    quarantine,
    judge: rules,
    watch,
    members,
    onStored,
  };
  const together = {
    window: () => setting('batch-milliseconds'),
    most: () => setting('batch-readings'),
    // The bound is the process's, and each lane has its part.
    mostWaiting: () => setting('waiting-readings') / laneCount,
    overfull: () => telemetryErrors.busy(),
  };
  const lanes = new Lanes(laneCount, { ...together, run: (readings) => takeIn(takeInDeps, readings) });
  const eventDeps = { store, share: takeInDeps.share, judge: rules };
  // A storm of events holds one connection, as each lane of readings does: rules take turns while they hold theirs.
  const eventLane = new Batcher<CheckedEvent, EventOutcome>({
    ...together,
    run: (events) => takeEvents(eventDeps, events),
  });

  const timer = setInterval(() => {
    void presence.flush().catch((problem: unknown) => report(problem, 'telemetry.presence'));
    void rules.tick().catch((problem: unknown) => report(problem, 'telemetry.rules'));
  }, flushEvery);
  timer.unref();

  async function reload(): Promise<void> {
    devices.changed([]);
    rules.changed();
    await rules.load();
  }

  /** Work whose commit reads the rules anew: once, however many it changed. */
  const reloading = new WeakSet<Work>();

  async function keep(...[work, by, id, wanted]: Parameters<RowRuleDeps['keep']>) {
    const kept = await keepRule(registers, work, by, id, wanted);
    if (!kept.changed || reloading.has(work)) return kept;
    reloading.add(work);
    // The change is also heard as an event; this only makes it sooner.
    work.afterCommit(() => void reload().catch((problem: unknown) => report(problem, 'telemetry.rules')));
    return kept;
  }

  return {
    store,
    registers,
    devices,
    credentials,
    commands,
    presence,
    live,
    rules,
    quarantine,
    push,
    members,
    watch: (models) => watch.follow(models),
    async unknownProperties(rule) {
      const names = await devices.listensTo(rule.model);
      return rule.condition.leaves.flatMap((leaf) =>
        leaf.device === undefined ? heardBy(leaf).filter((property) => !names.has(property)) : [],
      );
    },
    ingest: (readings) => lanes.add(readings),
    async identify(protocol, address, secret, from) {
      const found = await devices.findByAddress(protocol, address);
      if (found === undefined) return undefined;
      return secret === undefined || (await credentials.prove(found.id, secret, from)) ? found : undefined;
    },
    attach(line) {
      presence.heard(line.device, store.clock.now().getTime());
      return commands.attach(line);
    },
    async takeEvent(device, event) {
      const checked = checkEvent(eventDeps, device, event);
      if (typeof checked === 'string') return checked;
      const [outcome = 'duplicate'] = await eventLane.add([checked]);
      presence.heard(device.id, store.clock.now().getTime());
      return outcome;
    },
    heard: (device) => presence.heard(device, store.clock.now().getTime()),
    async noteFirmware(id, version, by) {
      const device = await devices.find(id);
      if (device === undefined || versionOf(version) === device.firmware) return;
      const at = store.clock.now().getTime();
      await store.transaction((work) => noteVersions(registers, work, [{ device, version, by, at }]));
    },
    answer: (command, of, answer) => commands.answer(command, of, answer),
    count: (protocol, outcome) => quarantine.count(protocol, outcome),
    reject: (message) => quarantine.reject(message),
    onChanged: (run) => devices.onChanged(run),
    readHours: (query) => readHours(store, devices, query),
    countAlarms: (query) => countAlarms(store, query),
    readHistory: (query) => readHistory(store, query),
    readPeriods: (query) => readPeriods(store, query),
    readLast: (ids) => readLastOf(store, devices, ids),
    readLastAt: (ids, at) => readLastOf(store, devices, ids, at),
    states: stateReader(store),
    correct: (work, by, correction) => correct(devices, work, by, correction),
    withdraw,
    async settle() {
      await lanes.settle();
      await eventLane.settle();
      await rules.tick();
      await presence.flush();
      await quarantine.flush();
    },
    keepRowRule: (services, work, rowRule, row) =>
      keepRowRule({ registers, keep }, services, work, rowRule, row),
    reload,
    onStored(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    divideHours: () => partitions.divideHours(),
    async keepPartitions() {
      const now = store.clock.now().getTime();
      await partitions.ensure([now, now + day, now + 2 * day]);
      await partitions.dropBefore(observations, now - setting('keep-raw-days') * day);
      await partitions.dropBefore(minutes, now - setting('keep-minutes-days') * day);
      await partitions.dropBefore(hours, now - setting('keep-hours-days') * day);
      await forgetEvents(store.db, new Date(now - setting('keep-events-days') * day));
      const keepUplinks = Math.min(setting('keep-uplink-days'), setting('keep-raw-days'));
      await sweepUplinks(store.db, new Date(now - keepUplinks * day));
      await forgetBefore(store.db, new Date(now - setting('keep-quarantine-days') * day));
    },
    async sweep() {
      const parts: Readonly<Record<string, () => Promise<unknown>>> = {
        presence: () => presence.flush().then(() => presence.sweep()),
        commands: () => commands.sweep(),
        upgrades: () => runUpgrades({ store, devices, commands }),
        push: () => push.sweep(),
      };
      for (const [name, run] of Object.entries(parts))
        await run().catch((problem: unknown) => report(problem, `telemetry.sweep.${name}`));
    },
    release: () => live.close(),
    async close() {
      clearInterval(timer);
      await lanes.settle();
      await push.close();
      await presence.flush().catch((problem: unknown) => report(problem, 'telemetry.presence'));
      await rules.tick().catch((problem: unknown) => report(problem, 'telemetry.rules'));
      await quarantine.flush();
      members.close();
      rules.close();
      commands.close();
      devices.close();
    },
  };
}
