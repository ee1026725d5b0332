/** The devices of the city in memory, as far as they report: read in sets when first heard of, forgotten when their row or model changes. */
import { sql } from 'kysely';
import type { RegisterService } from '../../../registers/index.ts';
import type { Database, Store } from '../../../store/index.ts';
import { device, protocols } from '../../registers/device.ts';
import { thingModel } from '../../registers/thing-model.ts';
import { eventHeard } from '../../rule.ts';
import { ThingModel } from '../../thing-model.ts';
import { type DeviceRow, type KnownDevice, knownDevice } from './known-device.ts';

const channel = 'telemetry.devices';
const dismissals = 'telemetry.dismissed';
/** Devices that do not exist are remembered this long, so that a stranger who knocks each second costs one query. */
const absentMilliseconds = 30_000;
const mostAbsent = 100_000;

/** Absent codes and row ids are kept together. */
function absentCode(code: string): string {
  return `code ${code}`;
}

interface Model {
  readonly code: string;
  readonly definition: ThingModel;
}

const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Series numbers by 'device/property'; made when absent. */
async function seriesOf(
  db: Database,
  wanted: readonly (readonly [device: string, property: string])[],
): Promise<ReadonlyMap<string, number>> {
  const devices = wanted.map(([id]) => id);
  const properties = wanted.map(([, property]) => property);
  const given = sql`select * from unnest(${devices}::uuid[], ${properties}::text[]) as given (device, property)`;
  const read = sql<{ id: number; device: string; property: string }>`
    select id, device, property from telemetry_series join (${given}) given using (device, property)`;
  let found = await read.execute(db);
  if (found.rows.length < wanted.length) {
    await sql`insert into telemetry_series (device, property) ${given} order by 1, 2 on conflict do nothing`.execute(
      db,
    );
    found = await read.execute(db);
  }
  return new Map(found.rows.map((row) => [`${row.device}/${row.property}`, row.id]));
}

export class DeviceIndex {
  readonly #store: Store;
  readonly #registers: RegisterService;
  readonly #known = new Map<string, KnownDevice>();
  readonly #absent = new Map<string, number>();
  /** Row ids by code, so that a message of an outside broker costs no query. A code that has moved is seen at the row itself. */
  readonly #idOfCode = new Map<string, string>();
  readonly #models = new Map<string, Model>();
  readonly #stops: readonly (() => void)[];
  readonly #listeners = new Set<(device: string, dismissed: boolean) => void>();

  constructor(store: Store, registers: RegisterService) {
    this.#store = store;
    this.#registers = registers;
    this.#stops = [
      store.onAnnounce(channel, (id) => this.#forget(id)),
      store.onAnnounce(dismissals, (id) => this.#tell(id, true)),
    ];
  }

  /** Tells every process that a device (or, with '*', any of them) is no longer what it was. */
  changed(ids: readonly string[]): void {
    const few = ids.length > 0 && ids.length <= 100;
    for (const id of few ? ids : ['*']) {
      this.#forget(id);
      void this.#store.announce(channel, id).catch(() => undefined);
    }
  }

  /** Its secret was changed, or it went out of use: every process ends what was let in by the former one. */
  dismiss(id: string): void {
    this.#tell(id, true);
    void this.#store.announce(dismissals, id).catch(() => undefined);
  }

  onChanged(run: (device: string, dismissed: boolean) => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  #tell(id: string, dismissed: boolean): void {
    for (const run of this.#listeners) run(id, dismissed);
  }

  #forget(id: string): void {
    this.#tell(id, false);
    this.#absent.clear();
    if (id !== '*') {
      this.#known.delete(id);
      return;
    }
    this.#known.clear();
    this.#models.clear();
    this.#idOfCode.clear();
  }

  /** What is in memory; call `load` first. */
  peek(id: string): KnownDevice | undefined {
    return this.#known.get(id);
  }

  async find(id: string): Promise<KnownDevice | undefined> {
    await this.load([id]);
    return this.#known.get(id);
  }

  /** Reads those that are not in memory, as one set. */
  async load(ids: Iterable<string>): Promise<void> {
    const now = this.#store.clock.now().getTime();
    const missing = new Set<string>();
    for (const id of ids) {
      if (this.#known.has(id) || (this.#absent.get(id) ?? 0) > now) continue;
      if (isUuid.test(id)) missing.add(id);
    }
    if (missing.size === 0) return;
    const rows = await this.#registers
      .of(device)
      .trusted.findMany(this.#store.db, { ids: [...missing], limit: missing.size });
    for (const known of await this.#build(rows)) {
      this.#known.set(known.id, known);
      this.#idOfCode.set(known.code, known.id);
      missing.delete(known.id);
    }
    for (const id of missing) this.#miss(id, now);
    this.#bound();
  }

  #miss(key: string, now: number): void {
    if (this.#absent.size >= mostAbsent) this.#absent.clear();
    this.#absent.set(key, now + absentMilliseconds);
  }

  /** The oldest loaded go first; they come back when they report. */
  #bound(): void {
    const most = this.#store.settings.value('telemetry.devices-in-memory');
    for (const id of this.#known.keys()) {
      if (this.#known.size <= most) return;
      this.#idOfCode.delete(this.#known.get(id)?.code ?? '');
      this.#known.delete(id);
    }
  }

  async #build(rows: readonly DeviceRow[]): Promise<readonly KnownDevice[]> {
    await this.#loadModels(new Set(rows.map((row) => row.model)));
    const whole = rows.flatMap((row) => {
      const model = this.#models.get(row.model);
      return model === undefined ? [] : [{ row, model }];
    });
    const numbers = await seriesOf(
      this.#store.db,
      whole.flatMap(({ row, model }) =>
        model.definition.properties.map((property) => [row.id, property.name] as const),
      ),
    );
    return whole.map(({ row, model }) =>
      knownDevice(row, model, (property) => numbers.get(`${row.id}/${property}`) ?? 0),
    );
  }

  /** What a rule may listen to of a thing model: its properties and events; empty for an unknown one. */
  async listensTo(model: string): Promise<ReadonlySet<string>> {
    await this.#loadModels(new Set([model]));
    const { properties = [], events = [] } = this.#models.get(model)?.definition ?? {};
    return new Set([...properties.map(({ name }) => name), ...events.map(({ name }) => eventHeard(name))]);
  }

  async #loadModels(ids: ReadonlySet<string>): Promise<void> {
    const missing = [...ids].filter((id) => !this.#models.has(id));
    if (missing.length === 0) return;
    const rows = await this.#registers
      .of(thingModel)
      .trusted.findMany(this.#store.db, { ids: missing, limit: missing.length });
    for (const row of rows) {
      const definition = ThingModel.safeParse(row.definition);
      if (definition.success) this.#models.set(row.id, { code: row.code, definition: definition.data });
    }
  }

  /** The one active device of this address; two that claim the same address are both refused. */
  async findByAddress(protocol: string, address: string): Promise<KnownDevice | undefined> {
    if (protocols[protocol] === undefined || address === '' || address.length > 64) return undefined;
    // By its own code a device is known in every protocol in which it names itself freely.
    const byCode = protocol === 'mqtt' || protocol === 'http' || protocol === 'nats';
    const remembered = byCode ? this.#idOfCode.get(address) : undefined;
    const again = remembered === undefined ? undefined : await this.find(remembered);
    if (again?.code === address) return again.stage === 'active' ? again : undefined;
    const now = this.#store.clock.now().getTime();
    if (byCode && (this.#absent.get(absentCode(address)) ?? 0) > now) return undefined;
    const { trusted } = this.#registers.of(device);
    const filter = byCode
      ? ({ field: 'code', is: 'equal', value: address } as const)
      : {
          all: [
            { field: 'protocol', is: 'equal', value: protocol } as const,
            { field: 'address', is: 'equal', value: address } as const,
            { field: 'stage', is: 'equal', value: 'active' } as const,
          ],
        };
    const rows = await trusted.findMany(this.#store.db, { filter, limit: 2 });
    const [only] = rows;
    if (only === undefined && byCode) this.#miss(absentCode(address), now);
    if (only === undefined || rows.length > 1) return undefined;
    const known = await this.find(only.id);
    return known?.stage === 'active' ? known : undefined;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
