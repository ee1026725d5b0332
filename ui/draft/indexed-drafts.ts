/** Keeps drafts, photos included, in the browser's IndexedDB. */
import { actingNow } from '../acting.ts';
import type { Draft, DraftStore } from '../draft.ts';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('city-drafts', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('drafts', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opening = undefined;
      reject(request.error ?? new Error('drafts cannot be kept'));
    };
  });
  return opening;
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('drafts', mode);
    const request = act(transaction.objectStore('drafts'));
    // Only a committed transaction survives the phone's battery.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error ?? new Error('draft not kept'));
    transaction.onabort = () => reject(transaction.error ?? new Error('draft not kept'));
  });
}

export const indexedDrafts: DraftStore = {
  get: (id) => run('readonly', (store) => store.get(id) as IDBRequest<Draft | undefined>),
  put: async (draft) => {
    const agency = draft.agency === undefined ? (actingNow()?.agency ?? null) : draft.agency;
    await run('readwrite', (store) => store.put({ ...draft, agency }));
  },
  remove: async (id) => {
    await run('readwrite', (store) => store.delete(id));
  },
  all: () => run('readonly', (store) => store.getAll() as IDBRequest<Draft[]>),
};
