/** How long two lists take to be matched without being seen, on both sides, beside a plain hash join and @openmined/psi.js where it is installed. */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../engines/store/index.ts';
import { newId } from '../kernel/ids.ts';
import { blindKeys, makePartyKey, raiseOffer } from '../engines/privacy/match/party.ts';
import { epsilonUnit } from '../engines/privacy/noise/answer.ts';
import {
  giveAnswer,
  handOver,
  openTestPrivacy,
  phone,
  takeOffer,
  type TestPrivacy,
} from '../engines/privacy/server/test-support/open-test-privacy.ts';

const seconds = (from: number) => (performance.now() - from) / 1000;

/** Half of the asker's list is in the register. */
function listsOf(size: number) {
  const ours = Array.from({ length: size }, (_, index) => phone(index));
  const theirs = Array.from({ length: size }, (_, index) => phone(index + Math.floor(size / 2)));
  return { ours, theirs };
}

/** Seconds of a join in memory, in the clear. */
function join(
  ours: readonly string[],
  theirs: readonly string[],
): { readonly matched: number; readonly took: number } {
  const from = performance.now();
  const held = new Set(ours);
  const matched = theirs.filter((key) => held.has(key)).length;
  return { matched, took: seconds(from) };
}

async function ourMatch(city: TestPrivacy, size: number): Promise<void> {
  const { ours, theirs } = listsOf(size);
  const plain = join(ours, theirs);
  const dataset = await city.load(`id\n${ours.join('\n')}\n`);
  const [key, owner] = [await makePartyKey(), newId()];
  const { matches } = city.privacy;
  const begun = performance.now();
  const blinded = await blindKeys({ key, scope: owner, keys: theirs, step: 1 });
  const blind = seconds(begun);
  const handed = performance.now();
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const id = await handOver(city, { owner, dataset, key, points: blinded.points });
  clearInterval(watch);
  const computed = seconds(handed);
  const raising = performance.now();
  const answer = await raiseOffer(key, await takeOffer(matches, id));
  const raise = seconds(raising);
  const finishing = performance.now();
  await giveAnswer(matches, id, answer);
  const { matched } = await matches.finish(id);
  const all = seconds(begun);
  if (matched !== plain.matched) throw new Error(`matched ${matched}, plainly ${plain.matched}`);
  console.log(
    `figure match-${size} ${all.toFixed(2)} s target ≤${(size / 500).toFixed(0)} yardstick hash-join=${plain.took.toFixed(4)} ratio ${(all / plain.took).toFixed(0)}`,
  );
  console.log(
    `  asker blind ${blind.toFixed(2)} s, city ${computed.toFixed(2)} s (event loop held up ${longest.toFixed(0)} ms at most), asker raise ${raise.toFixed(2)} s, compare ${seconds(finishing).toFixed(2)} s, matched ${matched}`,
  );
}

interface OpenMined {
  server: { createWithNewKey(reveal: boolean): PsiServer };
  client: { createWithNewKey(reveal: boolean): PsiClient };
  request: { deserializeBinary(bytes: Uint8Array): unknown };
  response: { deserializeBinary(bytes: Uint8Array): unknown };
  serverSetup: { deserializeBinary(bytes: Uint8Array): unknown };
}
interface Wire {
  serializeBinary(): Uint8Array;
}
interface PsiServer {
  createSetupMessage(rate: number, clients: number, keys: readonly string[]): Wire;
  processRequest(request: unknown): Wire;
}
interface PsiClient {
  createRequest(keys: readonly string[]): Wire;
  getIntersectionSize(setup: unknown, response: unknown): number;
}

/** Not a dependency of the city: --psi names a folder in which somebody installed it. */
async function theirMatch(folder: string, size: number): Promise<void> {
  const load = createRequire(`${folder}/`);
  const open = load('@openmined/psi.js') as () => Promise<OpenMined>;
  const psi = await open();
  const { ours, theirs } = listsOf(size);
  const from = performance.now();
  const [server, client] = [psi.server.createWithNewKey(false), psi.client.createWithNewKey(false)];
  const setup = server.createSetupMessage(0.001, size, ours).serializeBinary();
  const request = client.createRequest(theirs).serializeBinary();
  const response = server.processRequest(psi.request.deserializeBinary(request)).serializeBinary();
  const found = client.getIntersectionSize(
    psi.serverSetup.deserializeBinary(setup),
    psi.response.deserializeBinary(response),
  );
  console.log(`figure psi.js-${size} ${seconds(from).toFixed(2)} s matched ${found}`);
}

async function answers(city: TestPrivacy, questions: number): Promise<void> {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${phone(index)},${index % 7}`);
  const dataset = await city.load(`id,town\n${lines.join('\n')}\n`);
  const account = `project:${newId()}`;
  await city.store.transaction((work) => city.privacy.setBudget(work, account, 1000 * epsilonUnit));
  const from = performance.now();
  for (let index = 0; index < questions; index += 1)
    await city.privacy.askNoisy(
      {
        id: newId(),
        owner: newId(),
        dataset,
        terms: {
          person: 'id',
          perPerson: 1,
          groupings: [{ field: 'town', groups: ['0', '1', '2'] }],
          numbers: [],
        },
        question: { measure: 'count', by: 'town' },
        epsilon: epsilonUnit,
        accounts: [account],
      },
      async () => undefined,
    );
  console.log(
    `figure noisy-answer ${((seconds(from) / questions) * 1000).toFixed(0)} ms over 20000 rows target ≤1000`,
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { sizes: { type: 'string', default: '1000,10000' }, psi: { type: 'string' } },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  process.env['TEST_DATABASE_URL'] = server.url;
  const city = await openTestPrivacy();
  try {
    for (const size of values.sizes.split(',').map(Number)) {
      await ourMatch(city, size);
      if (values.psi !== undefined && size <= 10_000) await theirMatch(values.psi, size);
    }
    await answers(city, 10);
  } finally {
    await city.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
