/** What goes out whole of a contract — a file, a table, what changed — leaves one receipt and counts as one call. */
import { createHash } from 'node:crypto';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { type CallKeys, coversOf, hmacSm3, type MarkedFile } from '../../../access/index.ts';
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { PushTarget } from '../../push.ts';
import type { Shelf } from '../../shelf.ts';
import { type SignedCall, textToSign } from '../../signed-call.ts';
import type { ShareGrant } from '../../types.ts';
import type { TrustService } from '../../../trust/index.ts';
import { covered, type CoveredField, isWithheld, objectOf } from '../covered-fields.ts';
import { keyTokens } from './key-tokens.ts';
import { markOf, type PushColumn } from '../push/pushing.ts';
import type { Sources } from '../source/open-sources.ts';
import { marksOf, statementOf } from './call-statement.ts';
import { giveBack } from './give-back.ts';
import { readChanges } from './read-changes.ts';
import type { NewCall, Recorded } from './record-calls.ts';
import { sharedFields, sharedRows } from './shared-rows.ts';
import { writeSharedFile } from './write-shared-file.ts';

export interface Delivery {
  /** Give it as 'after' for what follows. */
  readonly upTo: number;
  readonly more: boolean;
  readonly rows: number;
  /** Null where nothing was under the contract, and nothing was sent. */
  readonly receipt: string | null;
}

interface Whole {
  readonly app: string;
  readonly contract: string;
}

/** Masked values are text. */
function pushColumns(fields: readonly CoveredField[], grant: ShareGrant): readonly PushColumn[] {
  const masked = new Set(grant.fields.filter((field) => field.masked).map((field) => field.name));
  return sharedFields(fields, grant).map((field) => ({
    name: field.name,
    title: field.title,
    type: masked.has(field.name) || isWithheld(field) ? 'text' : field.type,
  }));
}

function markedFile({ app, contract }: Whole, grant: ShareGrant): Omit<MarkedFile, 'receipt'> {
  const { department, provider, purpose } = grant;
  return { object: objectOf(grant.dataset), app, contract, department, provider, purpose };
}

export interface WholeContracts {
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
  /** The next changes of a followed dataset under the contract, signed, once their receipt is stored; counts as one call when the receiver has taken it. */
  deliver(
    of: Whole,
    grant: ShareGrant,
    after: number,
    send: (body: string) => Promise<void>,
  ): Promise<Delivery>;
  clear(contract: string, grant: ShareGrant, target: PushTarget, signal: AbortSignal): Promise<void>;
}

async function* noPages(): AsyncGenerator<never> {}

export function openWhole(deps: {
  readonly store: Store;
  readonly trust: TrustService;
  readonly keys: CallKeys;
  readonly sources: Sources;
  readonly record: (call: NewCall) => Promise<Recorded>;
  readonly shelfOf: (grant: ShareGrant) => Shelf;
}): WholeContracts {
  const { store, trust, keys, sources, record, shelfOf } = deps;

  async function fieldsOf(grant: ShareGrant, way: 'call' | 'file'): Promise<readonly CoveredField[]> {
    return covered(store, grant.dataset, await shelfOf(grant).fields(grant.dataset), way);
  }

  async function begin(of: Whole, grant: ShareGrant, query: 'file' | 'table' | 'event') {
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
    return { id, call, secret, leaveReceipt };
  }

  async function file(of: Whole, grant: ShareGrant) {
    const { id, leaveReceipt } = await begin(of, grant, 'file');
    const fields = await fieldsOf(grant, 'file');
    const owesMark = sharedFields(fields, grant).some(({ cover }) => cover?.watermark === true);
    const mark = owesMark ? await coversOf(store).mark({ ...markedFile(of, grant), receipt: id }) : undefined;
    const made = await writeSharedFile(store, { shelf: shelfOf(grant), grant, fields, mark }, id);
    await leaveReceipt(made.digest, made.rows);
    await mark?.keep(made.rows);
    return { at: made.at, rows: made.rows, receipt: id };
  }

  async function push(of: Whole, grant: ShareGrant, target: PushTarget, signal: AbortSignal) {
    const { id, leaveReceipt } = await begin(of, grant, 'table');
    const fields = await fieldsOf(grant, 'call');
    const digest = createHash('sm3');
    let sent = 0;
    async function* pages() {
      for await (const rows of sharedRows(shelfOf(grant), grant, fields)) {
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

  async function deliver(of: Whole, grant: ShareGrant, after: number, send: (body: string) => Promise<void>) {
    const fields = await fieldsOf(grant, 'call');
    const tokens = await keyTokens(trust, { contract: of.contract, grant, fields });
    const { changes, upTo, more } = await readChanges(store, grant, fields, after, tokens);
    if (changes.length === 0) return { upTo, more, rows: 0, receipt: null };
    const { id, call, secret, leaveReceipt } = await begin(of, grant, 'event');
    const data = JSON.stringify(changes);
    await leaveReceipt(data, changes.length);
    const signature = hmacSm3(secret, textToSign({ ...call, query: data }));
    const { app, contract, at, nonce } = call;
    try {
      await send(JSON.stringify({ app, contract, at, nonce, receipt: id, data, signature }));
    } catch (problem) {
      await giveBack(store, { contract, day: shanghaiDate(new Date(at)), rows: changes.length });
      throw problem;
    }
    return { upTo, more, rows: changes.length, receipt: id };
  }

  /** Nothing of a contract that has ended stays in the table. */
  async function clear(contract: string, grant: ShareGrant, target: PushTarget, signal: AbortSignal) {
    await sources.push(target.id, {
      connection: target.connection,
      table: target.table,
      columns: pushColumns(await fieldsOf(grant, 'call'), grant),
      mark: markOf(contract),
      pages: noPages(),
      empties: true,
      beforeShown: async () => undefined,
      signal,
    });
  }

  return { file, push, clear, deliver };
}
