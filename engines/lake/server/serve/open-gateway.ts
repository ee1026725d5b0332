/** The gateway of shared data: who calls is proven by signature, may by contract, once by nonce, within quota; and leaves a receipt. */
import { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { CallKeys } from '../../../access/index.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Receipt, TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { Shelf } from '../../shelf.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { LaterAnswer, LaterGrantOf, ShareGrant, SharedReply } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { askWaiting, fetchLater, keepLater } from '../link/ask-later.ts';
import { here } from '../link/later-tables.ts';
import { forwardCall, keepForwarded } from '../link/forward-call.ts';
import type { LinkDeps } from '../link/link-rows.ts';
import { findDataset } from '../load/batch-rows.ts';
import type { Sources } from '../source/open-sources.ts';
import { receiptFor } from './call-statement.ts';
import { copyServed, endServing } from './copy-served.ts';
import { indexServed, keepIndexes, type ServedIndex } from './index-served.ts';
import { countRefusals } from '../watch/count-refusals.ts';
import { readQuery } from './read-query.ts';
import { followChanges, lastChange, pruneChanges } from './read-changes.ts';
import { isServed, readServed, servedBatch } from './read-served.ts';
import { moveFormerReceipts, pruneReceipts, type ReceiptMonths } from './receipt-months.ts';
import { covered } from '../covered-fields.ts';
import { keyTokens } from './key-tokens.ts';
import { callRecorder } from './record-calls.ts';
import { proveCall, sealCalls } from './seal-calls.ts';
import { serveWaiting } from './serve-later.ts';
import { plainRow, shapeRow } from './shape-row.ts';
import { openWhole, type WholeContracts } from './whole-contracts.ts';

const shapeMilliseconds = 5000;
const sealMilliseconds = 1000;
export interface Gateway extends WholeContracts {
  /** A new key for an application, shown once; the former one ends with it, or so many hours later. */
  issueKey(app: string, overlapHours?: number): Promise<string>;
  serve(dataset: string): Promise<number>;
  /** The rows, and the index by which a contract's conditions find theirs. */
  prepare(of: ServedIndex): Promise<void>;
  endServing(work: Work, dataset: string): Promise<void>;
  keepIndexes(wanted: readonly ServedIndex[]): Promise<number>;
  moveFormer(): Promise<void>;
  /** Lets go receipts and changes whose time of keeping is over. */
  prune(): Promise<number>;
  isServed(dataset: string): Promise<boolean>;
  /** The grant is asked for only when the caller has proven who he is. */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  callLater(call: SignedCall): Promise<{ readonly id: string; readonly expiresAt: string }>;
  bindLater(grantOf: LaterGrantOf): void;
  fetchLater(call: SignedCall): Promise<LaterAnswer>;
  followChanges(work: Work, dataset: string, followed: boolean): Promise<void>;
  lastChange(dataset: string): Promise<number>;
  bindShelf(kind: string, shelf: Shelf): void;
  prove(id: string): Promise<Receipt>;
  seal(): Promise<number>;
  /** Writes the refusals counted until now. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function openGateway(deps: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly duck: Duck;
  readonly keys: CallKeys;
  readonly sources: Sources;
  readonly links: LinkDeps;
  readonly months: ReceiptMonths;
  readonly report: (problem: unknown, where: string) => void;
}): Gateway {
  const { store, trust, keys, sources, months } = deps;
  const record = callRecorder(store, months);
  // Before anybody is bound nothing is refused: it waits.
  let laterGrant: LaterGrantOf = async () => {
    throw lakeErrors.notReady();
  };
  const later = { links: deps.links, keys, record };
  const serving = {
    ...later,
    grantOf: (call: SignedCall) => laterGrant(call),
    read: readHere,
    report: deps.report,
  };
  deps.links.hooks.askWaiting = (link) => (link === here ? serveWaiting(serving) : askWaiting(later, link));
  const refusals = countRefusals(store);
  const shapes = new Map<string, { readonly fields: readonly LakeField[]; readonly until: number }>();
  let sealing = Promise.resolve(0);
  const seal = () => {
    sealing = sealing.catch(() => 0).then(() => sealCalls(store, trust));
    return sealing;
  };
  const flush = () => refusals.flush().catch((problem: unknown) => deps.report(problem, 'lake.refusals'));
  const timer = setInterval(() => {
    void flush();
    void seal().catch((problem: unknown) => deps.report(problem, 'lake.seal'));
  }, sealMilliseconds);
  timer.unref();

  async function fieldsOf(dataset: string): Promise<readonly LakeField[]> {
    const known = shapes.get(dataset);
    if (known !== undefined && known.until > Date.now()) return known.fields;
    const fields = (await findDataset(store.db, dataset))?.fields;
    // Its first batch may come the next moment: rows without any field would be served until this is forgotten.
    if (fields === undefined) return [];
    shapes.set(dataset, { fields, until: Date.now() + shapeMilliseconds });
    return fields;
  }

  const served: Shelf = {
    fields: fieldsOf,
    read: (query) => readServed(store, query),
    edition: (dataset) => servedBatch(store, dataset),
  };
  const shelves = new Map<string, Shelf>();

  function shelfOf({ dataset }: ShareGrant): Shelf {
    return shelves.get(dataset.split(':', 1).join('')) ?? served;
  }

  /** Unknown applications and wrong signatures are refused alike. */
  async function prove(call: SignedCall): Promise<string> {
    const seconds = store.settings.value('lake.call-seconds');
    const { app, contract: target, at, nonce, query: content, signature } = call;
    const proof = await keys.prove({ app, target, at, nonce, content, signature }, seconds);
    if (proof.outcome === 'bad-time') throw lakeErrors.badTime({ seconds });
    if (proof.outcome !== 'proven' || proof.kind !== 'real') throw lakeErrors.badSignature();
    return proof.secret;
  }

  async function readHere(call: SignedCall, grant: ShareGrant): Promise<Omit<SharedReply, 'receipt'>> {
    const asked = readQuery(call.query);
    // What came over a link was chosen and shaped where it comes from.
    const delivered = grant.delivered === true;
    const known = delivered ? [] : await shelfOf(grant).fields(grant.dataset);
    const fields = covered(store, grant.dataset, known, 'call');
    const tokens = await keyTokens(trust, { contract: call.contract, grant, fields });
    const query = { ...asked, after: asked.after === undefined ? undefined : tokens.read(asked.after) };
    const found = await shelfOf(grant).read({
      dataset: grant.dataset,
      where: delivered ? {} : grant.rows,
      ...query,
    });
    const end = query.key === undefined && found.length === query.size ? found.at(-1)?.key : undefined;
    const last = end === undefined ? undefined : tokens.write(end);
    const rows = delivered ? found.map(plainRow) : found.map((row) => shapeRow(row, fields, grant));
    return { rows, next: last ?? null };
  }

  async function answer(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply> {
    const secret = await prove(call);
    const grant = await grantOf();
    const [id, now] = [newId(), store.clock.now()];
    const far =
      grant.via === undefined
        ? undefined
        : await forwardCall(deps.links, { id, call, grant, link: grant.via });
    const { rows, next } = far ?? (await readHere(call, grant));
    const outcome = await record(
      receiptFor({ id, now, call, grant, secret }, { rows, linked: far?.ours.statement }),
    );
    if (far !== undefined) await keepForwarded(deps.links, { id, call, outcome, far });
    if (outcome === 'replayed') throw lakeErrors.replayed();
    if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: grant.callsPerDay });
    return { rows, receipt: id, next };
  }

  async function keepCall(call: SignedCall) {
    await prove(call);
    return keepLater(later, call, await laterGrant(call));
  }

  async function fetch(call: SignedCall): Promise<LaterAnswer> {
    await prove(call);
    const id = /^result=([0-9a-f-]{36})$/.exec(call.query)?.[1];
    if (id === undefined) throw lakeErrors.laterQuery();
    return fetchLater(store, { id, app: call.app, contract: call.contract });
  }

  /** Refusals that leave no receipt are counted, of applications that have a key: nobody fills the table with made-up ones. */
  async function counted<T>(call: SignedCall, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (problem) {
      if (problem instanceof CityError && problem.code !== 'lake.overQuota') {
        const known = await keys.find(call.app, 'real').catch(() => undefined);
        if (known !== undefined) refusals.add(call.app, problem.code);
      }
      throw problem;
    }
  }

  const whole = openWhole({ store, trust, keys, sources, record, shelfOf });

  return {
    ...whole,
    issueKey: (app, overlapHours = 0) =>
      store.transaction((work) => keys.issue(work, { app, kind: 'real', overlapHours })),
    serve: (dataset) => copyServed(deps, dataset),
    async prepare({ dataset, fields }) {
      await copyServed(deps, dataset);
      await indexServed(store, { dataset, fields });
    },
    endServing,
    keepIndexes: (wanted) => keepIndexes(store, wanted),
    moveFormer: () => moveFormerReceipts(store, months),
    async prune() {
      await pruneChanges(store);
      return pruneReceipts(store, months);
    },
    bindShelf: (kind, shelf) => void shelves.set(kind, shelf),
    followChanges,
    lastChange: (dataset) => lastChange(store, dataset),
    isServed: (dataset) => isServed(store, dataset),
    call: (call, grantOf) => counted(call, () => answer(call, grantOf)),
    callLater: (call) => counted(call, () => keepCall(call)),
    bindLater: (grantOf) => {
      laterGrant = grantOf;
    },
    fetchLater: (call) => counted(call, () => fetch(call)),
    prove: (id) => proveCall(store, trust, id),
    seal,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await sealing.catch(() => 0);
    },
  };
}
