/** How many connections and kept sessions one device has at the broker: client ids are free, and each would be remembered for ever. */
import type { Client, ConnectPacket } from 'aedes';

export interface SessionBounds {
  readonly connections: number;
  readonly sessions: number;
}

/** MQTT 3.1.1 §3.1.3.1 asks for 23 characters at least. */
const longestId = 128;

export class DeviceSessions {
  readonly #packets = new WeakMap<Client, ConnectPacket>();
  readonly #connected = new Map<string, Map<string, Client>>();
  readonly #kept = new Map<string, Set<string>>();

  /** Keeps the packet at hand until it is known whose it is. */
  note(client: Client, packet: ConnectPacket): void {
    this.#packets.set(client, packet);
  }

  /**
   * Whether the device may have this connection too. A session that it wants kept beyond its number is made a clean one: the connection
   * works, and nothing of it stays when it ends.
   */
  admit(device: string, client: Client, bounds: SessionBounds): 'admitted' | 'clean' | 'refused' {
    const connected = this.#connected.get(device) ?? new Map<string, Client>();
    const id = client.id;
    // A connection with the same id takes the place of the former one.
    if (id.length > longestId || (!connected.has(id) && connected.size >= bounds.connections))
      return 'refused';
    connected.set(id, client);
    this.#connected.set(device, connected);
    const packet = this.#packets.get(client);
    const kept = this.#kept.get(device) ?? new Set<string>();
    if (packet?.clean !== false) {
      kept.delete(id);
      return 'admitted';
    }
    if (!kept.has(id) && kept.size >= bounds.sessions) {
      Object.assign(packet, { clean: true });
      Object.assign(client, { clean: true });
      return 'clean';
    }
    this.#kept.set(device, kept.add(id));
    return 'admitted';
  }

  /** Connections of the device. */
  of(device: string): readonly Client[] {
    return [...(this.#connected.get(device)?.values() ?? [])];
  }

  leave(device: string, client: Client): void {
    const connected = this.#connected.get(device);
    if (connected?.get(client.id) !== client) return;
    connected.delete(client.id);
    if (connected.size === 0) this.#connected.delete(device);
  }
}
