/** One turn of taking messages from a broker. */
import type { MessageSpool } from './message-spool.ts';

/** Ends the turn, with the time that it has. */
export type Until = AbortSignal & { readonly milliseconds: number };

export interface Taking {
  readonly broker: {
    readonly host: string;
    readonly port: number;
    readonly user: string | undefined;
    readonly secret: string | undefined;
    readonly vhost: string | undefined;
  };
  /** Topic filter of MQTT, subject of a JetStream stream, or queue of RabbitMQ. */
  readonly topic: string;
  /** Of the session or durable consumer: the same in each turn, of this dataset alone. */
  readonly name: string;
  readonly spool: MessageSpool;
  readonly most: number;
  readonly until: Until;
}
