/** The gateway of shared data: who calls is proven by signature, may by contract, once by nonce, within quota; and leaves a receipt. */
import { createHash } from 'node:crypto';
import { CityError } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { CallKeys } from '../../../access/index.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Receipt, TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { PushTarget } from '../../push.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { LaterAnswer, ShareGrant, SharedReply } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { askWaiting, fetchLater, keepLater } from '../link/ask-later.ts';
import { forwardCall, keepForwarded } from '../link/forward-call.ts';
import type { LinkDeps } from '../link/link-rows.ts';
import { findDataset } from '../load/batch-rows.ts';
import { markOf, type PushColumn } from '../push/pushing.ts';
import type { Sources } from '../source/open-sources.ts';
import { marksOf, statementOf } from './call-statement.ts';
import { copyServed, endServing } from './copy-served.ts';
import { indexServed, keepIndexes, type ServedIndex } from './index-served.ts';
import { countRefusals } from '../watch/count-refusals.ts';
import { readQuery } from './read-query.ts';
import { isServed, readServed } from './read-served.ts';
import { moveFormerReceipts, pruneReceipts, type ReceiptMonths } from './receipt-months.ts';
import { callRecorder, type Recorded } from './record-calls.ts';
import { proveCall, sealCalls } from './seal-calls.ts';
import { plainRow, shapeRow } from './shape-row.ts';
import { sharedFields, sharedRows } from './shared-rows.ts';
import { writeSharedFile } from './write-shared-file.ts';

const shapeMilliseconds = 5000;
const sealMilliseconds = 1000;
interface Whole {
  readonly app: string;
  readonly contract: string;
}

/** Masked values are text. */
function pushColumns(fields: readonly LakeField[], grant: ShareGrant): readonly PushColumn[] {
  const masked = new Set(grant.fields.filter((field) => field.masked).map((field) => field.name));
  return sharedFields(fields, grant).map(({ name, title, type }) => ({
    name,
    title,
    type: masked.has(name) ? 'text' : type,
  }));
}

async function* noPages(): AsyncGenerator<never> {}

export interface Gateway {
  /** A new key for an application, shown once; the former one ends with it, or so many hours later. */
  issueKey(app: string, overlapHours?: number): Promise<string>;
  serve(dataset: string): Promise<number>;
  /** The rows, and the index by which a contract's conditions find theirs. */
  prepare(of: ServedIndex): Promise<void>;
  endServing(work: Work, dataset: string): Promise<void>;
  keepIndexes(wanted: readonly ServedIndex[]): Promise<number>;
  moveFormer(): Promise<void>;
  /** Lets go receipts whose time of keeping is over. */
  prune(): Promise<number>;
  isServed(dataset: string): Promise<boolean>;
  /** The grant is asked for only when the caller has proven who he is. */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  callLater(
    call: SignedCall,
    grantOf: () => Promise<ShareGrant>,
  ): Promise<{ readonly id: string; readonly expiresAt: string }>;
  fetchLater(call: SignedCall): Promise<LaterAnswer>;
  /** All rows of the contract as a CSV file on this machine, once its receipt is stored; counts as one call. */
  file(
    of: Whole,
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }>;
  /** All rows of the contract into the department's own table, which shows them once the receipt is stored; counts as one call. */
  push(
    of: Whole,
    grant: ShareGrant,
    target: PushTarget,
    signal: AbortSignal,
  ): Promise<{ readonly rows: number; readonly receipt: string }>;
  clear(contract: string, grant: ShareGrant, target: PushTarget, signal: AbortSignal): Promise<void>;
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
  const later = { links: deps.links, keys, record };
  deps.links.hooks.askWaiting = (link) => askWaiting(later, link);
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
    const fields = (await findDataset(store.db, dataset))?.fields ?? [];
    shapes.set(dataset, { fields, until: Date.now() + shapeMilliseconds });
    return fields;
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
    const query = readQuery(call.query);
    // What came over a link was chosen and shaped where it comes from.
    const delivered = grant.delivered === true;
    const [found, fields] = await Promise.all([
      readServed(store, { dataset: grant.dataset, where: delivered ? {} : grant.rows, ...query }),
      delivered ? [] : fieldsOf(grant.dataset),
    ]);
    const last = query.key === undefined && found.length === query.size ? found.at(-1)?.key : undefined;
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
    const outcome: Recorded = await record({
      id,
      at: now.toISOString(),
      app: call.app,
      contract: call.contract,
      nonce: call.nonce,
      rows: rows.length,
      quota: grant.callsPerDay,
      day: shanghaiDate(now),
      ...marksOf(secret, call.query, readQuery(call.query).key),
      statement: statementOf(
        { id, now, call, grant, secret },
        { content: JSON.stringify(rows), count: rows.length, linked: far?.ours.statement },
      ),
    });
    if (far !== undefined) await keepForwarded(deps.links, { id, call, outcome, far });
    if (outcome === 'replayed') throw lakeErrors.replayed();
    if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: grant.callsPerDay });
    return { rows, receipt: id, next };
  }

  async function keepCall(call: SignedCall, grantOf: () => Promise<ShareGrant>) {
    await prove(call);
    return keepLater(later, call, await grantOf());
  }

  async function fetch(call: SignedCall): Promise<LaterAnswer> {
    await prove(call);
    const id = /^result=([0-9a-f-]{36})$/.exec(call.query)?.[1];
    if (id === undefined) throw lakeErrors.laterQuery();
    return fetchLater(store.db, { id, app: call.app, contract: call.contract });
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

  /** What goes out whole leaves one receipt and counts as one call. */
  async function begin(of: Whole, grant: ShareGrant, query: 'file' | 'table') {
    const secret = await keys.find(of.app, 'real');
    if (secret === undefined) throw lakeErrors.noAppKey();
    const [id, now] = [newId(), store.clock.now()];
    const call: SignedCall = { ...of, at: now.toISOString(), nonce: id, query, signature: '' };
    const leaveReceipt = async (digest: string, rows: number): Promise<void> => {
      const outcome = await record({
        id,
        at: now.toISOString(),
        ...of,
        nonce: id,
        rows,
        quota: grant.callsPerDay,
        day: shanghaiDate(now),
        ...marksOf(secret, query, undefined),
        statement: statementOf({ id, now, call, grant, secret }, { content: digest, count: rows }),
      });
      if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: grant.callsPerDay });
    };
    return { id, leaveReceipt, fields: await fieldsOf(grant.dataset) };
  }

  async function file(of: Whole, grant: ShareGrant) {
    const { id, leaveReceipt, fields } = await begin(of, grant, 'file');
    const made = await writeSharedFile(store, grant, fields, id);
    await leaveReceipt(made.digest, made.rows);
    return { at: made.at, rows: made.rows, receipt: id };
  }

  async function push(of: Whole, grant: ShareGrant, target: PushTarget, signal: AbortSignal) {
    const { id, leaveReceipt, fields } = await begin(of, grant, 'table');
    const digest = createHash('sm3');
    let sent = 0;
    async function* pages() {
      for await (const rows of sharedRows(store, grant, fields)) {
        sent += rows.length;
        for (const row of rows) digest.update(`${JSON.stringify(row)}\n`);
        yield rows;
      }
    }
    const rows = await sources.push(target.id, {
      connection: target.connection,
      table: target.table,
      columns: pushColumns(fields, grant),
      mark: markOf(of.contract),
      pages: pages(),
      async beforeShown(there) {
        if (there !== sent) throw lakeErrors.countDiffers({ received: there, declared: sent });
        await leaveReceipt(digest.digest('hex'), sent);
      },
      signal,
    });
    return { rows, receipt: id };
  }

  /** Nothing of a contract that has ended stays in the table. */
  async function clear(contract: string, grant: ShareGrant, target: PushTarget, signal: AbortSignal) {
    await sources.push(target.id, {
      connection: target.connection,
      table: target.table,
      columns: pushColumns(await fieldsOf(grant.dataset), grant),
      mark: markOf(contract),
      pages: noPages(),
      beforeShown: async () => undefined,
      signal,
    });
  }

  return {
    file,
    push,
    clear,
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
    prune: () => pruneReceipts(store, months),
    isServed: (dataset) => isServed(store, dataset),
    call: (call, grantOf) => counted(call, () => answer(call, grantOf)),
    callLater: (call, grantOf) => counted(call, () => keepCall(call, grantOf)),
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
