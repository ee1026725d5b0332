/** What a protocol's session needs from its line and gives to it; TCP and UDP lines drive every protocol by these. */
import type { IngestService } from '../../service.ts';
import type { Codec } from '../codec/codec.ts';

/** What all lines of the process share. */
export interface LineDeps {
  readonly ingest: IngestService;
  readonly now: () => number;
  /** Value of the setting 'telemetry.<name>'. */
  readonly setting: (name: string) => number;
  readonly report: (problem: unknown, where: string) => void;
}

/** The other end of one connection. */
export interface Peer<Message> extends LineDeps {
  /** Its network address, for protocols in which a device may leave out its name. */
  readonly address: string;
  send(message: Message): void;
  /** Closes the connection once everything that was sent has gone; `why` is counted. */
  end(why: string): void;
}

/** One connection's conversation. */
export interface LineSession<Message> {
  /**
   * Takes the messages of one piece in their order and resolves when what had to be stored is stored and answered. Nothing of the
   * next piece is read before. Throws when storing is not possible now: then nothing is answered and the device sends again.
   */
  take(messages: readonly Message[]): Promise<void>;
  /** A device is no longer what it was; `dismissed`: whoever speaks for it must prove himself anew. See IngestService.onChanged. */
  changed(device: string, dismissed: boolean): void;
  /** Once a second: what the clock asks for. */
  tick(): void;
  close(): void;
}

export interface LineProtocol<Message, State, Options> {
  /** As in the register of devices: 'hj212', 'jt808', … */
  readonly name: string;
  readonly codec: Codec<Message, State, Options>;
  readonly options: (deps: LineDeps) => Options;
  readonly openSession: (peer: Peer<Message>, state: State) => LineSession<Message>;
}

/** An opened door. */
export interface Line {
  readonly protocol: string;
  /** The port that it got, when 0 was asked for. */
  readonly port: number;
  connections(): number;
  close(): Promise<void>;
}
