/** Sensitive values in boxes: each bound to its row and field, found by blind indexes, and put into new boxes after a change of keys. */
import type { Store } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import type { RingKey, SealedColumn, SealedPlace, Vault } from '../../service.ts';
import { hmacSm3, openBox, sealBox } from '../cipher/sealed-box.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { countSealed, resealColumn } from './reseal-column.ts';

/** 'sealed:1:<key>:<box in base64url>'. */
const form = /^sealed:1:(data-[1-9]\d{0,8}):([A-Za-z0-9_-]{64,})$/;
export const sealedHead = 'sealed:1:';
const indexBytes = 16;

function contextOf({ table, row, field }: SealedPlace): string {
  return JSON.stringify([table, row, field]);
}

export interface VaultEngine extends Vault {
  readonly columns: readonly SealedColumn[];
  /** How many values lie in boxes of the key. */
  countOf(key: string): Promise<number>;
}

export function openVault(store: Store, keys: KeyRing): VaultEngine {
  const columns: SealedColumn[] = [];

  async function keyOf(id: string): Promise<RingKey> {
    const key = await keys.find(id);
    if (key === undefined) throw trustErrors.unknownKey({ key: id });
    return key;
  }

  async function seal(value: string, place: SealedPlace): Promise<string> {
    const key = await keys.active('data');
    const box = sealBox(await keys.secretOf(key), Buffer.from(value, 'utf8'), contextOf(place));
    return `${sealedHead}${key.id}:${box.toString('base64url')}`;
  }

  async function open(sealed: string, place: SealedPlace): Promise<string> {
    const [, id, text = ''] = form.exec(sealed) ?? [];
    if (id === undefined) throw trustErrors.ciphertextForm({ reason: '不是本系统的密文' });
    const box = Buffer.from(text, 'base64url');
    if (box.toString('base64url') !== text) throw trustErrors.ciphertextForm({ reason: '编码不规范' });
    const plain = openBox(await keys.secretOf(await keyOf(id)), box, contextOf(place));
    if (plain === undefined) throw trustErrors.wrongContext();
    return plain.toString('utf8');
  }

  /** A key of its own for each field, so that equal values of two fields have different indexes. */
  async function indexWith(key: RingKey, value: string, field: string): Promise<string> {
    const own = hmacSm3(await keys.secretOf(key), Buffer.from(`blind-index/${field}`, 'utf8'));
    return `${key.id}:${hmacSm3(own, Buffer.from(value, 'utf8')).subarray(0, indexBytes).toString('hex')}`;
  }

  const index = async (value: string, field: string) => indexWith(await keys.active('index'), value, field);

  store.jobs.define('trust.reseal', async (_input, job) => {
    const [data, blind] = await Promise.all([keys.active('data'), keys.active('index')]);
    const current = { sealed: `${sealedHead}${data.id}:`, index: `${blind.id}:` };
    const total = await countSealed(store, columns);
    let done = 0;
    let failed = 0;
    for (const column of columns) {
      const boxes = { seal, open, index };
      for await (const batch of resealColumn(store, column, current, boxes)) {
        if (job.signal.aborted) return { resealed: done, failed };
        done += batch.resealed;
        failed += batch.failed;
        await job.progress(
          total === 0 ? 1 : (done + failed) / total,
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
    index,
    async indexes(value, field) {
      await keys.active('index');
      const usable = (await keys.all()).filter((key) => key.purpose === 'index' && key.state !== 'destroyed');
      return Promise.all(usable.map((key) => indexWith(key, value, field)));
    },
    keep(column) {
      columns.push(column);
    },
    reseal: (by, work) => store.jobs.start('trust.reseal', {}, by, work),
    async countOf(key) {
      return countSealed(store, columns, `${sealedHead}${key}:`, `${key}:`);
    },
  };
}
