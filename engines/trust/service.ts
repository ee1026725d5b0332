/** What the trust engine offers: named append-only logs with signed heads and proofs, and keys by purpose. */
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { Growth, KeyFile, Receipt, Receipts, StampFile } from './proof/proof-file.ts';
import type { OfdReport } from './ofd/verify-ofd.ts';
import type { OfdSheet, SealPlace } from './ofd/write-ofd.ts';
import type { TreeHead } from './proof/tree-head.ts';

export type { OfdReport } from './ofd/verify-ofd.ts';
export type { Drawn, OfdFace, OfdSheet, SealPlace } from './ofd/write-ofd.ts';
export type { Growth, KeyFile, Receipt, Receipts, StampFile, TreeHead };

/** log: heads of logs. code: short-lived certificates of presented codes. link: what goes to other cities' platforms. data: sensitive values. index: finding them by equality. */
export type KeyPurpose = 'log' | 'code' | 'link' | 'data' | 'index';
/** active signs and seals; verify-only verifies and opens; destroyed does neither, but its public key stays known. */
export type KeyState = 'active' | 'verify-only' | 'destroyed';

export interface RingKey {
  /** '<purpose>-<version>'. */
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly state: KeyState;
  /** 65 bytes, hexadecimal; null for a secret. */
  readonly publicKey: string | null;
  readonly fingerprint: string | null;
  readonly createdAt: string;
  readonly stateAt: string;
}

/** How a log looks to whoever watches it: compared with the newest head that this server has seen and kept outside the database. */
export type LogHealth = 'sound' | 'truncated' | 'forked' | 'head-forged';

export interface LogState {
  readonly head: TreeHead;
  readonly health: LogHealth;
}

/** The newest head that authorities outside the city have stamped. */
export interface StampState {
  readonly size: number;
  /** By the authority's clock. */
  readonly at: string;
  readonly authorities: readonly string[];
  /** Leaves that came since. */
  readonly unstamped: number;
  /** Why its stamps do not hold; null when all do. */
  readonly fault: string | null;
}

/** How a time-stamping authority answered last. */
export interface StampAuthority {
  readonly host: string;
  readonly answeredAt: string | null;
  /** Of this server's clock behind the authority's; negative: ahead. */
  readonly offsetSeconds: number | null;
  /** By more than the setting. */
  readonly clockOff: boolean;
  readonly problem: string | null;
}

export interface Appended {
  /** Index of the first of these leaves; the others follow. */
  readonly first: number;
  readonly head: TreeHead;
}

/** Data of leaves: SM3 over a statement's UTF-8 bytes, 32 bytes each. The statements themselves stay with whoever records them. */
export interface Logs {
  /**
   * Adds leaves and a signed head in the transaction of `work`; appenders of one log wait for each other, so record in batches.
   * Throws trust.keyLost, and trust.logTruncated or trust.logForked rather than sign a log that was tampered with.
   */
  append(work: Work, log: string, leaves: readonly Uint8Array[]): Promise<Appended>;
  /** The newest head; undefined while the log is empty. */
  findHead(log: string): Promise<TreeHead | undefined>;
  /** The head of exactly that size, if one was signed. */
  findHeadOf(log: string, size: number): Promise<TreeHead | undefined>;
  /** Proves the statement at the index in O(log n) reads: under the head given, else the newest one that is stamped and holds it, else the newest. */
  receipt(log: string, index: number, statement: string, head?: TreeHead): Promise<Receipt>;
  /** The same for many statements under the newest head. */
  receipts(
    log: string,
    places: readonly { readonly index: number; readonly statement: string }[],
  ): Promise<Receipts>;
  /** Proves that the later head's log is the earlier one's, grown. Throws trust.outsideLog for a size without a head. */
  growth(log: string, from: number, to: number): Promise<Growth>;
  /** The newest stamped head with its tokens, to be kept outside the city. Throws trust.notStamped. */
  stampFile(log: string): Promise<StampFile>;
  /** Roots of the complete blocks of the first `size` leaves: where a verifier of a range begins. */
  blocks(log: string, size: number): Promise<readonly Uint8Array[]>;
  /** Hashes of the leaves from…to−1 as they were recorded. */
  leaves(log: string, from: number, to: number): Promise<readonly Uint8Array[]>;
  /** Verifies the signature by the public key that the head names. */
  isSigned(head: TreeHead): Promise<boolean>;
  /** Every log with its newest head, and whether it still fits what was seen before. */
  states(): Promise<readonly LogState[]>;
}

/** Where a sealed value stands; a box opens only there. */
export interface SealedPlace {
  readonly table: string;
  /** Id of the row. */
  readonly row: string;
  readonly field: string;
}

/** Former versions of rows that hold the boxes of the row inside a JSON column. */
export interface SealedCopies {
  readonly table: string;
  /** Columns of the row's id and of its version, which together name a copy. */
  readonly row: string;
  readonly version: string;
  readonly json: string;
  /** Only copies whose column holds this text. */
  readonly only: { readonly column: string; readonly value: string };
}

/** A column of sealed values that somebody keeps, so that a change of keys reaches it. */
export interface SealedColumn {
  readonly table: string;
  /** Column of the row's id. */
  readonly row: string;
  /** Text column of the boxes; also the `field` of their place. */
  readonly column: string;
  /** The column is jsonb: a box lies in it as a JSON string, and holds the JSON text of the value. */
  readonly json?: true;
  /** Text column of the blind indexes, made with the field '<table>.<column>'. */
  readonly index?: string;
  /** The one form of a value that its index is made of; absent: the value itself. */
  readonly form?: (value: string) => string;
  /** Texts that are in no box yet are put into one, except these. Absent: they count as broken. */
  readonly converts?: readonly string[];
  readonly copies?: SealedCopies;
}

/** All keys in hand, for many values without waiting. For one piece of work: a change of keys gives others. */
export interface Boxes {
  /** Throws trust.keyLost. */
  seal(value: string, place: SealedPlace): string;
  /** As {@link Vault.open}. */
  open(sealed: string, place: SealedPlace): string;
  index(value: string, field: string): string;
  indexes(value: string, field: string): readonly string[];
  /** What every index under the newest key begins with. */
  readonly indexHead: string;
  /** For a thread of this process that seals on its own; crosses no other border. */
  readonly material: BoxMaterial;
}

/** Secrets by key id. */
export interface BoxMaterial {
  readonly data: string;
  readonly index: string;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly gone: ReadonlyMap<string, 'lost' | 'destroyed'>;
}

/** Sealed texts say by which key they were made, so old and new lie side by side while a change of keys goes on. */
export interface Vault {
  seal(value: string, place: SealedPlace): Promise<string>;
  /** Throws trust.ciphertextForm, trust.keyLost, trust.keyDestroyed, or trust.wrongContext for a box that was moved or changed. */
  open(sealed: string, place: SealedPlace): Promise<string>;
  /** What equal values of one field share and nobody turns back: for a column beside the sealed one. */
  index(value: string, field: string): Promise<string>;
  /** Under every key still in use, for `where column = any(…)`. Bring the value into one form first. */
  indexes(value: string, field: string): Promise<readonly string[]>;
  boxes(): Promise<Boxes>;
  /** How many values of kept columns wait for a box of the newest key, or for their first. */
  outdated(): Promise<number>;
  /** Declares a column at start-up. */
  keep(column: SealedColumn): void;
  /** Starts the job that puts everything into boxes of the newest key; gives its id. */
  reseal(by: string, work?: Work): Promise<string>;
}

export type SealAct = 'suspend' | 'resume' | 'revoke';

/** Types of seals of a unit (GB/T 38540-2020): 公章, 专用章, 法定代表人章. */
export const sealTypes = { organ: 1, special: 2, representative: 3 } as const;
export type SealType = (typeof sealTypes)[keyof typeof sealTypes];

/** An electronic seal (GB/T 38540-2020) as its keeper sees it. */
export interface Seal {
  readonly id: string;
  readonly name: string;
  /** Department id. */
  readonly organ: string;
  readonly type: SealType;
  /** SVG. */
  readonly picture: string;
  readonly state: 'active' | 'suspended' | 'revoked';
  readonly reason: string | null;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly madeAt: string;
  readonly stateAt: string;
}

/** What follows the organ's name in a seal's; nothing in that of a 公章. */
export const sealTitles: Readonly<Record<SealType, string>> = {
  1: '',
  2: '电子证照专用章',
  3: '法定代表人章',
};

export interface SealRequest {
  readonly organ: string;
  readonly organName: string;
  readonly type: SealType;
  readonly until: Date;
}

export interface SealUse {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly document: string;
  readonly digest: string;
}

export interface RootCertificate {
  readonly name: string;
  /** DER in Base64. */
  readonly certificate: string;
  readonly from: string;
  readonly until: string;
}

/** A root of somebody's trust list, as it travels. */
export interface ListedRoot {
  readonly title: string;
  /** DER in Base64. */
  readonly certificate: string;
  /** Trusted from and until; ISO moments. */
  readonly from: string;
  readonly until: string;
}

export interface SealedSheet {
  readonly seal: string;
  readonly sheet: OfdSheet;
  readonly place: SealPlace;
  readonly document: string;
}

export interface Seals {
  /** With a certificate of its own for the organ. Throws trust.sealThere when the organ has one of the type. */
  make(work: Work, by: string, wanted: SealRequest): Promise<Seal>;
  /** Demo data: a seal of the type for each of these organs that has none. */
  makeMissing(
    by: string,
    type: SealType,
    organs: readonly { readonly id: string; readonly name: string }[],
  ): Promise<void>;
  /** Throws trust.sealUnusable when its state does not allow the act. */
  change(work: Work, id: string, act: SealAct, reason: string): Promise<Seal>;
  find(id: string): Promise<Seal | undefined>;
  /** The organ's seal of the type, active or suspended: it has one at most. Inside a transaction give its `work`: it asks no second connection. */
  findHeld(organ: string, type: SealType, work?: Work): Promise<Seal | undefined>;
  list(): Promise<readonly Seal[]>;
  /** Newest first. */
  uses(id: string, limit: number): Promise<readonly SealUse[]>;
  /** The city's own authorities, for trust lists. */
  roots(): Promise<readonly RootCertificate[]>;
  /** What an OFD file is and whether its seals hold for whoever trusts these roots; in a thread. Never throws for a bad file. */
  check(file: Uint8Array, roots: readonly ListedRoot[]): Promise<OfdReport>;
  /**
   * The sheet as a sealed OFD file; the use is recorded for good. `document` names it by ids only. Throws trust.sealUnusable for a seal that is
   * not in force, trust.keyLost without the master key.
   */
  sealSheet(work: Work, by: string, what: SealedSheet): Promise<Uint8Array>;
  /** The same, kept as a file of that name. */
  sealFile(
    work: Work,
    by: string,
    what: SealedSheet & { readonly name: string },
  ): Promise<{
    /** Id of the file, and SM3 of its bytes. */
    readonly file: string;
    readonly digest: string;
  }>;
}

/** Signs and verifies what is presented as a code: by the key of the purpose 'code', in threads. */
export interface CodeSigner {
  /** Version of the key that signs now. */
  version(): Promise<number>;
  /** r ‖ s, and the version of the key that made it. */
  sign(content: Uint8Array): Promise<{ readonly key: number; readonly signature: Uint8Array }>;
  /** False for a key that is unknown or destroyed. */
  verify(key: number, content: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** HMAC-SM3 by a secret that only the city's own servers have, derived for `use`: lets them check at the speed of a hash what others check by SM2. */
  tag(use: string, content: Uint8Array): Promise<Uint8Array>;
}

/** Trusted time of the logs (RFC 3161). */
export interface StampService {
  state(log: string): Promise<StampState | undefined>;
  authorities(): Promise<readonly StampAuthority[]>;
}

/** Signs what goes to another platform by the key of the purpose 'link', and verifies what comes from there by the key that was registered for it. */
export interface LinkSigner {
  /** Of the key that signs now: 65 bytes, hexadecimal. */
  publicKey(): Promise<string>;
  /** r ‖ s, hexadecimal. */
  sign(text: string): Promise<string>;
  /** False for anything that is no key or no signature, too. */
  verify(publicKey: string, text: string, signature: string): Promise<boolean>;
}

export interface TrustService {
  readonly stamps: StampService;
  readonly logs: Logs;
  readonly vault: Vault;
  readonly seals: Seals;
  readonly codes: CodeSigner;
  readonly links: LinkSigner;
  publicKeys(): Promise<KeyFile>;
}

export const trust = service<TrustService>('trust');
