/** The devices that speak through one connection: each is looked up and proved once in a while, and takes no more than its share. */
import type { IdentifiedDevice } from '../../service.ts';
import type { LineDeps, Peer } from './line.ts';

interface Entry {
  readonly device: IdentifiedDevice | undefined;
  readonly until: number;
}

interface Share {
  minute: number;
  taken: number;
}

/** How long a found device stays known, unless it is told that it changed. */
const knownFor = 300_000;
/** A stranger costs one look-up in this time, and a wrong password one derivation. */
const strangerFor = 30_000;
const minute = 60_000;

export class KnownDevices {
  readonly #deps: LineDeps & Pick<Peer<never>, 'address'>;
  readonly #protocol: string;
  readonly #entries = new Map<string, Entry>();
  readonly #shares = new Map<string, Share>();

  constructor(deps: LineDeps & Pick<Peer<never>, 'address'>, protocol: string) {
    this.#deps = deps;
    this.#protocol = protocol;
  }

  /** Undefined for a device that is unknown, inactive or has another secret. */
  async find(address: string, secret: string | undefined): Promise<IdentifiedDevice | undefined> {
    const now = this.#deps.now();
    const key = JSON.stringify([address, secret]);
    const known = this.#entries.get(key);
    if (known !== undefined && now < known.until) return known.device;
    const device = await this.#deps.ingest.identify(this.#protocol, address, secret, this.#deps.address);
    this.#entries.delete(key);
    this.#makeRoom(this.#entries);
    this.#entries.set(key, { device, until: now + (device === undefined ? strangerFor : knownFor) });
    return device;
  }

  /** '*' for any; strangers too, as one of them may be the device that was just put to use. */
  forget(device: string): void {
    for (const [key, entry] of this.#entries)
      if (device === '*' || entry.device === undefined || entry.device.id === device)
        this.#entries.delete(key);
  }

  /** Whether the device may send one more message in this minute (setting line-messages-each-minute). */
  mayTake(device: string): boolean {
    const now = Math.floor(this.#deps.now() / minute);
    const share = this.#shares.get(device);
    if (share === undefined || share.minute !== now) {
      this.#shares.delete(device);
      this.#makeRoom(this.#shares);
      this.#shares.set(device, { minute: now, taken: 1 });
      return true;
    }
    share.taken += 1;
    return share.taken <= this.#deps.setting('line-messages-each-minute');
  }

  /** The oldest goes when the connection speaks for more devices than it may. */
  #makeRoom(map: Map<string, unknown>): void {
    const [oldest] = map.keys();
    if (oldest !== undefined && map.size >= this.#deps.setting('line-devices')) map.delete(oldest);
  }
}
