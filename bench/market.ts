/** What the market's door costs: signed calls of an interface a second, each with nonce and quotas taken and counted, beside the bare route of the same handler. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import type { City } from '../apps/server/create-city.ts';
import { access } from '../engines/access/service.ts';
import { callText } from '../engines/access/contract.ts';
import { registers } from '../engines/registers/service.ts';
import { newId } from '../kernel/ids.ts';
import { application } from '../systems/foundation/business-platform/registers/application.ts';
import { grant } from '../systems/foundation/business-platform/registers/grant.ts';
import { interfaceVersion } from '../systems/foundation/business-platform/registers/interface.ts';
import system from '../systems/foundation/business-platform/system.ts';
import { openBenchCity } from './support/open-bench-city.ts';

const target = 1500;
const key = 'flow.working-days@2.0.0';
const input = { from: '2026-09-30T15:00:00+08:00', amount: 5 };

/** An application with its key and a grant of the interface that no bench can use up. */
async function prepare(city: City): Promise<{ readonly app: string; readonly secret: string }> {
  const rows = city.services.use(registers);
  const app = newId();
  const versions = rows.of(interfaceVersion).trusted;
  return city.store.transaction(async (work) => {
    const filter = { field: 'key', is: 'equal', value: key } as const;
    const [version] = await versions.findMany(work.db, { filter, limit: 1 });
    if (version === undefined) throw new Error(`${key} is not declared`);
    await versions.update(work, 'bench', version, {
      status: 'published',
      publishedAt: work.now.toISOString(),
    });
    await rows
      .of(application)
      .trusted.insert(work, 'bench', { id: app, name: '测速', department: 'city-ecology', purpose: '测速' });
    await rows.of(grant).trusted.insert(work, 'bench', {
      id: newId(),
      number: 'SQ-bench',
      application: app,
      applicationName: '测速',
      code: version.code,
      title: version.title,
      major: 2,
      owner: version.owner,
      consumer: 'city-ecology',
      purpose: '测速',
      perMinute: 1_000_000_000,
      perDay: 1_000_000_000,
      until: '2099-12-31',
      status: 'active',
      request: newId(),
    });
    const secret = await city.services
      .use(access)
      .callKeys.issue(work, { app, kind: 'real', overlapHours: 0 });
    return { app, secret };
  });
}

function signedBody({ app, secret }: { readonly app: string; readonly secret: string }): string {
  const [code = '', version = ''] = key.split('@');
  const call = {
    app,
    interface: code,
    version,
    at: new Date().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    input: JSON.stringify(input),
  };
  const text = callText({ ...call, target: key, content: call.input });
  return JSON.stringify({ ...call, signature: createHmac('sm3', secret).update(text).digest('hex') });
}

function fire(url: string, seconds: number, body?: () => string): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: 64,
    duration: seconds,
    requests: [
      body === undefined
        ? { method: 'GET' }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-city-request': '1' },
            setupRequest: (request) => ({ ...request, body: body() }),
          },
    ],
  });
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { seconds: { type: 'string', default: '10' } } });
  const seconds = Number(values.seconds);
  const { city, close } = await openBenchCity({ poolSize: 16, systems: [system] });
  try {
    await city.app.listen({ host: '127.0.0.1', port: 0 });
    const made = await prepare(city);
    const url = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}`;
    const query = new URLSearchParams({ from: input.from, amount: String(input.amount) });
    const yardstick = await fire(`${url}/api/flow/calendar/deadline?${query}`, seconds);
    const ours = await fire(`${url}/api/business-platform/call`, seconds, () => signedBody(made));
    if (ours.non2xx + yardstick.non2xx > 0)
      throw new Error(`${ours.non2xx} calls and ${yardstick.non2xx} bare requests were refused`);
    const figure = (result: autocannon.Result) => Math.round(result['2xx'] / result.duration);
    console.log(
      `figure market-calls ${figure(ours)} calls/s target ≥${target} yardstick bare-route=${figure(yardstick)} ratio ${(figure(ours) / figure(yardstick)).toFixed(2)}`,
    );
    console.log(
      `  latency ms: median ${ours.latency.p50}, p97.5 ${ours.latency.p97_5}; bare ${yardstick.latency.p50}, ${yardstick.latency.p97_5}; 64 callers from the same process, who sign too`,
    );
  } finally {
    await close();
  }
}
