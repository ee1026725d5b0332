/** Time stamps of signed heads by somebody outside: whoever rewrites the whole log, keys in hand, has no old stamp for the new one. */
import { type Database, type Store, sql } from '../../../store/index.ts';
import type { TreeHead } from '../../proof/tree-head.ts';
import type { StampAuthority, StampState } from '../../service.ts';
import { readRoots, type StampCertificate } from './token/read-certificates.ts';
import { BrokenToken } from './token/read-der.ts';
import { stampedText } from './token/stamped-head.ts';
import { verifyToken } from './token/verify-token.ts';
import { findNewest, findOfSize, readNewest } from '../log/read-heads.ts';
import { type Answer, askAuthority } from './ask-authority.ts';

export interface Stamping {
  readonly addresses: readonly string[];
  /** PEM. */
  readonly roots: string;
}

export interface StampDeps {
  readonly store: Store;
  readonly stamping: Stamping | undefined;
  readonly report: (problem: unknown, where: string) => void;
}

export interface Stamps {
  /**
   * Has the newest head of every log stamped by every authority that has not stamped it yet. The heads are the queue: what an outage kept from being
   * stamped is covered by the next newest head, which contains it. Returns how many stamps were added.
   */
  run(): Promise<number>;
  /** Of the newest stamped head of the log, and whether its tokens hold; undefined while none is stamped. */
  state(log: string): Promise<StampState | undefined>;
  authorities(): Promise<readonly StampAuthority[]>;
  /** The newest stamped head with more leaves than `index`. */
  headOver(log: string, index: number): Promise<TreeHead | undefined>;
  /** Base64. */
  tokensOf(head: Pick<TreeHead, 'log' | 'size'>): Promise<readonly string[]>;
}

interface StampRow {
  readonly size: number;
  readonly authority: string;
  readonly at: string;
  readonly token: Buffer;
}

async function keepAnswer(store: Store, head: TreeHead, address: string, answer: Answer): Promise<void> {
  await store.transaction(async ({ db, now }) => {
    await sql`insert into trust_stamp (log, size, address, authority, at, accuracy_ms, token)
      values (${head.log}, ${head.size}, ${address}, ${answer.authority}, ${answer.at}, ${answer.accuracyMilliseconds},
        ${Buffer.from(answer.token)}) on conflict do nothing`.execute(db);
    await sql`insert into trust_stamp_authority (address, tried_at, answered_at, offset_ms, problem)
      values (${address}, ${now}, ${now}, ${answer.offsetMilliseconds}, null)
      on conflict (address) do update set tried_at = excluded.tried_at, answered_at = excluded.answered_at,
        offset_ms = excluded.offset_ms, problem = null`.execute(db);
  });
}

async function keepProblem(store: Store, address: string, problem: string): Promise<void> {
  await store.transaction(async ({ db, now }) => {
    await sql`insert into trust_stamp_authority (address, tried_at, problem) values (${address}, ${now}, ${problem})
      on conflict (address) do update set tried_at = excluded.tried_at, problem = excluded.problem`.execute(
      db,
    );
  });
}

async function isStamped(db: Database, head: TreeHead, address: string): Promise<boolean> {
  const found = await sql`select 1 from trust_stamp
    where log = ${head.log} and size = ${head.size} and address = ${address}`.execute(db);
  return found.rows.length > 0;
}

/** Why a kept token proves nothing any more; null when it holds. */
function faultOf(head: TreeHead, token: Uint8Array, roots: readonly StampCertificate[]): string | null {
  try {
    verifyToken(token, { content: stampedText(head), roots });
    return null;
  } catch (problem) {
    if (problem instanceof BrokenToken) return problem.message;
    throw problem;
  }
}

const tries = 3;

export function openStamps({ store, stamping, report }: StampDeps): Stamps {
  const addresses = stamping?.addresses ?? [];
  const roots = readRoots(stamping?.roots ?? '');
  if (addresses.length > 0 && roots.length === 0)
    throw new Error('TSA_ROOTS holds no root certificate: stamps could not be verified');

  function warnOfClock(address: string, { offsetMilliseconds, accuracyMilliseconds }: Answer): void {
    const allowed = store.settings.value('trust.clock-seconds') * 1000 + accuracyMilliseconds;
    if (Math.abs(offsetMilliseconds) > allowed)
      report(
        new Error(`clock differs from ${new URL(address).host} by ${offsetMilliseconds} ms`),
        'trust.clock',
      );
  }

  /** A few times at once; after that the next run asks again. */
  async function ask(address: string, head: TreeHead): Promise<boolean> {
    let last: unknown;
    for (let at = 0; at < tries; at += 1) {
      try {
        const answer = await askAuthority(address, stampedText(head), roots);
        await keepAnswer(store, head, address, answer);
        warnOfClock(address, answer);
        return true;
      } catch (problem) {
        last = problem;
      }
    }
    const sentence = last instanceof BrokenToken ? last.message : '连接不上时间戳机构';
    await keepProblem(store, address, sentence);
    report(new Error(`${new URL(address).host}: ${sentence}`, { cause: last }), 'trust.stamp');
    return false;
  }

  async function run(): Promise<number> {
    let added = 0;
    if (addresses.length === 0) return added;
    for (const head of await readNewest(store.db))
      for (const address of addresses)
        if (!(await isStamped(store.db, head, address)) && (await ask(address, head))) added += 1;
    return added;
  }

  async function rowsOf(log: string, size: number): Promise<readonly StampRow[]> {
    const found = await sql<StampRow>`select size, authority, at, token from trust_stamp
      where log = ${log} and size = ${size} order by address`.execute(store.db);
    return found.rows;
  }

  async function newestSize(log: string, above = -1): Promise<number | undefined> {
    const found = await sql<{ size: number | null }>`select max(size) as size from trust_stamp
      where log = ${log} and size > ${above}`.execute(store.db);
    return found.rows[0]?.size ?? undefined;
  }

  return {
    run,
    async state(log) {
      const size = await newestSize(log);
      if (size === undefined) return undefined;
      const [head, newest, rows] = await Promise.all([
        findOfSize(store.db, log, size),
        findNewest(store.db, log),
        rowsOf(log, size),
      ]);
      const [first] = rows;
      if (first === undefined) return undefined;
      const faults = rows.flatMap(({ token }) => (head && faultOf(head, token, roots)) ?? []);
      return {
        size,
        at: new Date(first.at).toISOString(),
        authorities: rows.map(({ authority }) => authority),
        unstamped: Math.max(0, (newest?.size ?? 0) - size),
        fault: head === undefined ? '盖过时间戳的树根不见了：日志被截断或改写' : (faults[0] ?? null),
      };
    },
    async authorities() {
      const found = await sql<{
        address: string;
        at: string | null;
        offset: number | null;
        problem: string | null;
      }>`
        select address, answered_at as at, offset_ms as "offset", problem from trust_stamp_authority`.execute(
        store.db,
      );
      const known = new Map(found.rows.map((row) => [row.address, row]));
      const allowed = store.settings.value('trust.clock-seconds') * 1000;
      return addresses.map((address) => {
        const row = known.get(address);
        const offset = row?.offset ?? null;
        return {
          host: new URL(address).host,
          answeredAt: row?.at == null ? null : new Date(row.at).toISOString(),
          offsetSeconds: offset === null ? null : offset / 1000,
          clockOff: offset !== null && Math.abs(offset) > allowed,
          problem: row?.problem ?? null,
        };
      });
    },
    async headOver(log, index) {
      const size = await newestSize(log, index);
      return size === undefined ? undefined : findOfSize(store.db, log, size);
    },
    async tokensOf({ log, size }) {
      return (await rowsOf(log, size)).map(({ token }) => token.toString('base64'));
    },
  };
}
