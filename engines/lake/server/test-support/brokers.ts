/** The message brokers of this machine, as departments' ones; each test has a topic of its own on them. */
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectNats, nanos } from '@nats-io/transport-node';
import { connect as connectAmqp } from 'amqplib';
import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { newId } from '../../../../kernel/ids.ts';
import type { Connection } from '../../service.ts';

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export interface Broker {
  readonly connection: Connection;
  readonly secret?: string;
  readonly topic: string;
  send(...messages: readonly string[]): Promise<void>;
  /** Where what was not acknowledged comes again only after a while: now. */
  redeliver?(consumer: string): Promise<void>;
  close(): Promise<void>;
}

const word = () => `lake${newId().replaceAll('-', '')}`;

async function openMqtt(): Promise<Broker> {
  const topic = `city/${word()}`;
  const client = await mqtt.connectAsync('mqtt://127.0.0.1:1883');
  return {
    connection: { kind: 'mqtt', host: '127.0.0.1', port: 1883 },
    topic,
    async send(...messages) {
      for (const message of messages) await client.publishAsync(topic, message, { qos: 1 });
    },
    close: () => client.endAsync(),
  };
}

async function openNats(): Promise<Broker> {
  const topic = word();
  const client = await connectNats({ servers: '127.0.0.1:4222' });
  const manager = await jetstreamManager(client);
  await manager.streams.add({ name: topic, subjects: [topic] });
  return {
    connection: { kind: 'nats', host: '127.0.0.1', port: 4222 },
    topic,
    async send(...messages) {
      for (const message of messages) await jetstream(client).publish(topic, message);
    },
    async redeliver(consumer) {
      await manager.consumers.update(topic, consumer, { ack_wait: nanos(200) });
      await wait(500);
    },
    async close() {
      await manager.streams.delete(topic);
      await client.close();
    },
  };
}

async function openAmqp(): Promise<Broker> {
  const topic = word();
  const client = await connectAmqp('amqp://127.0.0.1:5672');
  const channel = await client.createConfirmChannel();
  await channel.assertQueue(topic, { durable: true });
  return {
    connection: { kind: 'amqp', host: '127.0.0.1', port: 5672, user: 'guest' },
    secret: 'guest',
    topic,
    async send(...messages) {
      for (const message of messages) channel.sendToQueue(topic, Buffer.from(message), { persistent: true });
      await channel.waitForConfirms();
    },
    async close() {
      await channel.deleteQueue(topic);
      await client.close();
    },
  };
}

export const brokers = [
  ['MQTT', 1883, openMqtt],
  ['NATS JetStream', 4222, openNats],
  ['RabbitMQ', 5672, openAmqp],
] as const;
