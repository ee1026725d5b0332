/** The privacy engine on a fresh database with one dataset, and the other party's whole way through a match, for tests and benches. */
import { Readable } from 'node:stream';
import { newId } from '../../../../kernel/ids.ts';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { callKeyTables, openCallKeys } from '../../../access/index.ts';
import lakeContract, { LakeFields } from '../../../lake/contract.ts';
import { createLake, lakeTables } from '../../../lake/index.ts';
import { createTrust, trustTables } from '../../../trust/index.ts';
import type { Blinded, PartyKey } from '../../match/party.ts';
import { blindKeys, raiseOffer } from '../../match/party.ts';
import { fromBase64, pointBytes, pointName, toBase64 } from '../../match/point.ts';
import type { MatchPlan, Matches } from '../../service.ts';
import { createPrivacy, type PrivacyEngine } from '../create-privacy.ts';
import { partPoints } from '../match-parts.ts';
import { privacyTables } from '../tables.ts';

export interface TestPrivacy {
  readonly store: TestStore;
  readonly privacy: PrivacyEngine;
  /** Loads a CSV file with a head of field names, all text, and gives the dataset. */
  load(csv: string): Promise<string>;
  close(): Promise<void>;
}

export async function openTestPrivacy(): Promise<TestPrivacy> {
  const settings = Object.fromEntries(
    Object.entries(lakeContract.settings ?? {}).map(([name, spec]) => [`lake.${name}`, spec]),
  );
  const store = await openTestStore({
    tables: [...trustTables, ...callKeyTables, ...lakeTables, ...privacyTables],
    settings,
  });
  const report = (problem: unknown, where: string) => console.error(where, problem);
  const trust = createTrust({ store, masterKey: undefined, report });
  const lake = createLake({ store, trust, keys: openCallKeys(store, trust.vault), report });
  const privacy = createPrivacy({ store, lake, trust, report });
  await store.begin();
  return {
    store,
    privacy,
    async load(csv) {
      const file = await store.files.write({
        name: 'given.csv',
        contentType: 'text/csv',
        by: 'test',
        body: Readable.from([Buffer.from(csv)]),
        limit: 1e9,
      });
      const names = (csv.split('\n', 1)[0] ?? '').split(',');
      const dataset = newId();
      await lake.load(
        {
          dataset,
          title: '测试数据集',
          source: newId(),
          connection: { kind: 'file' },
          object: { kind: 'file', file: file.id },
          mode: 'full',
          fields: LakeFields.parse(
            names.map((name) => ({
              name,
              source: name,
              title: name,
              type: name === 'amount' ? 'decimal' : 'text',
            })),
          ),
        },
        'test',
      );
      return dataset;
    },
    async close() {
      await privacy.close();
      await lake.close();
      await trust.close();
      await store.close();
    },
  };
}

export const usualPlan = {
  field: 'id',
  kind: 'phone',
  least: 5,
  most: 300_000,
  apart: 3,
  fewest: 2,
  step: 1,
  canaries: 8,
} as const;

export function phone(index: number): string {
  return `139${String(index).padStart(8, '0')}`;
}

export function slices(points: Uint8Array): readonly string[] {
  const size = partPoints * pointBytes;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    toBase64(points.subarray(at * size, (at + 1) * size)),
  );
}

/** Begin, hand over, and wait until the city has computed. */
export async function handOver(
  city: Pick<TestPrivacy, 'store' | 'privacy'>,
  given: {
    readonly owner: string;
    readonly dataset: string;
    readonly key: PartyKey;
    readonly points: Uint8Array;
    readonly plan?: Partial<MatchPlan>;
  },
): Promise<string> {
  const { matches } = city.privacy;
  const id = newId();
  await city.store.transaction((work) =>
    matches.begin(work, {
      id,
      owner: given.owner,
      theirs: given.points.length / pointBytes,
      plan: {
        ...usualPlan,
        dataset: given.dataset,
        commitment: pointName(given.key.commitment),
        ...given.plan,
      },
    }),
  );
  for (const [number, part] of slices(given.points).entries()) await matches.give(id, number, part);
  const job = await matches.compute(id, 'test');
  for (;;) {
    const state = (await city.store.jobs.status(job))?.state;
    if (state === 'done' || state === 'failed') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return id;
}

export async function takeOffer(matches: Matches, id: string): Promise<Uint8Array> {
  const ours = (await matches.find(id))?.ours ?? 0;
  const parts: Uint8Array[] = [];
  for (let number = 0; number < Math.ceil(ours / partPoints); number += 1)
    parts.push(fromBase64(await matches.offer(id, number)) ?? new Uint8Array());
  return Uint8Array.from(Buffer.concat(parts));
}

export async function giveAnswer(matches: Matches, id: string, points: Uint8Array): Promise<void> {
  for (const [number, part] of slices(points).entries()) await matches.answer(id, number, part);
}

/** The whole of it, as an honest party does it. */
export async function matchLists(
  city: Pick<TestPrivacy, 'store' | 'privacy'>,
  given: {
    readonly owner: string;
    readonly dataset: string;
    readonly key: PartyKey;
    readonly keys: readonly string[];
    readonly plan?: Partial<MatchPlan>;
  },
): Promise<{ readonly id: string; readonly blinded: Blinded }> {
  const { owner, key, keys } = given;
  const blinded = await blindKeys({ key, scope: owner, keys, step: 1 });
  const id = await handOver(city, { ...given, points: blinded.points });
  const { matches } = city.privacy;
  await giveAnswer(matches, id, await raiseOffer(key, await takeOffer(matches, id)));
  await matches.finish(id);
  return { id, blinded };
}
