/** The gateway of shared data: who calls is proven by signature, may by contract, once by nonce, within quota; and leaves a receipt. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { Store } from '../../../store/index.ts';
import type { Receipt, TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import { type SignedCall, textToSign } from '../../signed-call.ts';
import type { ShareGrant, SharedReply } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import type { Sources } from '../source/open-sources.ts';
import { copyServed, isServed, readServed } from './copy-served.ts';
import { type CallOutcome, CallRecorder, type Recorded } from './record-calls.ts';
import { proveCall, sealCalls } from './seal-calls.ts';
import { shapeRow } from './shape-row.ts';
import { writeSharedFile } from './write-shared-file.ts';

const secretMilliseconds = 5000;
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

function hmac(secret: string, text: string): string {
  return createHmac('sm3', secret).update(text).digest('hex');
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
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
  close(): void;
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
  const secrets = new Map<string, { readonly secret: string; readonly until: number }>();
  const shapes = new Map<string, { readonly fields: readonly LakeField[]; readonly until: number }>();
  store.onAnnounce('lake.app-key', (app) => void secrets.delete(app));
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

  async function secretOf(app: string): Promise<string> {
    const known = secrets.get(app);
    if (known !== undefined && known.until > Date.now()) return known.secret;
    const secret = await sources.secretOf(app);
    if (secret === undefined) throw lakeErrors.badSignature();
    secrets.set(app, { secret, until: Date.now() + secretMilliseconds });
    return secret;
  }

  async function fieldsOf(dataset: string): Promise<readonly LakeField[]> {
    const known = shapes.get(dataset);
    if (known !== undefined && known.until > Date.now()) return known.fields;
    const fields = (await findDataset(store.db, dataset))?.fields ?? [];
    shapes.set(dataset, { fields, until: Date.now() + secretMilliseconds });
    return fields;
  }

  /** Throws lake.badSignature for an unknown application and a wrong signature alike, lake.badTime for a clock that is off. */
  async function prove(call: SignedCall): Promise<string> {
    const secret = await secretOf(call.app);
    const { signature, ...content } = call;
    if (!same(signature, hmac(secret, textToSign(content)))) throw lakeErrors.badSignature();
    const difference = Math.abs(store.clock.now().getTime() - Date.parse(call.at)) / 1000;
    const most = store.settings.value('lake.call-seconds');
    if (difference > most) throw lakeErrors.badTime({ seconds: most });
    return secret;
  }

  /** With the application's key, so that whoever has it can verify query and reply, and nobody else can guess them. */
  function statementOf(
    given: {
      readonly id: string;
      readonly now: Date;
      readonly call: SignedCall;
      readonly grant: ShareGrant;
      readonly secret: string;
    },
    reply: { readonly content: string; readonly count: number },
  ) {
    const { id, now, call, grant, secret } = given;
    const query = hmac(secret, call.query);
    const content = hmac(secret, reply.content);
    return (outcome: CallOutcome) =>
      JSON.stringify({
        id,
        at: now.toISOString(),
        contract: call.contract,
        app: call.app,
        department: grant.department,
        provider: grant.provider,
        dataset: grant.dataset,
        purpose: grant.purpose,
        fields: grant.fields.map((field) => field.name),
        nonce: call.nonce,
        query,
        content: outcome === 'over-quota' ? null : content,
        rows: outcome === 'over-quota' ? 0 : reply.count,
        outcome,
      });
  }

  async function answer(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply> {
    const secret = await prove(call);
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
    const secret = await secretOf(of.app).catch(() => {
      throw lakeErrors.noAppKey();
    });
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
    async issueKey(app) {
      const secret = randomBytes(32).toString('base64url');
      await store.transaction((work) => sources.setSecret(work, app, secret));
      secrets.delete(app);
      await store.announce('lake.app-key', app);
      return secret;
    },
    serve: (dataset) => copyServed(deps, dataset),
    isServed: (dataset) => isServed(store, dataset),
    call: answer,
    prove: (id) => proveCall(store, trust, id),
    seal,
    close: () => clearInterval(timer),
  };
}
