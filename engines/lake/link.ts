/** Links between platforms of different levels: who stands at the other end, what travels, and what each side knows of the other. */
import { z } from 'zod';

const areaCode = z.string().regex(/^\d{12}$/, '区划代码应为12位数字');
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '统一社会信用代码应为18位');

/** A platform: whose it is, and for which area it speaks. */
export const LinkNode = z.object({
  code: areaCode,
  name: z.string().trim().min(2).max(60),
  creditCode,
});
export type LinkNode = z.infer<typeof LinkNode>;

/** up: the platform above, down: one of those below. */
export const linkDirections = ['up', 'down'] as const;
export type LinkDirection = (typeof linkDirections)[number];

export const LinkPeer = LinkNode.extend({
  direction: z.enum(linkDirections),
  /** Where it takes messages: its whole address. */
  address: z
    .url({ protocol: /^https?$/, error: '地址应以 http:// 或 https:// 开头' })
    .max(200)
    .refine((text) => new URL(text).username === '', '地址里不能有用户名或口令'),
  /** SM2, 65 bytes uncompressed, hexadecimal; handed over outside of the link. */
  publicKey: z.string().regex(/^04[0-9a-f]{128}$/, '公钥应为130位小写十六进制，以04开头'),
});
export type LinkPeer = z.infer<typeof LinkPeer>;

export type LinkStatus = 'active' | 'suspended' | 'closed';

/** One thing that is kept equal at both ends; the platform that owns it is the only one that changes it. */
export const LinkObject = z.object({
  /** Which system reads it: 'entry', 'request' … */
  kind: z.string().regex(/^[a-z-]{1,30}$/),
  id: z.uuid(),
  /** Area code of the platform that it comes from. */
  owner: areaCode,
  /** Rises with each change at its owner. */
  version: z.number().int().min(1),
  /** Within a kind, what is compared as one: a department. */
  group: z.string().max(80),
  title: z.string().max(200),
  /** JSON, byte for byte as the owner wrote it. */
  content: z.string().max(400_000),
});
export type LinkObject = z.infer<typeof LinkObject>;

/** What a keeper sees of a link. */
export interface LinkState {
  readonly id: string;
  readonly peer: LinkPeer;
  readonly status: LinkStatus;
  /** Newest answer from there, or request from there; null before the first. */
  readonly contactAt: string | null;
  /** Since when nothing gets through; null while it does. */
  readonly cutSince: string | null;
  readonly tries: number;
  readonly nextAt: string | null;
  /** Why the last try failed. */
  readonly problem: string | null;
  readonly waiting: number;
  readonly oldestAt: string | null;
  readonly aside: number;
  readonly sent: number;
  readonly received: number;
  readonly resync: {
    readonly state: 'none' | 'wanted' | 'running' | 'cancelled';
    readonly reason: string | null;
    readonly done: number;
    readonly total: number;
    readonly endedAt: string | null;
    /** Objects that the last one found to differ. */
    readonly found: number;
  };
  /** Another node has spoken with the peer's key; both are refused until somebody says which is the one. */
  readonly other: { readonly instance: string; readonly at: string } | null;
  readonly createdAt: string;
}

/** A message that could not be taken: by us from there (`in`), or by them from us (`out`). */
export interface AsideMessage {
  readonly id: string;
  readonly link: string;
  readonly way: 'in' | 'out';
  readonly kind: string;
  readonly object: string;
  readonly title: string;
  readonly code: string;
  readonly reason: string;
  readonly at: string;
}

export type Sameness = 'same' | 'differ' | 'only-here' | 'only-there';

/** How one kind of objects that we offer stands at the other end. */
export interface Compared {
  readonly kind: string;
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly sameness: Exclude<Sameness, 'same'>;
}

/** A linked call as both ends remember it. Offline: either statement is verified by its owner's key, and the two by {@link callsAgree}. */
export interface LinkedCall {
  readonly id: string;
  readonly link: string;
  readonly way: 'in' | 'out';
  readonly at: string;
  readonly contract: string;
  readonly outcome: string;
  readonly ours: SignedStatement;
  /** Null until the other end's has come. */
  readonly theirs: SignedStatement | null;
}

export interface SignedStatement {
  readonly statement: string;
  readonly signature: string;
  readonly publicKey: string;
}

/** What both statements of a call say in the same words. `query` and `content` are HMACs by a salt that only the two ends have. */
export const LinkedStatement = z.object({
  call: z.uuid(),
  contract: z.uuid(),
  purpose: z.string(),
  query: z.string(),
  content: z.string().nullable(),
  rows: z.number(),
  from: areaCode,
  to: areaCode,
});
export type LinkedStatement = z.infer<typeof LinkedStatement>;

/** Pure: whether two statements are of one call with one answer. */
export function callsAgree(one: string, other: string): boolean {
  const read = [one, other].map((text) => {
    try {
      return LinkedStatement.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  });
  const [first, second] = read;
  return first !== undefined && second !== undefined && JSON.stringify(first) === JSON.stringify(second);
}

/** Packed, a body beyond this is refused before it is looked at; the gateway's own limit lies above. */
const mostBody = 900_000;

/** A request on its way to the other end. */
export const LinkEnvelope = z.object({
  from: z.string().regex(/^\d{12}$/),
  to: z.string().regex(/^\d{12}$/),
  /** Which machine speaks: a copy of the platform on another one has its own. */
  instance: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  at: z.iso.datetime({ offset: true }),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  kind: z.enum(['deliver', 'compare', 'ask']),
  body: z.base64().max(mostBody),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type LinkEnvelope = z.infer<typeof LinkEnvelope>;

/** Its answer. */
export const LinkReply = z.object({
  instance: z.string().max(64),
  body: z.base64(),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type LinkReply = z.infer<typeof LinkReply>;
