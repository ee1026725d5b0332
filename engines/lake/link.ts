/** Links between platforms of different levels: who stands at the other end, what travels, and what each side knows of the other. */
import { z } from 'zod';
import type { Work } from '../store/service.ts';
import type { ShareGrant } from './types.ts';

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

/** The other end of a link. */
export interface LinkEnd {
  readonly id: string;
  readonly peer: LinkPeer;
}

/** What reads one kind of objects. */
export interface LinkBinding {
  /** In the transaction that stores it. A CityError that is thrown sets it aside, with its reason, and the next ones go on. */
  take(work: Work, link: LinkEnd, object: LinkObject, before: LinkObject | undefined): Promise<void>;
  /** The owner has withdrawn it. */
  drop?(work: Work, link: LinkEnd, id: string): Promise<void>;
}

export type LinkAnswer = (link: LinkEnd, content: unknown) => Promise<unknown>;

export interface LinkedGrant {
  /** Application that stands for the other end. */
  readonly app: string;
  readonly grant: ShareGrant;
}

/** What the engine asks of the system that keeps contracts. */
export interface LinkHooks {
  /** Whether rows of this contract are expected over this link. */
  accepts: (work: Work, link: string, contract: string) => Promise<boolean>;
  readonly answers: Map<string, LinkAnswer>;
  /** Asks what waits for this link; of the gateway, which has the keys of applications. */
  askWaiting: (link: string) => Promise<void>;
}

/** Platforms of other levels: what is kept equal at both ends, what is asked at once, and how it all stands. Decision 029. */
export interface LinkService {
  node(): Promise<LinkNode | undefined>;
  /** Who this platform is. Throws lake.linkNodeInUse while there are links. */
  setNode(work: Work, node: LinkNode): Promise<void>;
  /** To be given to the keepers of the other ends. */
  publicKey(): Promise<string>;
  verify(signed: SignedStatement): Promise<boolean>;
  /** Makes a link or changes its other end. Throws lake.linkSelf, lake.linkTaken. */
  configure(work: Work, id: string, peer: LinkPeer): Promise<void>;
  setStatus(work: Work, link: string, status: LinkStatus): Promise<void>;
  states(): Promise<readonly LinkState[]>;
  /** At start-up. */
  bind(kind: string, binding: LinkBinding): void;
  bindAnswer(kind: string, answer: LinkAnswer): void;
  bindCalls(grantOf: (link: LinkEnd, contract: string) => Promise<LinkedGrant>): void;
  bindRows(accepts: LinkHooks['accepts']): void;
  /** What the other end should have from now on; queued in this transaction, the same again changes nothing. Throws lake.linkTooLarge. */
  offer(work: Work, link: string, object: LinkObject): Promise<void>;
  withdraw(work: Work, link: string, object: { readonly kind: string; readonly id: string }): Promise<void>;
  /** What the other ends have given. */
  received(query: {
    readonly kind: string;
    readonly link?: string | undefined;
    readonly search?: string | undefined;
    readonly page: number;
    readonly size: number;
  }): Promise<{
    readonly objects: readonly (LinkObject & { readonly link: string })[];
    readonly total: number;
  }>;
  findReceived(kind: string, id: string): Promise<(LinkObject & { readonly link: string }) | undefined>;
  /** A request as it came, and the signed answer to it. */
  receive(
    request: unknown,
  ): Promise<{ readonly instance: string; readonly body: string; readonly signature: string }>;
  /** Throws lake.linkDown with since when, or what the other end refuses with. */
  ask(link: string, kind: string, content: unknown): Promise<unknown>;
  /** Sends what waits; never throws for a link that is cut. */
  deliver(link: string): Promise<void>;
  /** Without waiting for its turn. */
  retryNow(link: string): Promise<void>;
  /** All links whose turn has come; each is spoken to even when nothing waits. */
  deliverDue(): Promise<number>;
  compare(link: string): Promise<{ readonly same: number; readonly different: readonly Compared[] }>;
  resync(work: Work, link: string, reason: string): Promise<void>;
  cancelResync(link: string): Promise<boolean>;
  asides(link: string): Promise<readonly AsideMessage[]>;
  /** Throws lake.linkHandled, or why it still cannot be taken. */
  retry(work: Work, id: string, by: string): Promise<AsideMessage>;
  discard(work: Work, id: string, by: string, because: string): Promise<AsideMessage>;
  /** The other machine is the one from now on. */
  acceptOther(work: Work, link: string): Promise<void>;
  refuseOther(work: Work, link: string): Promise<void>;
  /** All rows of the contract to the other end, piece by piece; again for a new batch. */
  startTable(
    work: Work,
    of: { readonly link: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<void>;
  endTable(work: Work, of: { readonly link: string; readonly contract: string }): Promise<void>;
  /** Rows that came are kept no longer. */
  dropTable(work: Work, contract: string): Promise<void>;
  /** Newest first. */
  calls(contract: string): Promise<readonly LinkedCall[]>;
}
