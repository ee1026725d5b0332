/** What stands beside the doors of the city, under the same load: brokers that store nothing, Node-RED, and a line that answers without looking. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';
import type { Hj212Task } from './hj212-load.ts';
import type { LoadResult, LoadTask } from './mqtt-load.ts';
import { runLoad } from './run-load.ts';

export type Shape = Omit<LoadTask, 'port'>;

export function loadMqtt(task: LoadTask): Promise<LoadResult> {
  return runLoad('mqtt-load.ts', task);
}

interface OpenPort {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as net.AddressInfo).port;
}

export async function freePort(): Promise<number> {
  const probe = net.createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function openAedes(): Promise<OpenPort> {
  const aedes = new Aedes();
  await aedes.listen();
  const server = net.createServer(aedes.handle);
  const port = await listen(server);
  return {
    port,
    async close() {
      await new Promise<void>((resolve) => aedes.close(resolve));
      server.close();
    },
  };
}

/** Tries until it answers, half a minute. */
async function untilThere<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (problem) {
      if (tries >= 150) throw problem;
      await pause(200);
    }
  }
}

function connect(port: number): Promise<mqtt.MqttClient> {
  const options = { protocolVersion: 4, reconnectPeriod: 0 } as const;
  return untilThere(() => mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, options));
}

async function openMosquitto(): Promise<OpenPort | undefined> {
  if (spawnSync('mosquitto', ['-h']).error !== undefined) return undefined;
  const port = await freePort();
  const child = spawn('mosquitto', ['-p', String(port)], { stdio: 'ignore' });
  await (await connect(port)).endAsync(true);
  return {
    port,
    async close() {
      child.kill();
    },
  };
}

/** Messages a second that the bare broker acknowledges at once. */
export async function besideBroker(shape: Shape): Promise<number> {
  const broker = await openAedes();
  const { acknowledged, seconds } = await loadMqtt({ ...shape, port: broker.port });
  await broker.close();
  return acknowledged / seconds;
}

/** Messages a second that a bare subscriber of mosquitto receives; undefined where mosquitto is not installed. */
export async function besideMosquitto(shape: Shape): Promise<number | undefined> {
  const broker = await openMosquitto();
  if (broker === undefined) return undefined;
  const client = await connect(broker.port);
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  await client.subscribeAsync('devices/#', { qos: 1 });
  const { seconds } = await loadMqtt({ ...shape, port: broker.port });
  await client.endAsync(true);
  await broker.close();
  return received / seconds;
}

/** Milliseconds from sending to a subscriber of the bare broker. */
export async function besideScreen(shape: Shape): Promise<readonly number[]> {
  const broker = await openAedes();
  const client = await connect(broker.port);
  const waits: number[] = [];
  client.on('message', (_, payload) => {
    const now = Date.now();
    for (const { value } of JSON.parse(payload.toString('utf8')) as { value: number }[])
      waits.push(now - value);
  });
  await client.subscribeAsync('devices/#', { qos: 1 });
  await loadMqtt({ ...shape, port: broker.port, timed: true });
  await client.endAsync(true);
  await broker.close();
  return waits;
}

/** Takes messages from the broker, reads their JSON and counts: the least that a flow does. A node without a place would be a setting. */
function flowsOf(brokerPort: number): readonly object[] {
  const node = (id: string, type: string, more: object, wires: readonly string[][]) => {
    return { id, z: 'bench-tab', type, x: 100, y: 100, ...more, wires };
  };
  const broker = { broker: '127.0.0.1', port: String(brokerPort), protocolVersion: '4', autoConnect: true };
  const count = "flow.set('count', (flow.get('count') || 0) + 1); return null;";
  const tell = "msg.payload = String(flow.get('count') || 0); return msg;";
  const source = { topic: 'devices/#', qos: '1', datatype: 'utf8', broker: 'bench-broker' };
  return [
    { id: 'bench-tab', type: 'tab', label: 'bench' },
    { id: 'bench-broker', type: 'mqtt-broker', ...broker, cleansession: true, keepalive: '60' },
    node('bench-in', 'mqtt in', source, [['bench-json']]),
    node('bench-json', 'json', { property: 'payload', action: 'obj' }, [['bench-count']]),
    node('bench-count', 'function', { func: count, outputs: 1 }, [[]]),
    node('bench-ask', 'http in', { url: '/count', method: 'get' }, [['bench-tell']]),
    node('bench-tell', 'function', { func: tell, outputs: 1 }, [['bench-answer']]),
    node('bench-answer', 'http response', {}, []),
  ];
}

/** The program of the Node-RED that is installed in this folder; undefined where there is none. */
function nodeRedIn(home: string): string | undefined {
  try {
    return createRequire(path.join(path.resolve(home), 'package.json')).resolve('node-red/red.js');
  } catch {
    return undefined;
  }
}

async function countOf(port: number): Promise<number> {
  const reply = await fetch(`http://127.0.0.1:${port}/count`);
  if (!reply.ok) throw new Error(`Node-RED answers ${reply.status}`);
  return Number(await reply.text());
}

async function openNodeRed(program: string, folder: string, broker: number) {
  const port = await freePort();
  const quiet = "module.exports={logging:{console:{level:'off'}},disableEditor:true,uiHost:'127.0.0.1'};";
  await writeFile(path.join(folder, 'settings.js'), quiet);
  await writeFile(path.join(folder, 'flows.json'), JSON.stringify(flowsOf(broker)));
  const child: ChildProcess = spawn(
    process.execPath,
    [program, '--userDir', folder, '--port', String(port), 'flows.json'],
    { stdio: 'ignore' },
  );
  await untilThere(() => countOf(port));
  return { port, stop: () => child.kill() };
}

/** Subscribed before the load begins, which is seen by what comes through. */
async function untilSubscribed(broker: number, nodeRed: number): Promise<void> {
  const probe = await connect(broker);
  await untilThere(async () => {
    await probe.publishAsync('devices/probe/readings', '[]', { qos: 1 });
    if ((await countOf(nodeRed)) === 0) throw new Error('Node-RED hears nothing');
  });
  await probe.endAsync(true);
}

/** Messages a second that Node-RED has read when the load ends; undefined where the folder NODE_RED_HOME has none. */
export async function besideNodeRed(shape: Shape): Promise<number | undefined> {
  const home = process.env['NODE_RED_HOME'];
  const program = home === undefined ? undefined : nodeRedIn(home);
  if (program === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'city-node-red-'));
  const broker = (await openMosquitto()) ?? (await openAedes());
  const nodeRed = await openNodeRed(program, folder, broker.port);
  try {
    await untilSubscribed(broker.port, nodeRed.port);
    const before = await countOf(nodeRed.port);
    const { seconds } = await loadMqtt({ ...shape, port: broker.port });
    return ((await countOf(nodeRed.port)) - before) / seconds;
  } finally {
    nodeRed.stop();
    await broker.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export function loadHj212(task: Hj212Task): Promise<LoadResult & { readonly signedIn: number }> {
  return runLoad('hj212-load.ts', task);
}

/** Frames a second of a line that finds QN and answers at once, checks no CRC and stores nothing. */
export async function besideLine(shape: Omit<Hj212Task, 'port'>): Promise<number> {
  const server = net.createServer((socket) => {
    let rest = '';
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const lines = (rest + bytes.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      socket.write(lines.map((line) => `${/QN=\d{17};/.exec(line)?.[0] ?? ''}ST=91;CN=9014\r\n`).join(''));
    });
  });
  const port = await listen(server);
  const { acknowledged, seconds } = await loadHj212({ ...shape, port });
  server.close();
  return acknowledged / seconds;
}
