/** `npm run simulate -- hj212 --port 2120 …`: one device that speaks a protocol of the field; without a protocol lists what there is. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
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
  },
});

function number(name: string, text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || text === '' || !Number.isFinite(value) || value < 0)
    throw new Error(`--${name} 应为不小于零的数`);
  return value;
}

async function run(): Promise<void> {
  const simulation = simulations.find(({ name }) => name === positionals[0]);
  if (simulation === undefined) {
    console.log(
      'npm run simulate -- <协议> --port <端口> [--host --device --secret --count --every --seed --behind]',
    );
    for (const { name, title, device } of simulations)
      console.log(`  ${name.padEnd(8)} ${title},--device 例如 ${device}`);
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
