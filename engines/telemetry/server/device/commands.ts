/** Commands to devices: kept first, put on the line by whichever process holds it, answered or timed out. */
import { sql } from 'kysely';
import { newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import type { CommandAnswer, DeviceLine, SentCommand } from '../../service.ts';
import type { ServiceSpec } from '../../thing-model.ts';
import { storableJson } from '../storage/storable-json.ts';
import type { KnownDevice } from './known-device.ts';

const channel = 'telemetry.commands';
/** Commands that wait for one device to come on line. */
const mostWaiting = 20;
const setTimeoutSeconds = 86_400;

export interface CommandRow {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly state: 'waiting' | 'sent' | 'accepted' | 'done' | 'failed' | 'timed-out';
  readonly result: unknown;
  readonly message: string | null;
  readonly by: string;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly answeredAt: string | null;
  readonly expiresAt: string;
}

const typeTitles = { number: '数', integer: '整数', boolean: '是或否', text: '文字' } as const;

function isOfType(type: keyof typeof typeTitles, value: unknown): boolean {
  if (type === 'text') return typeof value === 'string' && value.length <= 1000;
  if (type === 'boolean') return typeof value === 'boolean';
  return (
    typeof value === 'number' && Number.isFinite(value) && (type === 'number' || Number.isInteger(value))
  );
}

/** Only what the service declares, each of its type. */
function checkInput(service: ServiceSpec, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { name, title, type, required } of service.input) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined && !required) continue;
    if (!isOfType(type, value)) throw telemetryErrors.wrongInput({ name: title, type: typeTitles[type] });
    input[name] = value;
  }
  return input;
}

export class Commands {
  readonly #store: Store;
  readonly #report: (problem: unknown, where: string) => void;
  readonly #lines = new Map<string, DeviceLine>();
  readonly #stop: () => void;

  constructor(store: Store, report: (problem: unknown, where: string) => void) {
    this.#store = store;
    this.#report = report;
    this.#stop = store.onAnnounce(channel, (device) => this.#deliver(device));
  }

  attach(line: DeviceLine): () => void {
    this.#lines.set(line.device, line);
    this.#deliver(line.device);
    return () => {
      if (this.#lines.get(line.device) === line) this.#lines.delete(line.device);
    };
  }

  /** A service of the model; throws telemetry.unknownService or telemetry.wrongInput. Returns the command's id. */
  async call(
    work: Work,
    device: KnownDevice,
    name: string,
    given: Readonly<Record<string, unknown>>,
    by: string,
  ): Promise<string> {
    const service = device.definition.services.find((each) => each.name === name);
    if (service === undefined) throw telemetryErrors.unknownService({ name });
    return this.#queue(work, device, name, checkInput(service, given), service.timeoutSeconds, by);
  }

  /** The desired half of the shadow on its way. */
  async setProperties(
    work: Work,
    device: KnownDevice,
    values: Readonly<Record<string, unknown>>,
    by: string,
  ): Promise<string> {
    return this.#queue(work, device, 'set-properties', values, setTimeoutSeconds, by);
  }

  async #queue(
    work: Work,
    device: KnownDevice,
    name: string,
    input: Readonly<Record<string, unknown>>,
    seconds: number,
    by: string,
  ): Promise<string> {
    if (device.stage !== 'active') throw telemetryErrors.deviceInactive();
    const id = newId(work.now.getTime());
    await sql`insert into telemetry_command (id, device, name, input, state, by, created_at, expires_at)
      values (${id}, ${device.id}, ${name}, ${storableJson(input)}::jsonb, 'waiting', ${by}, ${work.now},
        ${new Date(work.now.getTime() + seconds * 1000)})`.execute(work.db);
    // Every process hears; the one that holds the line sends.
    work.afterCommit(() => void this.#store.announce(channel, device.id).catch(() => undefined));
    return id;
  }

  #deliver(device: string): void {
    const line = this.#lines.get(device);
    if (line === undefined) return;
    void this.#send(line).catch((problem: unknown) => this.#report(problem, 'telemetry.commands'));
  }

  /** Marked as sent first: a command that a crash left unsent times out, one sent twice might open a valve twice. */
  async #send(line: DeviceLine): Promise<void> {
    const now = this.#store.clock.now();
    const claimed = await sql<Omit<SentCommand, 'expiresAt'> & { expires: string }>`
      update telemetry_command set state = 'sent', sent_at = ${now}
      where id in (select id from telemetry_command where device = ${line.device} and state = 'waiting' and expires_at > ${now}
        order by created_at limit ${mostWaiting} for update skip locked)
      returning id, device, name, input, expires_at as expires`.execute(this.#store.db);
    for (const { expires, ...command } of claimed.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      try {
        await line.send({ ...command, expiresAt: Date.parse(expires) });
      } catch (problem) {
        const message =
          problem instanceof RangeError ? '设备的协议没有这项服务，或不能带这些参数' : '线路已断开';
        await this.answer(command.id, line.device, { kind: 'failed', message });
      }
    }
  }

  async answer(command: string, device: string, answer: CommandAnswer): Promise<boolean> {
    const { kind } = answer;
    const now = this.#store.clock.now();
    const changed = await sql`update telemetry_command set state = ${kind},
        result = ${kind === 'done' ? storableJson(answer.result ?? null) : null}::jsonb,
        message = ${kind === 'failed' ? answer.message.slice(0, 500).replaceAll('\0', '') : null}, answered_at = ${now}
      where id::text = ${command} and device = ${device} and state in ('sent', 'accepted') and expires_at > ${now}
      returning id`.execute(this.#store.db);
    return changed.rows.length > 0;
  }

  /** Those of them that no line has taken yet are not sent any more. */
  async withdraw(work: Work, commands: readonly string[]): Promise<void> {
    await sql`update telemetry_command set state = 'failed', message = '已取消', answered_at = ${work.now}
      where id = any(${commands}::uuid[]) and state = 'waiting'`.execute(work.db);
  }

  /** Returns how many nobody answered in time. */
  async sweep(): Promise<number> {
    const now = this.#store.clock.now();
    const over = await sql`update telemetry_command set state = 'timed-out', answered_at = ${now}
      where state in ('waiting', 'sent', 'accepted') and expires_at <= ${now} returning id`.execute(
      this.#store.db,
    );
    return over.rows.length;
  }

  async list(device: string, limit: number): Promise<readonly CommandRow[]> {
    const found = await sql<CommandRow>`
      select id, name, input, state, result, message, by, created_at as "createdAt", sent_at as "sentAt",
        answered_at as "answeredAt", expires_at as "expiresAt"
      from telemetry_command where device = ${device} order by created_at desc limit ${limit}`.execute(
      this.#store.db,
    );
    return found.rows;
  }

  close(): void {
    this.#stop();
  }
}
