/** `npm run simulate -- hj212 --port 2120 …`: one device that speaks a protocol of the field, or `city`: all sensors of one; without a name lists what there is. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoCity } from '../systems/foundation/sensing/server/simulate/fleet.ts';
import { deviceSheet, simulateCity } from './simulate-device/simulate-city.ts';
import { simulations } from './simulate-device/simulations.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    /** MN, station address, phone number, user id or host name. */
    device: { type: 'string' },
    secret: { type: 'string', default: '' },
    /** Messages to send. */
    count: { type: 'string', default: '10' },
    /** Seconds between them. */
    every: { type: 'string', default: '1' },
    /** Starts the curve of values; the same seed sends the same. */
    seed: { type: 'string', default: '1' },
    /** The device's clock runs so many seconds behind: history that it makes up for. */
    behind: { type: 'string', default: '0' },
    /** Of `city`: the broker, and how many sensors. */
    url: { type: 'string', default: 'nats://127.0.0.1:4222' },
    devices: { type: 'string', default: '120' },
  },
});

function number(name: string, text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || text === '' || !Number.isFinite(value) || value < 0)
    throw new Error(`--${name} 应为不小于零的数`);
  return value;
}

/** The same command with `--count 0` prints the devices as a sheet to import. */
async function runCity(): Promise<void> {
  const [devices, minutes] = [number('devices', values.devices), number('count', values.count)];
  const seed = values.seed === '1' ? demoCity : number('seed', values.seed);
  if (minutes === 0) {
    process.stdout.write(deviceSheet(devices, seed));
    return;
  }
  const behind = number('behind', values.behind) * 1000;
  const { messages, readings } = await simulateCity({
    url: values.url,
    devices,
    seed,
    minutes,
    every: number('every', values.every) * 1000,
    now: () => Date.now() - behind,
    say: (line) => console.log(line),
  });
  console.log(`已由消息服务器收下 ${messages} 条消息、${readings} 条读数`);
}

async function run(): Promise<void> {
  if (positionals[0] === 'city') {
    await runCity();
    return;
  }
  const simulation = simulations.find(({ name }) => name === positionals[0]);
  if (simulation === undefined) {
    console.log(
      'npm run simulate -- <协议> --port <端口> [--host --device --secret --count --every --seed --behind]',
    );
    for (const { name, title, device } of simulations)
      console.log(`  ${name.padEnd(8)} ${title},--device 例如 ${device}`);
    console.log(
      '  city     全城传感器,经 --url nats://… 或 mqtt://… 上报 --count 分钟,--devices 台数;--count 0 打印设备导入表',
    );
    process.exitCode = positionals.length === 0 ? 0 : 1;
    return;
  }
  const behind = number('behind', values.behind) * 1000;
  const every = number('every', values.every) * 1000;
  const device = await simulation.connect({
    host: values.host,
    port: number('port', values.port),
    device: values.device ?? simulation.device,
    secret: values.secret,
    seed: number('seed', values.seed),
    now: () => Date.now() - behind,
  });
  const counted = new Map<string, number>();
  for (let left = number('count', values.count); left > 0; left -= 1) {
    const outcome = await device.send();
    counted.set(outcome, (counted.get(outcome) ?? 0) + 1);
    if (left > 1) await pause(every);
  }
  await device.end();
  console.log([...counted].map(([outcome, times]) => `${outcome} ${times}`).join(', '));
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // A conversation that broke off must not keep the command waiting.
  process.exit(1);
}
