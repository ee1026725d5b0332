/** Whole cities that are platforms of different levels for the tests of one file: each with its own door, over a line that can be cut. */
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { links } from '../../engines/lake/service.ts';
import type { System } from '../../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from './city.ts';
import { openShakyLine, type ShakyLine } from './shaky-line.ts';

export interface Place {
  readonly city: TestCity;
  readonly line: ShakyLine;
  readonly keeper: Caller;
}

const creditCode = '113412000034100000';

export async function openPlace(systems: readonly System[], code: string, name: string): Promise<Place> {
  const opened = await openTestCity({ systems, demo: true });
  await opened.store.drain();
  await opened.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = opened.app.server.address() as AddressInfo;
  const keeper = await opened.as('share-1');
  const named = await keeper.post('/api/data-sharing/links/node', { code, name, creditCode });
  expect(named.statusCode, named.body).toBe(200);
  return { city: opened, line: await openShakyLine(() => port), keeper };
}

/** As a keeper enters the other end, whose key he was given. */
export async function addLink(
  at: Place,
  to: Place,
  {
    code,
    name,
    direction,
  }: { readonly code: string; readonly name: string; readonly direction: 'up' | 'down' },
): Promise<void> {
  const publicKey = await to.city.services.use(links).publicKey();
  const peer = { code, name, creditCode, direction, address: to.line.url, publicKey };
  const reply = await at.keeper.post('/api/data-sharing/links', peer);
  expect(reply.statusCode, reply.body).toBe(200);
}

/** What has happened is heard of, and what waits is sent now. */
export async function pushLinks(...places: readonly Place[]): Promise<void> {
  for (const { city: opened } of places) {
    await opened.store.drain();
    for (const { id } of await opened.services.use(links).states())
      await opened.services.use(links).retryNow(id);
  }
}

export async function listRows<T>(who: Caller, register: string, where: object = {}): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

export async function closePlaces(places: readonly (Place | undefined)[]): Promise<void> {
  for (const place of places) {
    if (place === undefined) continue;
    await place.line.close();
    await place.city.close();
  }
}
