/** A load of its own process: requests at fixed moments, whether the ones before were answered or not; latency counts from the planned moment. */
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { textToSign } from '../../engines/lake/contract.ts';

export interface Plan {
  readonly url: string;
  readonly rate: number;
  readonly seconds: number;
  /** Rows of the dataset: keys K0… are asked for. */
  readonly rows: number;
  /** Signed calls of this contract; without it the bare query is asked. */
  readonly call?: { readonly app: string; readonly contract: string; readonly key: string } | undefined;
}

export interface Answered {
  readonly times: readonly number[];
  readonly refused: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
/** Left out of the figures: connections and prepared statements are made. */
const warmSeconds = 1;

function bodyOf({ rows, call }: Plan): string {
  const key = `K${Math.floor(Math.random() * rows)}`;
  if (call === undefined) return JSON.stringify({ key });
  const content = {
    app: call.app,
    contract: call.contract,
    at: new Date().toISOString(),
    nonce: randomBytes(16).toString('hex'),
    query: `key=${key}`,
  };
  const signature = createHmac('sm3', call.key).update(textToSign(content)).digest('hex');
  return JSON.stringify({ ...content, signature });
}

function post(url: URL, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'x-city-request': '1',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request(url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode ?? 0));
      reply.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function load(plan: Plan): Promise<Answered> {
  const url = new URL(plan.url);
  const times: number[] = [];
  let refused = 0;
  const open: Promise<void>[] = [];
  const begun = performance.now();
  const total = plan.rate * (plan.seconds + warmSeconds);
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) * plan.rate) / 1000) + 1);
    for (; sent < due; sent += 1) {
      const planned = begun + (sent * 1000) / plan.rate;
      const counts = sent >= plan.rate * warmSeconds;
      open.push(
        post(url, bodyOf(plan)).then(
          (status) => {
            if (status !== 200) refused += 1;
            else if (counts) times.push(performance.now() - planned);
          },
          () => {
            refused += 1;
          },
        ),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(open);
  return { times, refused };
}

const answered = await load(JSON.parse(await text(process.stdin)) as Plan);
process.stdout.write(JSON.stringify(answered), () => process.exit(0));
