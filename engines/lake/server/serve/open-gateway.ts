/** The gateway of shared data: who calls is proven by signature, may by contract, once by nonce, within quota; and leaves a receipt. */
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Store } from '../../../store/index.ts';
import type { Receipt, TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { ShareGrant, SharedReply } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import type { Sources } from '../source/open-sources.ts';
import { AppKeys } from './app-keys.ts';
import { statementOf } from './call-statement.ts';
import { copyServed, isServed, readServed } from './copy-served.ts';
import { CallRecorder, type Recorded } from './record-calls.ts';
import { proveCall, sealCalls } from './seal-calls.ts';
import { shapeRow } from './shape-row.ts';
import { writeSharedFile } from './write-shared-file.ts';

const shapeMilliseconds = 5000;
const sealMilliseconds = 1000;
const mostRows = 200;

interface Query {
  readonly key?: string | undefined;
  readonly after?: string | undefined;
  readonly size: number;
}

function readQuery(text: string): Query {
  const given = new URLSearchParams(text);
  const size = Number(given.get('size') ?? 50);
  if (!Number.isInteger(size) || size < 1 || size > mostRows) throw lakeErrors.badQuery({ most: mostRows });
  const key = given.get('key') ?? undefined;
  return { key, after: given.get('after') ?? undefined, size: key === undefined ? size : 1 };
}

export interface Gateway {
  /** A new key for an application, shown once; the former one ends with it. */
  issueKey(app: string): Promise<string>;
  serve(dataset: string): Promise<number>;
  isServed(dataset: string): Promise<boolean>;
  /** The grant is asked for only when the caller has proven who he is. */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  /** All rows of the contract as a CSV file on this machine, once its receipt is stored; counts as one call. */
  file(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }>;
  prove(id: string): Promise<Receipt>;
  seal(): Promise<number>;
  close(): Promise<void>;
}

export function openGateway(deps: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly duck: Duck;
  readonly sources: Sources;
  readonly report: (problem: unknown, where: string) => void;
}): Gateway {
  const { store, trust, sources } = deps;
  const recorder = new CallRecorder(store);
  const keys = new AppKeys(store, sources);
  const shapes = new Map<string, { readonly fields: readonly LakeField[]; readonly until: number }>();
  let sealing = Promise.resolve(0);
  const seal = () => {
    sealing = sealing.catch(() => 0).then(() => sealCalls(store, trust));
    return sealing;
  };
  const timer = setInterval(
    () => void seal().catch((problem: unknown) => deps.report(problem, 'lake.seal')),
    sealMilliseconds,
  );
  timer.unref();

  async function fieldsOf(dataset: string): Promise<readonly LakeField[]> {
    const known = shapes.get(dataset);
    if (known !== undefined && known.until > Date.now()) return known.fields;
    const fields = (await findDataset(store.db, dataset))?.fields ?? [];
    shapes.set(dataset, { fields, until: Date.now() + shapeMilliseconds });
    return fields;
  }

  async function answer(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply> {
    const secret = await keys.prove(call);
    const grant = await grantOf();
    const query = readQuery(call.query);
    const [found, fields] = await Promise.all([
      readServed(store, { dataset: grant.dataset, where: grant.rows, ...query }),
      fieldsOf(grant.dataset),
    ]);
    const rows = found.map((row) => shapeRow(row, fields, grant));
    const [id, now] = [newId(), store.clock.now()];
    const outcome: Recorded = await recorder.record({
      id,
      at: now.toISOString(),
      app: call.app,
      contract: call.contract,
      nonce: call.nonce,
      rows: rows.length,
      quota: grant.callsPerDay,
      day: shanghaiDate(now),
      statement: statementOf(
        { id, now, call, grant, secret },
        { content: JSON.stringify(rows), count: rows.length },
      ),
    });
    if (outcome === 'replayed') throw lakeErrors.replayed();
    if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: grant.callsPerDay });
    const last = query.key === undefined && rows.length === query.size ? found.at(-1)?.key : undefined;
    return { rows, receipt: id, next: last ?? null };
  }

  async function deliver(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }> {
    const secret = await keys.find(of.app);
    if (secret === undefined) throw lakeErrors.noAppKey();
    const [id, now] = [newId(), store.clock.now()];
    const file = await writeSharedFile(store, grant, await fieldsOf(grant.dataset), id);
    const call: SignedCall = { ...of, at: now.toISOString(), nonce: id, query: 'file', signature: '' };
    const statement = statementOf(
      { id, now, call, grant, secret },
      { content: file.digest, count: file.rows },
    );
    const outcome = await recorder.record({
      id,
      at: now.toISOString(),
      ...of,
      nonce: id,
      rows: file.rows,
      quota: grant.callsPerDay,
      day: shanghaiDate(now),
      statement,
    });
    if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: grant.callsPerDay });
    return { at: file.at, rows: file.rows, receipt: id };
  }

  return {
    file: deliver,
    issueKey: (app) => keys.issue(app),
    serve: (dataset) => copyServed(deps, dataset),
    isServed: (dataset) => isServed(store, dataset),
    call: answer,
    prove: (id) => proveCall(store, trust, id),
    seal,
    async close() {
      clearInterval(timer);
      await sealing.catch(() => 0);
    },
  };
}
