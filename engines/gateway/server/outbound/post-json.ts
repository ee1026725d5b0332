/** Sends JSON to an address outside: no forbidden address, no redirect, bounded in time and size. */
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { ForbiddenAddress, guardedLookup, isForbiddenAddress } from './forbidden-address.ts';

const usualReplyBytes = 65_536;

export interface OutboundReply {
  readonly status: number;
  readonly text: string;
}

/** Rejects when nothing answers, too much comes back, or the address is forbidden; a status of refusal is an answer. */
export async function postJson(
  url: URL,
  body: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly milliseconds: number;
    /** Most that may come back; default 64 kB. */
    readonly replyBytes?: number;
  },
): Promise<OutboundReply> {
  // A literal address is never looked up, so it is judged here.
  if (await isForbiddenAddress(url.hostname)) throw new ForbiddenAddress();
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const asked = send(
      url,
      {
        method: 'POST',
        lookup: guardedLookup,
        signal: AbortSignal.timeout(options.milliseconds),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          ...options.headers,
        },
      },
      (reply) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        reply.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > (options.replyBytes ?? usualReplyBytes)) asked.destroy(new Error('reply too long'));
          else parts.push(part);
        });
        reply.on('error', reject);
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
