/** Hands a wished export from the list to the page where approval is applied for: within this window's session, since what was looked for has no place in an address. */
import type { InputOf } from '../../../../kernel/contract.ts';
import { newId } from '../../../../kernel/ids.ts';
import type contract from '../../contract.ts';

export type Wish = InputOf<typeof contract.routes.planExport>;

const prefix = 'city.export-wish.';

/** The name under which the page finds it. */
export function handWish(wish: Wish): string {
  const name = newId();
  sessionStorage.setItem(prefix + name, JSON.stringify(wish));
  return name;
}

export function readWish(name: string): Wish | undefined {
  const text = sessionStorage.getItem(prefix + name);
  return text === null ? undefined : (JSON.parse(text) as Wish);
}

export function dropWish(name: string): void {
  sessionStorage.removeItem(prefix + name);
}
