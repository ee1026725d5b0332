/** What the telemetry engine offers to wire sessions, systems and other engines: devices by their wire names, and readings that are stored before they are acknowledged. */
import type { Field, Register, Row } from '../../kernel/register.ts';
import { service, type Services } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { PushService } from './push.ts';
import type { Quality } from './quality.ts';
import type { RuleDefinition } from './rule.ts';
import type {
  AlarmAt,
  MapBox,
  StateCell,
  StateCounts,
  StatedDevice,
  StatesPage,
  StatesQuery,
} from './state.ts';

/** One measured value of one property of one device. */
export interface Reading {
  /** Row id of the device in the register 感知设备. */
  readonly device: string;
  /** Property name of the device's thing model. */
  readonly property: string;
  /** When it was measured, in milliseconds since 1970 UTC, by the device's clock. */
  readonly at: number;
  /** In the unit of the thing model; a boolean counts as 0 or 1 in roll-ups, a text is kept and not rolled up. */
  readonly value: number | boolean | string;
  readonly quality: Quality;
  /** When this server took it in, in milliseconds since 1970 UTC. */
  readonly receivedAt: number;
}

/** Why a reading was not stored. All but 'too-many' are kept in the quarantine, so acknowledge them: repeating makes them no better. */
export type RefusalReason =
  /** No such device, or one that is registered but not yet active, disabled or retired. */
  | 'unknown-device'
  | 'inactive-device'
  | 'unknown-property'
  /** The value is not of the property's type, or no finite number. */
  | 'wrong-value'
  /** Further ahead of this server's clock than the device's tolerance. */
  | 'from-the-future'
  /** Older than what is kept (setting telemetry.oldest-days). */
  | 'too-old'
  /** The device sent more than its fair share (setting telemetry.readings-each-minute); counted and not kept: do not acknowledge, it may send it again later. */
  | 'too-many';

export type Outcome =
  | { readonly kind: 'stored' }
  /** The same device, property and moment was there before; the first value stays. */
  | { readonly kind: 'duplicate' }
  /** Stored, and the roll-ups with it, but later than setting telemetry.late-minutes. */
  | { readonly kind: 'late' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** A device as a wire session knows it after it named itself. */
export interface IdentifiedDevice {
  readonly id: string;
  /** The city's own code of the device. */
  readonly code: string;
  /** Code of the thing model. */
  readonly model: string;
  /** Row id of the platform that reports for it; undefined when it reports itself. */
  readonly gateway: string | undefined;
  /** Property name for what the wire calls it ('w01018', '39', 'temperature'); undefined when the model has no such. */
  propertyOf(wireName: string): string | undefined;
  /** Factor by which a wire value becomes a value in the model's unit; 1 when the model names none. */
  factorOf(wireName: string): number;
}

/** A command on its way to a device. */
export interface SentCommand {
  readonly id: string;
  readonly device: string;
  /** Service name of the thing model ('set-interval'), or 'set-properties' for the desired half of the shadow. */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970 UTC; after it the answer is of no use. */
  readonly expiresAt: number;
}

/** The live line of a device, kept by whichever door it came in by. */
export interface DeviceLine {
  readonly device: string;
  /** 'mqtt', 'hj212', 'sl651', 'jt808' … */
  readonly protocol: string;
  /** Puts the command on the wire; the answer comes later by `answer`. Throws when the line is gone, a RangeError when its protocol cannot carry the command. */
  send(command: SentCommand): Promise<void>;
}

export type CommandAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly message: string };

/** A message that cannot be used, kept for a person to look at and to replay. */
export interface RejectedMessage {
  readonly protocol: string;
  /** Device id when it is known. */
  readonly device: string | null;
  /** Stable and short: 'bad-checksum', 'unknown-device', 'malformed'. */
  readonly reason: string;
  /** As it came; kept up to 4 kB. */
  readonly body: Uint8Array;
}

export interface IngestService {
  /**
   * Stores a batch and resolves after the commit, one outcome for each reading in its order. Acknowledge to the device only then.
   * Batches of many callers travel together; a rejected promise (city.unavailable) means that nothing is sure: send again, what was stored
   * after all is a duplicate then.
   */
  ingest(readings: readonly Reading[]): Promise<readonly Outcome[]>;
  /**
   * The active device that calls itself `address` in the protocol (MN, station address, terminal phone, host name). With a `secret` also its
   * own credential must fit; `from` is the network address that it came from, by which wrong ones are slowed. Undefined for an unknown,
   * inactive or unproven device, without saying which.
   */
  identify(
    protocol: string,
    address: string,
    secret: string | undefined,
    from: string,
  ): Promise<IdentifiedDevice | undefined>;
  /** The device has a line by which commands reach it; it is online until the returned function is called. */
  attach(line: DeviceLine): () => void;
  /** The device was heard without a reading (heartbeat, log-in). Kept in memory and written in batches. */
  heard(device: string): void;
  /** Which firmware the device says that it runs; `by` is the protocol. What it said before changes nothing, nor does what is no version. */
  noteFirmware(device: string, version: string, by: string): Promise<void>;
  /** What a device said to a command; an unknown, answered or expired command changes nothing and gives false. */
  answer(command: string, device: string, answer: CommandAnswer): Promise<boolean>;
  /** Counts a frame by protocol and outcome ('good', 'bad-checksum' …) for the operator. */
  count(protocol: string, outcome: string): void;
  /** Keeps an unusable message, at most some each minute for one protocol and reason; the rest is counted only. Never throws. */
  reject(message: RejectedMessage): void;
  /**
   * Hears that a device ('*': any) is no longer what it was; `dismissed`: its secret was changed or it went out of use, so that who speaks for it
   * must prove himself anew. Until the returned function is called.
   */
  onChanged(run: (device: string, dismissed: boolean) => void): () => void;
}

/** What one property of one device was in one hour. */
export interface HourOf {
  readonly device: string;
  readonly property: string;
  /** Beginning of the hour, milliseconds. */
  readonly at: number;
  /** Of the readings that count; null when none does. */
  readonly mean: number | null;
  readonly readings: number;
  readonly valid: number;
  /** Readings that an hour has when none is missing; those that came, where nobody said how often the device reports. */
  readonly expected: number;
}

export interface HoursQuery {
  readonly devices: readonly string[];
  readonly properties: readonly string[];
  /** Milliseconds; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

export interface LastOf {
  readonly device: string;
  readonly property: string;
  readonly at: string;
  readonly value: number | null;
  readonly words: string | null;
  readonly quality: Quality;
}

export type {
  AlarmAt,
  DeviceState,
  StateCell,
  StateCounts,
  StatedDevice,
  StatesPage,
  StatesQuery,
} from './state.ts';

// Forecasts with their errors, pure: for systems that foretell what their devices will measure.
export { solve } from './forecast/least-squares.ts';
export { type Band, type Method, type Series } from './forecast/methods.ts';
export { type RollingOrigin, rollOrigins } from './forecast/rolling-origin.ts';
export { type Pair, quantileOf, type Score, scoreOf } from './forecast/score.ts';
export type {
  PushItem,
  PushMessage,
  PushService,
  PushSource,
  PushState,
  PushTarget,
  QueuedItem,
} from './push.ts';

/** Readings that were new, as the event 'telemetry.observed' carries them in the transaction that stored them. */
export interface Observed {
  readonly readings: readonly {
    /** Row id. */
    readonly device: string;
    readonly property: string;
    /** Milliseconds. */
    readonly at: number;
    readonly value: number | null;
    readonly words: string | null;
    readonly quality: Quality;
  }[];
}

export interface HistoryQuery extends HoursQuery {
  /** Newest of each series. */
  readonly most: number;
}

export type PastReading = LastOf;

export interface PeriodsQuery extends HoursQuery {
  /** Length of a period; the first begins at `from`. Whole hours from a full hour on come from roll-ups, others from the readings themselves. */
  readonly seconds: number;
  /** Periods of all series together. */
  readonly most: number;
}

/** The readings of one period that count; a period without any is left out. */
export interface Period {
  readonly device: string;
  readonly property: string;
  readonly start: string;
  readonly count: number;
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Not known from roll-ups. */
  readonly distinctCount: number | null;
  readonly stddev: number | null;
  readonly sumsq: number | null;
}

/** What one stored reading is to be from now on. */
export interface Correction {
  readonly device: string;
  readonly property: string;
  /** Its moment, milliseconds. */
  readonly at: number;
  readonly value: number | boolean | string;
  readonly quality: Quality;
}

export interface Withdrawal {
  readonly device: string;
  /** Undefined: all that the device measured. */
  readonly property: string | undefined;
  /** Undefined: whenever it was. */
  readonly at: number | undefined;
}

export interface WantedRule {
  readonly name: string;
  /** Code of 'telemetry alarm-levels'. */
  readonly level: string;
  /** The standard or decision that it follows. */
  readonly source: string;
  readonly definition: RuleDefinition;
}

/** A register whose rows each stand for a rule: a row tells whether it is in force, which rule it has, and why it has none though it should; the last two are managed. */
export type RuledRegister = Register & {
  readonly fields: {
    readonly enabled: Field<boolean | null>;
    readonly rule: Field<string | null>;
    readonly problem: Field<string | null>;
  };
};

/** How the rows of a system's register become rules. */
export interface RowRule<R extends RuledRegister> {
  readonly register: R;
  /** Who is named as the writer of rules and rows. */
  readonly by: string;
  /** The rule of a row that is in force, or in words why there can be none. */
  wanted(row: Row<R>, work: Work, services: Services): Promise<WantedRule | string>;
}

/** How devices in use stand, now or at a moment of the past, narrowed by the two decisions of the query. */
export interface StateReader {
  /** Whether there are at most so many, however they stand: cheap, to be asked before a list of them. */
  fits(query: StatesQuery, most: number): Promise<boolean>;
  count(query: StatesQuery): Promise<StateCounts>;
  /** The gravest first, then by name, each with the newest reading of its compared property. */
  list(query: StatesQuery, page: StatesPage): Promise<readonly StatedDevice[]>;
  /** Counted by cells of the query's box, `across` in each direction. */
  cells(query: StatesQuery & { readonly box: MapBox }, across: number): Promise<readonly StateCell[]>;
  /** Alarms that are not over, the gravest and newest first. */
  alarms(query: StatesQuery, most: number): Promise<readonly AlarmAt[]>;
}

export interface TelemetryService extends IngestService {
  readonly push: PushService;
  /**
   * From now on, in this process, fresh readings of devices of these models (their codes) travel in the event 'telemetry.observed'; late ones
   * (setting late-minutes) do not, since they are no news.
   */
  watch(models: ReadonlySet<string>): void;
  /** Hours in the order of device, property and time. Not narrowed: the caller has decided whose devices they are. Throws telemetry.tooManyHours past 1,000,000. */
  readHours(query: HoursQuery): Promise<readonly HourOf[]>;
  /** The newest reading of each property of the devices within setting telemetry.last-value-days. Not narrowed. */
  readLast(devices: readonly string[]): Promise<readonly LastOf[]>;

  /** Alarms of each device that these rules raised since then (milliseconds), closed ones too. Not narrowed. */
  countAlarms(query: {
    readonly rules: readonly string[];
    readonly since: number;
  }): Promise<ReadonlyMap<string, number>>;

  readonly states: StateReader;

  /** Readings in the order of device, property and time. Not narrowed: the caller has decided whose devices they are. */
  readHistory(query: HistoryQuery): Promise<readonly PastReading[]>;
  /** The newest reading of each property at that moment (milliseconds), as `readLast` gives it for now. Not narrowed. */
  readLastAt(devices: readonly string[], at: number): Promise<readonly LastOf[]>;
  /** The same in periods. Not narrowed. */
  readPeriods(query: PeriodsQuery): Promise<readonly Period[]>;

  /**
   * Replaces the value of a stored reading, in the caller's transaction; what it was stays in `telemetry_amendment`, and its roll-ups are made
   * anew. Rules are not judged again. 'absent': no such reading. The caller has decided who may, and writes the audit line.
   */
  correct(work: Work, by: string, correction: Correction): Promise<'corrected' | 'absent' | 'wrong-value'>;
  /** Takes stored readings out of the history in the same way; gives how many. Throws telemetry.tooManyReadings past 500,000. */
  withdraw(work: Work, by: string, withdrawal: Withdrawal): Promise<number>;

  /** Resolves when everything taken in so far has been stored; for shut-down, seeds and tests. */
  settle(): Promise<void>;
  /**
   * Keeps the rule that stands for a row of a system (a limit, a threshold): made, changed, or switched off when the row is, or when it can have
   * none; the row is told. Call it when the row, or something that its rule is made of, has changed. In force soon after the commit.
   */
  keepRowRule<R extends RuledRegister>(
    services: Services,
    work: Work,
    rowRule: RowRule<R>,
    row: Row<R>,
  ): Promise<void>;
  /** Reads devices, models and rules anew in every process; for seeds, which need not wait for the events. */
  reload(): Promise<void>;
}

export const telemetry = service<TelemetryService>('telemetry');
