/** Puts the engine together: devices, storage, ingest, presence and what runs by itself. */
import type { RegisterService } from '../../registers/index.ts';
import type { Store } from '../../store/index.ts';
import { telemetryErrors } from '../errors.ts';
import type { DeviceLine, Outcome, Reading, TelemetryService } from '../service.ts';
import { Credentials } from './device/credentials.ts';
import { DeviceIndex } from './device/device-index.ts';
import { Presence } from './device/presence.ts';
import { Batcher } from './ingest/batcher.ts';
import type { CheckedReading } from './ingest/check-reading.ts';
import { FairShare } from './ingest/fair-share.ts';
import { Quarantine } from './ingest/quarantine.ts';
import { type Judge, takeIn } from './ingest/take-in.ts';
import { minutes, observations, Partitions } from './storage/partitions.ts';

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
  readonly presence: Presence;
  readonly quarantine: Quarantine;
  /** Hears what is new after each commit, in this process. */
  onStored(run: (fresh: readonly CheckedReading[]) => void): () => void;
  /** Makes partitions for the coming days and drops what is kept no longer. */
  keepPartitions(): Promise<void>;
  close(): Promise<void>;
}

const day = 86_400_000;
const flushEvery = 2000;

const noJudge: Judge = { judge: async () => undefined, kept: () => undefined, lost: () => undefined };

export function createTelemetry(deps: TelemetryDeps): TelemetryEngine {
  const { store, registers, report } = deps;
  const setting = (name: string) => store.settings.value(`telemetry.${name}`);
  const devices = new DeviceIndex(store, registers);
  const credentials = new Credentials(store);
  const presence = new Presence(store, devices);
  const quarantine = new Quarantine(store, report);
  const partitions = new Partitions(store.db);
  const listeners = new Set<(fresh: readonly CheckedReading[]) => void>();
  const lines = new Map<string, DeviceLine>();

  function onStored(fresh: readonly CheckedReading[]): void {
    for (const reading of fresh) presence.heard(reading.device.id, reading.receivedAt);
    for (const run of listeners) run(fresh);
  }

  const takeInDeps = {
    store,
    devices,
    partitions,
    share: new FairShare(),
    quarantine,
    judge: noJudge,
    onStored,
  };
  const batcher = new Batcher<Reading, Outcome>({
    window: () => setting('batch-milliseconds'),
    most: () => setting('batch-readings'),
    mostWaiting: () => setting('waiting-readings'),
    overfull: () => telemetryErrors.busy(),
    run: (readings) => takeIn(takeInDeps, readings),
  });

  const timer = setInterval(() => {
    void presence.flush().catch((problem: unknown) => report(problem, 'telemetry.presence'));
  }, flushEvery);
  timer.unref();

  return {
    store,
    registers,
    devices,
    credentials,
    presence,
    quarantine,
    ingest: (readings) => batcher.add(readings),
    async identify(protocol, address, secret) {
      const found = await devices.findByAddress(protocol, address);
      if (found === undefined) return undefined;
      return secret === undefined || (await credentials.prove(found.id, secret)) ? found : undefined;
    },
    attach(line) {
      lines.set(line.device, line);
      presence.heard(line.device, store.clock.now().getTime());
      return () => {
        if (lines.get(line.device) === line) lines.delete(line.device);
      };
    },
    heard: (device) => presence.heard(device, store.clock.now().getTime()),
    answer: async () => false,
    count: (protocol, outcome) => quarantine.count(protocol, outcome),
    reject: (message) => quarantine.reject(message),
    async settle() {
      await batcher.settle();
      await presence.flush();
      await quarantine.flush();
    },
    onStored(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    async keepPartitions() {
      const now = store.clock.now().getTime();
      await partitions.ensure([now, now + day, now + 2 * day]);
      await partitions.dropBefore(observations, now - setting('keep-raw-days') * day);
      await partitions.dropBefore(minutes, now - setting('keep-minutes-days') * day);
    },
    async close() {
      clearInterval(timer);
      await batcher.settle();
      await presence.flush().catch((problem: unknown) => report(problem, 'telemetry.presence'));
      await quarantine.flush();
      devices.close();
    },
  };
}
