/** What stays on the phone of a village's people is sealed: with a key that the server gives to this session alone, held in memory, gone with it. */
import type { Draft, DraftFile, DraftStore } from '../../../../../ui/draft.ts';

interface Box {
  readonly name: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly content: ArrayBuffer;
}

/** Photos as text, so that one box holds all of a draft. */
interface KeptFile extends Omit<DraftFile, 'blob'> {
  readonly type: string;
  readonly base64: string;
}

export interface SealedStore extends DraftStore {
  read<T>(name: string): Promise<T | undefined>;
  write(name: string, value: unknown): Promise<void>;
}

const draftPrefix = 'draft:';
let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('village-data', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('boxes', { keyPath: 'name' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opening = undefined;
      reject(request.error ?? new Error('nothing can be kept here'));
    };
  });
  return opening;
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('boxes', mode);
    const request = act(transaction.objectStore('boxes'));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error ?? new Error('not kept'));
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
  });
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);
}

async function packDraft(draft: Draft): Promise<unknown> {
  const files = await Promise.all(
    draft.files.map(
      async ({ blob, ...rest }): Promise<KeptFile> => ({
        ...rest,
        type: blob.type,
        base64: toBase64(new Uint8Array(await blob.arrayBuffer())),
      }),
    ),
  );
  return { ...draft, files };
}

function unpackDraft(kept: unknown): Draft {
  const { files, ...rest } = kept as Omit<Draft, 'files'> & { readonly files: readonly KeptFile[] };
  return {
    ...rest,
    files: files.map(({ type, base64, ...file }) => ({
      ...file,
      blob: new Blob([fromBase64(base64)], { type }),
    })),
  };
}

/** Undefined where the browser seals nothing (a page that came over plain http): then nothing is kept. */
export async function openSealed(deviceKey: string): Promise<SealedStore | undefined> {
  if (!('subtle' in crypto)) return undefined;
  const key = await crypto.subtle.importKey('raw', fromBase64(deviceKey), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  async function unseal<T>(box: Box): Promise<T | undefined> {
    const text = await crypto.subtle
      .decrypt({ name: 'AES-GCM', iv: box.iv }, key, box.content)
      .catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(new TextDecoder().decode(text)) as T);
  }
  async function write(name: string, value: unknown): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const content = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text);
    await run('readwrite', (store) => store.put({ name, iv, content } satisfies Box));
  }
  async function read<T>(name: string): Promise<T | undefined> {
    const box = (await run('readonly', (store) => store.get(name))) as Box | undefined;
    return box === undefined ? undefined : unseal<T>(box);
  }
  const remove = async (name: string): Promise<void> => {
    await run('readwrite', (store) => store.delete(name));
  };
  // What an earlier session sealed opens for nobody any more.
  for (const box of (await run('readonly', (store) => store.getAll())) as Box[])
    if ((await unseal(box)) === undefined) await remove(box.name);
  return {
    read,
    write,
    async get(id) {
      const kept = await read(`${draftPrefix}${id}`);
      return kept === undefined ? undefined : unpackDraft(kept);
    },
    put: async (draft) => write(`${draftPrefix}${draft.id}`, await packDraft(draft)),
    remove: (id) => remove(`${draftPrefix}${id}`),
    async all() {
      const boxes = (await run('readonly', (store) => store.getAll())) as Box[];
      const kept = await Promise.all(
        boxes.filter(({ name }) => name.startsWith(draftPrefix)).map((box) => unseal(box)),
      );
      return kept.filter((each) => each !== undefined).map(unpackDraft);
    },
  };
}
