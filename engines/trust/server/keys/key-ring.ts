/** Keys by purpose, with versions and states; private parts lie in the database only in boxes of the master key. */
import { randomBytes } from 'node:crypto';
import { type Database, type Store, sql, type Work } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import { toHex } from '../../proof/bytes.ts';
import { fingerprint } from '../../proof/tree-head.ts';
import type { KeyPurpose, KeyState, RingKey } from '../../service.ts';
import { boxKeySize, openBox, sealBox } from '../cipher/sealed-box.ts';
import { sm3 } from '../digest.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';
import type { MasterKey } from './master-key.ts';

/** Which purposes sign; the others hold a secret of 32 bytes. */
const pairs: ReadonlySet<KeyPurpose> = new Set(['log', 'code', 'link']);

export interface KeyRing {
  /** The active key of the purpose; made when there is none yet. */
  active(purpose: KeyPurpose): Promise<RingKey>;
  find(id: string): Promise<RingKey | undefined>;
  findByFingerprint(mark: string): Promise<RingKey | undefined>;
  all(): Promise<readonly RingKey[]>;
  /** Private key or secret. Throws trust.keyLost or trust.keyDestroyed. */
  secretOf(key: RingKey): Promise<Uint8Array>;
  /** A new active version; the one before verifies and opens, but signs and seals no more. */
  rotate(work: Work, purpose: KeyPurpose): Promise<RingKey>;
  /** Forgets the private part for good. An active key is refused by the caller. */
  destroy(work: Work, id: string): Promise<void>;
}

interface KeyRow {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly state: KeyState;
  readonly publicKey: string | null;
  readonly fingerprint: string | null;
  readonly wrapped: Buffer | null;
  readonly createdAt: string;
  readonly stateAt: string;
}

function contextOf(id: string): string {
  return `trust-key/${id}`;
}

async function readRows(db: Database): Promise<readonly KeyRow[]> {
  const found =
    await sql<KeyRow>`select id, purpose, version, state, public_key as "publicKey", fingerprint, wrapped,
    created_at as "createdAt", state_at as "stateAt" from trust_key order by purpose, version`.execute(db);
  return found.rows;
}

interface Material {
  readonly secret: Uint8Array;
  readonly publicKey: string | null;
  readonly fingerprint: string | null;
}

export function openKeyRing(store: Store, master: MasterKey, pool: Sm2Pool): KeyRing {
  let rows: Promise<readonly KeyRow[]> | undefined;
  const secrets = new Map<string, Uint8Array>();
  store.onAnnounce('trust.keys', forget);

  function forget(): void {
    rows = undefined;
    secrets.clear();
  }

  /** A failed read is not kept. */
  async function current(): Promise<readonly KeyRow[]> {
    rows ??= readRows(store.db);
    const asked = rows;
    return asked.catch((problem: unknown) => {
      if (rows === asked) rows = undefined;
      throw problem;
    });
  }

  async function makeMaterial(purpose: KeyPurpose): Promise<Material> {
    if (!pairs.has(purpose)) return { secret: randomBytes(boxKeySize), publicKey: null, fingerprint: null };
    const { privateKey, publicKey } = await pool.run({ act: 'make' });
    return { secret: privateKey, publicKey: toHex(publicKey), fingerprint: fingerprint(sm3, publicKey) };
  }

  /** undefined when somebody else has made this version, or another active one, in the meantime. */
  async function add(
    db: Database,
    now: Date,
    purpose: KeyPurpose,
    known: readonly KeyRow[],
  ): Promise<RingKey | undefined> {
    const versions = known.filter((row) => row.purpose === purpose).map(({ version }) => version);
    const version = Math.max(0, ...versions) + 1;
    const id = `${purpose}-${version}`;
    const { secret, publicKey, fingerprint: mark } = await makeMaterial(purpose);
    const wrapped = sealBox(await master.ensure(), secret, contextOf(id));
    const added = await sql`insert into trust_key
      (id, purpose, version, state, public_key, fingerprint, wrapped, created_at, state_at)
      values (${id}, ${purpose}, ${version}, 'active', ${publicKey}, ${mark}, ${wrapped}, ${now}, ${now})
      on conflict do nothing returning id`.execute(db);
    if (added.rows.length === 0) return undefined;
    const at = now.toISOString();
    return {
      id,
      purpose,
      version,
      state: 'active',
      publicKey,
      fingerprint: mark,
      createdAt: at,
      stateAt: at,
    };
  }

  function changed(): void {
    forget();
    void store.announce('trust.keys', '').catch(() => undefined);
  }

  async function opens(row: KeyRow): Promise<boolean> {
    const held = await master.find();
    return (
      held !== undefined &&
      row.wrapped !== null &&
      openBox(held, row.wrapped, contextOf(row.id)) !== undefined
    );
  }

  /**
   * The first key of a purpose is made by itself, but not when the keys of other purposes cannot be opened: a new master key would be laid over
   * the lost one, and nobody would notice. By hand (rotate) it may be.
   */
  async function requireMaster(rows: readonly KeyRow[]): Promise<void> {
    const [first, ...others] = rows.filter(({ wrapped }) => wrapped !== null);
    if (first === undefined) return;
    for (const row of [first, ...others]) if (await opens(row)) return;
    throw trustErrors.keyLost({ key: first.id });
  }

  async function findActive(purpose: KeyPurpose): Promise<RingKey | undefined> {
    return (await current()).find((row) => row.purpose === purpose && row.state === 'active');
  }

  return {
    async active(purpose) {
      const known = await findActive(purpose);
      if (known !== undefined) return known;
      // Not in a transaction: the caller may be in one, and with all connections in such hands none would come free.
      const all = await readRows(store.db);
      if (!all.some((row) => row.purpose === purpose && row.state === 'active')) {
        await requireMaster(all);
        await add(store.db, store.clock.now(), purpose, all);
      }
      changed();
      const made = await findActive(purpose);
      if (made === undefined) throw new Error(`the first key for ${purpose} was retired while it was made`);
      return made;
    },
    find: async (id) => (await current()).find((row) => row.id === id),
    findByFingerprint: async (mark) => (await current()).find((row) => row.fingerprint === mark),
    all: current,
    async secretOf(key) {
      const known = secrets.get(key.id);
      if (known !== undefined) return known;
      const read = current();
      const asked = rows;
      const row = (await read).find(({ id }) => id === key.id);
      if (row === undefined) throw trustErrors.unknownKey({ key: key.id });
      if (row.wrapped === null) throw trustErrors.keyDestroyed({ key: key.id });
      const held = await master.find();
      const secret = held === undefined ? undefined : openBox(held, row.wrapped, contextOf(row.id));
      if (secret === undefined) throw trustErrors.keyLost({ key: key.id });
      // Destroyed while it was opened: not kept.
      if (rows === asked) secrets.set(key.id, secret);
      return secret;
    },
    async rotate(work, purpose) {
      // One at a time in the whole city, else two would each retire the other's.
      await work.inTurn('city.trust.keys');
      const known = await readRows(work.db);
      await sql`update trust_key set state = 'verify-only', state_at = ${work.now}
        where purpose = ${purpose} and state = 'active'`.execute(work.db);
      work.afterCommit(changed);
      const key = await add(work.db, work.now, purpose, known);
      if (key === undefined) throw new Error(`a first key for ${purpose} was made while it was rotated`);
      return key;
    },
    async destroy(work, id) {
      await sql`update trust_key set state = 'destroyed', wrapped = null, state_at = ${work.now} where id = ${id}`.execute(
        work.db,
      );
      work.afterCommit(changed);
    },
  };
}
