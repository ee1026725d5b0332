/** Which vehicles go up by which link, and the queue that a stored place enters with the transaction that stores it. */
import { sql } from 'kysely';
import { isInArea } from '../../../../kernel/area.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { RegisterService } from '../../../registers/index.ts';
import type { Store, Work } from '../../../store/index.ts';
import { uplink } from '../../registers/uplink.ts';
import type { KnownDevice } from '../device/known-device.ts';
import type { CheckedReading } from '../ingest/check-reading.ts';

const channel = 'telemetry.uplinks';
/** Platforms above a city: its province, its ministry, and some. */
const mostUplinks = 100;

export type UplinkRow = Row<typeof uplink>;

export class UplinkMembers {
  readonly #store: Store;
  readonly #registers: RegisterService;
  readonly #report: (problem: unknown, where: string) => void;
  readonly #stop: () => void;
  #enabled: readonly UplinkRow[] = [];
  /** A device that changed is another object, and so is worked out anew. */
  #linksOf = new WeakMap<KnownDevice, readonly string[]>();

  constructor(store: Store, registers: RegisterService, report: (problem: unknown, where: string) => void) {
    this.#store = store;
    this.#registers = registers;
    this.#report = report;
    this.#stop = store.onAnnounce(channel, () => this.#reload());
  }

  /** Links in use. */
  get enabled(): readonly UplinkRow[] {
    return this.#enabled;
  }

  async load(): Promise<void> {
    this.#enabled = await this.#registers.of(uplink).trusted.findMany(this.#store.db, {
      filter: { field: 'enabled', is: 'equal', value: true },
      limit: mostUplinks,
      sort: 'id',
    });
    this.#linksOf = new WeakMap();
  }

  #reload(): void {
    void this.load().catch((problem: unknown) => this.#report(problem, 'telemetry.uplink'));
  }

  /** A link was declared, changed or ended: every process reads them anew. */
  changed(): void {
    this.#reload();
    void this.#store.announce(channel, '').catch(() => undefined);
  }

  of(device: KnownDevice): readonly string[] {
    const known = this.#linksOf.get(device);
    if (known !== undefined) return known;
    const found =
      device.plate === undefined || device.stage !== 'active'
        ? []
        : this.#enabled.filter((link) => reaches(link, device)).map(({ id }) => id);
    this.#linksOf.set(device, found);
    return found;
  }

  /** Half of a place counts as one: the other half may have come in the batch before or come in the next. */
  async enqueue(work: Work, fresh: readonly CheckedReading[]): Promise<void> {
    if (this.#enabled.length === 0) return;
    const places = new Map<string, readonly [uplink: string, device: string, at: number]>();
    for (const { device, property, at } of fresh) {
      const links = this.of(device);
      if (links.length === 0 || !isCoordinate(device, property.spec.name)) continue;
      for (const link of links) places.set(`${link}/${device.id}/${at}`, [link, device.id, at]);
    }
    if (places.size === 0) return;
    const rows = [...places.values()];
    await sql`insert into telemetry_uplink_queue (uplink, device, at)
      select uplink, device, to_timestamp(at / 1000.0)
      from unnest(${rows.map(([link]) => link)}::uuid[], ${rows.map(([, device]) => device)}::uuid[],
        ${rows.map(([, , at]) => at)}::float8[]) as given (uplink, device, at)`.execute(work.db);
  }

  /** The alarm of a vehicle enters the queue of each of its links. */
  async enqueueAlarm(work: Work, device: KnownDevice, alarm: string, at: Date): Promise<void> {
    const links = this.of(device);
    if (links.length === 0) return;
    await sql`insert into telemetry_uplink_queue (uplink, device, at, alarm)
      select uplink, ${device.id}, ${at}, ${alarm} from unnest(${links}::uuid[]) as given (uplink)`.execute(
      work.db,
    );
  }

  close(): void {
    this.#stop();
  }
}

/** Whether the link speaks for the device, in use or not. */
export function reaches({ area, group }: UplinkRow, device: KnownDevice): boolean {
  const at = device.governed.area;
  if (at === undefined || !isInArea(at, area)) return false;
  return group === null || group === device.group;
}

function isCoordinate(device: KnownDevice, property: string): boolean {
  return property === device.propertyOf('latitude') || property === device.propertyOf('longitude');
}
