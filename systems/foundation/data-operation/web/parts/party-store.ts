/** What the other party's browser keeps on its own machine: the key of each project, which no page can read out, and the order of each blinded list. */
import { makePartyKey, type PartyKey } from '../../../../../engines/privacy/web/match-party.ts';

const name = 'data-operation';
const stores = ['keys', 'places'] as const;
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
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const each of stores) opening.result.createObjectStore(each);
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
