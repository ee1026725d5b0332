/** Sensitive values in boxes: each bound to its row and field, found by blind indexes, and put into new boxes after a change of keys. */
import type { Store } from '../../../store/index.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { trustErrors } from '../../errors.ts';
import type { Boxes, RingKey, SealedColumn, SealedPlace, Vault } from '../../service.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { indexKey, indexText, openBoxes, openText, readSealed, sealedHead, sealText } from './open-boxes.ts';
import { countOutdated, countSealed, type Current, resealColumn } from './reseal-column.ts';
import { resealCopies } from './reseal-copies.ts';

export interface VaultEngine extends Vault {
  readonly columns: readonly SealedColumn[];
  /** How many values lie in boxes of the key. */
  countOf(key: string): Promise<number>;
}

export function openVault(store: Store, keys: KeyRing): VaultEngine {
  const columns: SealedColumn[] = [];
  let held: { readonly of: readonly RingKey[]; readonly boxes: Boxes } | undefined;

  async function keyOf(id: string): Promise<RingKey> {
    const key = await keys.find(id);
    if (key === undefined) throw trustErrors.unknownKey({ key: id });
    return key;
  }

  async function seal(value: string, place: SealedPlace): Promise<string> {
    const key = await keys.active('data');
    return sealText(key.id, await keys.secretOf(key), value, place);
  }

  async function open(sealed: string, place: SealedPlace): Promise<string> {
    const read = readSealed(sealed);
    return openText(read, await keys.secretOf(await keyOf(read.key)), place);
  }

  async function indexWith(key: RingKey, value: string, field: string): Promise<string> {
    return indexText(key.id, indexKey(await keys.secretOf(key), field), value);
  }

  async function boxes(): Promise<Boxes> {
    const data = await keys.active('data');
    const index = await keys.active('index');
    const all = await keys.all();
    if (held?.of === all) return held.boxes;
    const secrets = new Map<string, Uint8Array>();
    const gone = new Map<string, 'lost' | 'destroyed'>();
    for (const key of all.filter(({ purpose }) => purpose === 'data' || purpose === 'index')) {
      try {
        secrets.set(key.id, await keys.secretOf(key));
      } catch (problem) {
        if (!(problem instanceof CityError)) throw problem;
        gone.set(key.id, key.state === 'destroyed' ? 'destroyed' : 'lost');
      }
    }
    const made = openBoxes({ data: data.id, index: index.id, secrets, gone });
    // A lost key may be put back: it is asked for again each time.
    held = [...gone.values()].includes('lost') ? undefined : { of: all, boxes: made };
    return made;
  }

  async function current(): Promise<Current> {
    const [data, blind] = await Promise.all([keys.active('data'), keys.active('index')]);
    return { sealed: `${sealedHead}${data.id}:`, index: `${blind.id}:` };
  }

  store.jobs.define('trust.reseal', async (_input, job) => {
    const wanted = await current();
    const total = await countOutdated(store, columns, wanted);
    let done = 0;
    let failed = 0;
    for (const column of columns) {
      for (const walk of [resealColumn, resealCopies])
        for await (const batch of walk(store, column, wanted, await boxes())) {
          if (job.signal.aborted) return { resealed: done, failed };
          done += batch.resealed;
          failed += batch.failed;
          await job.progress(
            total === 0 ? 1 : Math.min(1, (done + failed) / total),
            `已重新加密 ${done} 条，失败 ${failed} 条`,
          );
        }
    }
    return { resealed: done, failed };
  });

  return {
    columns,
    seal,
    open,
    boxes,
    index: async (value, field) => indexWith(await keys.active('index'), value, field),
    async indexes(value, field) {
      await keys.active('index');
      const usable = (await keys.all()).filter((key) => key.purpose === 'index' && key.state !== 'destroyed');
      return Promise.all(usable.map((key) => indexWith(key, value, field)));
    },
    keep(column) {
      columns.push(column);
    },
    outdated: async () => countOutdated(store, columns, await current()),
    reseal: (by, work) => store.jobs.start('trust.reseal', {}, by, work),
    async countOf(key) {
      return countSealed(store, columns, `${sealedHead}${key}:`, `${key}:`);
    },
  };
}
