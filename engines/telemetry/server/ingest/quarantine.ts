/** What could not be used, kept for a person to look at and to send in again: some of each kind, the rest counted. */
import { sql } from 'kysely';
import type { Governed } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Database, Store } from '../../../store/index.ts';
import type { Reading, RefusalReason, RejectedMessage } from '../../service.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import { storableJson } from '../storage/storable-json.ts';
import { FairShare } from './fair-share.ts';

const longestBody = 4096;
const flushEvery = 500;
/** Waiting in memory at most; beyond it messages are only counted. */
const mostWaiting = 2000;

interface Kept {
  readonly id: string;
  readonly protocol: string;
  readonly device: string | null;
  readonly reason: string;
  readonly body: Uint8Array;
  readonly reading: Reading | null;
  /** Of the device, when it is one of ours. */
  readonly governed: Governed | undefined;
}

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function insertKept(db: Database, kept: readonly Kept[], now: Date): Promise<void> {
  await sql`insert into telemetry_quarantine (id, protocol, device, area, department, reason, body, reading, received_at)
    select id, protocol, device, area, department, reason, body, reading::jsonb, ${now}
    from unnest(${kept.map((each) => each.id)}::uuid[], ${kept.map((each) => each.protocol)}::text[],
      ${kept.map((each) => (each.device !== null && uuidForm.test(each.device) ? each.device : null))}::uuid[],
      ${kept.map((each) => each.governed?.area ?? null)}::text[], ${kept.map((each) => each.governed?.departments?.[0] ?? null)}::text[],
      ${kept.map((each) => each.reason)}::text[], ${kept.map((each) => Buffer.from(each.body))}::bytea[],
      ${kept.map((each) => (each.reading === null ? null : storableJson(each.reading)))}::text[])
      as given (id, protocol, device, area, department, reason, body, reading)`.execute(db);
}

export class Quarantine {
  readonly #store: Store;
  readonly #devices: DeviceIndex;
  readonly #report: (problem: unknown, where: string) => void;
  readonly #share = new FairShare();
  readonly #counts = new Map<string, number>();
  #waiting: Kept[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store, devices: DeviceIndex, report: (problem: unknown, where: string) => void) {
    this.#store = store;
    this.#devices = devices;
    this.#report = report;
  }

  count(protocol: string, outcome: string): void {
    const key = `${protocol}/${outcome}`;
    // Names come from our own code, but a wrong caller must not fill the memory.
    if (this.#counts.has(key) || this.#counts.size < 10_000)
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Frames and messages by protocol and outcome since this process started. */
  counts(): readonly { readonly protocol: string; readonly outcome: string; readonly count: number }[] {
    return [...this.#counts].map(([key, count]) => {
      const [protocol = '', outcome = ''] = key.split('/');
      return { protocol, outcome, count };
    });
  }

  reject(message: RejectedMessage): void {
    this.#keep(message.protocol, message.device, message.reason, message.body, null);
  }

  refuse(reading: Reading, reason: RefusalReason): void {
    this.#keep('reading', reading.device, reason, new Uint8Array(), reading);
  }

  #keep(
    protocol: string,
    device: string | null,
    reason: string,
    body: Uint8Array,
    reading: Reading | null,
  ): void {
    this.count(protocol, reason);
    const now = this.#store.clock.now().getTime();
    const most = this.#store.settings.value('telemetry.quarantined-each-minute');
    if (this.#waiting.length >= mostWaiting || this.#share.take(`${protocol}/${reason}`, 1, now, most) === 0)
      return;
    const governed = device === null ? undefined : this.#devices.peek(device)?.governed;
    this.#waiting.push({
      id: newId(now),
      protocol,
      device,
      reason,
      body: body.slice(0, longestBody),
      reading,
      governed,
    });
    this.#timer ??= setTimeout(() => void this.flush(), flushEvery).unref();
  }

  /** Resolves when what waited is kept; a failure is told and the messages are lost, as the counter says. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kept = this.#waiting;
    this.#waiting = [];
    if (kept.length === 0) return this.#writing;
    this.#writing = this.#writing
      .then(() => insertKept(this.#store.db, kept, this.#store.clock.now()))
      .catch((problem: unknown) => this.#report(problem, 'telemetry.quarantine'));
    return this.#writing;
  }
}
