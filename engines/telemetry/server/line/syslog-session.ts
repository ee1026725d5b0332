/** Log lines of hosts and network gear: each becomes the severity, the facility and the words of its host. Syslog has no answers. */
import { syslog, type SyslogOptions, type SyslogState } from '../codec/syslog/codec.ts';
import { type SyslogMessage, timeOf } from '../codec/syslog/message.ts';
import { KnownDevices } from './known-devices.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage } from './store-readings.ts';

const second = 1000;

class SyslogSession implements LineSession<SyslogMessage> {
  readonly #peer: Peer<SyslogMessage>;
  readonly #known: KnownDevices;
  /** Moment of the last line of each device. */
  readonly #last = new Map<string, number>();

  constructor(peer: Peer<SyslogMessage>) {
    this.#peer = peer;
    this.#known = new KnownDevices(peer, 'syslog');
  }

  async take(messages: readonly SyslogMessage[]): Promise<void> {
    const wires: WireMessage[] = [];
    for (const message of messages) {
      const device = await this.#known.find(message.host ?? this.#peer.address, undefined);
      if (device === undefined)
        this.#peer.ingest.reject({
          protocol: 'syslog',
          device: null,
          reason: 'unknown-device',
          body: new Uint8Array(),
        });
      else if (!this.#known.mayTake(device.id)) this.#peer.ingest.count('syslog', 'too-many');
      else {
        const at = this.#momentOf(message, device.id);
        const named = { severity: message.severity, facility: message.facility, message: message.text ?? '' };
        const values = Object.entries(named)
          .filter(([name]) => device.propertyOf(name) !== undefined)
          .map(([name, value]) => ({ name, value, quality: 'good', at }) as const);
        wires.push({ device, values });
      }
    }
    await storeReadings(wires, this.#peer, 'syslog');
  }

  /** Many lines carry the same second, but one moment holds one value: those behind are moved by a millisecond each, within their second. */
  #momentOf(message: SyslogMessage, device: string): number {
    const said = timeOf(message, this.#peer.now()) ?? this.#peer.now();
    const last = this.#last.get(device) ?? Number.NEGATIVE_INFINITY;
    const at = said <= last && last < said + second ? last + 1 : said;
    this.#last.set(device, at);
    return at;
  }

  changed(device: string): void {
    this.#known.forget(device);
  }

  tick(): void {
    // Nothing is asked of a host.
  }

  close(): void {
    this.#last.clear();
  }
}

export const syslogLine: LineProtocol<SyslogMessage, SyslogState, SyslogOptions> = {
  name: 'syslog',
  codec: syslog,
  options: ({ setting }) => ({ messageBytes: setting('syslog-bytes') }),
  openSession: (peer) => new SyslogSession(peer),
};
