/** The main link on which another platform hands over its vehicles by JT/T 809: it logs in, keeps the link alive, and its positions are stored. */
import { randomInt } from 'node:crypto';
import { jt809, type Jt809Options, type Jt809State } from '../codec/jt809/codec.ts';
import { answerTo, type Jt809Body, type Jt809Message, type Jt809Position } from '../codec/jt809/message.ts';
import { readPosition } from '../codec/jt809/position.ts';
import { alarmBits, bitsOf, statusBits } from './jt808-values.ts';
import { KnownDevices } from './known-devices.ts';
import type { LineProtocol, LineSession, Peer } from './line.ts';
import { storeReadings, type WireMessage, type WireValue } from './store-readings.ts';

/** Results of 1002. */
const loginDone = 0;
const wrongPassword = 4;

const types = {
  loginAnswer: 0x1002,
  logoutAnswer: 0x1004,
  alive: 0x1005,
  aliveAnswer: 0x1006,
  logout: 0x1003,
} as const;

function valuesOf(position: Jt809Position): readonly WireValue[] | undefined {
  const place = readPosition(position);
  if (place?.at === undefined) return undefined;
  const { at, ...values } = place;
  const bits = [...bitsOf(place.status, statusBits), ...bitsOf(place.alarm, alarmBits)];
  return [...Object.entries(values), ...bits].map(
    ([name, value]) => ({ name, value, quality: 'good', at }) as const,
  );
}

class Jt809Session implements LineSession<Jt809Message> {
  readonly #peer: Peer<Jt809Message>;
  readonly #known: KnownDevices;
  /** The access code that logged in; frames with another one are not of this platform. */
  #accessCode: number | undefined;
  /** Row id of the platform that logged in; it reports for its own vehicles and for no others. */
  #platform: string | undefined;
  #serial = 0;
  /** Something could not be stored since the login: no keep-alive is answered any more, so that the other platform comes anew and sends it again. */
  #owes = false;

  constructor(peer: Peer<Jt809Message>) {
    this.#peer = peer;
    this.#known = new KnownDevices(peer, 'jt809');
  }

  async take(messages: readonly Jt809Message[]): Promise<void> {
    const wires: WireMessage[] = [];
    for (const message of messages) {
      const { body } = message;
      if (body.kind === 'login') await this.#logIn(message, body);
      else if (this.#accessCode === undefined || message.accessCode !== this.#accessCode)
        this.#peer.ingest.count('jt809', 'not-authenticated');
      else {
        // A keep-alive is all that a platform below gets to hear after its positions: it is answered when they are stored.
        if (message.type === types.alive) await this.#store(wires.splice(0));
        wires.push(...(await this.#hear(message)));
      }
    }
    // The protocol has no answer to a position: what is refused or could not be stored is counted.
    await this.#store(wires);
  }

  async #store(wires: readonly WireMessage[]): Promise<void> {
    try {
      await storeReadings(wires, this.#peer, 'jt809');
    } catch (problem) {
      this.#owes = true;
      throw problem;
    }
  }

  async #logIn(message: Jt809Message, login: Extract<Jt809Body, { kind: 'login' }>): Promise<void> {
    const platform = await this.#known.find(String(login.userId), login.password);
    if (platform === undefined) {
      this.#peer.ingest.count('jt809', 'wrong-key');
      this.#answer(message, types.loginAnswer, {
        kind: 'login-answer',
        result: wrongPassword,
        verifyCode: 0,
      });
      return;
    }
    this.#owes = false;
    this.#accessCode = message.accessCode;
    this.#platform = platform.id;
    this.#peer.ingest.heard(platform.id);
    // The code by which a subordinate link back to that platform would prove itself.
    const verifyCode = randomInt(0x1_0000_0000);
    this.#answer(message, types.loginAnswer, { kind: 'login-answer', result: loginDone, verifyCode });
  }

  async #hear(message: Jt809Message): Promise<readonly WireMessage[]> {
    const { body, type } = message;
    if (type === types.alive) {
      if (!this.#owes) this.#answer(message, types.aliveAnswer, { kind: 'empty' });
    } else if (type === types.logout) {
      this.#answer(message, types.logoutAnswer, { kind: 'empty' });
      this.#accessCode = undefined;
      this.#peer.end('logout');
    } else if (body.kind === 'data') return this.#hearData(body);
    else this.#peer.ingest.count('jt809', 'unsupported');
    return [];
  }

  async #hearData({ vehicle, data }: Extract<Jt809Body, { kind: 'data' }>): Promise<readonly WireMessage[]> {
    if (data.kind === 'alarm' || data.kind === 'alarm-2019') {
      // The position carries the same alarm as bits; what the company's own rules found is counted and not taken on here.
      this.#peer.ingest.count('jt809', 'alarm');
      return [];
    }
    if (vehicle === undefined || (data.kind !== 'position' && data.kind !== 'positions')) {
      this.#peer.ingest.count('jt809', data.kind === 'registration' ? 'registration' : 'unsupported');
      return [];
    }
    const device = await this.#known.find(`${vehicle.plate}/${vehicle.colour}`, undefined);
    if (device === undefined) return this.#reject('unknown-device', null);
    if (device.gateway === undefined || device.gateway !== this.#platform)
      return this.#reject('other-platform', device.id);
    if (!this.#known.mayTake(device.id)) {
      this.#peer.ingest.count('jt809', 'too-many');
      return [];
    }
    if (data.kind === 'positions') this.#peer.ingest.count('jt809', 'history');
    const read = (data.kind === 'position' ? [data.position] : data.positions).map(valuesOf);
    if (read.includes(undefined)) return this.#reject('no-place', device.id);
    return [
      {
        device,
        values: read
          .flatMap((values) => values ?? [])
          .filter(({ name }) => device.propertyOf(name) !== undefined),
      },
    ];
  }

  #answer(message: Jt809Message, type: number, body: Jt809Body): void {
    this.#serial = (this.#serial + 1) >>> 0;
    const time = message.edition === '2019' ? { time: Math.floor(this.#peer.now() / 1000) } : {};
    this.#peer.send({ ...answerTo(message, type, this.#serial, body), ...time });
  }

  #reject(reason: string, device: string | null): readonly WireMessage[] {
    this.#peer.ingest.reject({ protocol: 'jt809', device, reason, body: new Uint8Array() });
    return [];
  }

  changed(device: string, dismissed: boolean): void {
    this.#known.forget(device);
    if (dismissed && device === this.#platform) this.#peer.end('dismissed');
  }

  tick(): void {
    // The other platform keeps the link alive; a silent link is closed by the line.
  }

  close(): void {
    this.#accessCode = undefined;
  }
}

export const jt809Line: LineProtocol<Jt809Message, Jt809State, Jt809Options> = {
  name: 'jt809',
  codec: jt809,
  options: ({ setting }) => ({ frameBytes: setting('jt809-frame-bytes') }),
  openSession: (peer) => new Jt809Session(peer),
};
