/** Named append-only logs: leaves go in in batches, each batch with a signed head; proofs come out of the stored tiles. */
import { type RawBuilder, type Store, sql, type Work } from '../../../store/index.ts';
import { trustErrors } from '../../errors.ts';
import { fromHex, toHex } from '../../proof/bytes.ts';
import { leafHash } from '../../proof/hash-tree.ts';
import { headText, type TreeHead } from '../../proof/tree-head.ts';
import type { Logs, Receipts } from '../../service.ts';
import { sm3 } from '../digest.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';
import { planConsistency, planInclusion } from './plan-proof.ts';
import { findNewest, findOfSize } from './read-heads.ts';
import { readBlocks, readLog, readRanges } from './read-nodes.ts';
import { readStates } from './read-states.ts';
import type { Stamps } from '../time/open-stamps.ts';
import type { SeenHeads } from './seen-heads.ts';
import { type Edge, edgeRoot, growEdge, type Tile, writeEdge } from './tiles.ts';

export interface LogDeps {
  readonly store: Store;
  readonly keys: KeyRing;
  readonly pool: Sm2Pool;
  readonly seen: SeenHeads;
  readonly stamps: Pick<Stamps, 'headOver' | 'tokensOf'>;
}

function edgeUpsert(log: string, edge: Edge): RawBuilder<unknown> {
  return sql`insert into trust_log (name, size, edge) values (${log}, ${edge.size}, ${writeEdge(edge)})
    on conflict (name) do update set size = excluded.size, edge = excluded.edge`;
}

function tileInsert(log: string, tiles: readonly Tile[]): RawBuilder<unknown> {
  const rows = tiles.map(({ level, number, hashes }) => ({
    level,
    number,
    hashes: Buffer.concat(hashes).toString('hex'),
  }));
  return sql`insert into trust_tile (log, level, number, hashes) select ${log}, level, number, decode(hashes, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as tile (level smallint, number bigint, hashes text)`;
}

const placesAtOnce = 200;

export function openLogs({ store, keys, pool, seen, stamps }: LogDeps): Logs {
  /** Newest head by log that this process has read or written; the file holds what earlier processes saw. */
  const newest = new Map<string, TreeHead>();

  async function isSigned(head: TreeHead): Promise<boolean> {
    const key = await keys.findByFingerprint(head.key);
    if (key?.publicKey === undefined || key.publicKey === null || key.purpose !== 'log') return false;
    return pool.run({
      act: 'verify',
      publicKey: fromHex(key.publicKey),
      content: headText(head),
      signature: fromHex(head.signature),
    });
  }

  async function publicKeyOf(head: TreeHead): Promise<string> {
    const key = await keys.findByFingerprint(head.key);
    if (key?.publicKey === undefined || key.publicKey === null)
      throw trustErrors.headForged({ log: head.log });
    return key.publicKey;
  }

  async function newestOf(log: string): Promise<TreeHead> {
    const head = await findNewest(store.db, log);
    if (head === undefined) throw trustErrors.noSuchLog({ log });
    return head;
  }

  /** Some hundred at a time: between them the server does other work. */
  async function provePlaces(
    log: string,
    head: TreeHead,
    places: readonly { readonly index: number; readonly statement: string }[],
  ): Promise<Receipts['receipts']> {
    if (places.some(({ index }) => index < 0 || index >= head.size))
      throw trustErrors.outsideLog({ log, size: head.size });
    const edge = await readLog(store.db, log);
    const proven: Receipts['receipts'] = [];
    for (let at = 0; at < places.length; at += placesAtOnce) {
      const part = places.slice(at, at + placesAtOnce);
      const plans = part.map(({ index }) => planInclusion(index, head.size));
      const hashes = (await readRanges(store.db, log, edge, plans.flat())).map(toHex);
      for (const [which, { index, statement }] of part.entries())
        proven.push({ statement, index, path: hashes.splice(0, plans[which]?.length ?? 0) });
    }
    return proven;
  }

  async function signHead(
    work: Work,
    log: string,
    edge: Edge,
    before: TreeHead | undefined,
  ): Promise<TreeHead> {
    const key = await keys.active('log');
    // A clock that goes back must not let a later head look earlier.
    const at = new Date(Math.max(work.now.getTime(), Date.parse(before?.at ?? work.now.toISOString())));
    const plain = { log, size: edge.size, root: toHex(edgeRoot(sm3, edge)), at: at.toISOString() };
    const signature = await pool.run({
      act: 'sign',
      privateKey: await keys.secretOf(key),
      content: headText(plain),
    });
    return { ...plain, key: key.fingerprint ?? '', signature: toHex(signature) };
  }

  /** Cheap, before each append: the edge must give the newest head's root, and no head seen before may be larger or another. */
  async function refuseTampered(log: string, edge: Edge, head: TreeHead | undefined): Promise<void> {
    const known = newest.get(log) ?? (await seen.find(log));
    const size = head?.size ?? 0;
    if (known !== undefined && known.size > edge.size)
      throw trustErrors.logTruncated({ log, seen: known.size, size: edge.size });
    if (size !== edge.size || (head !== undefined && head.root !== toHex(edgeRoot(sm3, edge))))
      throw trustErrors.logForked({ log });
    if (known !== undefined && known.size === size && known.root !== head?.root)
      throw trustErrors.logForked({ log });
  }

  return {
    isSigned,
    async append(work, log, leaves) {
      await sql`select pg_advisory_xact_lock(hashtext('city.trust.log'), hashtext(${log}))`.execute(work.db);
      const edge = await readLog(work.db, log, true);
      const before = await findNewest(work.db, log);
      await refuseTampered(log, edge, before);
      if (leaves.length === 0) throw new RangeError('an empty batch has no head');
      const grown = growEdge(
        sm3,
        edge,
        leaves.map((data) => leafHash(sm3, data)),
      );
      if (grown.full.length > 0) work.send(tileInsert(log, grown.full));
      work.send(edgeUpsert(log, grown.edge));
      const head = await signHead(work, log, grown.edge, before);
      work.send(sql`insert into trust_head (log, size, root, at, key, signature)
        values (${log}, ${head.size}, ${head.root}, ${head.at}, ${head.key}, ${head.signature})`);
      work.afterCommit(() => newest.set(log, head));
      return { first: edge.size, head };
    },
    findHead: (log) => findNewest(store.db, log),
    findHeadOf: (log, size) => findOfSize(store.db, log, size),
    async receipt(log, index, statement, given) {
      const head = given ?? (await stamps.headOver(log, index)) ?? (await newestOf(log));
      const [place] = await provePlaces(log, head, [{ index, statement }]);
      if (place === undefined) throw trustErrors.outsideLog({ log, size: head.size });
      const tokens = await stamps.tokensOf(head);
      const publicKey = await publicKeyOf(head);
      const stamped = tokens.length === 0 ? {} : { tokens: [...tokens] };
      return { format: 'shuzi-fuyang/receipt/1', ...place, head, publicKey, ...stamped };
    },
    async stampFile(log) {
      const head = await stamps.headOver(log, -1);
      if (head === undefined) throw trustErrors.notStamped({ log });
      const tokens = [...(await stamps.tokensOf(head))];
      return { format: 'shuzi-fuyang/stamp/1', head, publicKey: await publicKeyOf(head), tokens };
    },
    async receipts(log, places) {
      const head = await newestOf(log);
      const receipts = await provePlaces(log, head, places);
      return { format: 'shuzi-fuyang/receipts/1', head, publicKey: await publicKeyOf(head), receipts };
    },
    async growth(log, from, to) {
      const [earlier, later] = await Promise.all([
        findOfSize(store.db, log, from),
        findOfSize(store.db, log, to),
      ]);
      if (earlier === undefined || later === undefined || from > to)
        throw trustErrors.outsideLog({ log, size: to });
      const edge = await readLog(store.db, log);
      const path = await readRanges(store.db, log, edge, planConsistency(from, to));
      return {
        format: 'shuzi-fuyang/growth/1',
        from: earlier,
        to: later,
        path: path.map(toHex),
        fromKey: await publicKeyOf(earlier),
        toKey: await publicKeyOf(later),
      };
    },
    async blocks(log, size) {
      return readBlocks(store.db, log, await readLog(store.db, log), size);
    },
    async leaves(log, from, to) {
      const each = Array.from({ length: to - from }, (_, at) => ({ from: from + at, to: from + at + 1 }));
      return readRanges(store.db, log, await readLog(store.db, log), each);
    },
    states: () => readStates({ db: store.db, seen, isSigned }),
  };
}
