/** Hands a wished export from where it was wished to the page where approval is applied for: within this window's session, since what was looked for has no place in an address. */
import { newId } from '../kernel/ids.ts';

const prefix = 'city.export-wish.';

/** The name under which the page finds it. */
export function handWish(wish: { readonly register: string }): string {
  const name = newId();
  sessionStorage.setItem(prefix + name, JSON.stringify(wish));
  return name;
}

/** As it was handed: the page that applies has it checked by its route. */
export function readWish<W>(name: string): W | undefined {
  const text = sessionStorage.getItem(prefix + name);
  return text === null ? undefined : (JSON.parse(text) as W);
}

export function dropWish(name: string): void {
  sessionStorage.removeItem(prefix + name);
}
