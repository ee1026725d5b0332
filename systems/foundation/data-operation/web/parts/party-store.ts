/** What the other party's browser keeps on its own machine: keys that no page can read out, the order of each blinded list, and masked numbers until they are sent. */
import { makePartyKey, type PartyKey } from '../../../../../engines/privacy/web/match-party.ts';
import type { Masked, SumKey } from '../../../../../engines/privacy/web/sum-party.ts';

const name = 'data-operation';
const stores = ['keys', 'places', 'sums'] as const;
type StoreName = (typeof stores)[number];

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
  });
}

async function within<T>(
  of: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(name, 2);
  opening.onupgradeneeded = () => {
    for (const each of stores)
      if (!opening.result.objectStoreNames.contains(each)) opening.result.createObjectStore(each);
  };
  const database = await finished(opening);
  try {
    return await finished(act(database.transaction(of, mode).objectStore(of)));
  } finally {
    database.close();
  }
}

export async function findKey(project: string): Promise<PartyKey | undefined> {
  return within<PartyKey | undefined>('keys', 'readonly', (store) => store.get(project));
}

/** One key for a project, made when it is first needed. */
export async function keyOf(project: string): Promise<PartyKey> {
  const known = await findKey(project);
  if (known !== undefined) return known;
  const made = await makePartyKey();
  await within('keys', 'readwrite', (store) => store.put(made, project));
  return made;
}

export type Places = readonly (number | undefined)[];

/** Places only, no value of the list. */
export async function keepPlaces(run: string, places: Places): Promise<void> {
  await within('places', 'readwrite', (store) => store.put(places, run));
}

export async function findPlaces(run: string): Promise<Places | undefined> {
  return within<Places | undefined>('places', 'readonly', (store) => store.get(run));
}

/** One attempt of one sum: its one-time key, and the masked vector once there is one, so that the same is sent again and never another. */
export interface KeptSum {
  readonly own: SumKey;
  readonly masked?: Masked;
}

export async function keepSum(attempt: string, kept: KeptSum): Promise<void> {
  await within('sums', 'readwrite', (store) => store.put(kept, attempt));
}

export async function findSum(attempt: string): Promise<KeptSum | undefined> {
  return within<KeptSum | undefined>('sums', 'readonly', (store) => store.get(attempt));
}
