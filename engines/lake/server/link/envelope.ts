/** What is said over a link and how it is signed: SM2 over a few lines that name both ends, the moment, a nonce and the SM3 of the body. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { commonErrors } from '../../../../kernel/errors.ts';
import { type LinkEnvelope, LinkObject } from '../../link.ts';

export function sm3Hex(text: string): string {
  return createHash('sm3').update(text).digest('hex');
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Of a stream that has just begun. */
const chain = z.union([hex, z.literal('')]);
const count = z.number().int().min(0);

/** Unpacked, a body is given up here. */
const mostUnpacked = 8_000_000;

const [press, unpress] = [promisify(gzip), promisify(gunzip)];

/** JSON in gzip in Base64: rows shrink to a tenth, and nothing has to be escaped twice. */
export async function pack(value: unknown): Promise<string> {
  return (await press(Buffer.from(JSON.stringify(value), 'utf8'))).toString('base64');
}

/** Throws city.invalid for what is not packed so, swells beyond all measure, or is not of the shape. */
export async function unpack<T>(body: string, shape: z.ZodType<T>): Promise<T> {
  try {
    const text = await unpress(Buffer.from(body, 'base64'), { maxOutputLength: mostUnpacked });
    return shape.parse(JSON.parse(text.toString('utf8')));
  } catch {
    throw commonErrors.invalid();
  }
}

export function textOfRequest(request: Omit<LinkEnvelope, 'signature'>): string {
  const { from, to, instance, at, nonce, kind, body } = request;
  return ['city-link/1 request', from, to, instance, at, nonce, kind, sm3Hex(body)].join('\n');
}

/** An answer is bound to its question: none can be kept and given to another. */
export function textOfReply(
  request: Omit<LinkEnvelope, 'signature'>,
  instance: string,
  body: string,
): string {
  return ['city-link/1 reply', request.to, request.from, instance, request.nonce, sm3Hex(body)].join('\n');
}

/** put: the object as it is now; drop: the other end should have it no more. */
export const Message = z.discriminatedUnion('act', [
  z.object({ act: z.literal('put'), object: LinkObject, resync: z.boolean().optional() }),
  z.object({ act: z.literal('drop'), kind: z.string().max(30), id: z.uuid() }),
  z.object({
    act: z.literal('rows'),
    transfer: z.uuid(),
    contract: z.uuid(),
    batch: z.uuid(),
    /** From 1. */
    piece: count.min(1),
    rows: z.array(z.object({ key: z.string(), row: z.record(z.string(), z.unknown()) })).max(5000),
    /** SM3 over the digest of the piece before and these rows. */
    digest: hex,
    /** On the last piece: how many rows there are in all. */
    total: count.nullable(),
  }),
]);
export type Message = z.infer<typeof Message>;

export const Deliver = z.object({
  epoch: count,
  /** Where the other end should be; the messages follow it one by one. */
  after: z.object({ seq: count, chain }),
  messages: z.array(z.string().max(mostUnpacked)).max(1000),
});
export type Deliver = z.infer<typeof Deliver>;

export const Delivered = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('stored'),
    seq: count,
    chain,
    aside: z.array(z.object({ seq: count, code: z.string().max(80), reason: z.string().max(300) })).max(1000),
  }),
  /** The two ends do not tell the same story; the sender begins a new stream above `epoch`. */
  z.object({ outcome: z.enum(['old-epoch', 'gap', 'forked']), epoch: count, seq: count, chain }),
]);
export type Delivered = z.infer<typeof Delivered>;

/** One after the other: whoever has the same value at a number has the same messages up to it. */
export function nextChain(before: string, text: string): string {
  return sm3Hex(`${before}\n${text}`);
}

export function digestOf(object: LinkObject): string {
  const { kind, id, owner, version, group, title, content } = object;
  return sm3Hex(JSON.stringify([kind, id, owner, version, group, title, content]));
}

export const Compare = z.union([
  z.object({ of: z.literal('groups') }),
  z.object({
    of: z.literal('entries'),
    kind: z.string().max(30),
    group: z.string().max(80),
    after: z.string().max(40),
  }),
]);
export const Groups = z.object({
  groups: z.array(z.object({ kind: z.string(), group: z.string(), count, digest: hex })),
  /** Tables that are whole here. */
  tables: z.array(z.object({ contract: z.uuid(), batch: z.uuid() })),
});
export const Entries = z.object({
  entries: z.array(z.object({ id: z.uuid(), digest: hex, title: z.string() })),
  more: z.boolean(),
});

export const Ask = z.object({ kind: z.string().max(30), content: z.unknown() });
export const Asked = z.union([
  z.object({ answer: z.unknown() }),
  z.object({
    refused: z.object({ code: z.string().max(80), kind: z.string().max(30), message: z.string().max(500) }),
  }),
]);
export type Ask = z.infer<typeof Ask>;
export type Asked = z.infer<typeof Asked>;
