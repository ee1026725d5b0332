/** One POST to an address that was allowed: no redirect, bounded in time, and never to an address that is refused to everybody. */
import type { LookupFunction } from 'node:net';
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { isForbiddenAddress } from '../../../store/index.ts';
import type { PushMessage } from '../../push.ts';

/** Undefined when it was taken (2xx), else why not. */
export type Refused = string | undefined;

/** Looked at when the connection is made: a name may point elsewhere than when it was allowed. */
const guardedLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (problem, found) => {
    const list = Array.isArray(found) ? found : [];
    const [first] = list;
    if (problem !== null || first === undefined) return done(problem ?? new Error('unknown host'), '', 4);
    if (list.some(({ address }) => isForbiddenAddress(address)))
      return done(new Error('forbidden address'), '', 4);
    if (options.all === true) return done(null, list, 4);
    return done(null, first.address, first.family);
  });
};

function wordFor(problem: NodeJS.ErrnoException): string {
  if (problem.message === 'forbidden address') return 'forbidden-address';
  return (
    { ECONNREFUSED: 'refused', ENOTFOUND: 'unknown-host', ECONNRESET: 'broken-line' }[problem.code ?? ''] ??
    'no-answer'
  );
}

export function postMessage(address: string, message: PushMessage, timeout: number): Promise<Refused> {
  const url = new URL(address);
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) > 0 && isForbiddenAddress(host)) return Promise.resolve('forbidden-address');
  const send = url.protocol === 'https:' ? https.request : http.request;
  const body = Buffer.from(message.body);
  return new Promise((resolve) => {
    const request = send(url, {
      method: 'POST',
      headers: { ...message.headers, 'content-length': body.length },
      lookup: guardedLookup,
      signal: AbortSignal.timeout(timeout),
    });
    request.on('response', (reply) => {
      // What they say to it is of no interest, and could be endless.
      reply.destroy();
      const status = reply.statusCode ?? 0;
      resolve(status >= 200 && status < 300 ? undefined : String(status));
    });
    request.on('error', (problem: NodeJS.ErrnoException) =>
      resolve(
        problem.name === 'AbortError' || problem.name === 'TimeoutError' ? 'timeout' : wordFor(problem),
      ),
    );
    request.end(body);
  });
}
