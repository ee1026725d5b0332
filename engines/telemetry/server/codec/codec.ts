/** What every codec of a device protocol promises: bytes in any pieces become messages, messages become bytes, and rubbish is counted. */

/** Why bytes were not taken. One word for all protocols, so that one table counts them. */
export type FaultReason =
  /** Bytes outside any frame. */
  | 'rubbish'
  /** A length field that is no number, or does not agree with where the frame ends. */
  | 'bad-length'
  /** A frame, a body or an unfinished set of packets beyond the bound. */
  | 'too-long'
  | 'bad-checksum'
  /** The end marks of the frame are not where they belong. */
  | 'bad-tail'
  /** An escape that the protocol does not know. */
  | 'bad-escape'
  | 'bad-header'
  | 'bad-body'
  /** Packets of one message that contradict each other, or of which the last never came. */
  | 'bad-packets';

export interface Fault {
  readonly reason: FaultReason;
  /** How many bytes were given up. */
  readonly bytes: number;
  /** The first bytes in hexadecimal: enough to see what it was, too few to hold a personal value. */
  readonly head: string;
}

export interface Decoded<Message> {
  readonly messages: readonly Message[];
  /** The beginning of a frame that has not ended: give it back in front of the next bytes. Bounded by the state's limits. */
  readonly rest: Buffer;
  /** In the order of the bytes. Rubbish may be reported in several pieces; the sum of its bytes is what counts. */
  readonly faults: readonly Fault[];
}

/**
 * One protocol. `decode` reads as much as is whole, never throws and does no input or output; what has to be remembered between calls
 * (packets of one message, what the login told) stays in the state, one for each connection. `encode` throws RangeError for a
 * message that the protocol cannot say, because that is a mistake of ours and no input.
 */
export interface Codec<Message, State, Options> {
  readonly createState: (options: Options) => State;
  readonly decode: (bytes: Buffer, state: State) => Decoded<Message>;
  readonly encode: (message: Message) => Buffer;
}

const headBytes = 5;

export function faultOf(reason: FaultReason, bytes: Buffer): Fault {
  return { reason, bytes: bytes.length, head: bytes.toString('hex', 0, headBytes) };
}

/** Nothing waits: the same empty rest for everybody. */
export const nothing: Buffer = Buffer.alloc(0);

/** Reads a stream that comes in pieces: keeps what has not ended in front of what comes. */
export function streamReader<Message, State, Options>(
  codec: Codec<Message, State, Options>,
  state: State,
): { read(chunk: Buffer): Decoded<Message>; waiting(): number } {
  let rest = nothing;
  return {
    read(chunk) {
      const decoded = codec.decode(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), state);
      // A view would keep the whole chunk alive for a few bytes.
      rest = decoded.rest.length === 0 ? nothing : Buffer.from(decoded.rest);
      return decoded;
    },
    waiting: () => rest.length,
  };
}
