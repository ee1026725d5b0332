/** What a batch is made of: rows of the source, or mended letters; and whether there is any news in it. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lakeErrors } from '../../errors.ts';
import type { Received } from '../source/received.ts';
import { csvRecord } from '../source/spool.ts';
import { compareColumns } from './compare-columns.ts';
import { findLetters } from './dead-letters.ts';
import { fieldsDigest, isIncremental, type Loading } from './loading.ts';

/** Mended letters as a file of their own, with the columns of the source. */
async function receiveLetters(loading: Loading, ids: readonly string[]): Promise<Received> {
  const { deps, plan, folder } = loading;
  const letters = (await findLetters(deps.store.db, deps.trust, ids)).filter(
    (letter) => letter.state === 'kept' && letter.dataset === plan.dataset,
  );
  if (letters.length < ids.length) throw lakeErrors.letterHandled();
  const names = [...new Set(plan.fields.map((field) => field.source))];
  const lines = [names, ...letters.map((letter) => names.map((name) => letter.cells[name] ?? null))];
  const text = lines.map(csvRecord).join('');
  const file = path.join(folder, 'received.csv');
  await writeFile(file, text);
  return {
    form: 'csv',
    files: [file],
    delimiter: ',',
    columns: names.map((name) => ({ name, type: '' })),
    sent: letters.length,
    bytes: Buffer.byteLength(text),
    digest: createHash('sm3').update(text).digest('hex'),
    water: undefined,
  };
}

export function receive(loading: Loading): Promise<Received> {
  const { deps, plan, dataset, job, folder } = loading;
  if (plan.replay !== undefined) return receiveLetters(loading, plan.replay);
  const reading = {
    dataset: plan.dataset,
    connection: plan.connection,
    object: plan.object,
    mode: plan.mode,
    follow: isIncremental(plan) ? plan.follow : undefined,
    water: dataset.water ?? undefined,
    wanted: [...new Set(plan.fields.map((field) => field.source))],
    folder,
    signal: job.signal,
    progress: job.progress,
  };
  return deps.sources.read(plan.source, reading);
}

/** Of a source that says its columns before its rows. Throws lake.columnsMissing. */
function hasDrifted({ dataset, plan }: Loading, received: Received): boolean {
  if (received.columns.length === 0) return false;
  return compareColumns(received.columns, plan.fields, dataset.seen ?? undefined).length > 0;
}

/** Nothing has changed since the visible batch: same bytes, same rules; or an incremental load without rows. */
export function isSame(loading: Loading, received: Received): boolean {
  const { dataset, plan } = loading;
  if (plan.replay !== undefined || dataset.file === null) return false;
  const none = isIncremental(plan) && received.sent === 0;
  const same =
    dataset.receivedDigest === received.digest && dataset.fieldsDigest === fieldsDigest(plan.fields);
  return (none || same) && !hasDrifted(loading, received);
}
