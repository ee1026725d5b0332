/** A whole city on a fresh database, for the tests of one file: HTTP in process, no port, a clock that the test moves. */
import type { LightMyRequestResponse } from 'fastify';
import { type City, createCity } from '../../apps/server/create-city.ts';
import { ManualClock } from '../../kernel/clock.ts';
import type { System } from '../../kernel/system.ts';
import { type CityPlace, copyCity, freshPlace } from './city-copy.ts';

export interface TestCity extends City {
  readonly clock: ManualClock;
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  /** Somebody at his desk or phone: sends requests with his session. `who` is an account or a subject id. */
  as(who: string): Promise<Caller>;
  /** Somebody who has not signed in. */
  readonly visitor: Caller;
}

export interface Caller {
  get(url: string): Promise<LightMyRequestResponse>;
  post(url: string, payload?: unknown): Promise<LightMyRequestResponse>;
  put(url: string, payload?: unknown): Promise<LightMyRequestResponse>;
  patch(url: string, payload?: unknown): Promise<LightMyRequestResponse>;
  del(url: string): Promise<LightMyRequestResponse>;
  /** Uploads a file and gives its id. */
  upload(name: string, contentType: string, content: Uint8Array): Promise<string>;
}

function multipart(name: string, contentType: string, content: Uint8Array): Buffer {
  const head = `--city\r\ncontent-disposition: form-data; name="file"; filename="${encodeURIComponent(name)}"\r\ncontent-type: ${contentType}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--city--\r\n')]);
}

function caller(city: City, token: string | undefined): Caller {
  const cookies: Record<string, string> = token === undefined ? {} : { city_session: token };
  const send = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: unknown) =>
    city.app.inject({
      method,
      url,
      cookies,
      headers: { 'x-city-request': '1' },
      ...(method === 'GET' ? {} : { payload: (payload ?? {}) as object }),
    });
  return {
    get: (url) => send('GET', url),
    post: (url, payload) => send('POST', url, payload),
    put: (url, payload) => send('PUT', url, payload),
    patch: (url, payload) => send('PATCH', url, payload),
    del: (url) => send('DELETE', url),
    async upload(name, contentType, content) {
      const reply = await city.app.inject({
        method: 'POST',
        url: '/api/files',
        cookies,
        headers: { 'x-city-request': '1', 'content-type': 'multipart/form-data; boundary=city' },
        payload: multipart(name, contentType, content),
      });
      return reply.json<{ id: string }>().id;
    },
  };
}

/** 2026-11-23 10:00 in Shanghai, a working Monday. */
const usualNow = '2026-11-23T02:00:00Z';

export interface TestCityOptions {
  /** Load the systems' demo data; default false. */
  readonly demo?: boolean;
  /** Default: every system under systems/. */
  readonly systems?: readonly System[];
  /** Default `usualNow`. */
  readonly now?: string;
  /** Start consumers and jobs; default true. */
  readonly begin?: boolean;
  /** Write the server's log; default false. */
  readonly log?: boolean;
}

export async function openTestCity(options: TestCityOptions = {}): Promise<TestCity> {
  const now = options.now ?? usualNow;
  const clock = new ManualClock(now);
  const modelOf = (demo: boolean) => ({
    kind: JSON.stringify(['all', demo, now]),
    make: ({ databaseUrl, dataDirectory }: CityPlace) =>
      createCity({
        databaseUrl,
        dataDirectory,
        demo,
        clock,
        poolSize: 8,
        rate: 0,
        checkReplies: true,
        log: options.log ?? false,
        ...(options.systems === undefined ? {} : { systems: options.systems }),
      }),
  });
  const demo = options.demo ?? false;
  const model = demo ? { ...modelOf(true), after: modelOf(false) } : modelOf(false);
  // Cities of all systems are what many files want: theirs are copies of one.
  const place = options.systems === undefined ? await copyCity(model) : await freshPlace();
  const city = await model.make(place);
  if (options.begin ?? true) await city.begin();
  return {
    ...city,
    firstAccounts: [...place.firstAccounts, ...city.firstAccounts],
    clock,
    databaseUrl: place.databaseUrl,
    dataDirectory: place.dataDirectory,
    visitor: caller(city, undefined),
    async as(who) {
      const subject = (await city.access.admin.findSubjectId(who)) ?? who;
      return caller(city, await city.access.admin.openSession(subject));
    },
    async close() {
      await city.close();
      await place.drop();
    },
  };
}
