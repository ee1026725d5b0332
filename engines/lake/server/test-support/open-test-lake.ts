/** A lake on a fresh database and folder, for the tests of one file. */
import { Readable } from 'node:stream';
import { newId } from '../../../../kernel/ids.ts';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import type { Store } from '../../../store/index.ts';
import { callKeyTables, openCallKeys } from '../../../access/index.ts';
import { createTrust, type TrustEngine, trustTables } from '../../../trust/index.ts';
import contract from '../../contract.ts';
import { LakeFields, type LakeField } from '../../field.ts';
import type { LoadPlan } from '../../types.ts';
import { createLake, type LakeEngine } from '../create-lake.ts';
import { lakeTables } from '../tables.ts';

export interface TestLake {
  readonly store: TestStore;
  readonly lake: LakeEngine;
  readonly trust: TrustEngine;
  /** What reached the server's log. */
  readonly reported: string[];
  /** Keeps a file as an upload would, and gives a plan that loads it. */
  planOf(
    content: string | Uint8Array,
    fields: readonly object[],
    more?: Partial<LoadPlan>,
  ): Promise<LoadPlan>;
  close(): Promise<void>;
}

export function fieldsOf(fields: readonly object[]): readonly LakeField[] {
  return LakeFields.parse(fields);
}

/** What a store needs to hold a lake alone. */
export const lakeStore = {
  tables: [...trustTables, ...callKeyTables, ...lakeTables],
  settings: Object.fromEntries(
    Object.entries(contract.settings ?? {}).map(([name, spec]) => [`lake.${name}`, spec]),
  ),
} as const;

export function lakeOn(
  store: Store,
  report: (problem: unknown) => void,
): { readonly trust: TrustEngine; readonly lake: LakeEngine } {
  const trust = createTrust({ store, masterKey: undefined, report });
  return { trust, lake: createLake({ store, trust, keys: openCallKeys(store, trust.vault), report }) };
}

export async function openTestLake(): Promise<TestLake> {
  const store = await openTestStore(lakeStore);
  const reported: string[] = [];
  const { trust, lake } = lakeOn(store, (problem) => void reported.push(String(problem)));
  return {
    store,
    lake,
    trust,
    reported,
    async planOf(content, fields, more = {}) {
      const source = newId();
      const sheet = typeof content !== 'string' && content[0] === 0x50 && content[1] === 0x4b;
      const file = await store.files.write({
        name: sheet ? 'given.xlsx' : 'given.csv',
        contentType: sheet ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
        by: 'test',
        body: Readable.from([Buffer.from(content)]),
        limit: 1e9,
      });
      return {
        dataset: newId(),
        title: '测试数据集',
        source,
        connection: { kind: 'file' },
        object: { kind: 'file', file: file.id },
        mode: 'full',
        fields: fieldsOf(fields),
        ...more,
      };
    },
    async close() {
      await lake.close();
      await trust.close();
      await store.close();
    },
  };
}
