/** One POST to an address that was allowed: no redirect, bounded in time, and never to an address that is refused to everybody. */
import http from 'node:http';
import https from 'node:https';
import { ForbiddenAddress, guardedLookup, isForbiddenAddress } from '../../../gateway/index.ts';
import type { PushMessage } from '../../push.ts';

/** Undefined when it was taken (2xx), else why not. */
export type Refused = string | undefined;

function wordFor(problem: NodeJS.ErrnoException): string {
  if (problem instanceof ForbiddenAddress) return 'forbidden-address';
  return (
    { ECONNREFUSED: 'refused', ENOTFOUND: 'unknown-host', ECONNRESET: 'broken-line' }[problem.code ?? ''] ??
    'no-answer'
  );
}

export async function postMessage(address: string, message: PushMessage, timeout: number): Promise<Refused> {
  const url = new URL(address);
  // A socket does not look a literal address up.
  if (await isForbiddenAddress(url.hostname)) return 'forbidden-address';
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
