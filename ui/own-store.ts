/** What pages keep in this browser of the person who is signed in: emptied when he signs out, or when somebody else comes. */

const head = 'city.own.';

export function readOwn<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(head + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export function writeOwn(name: string, value: unknown): void {
  try {
    localStorage.setItem(head + name, JSON.stringify(value));
  } catch {
    // A full or closed store: the value lives as long as the page.
  }
}

export function forgetOwn(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(head)) localStorage.removeItem(key);
  } catch {
    // A closed store has kept nothing.
  }
}

/** Hears that another window of this browser forgot: somebody signed out there, or somebody else came. */
export function onForgotten(listener: () => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === null || (key.startsWith(head) && newValue === null)) listener();
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
