/** The first rows of a file or interface, and what its columns seem to hold, before anybody has defined anything. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../kernel/ids.ts';
import type { LakeFieldType } from '../field.ts';
import type { PeekedSource } from '../service.ts';
import type { Connection, SourceObject } from '../source.ts';
import type { DuckSession } from './duck/open-duck.ts';
import { lakeFolder, type LoadDeps } from './load/loading.ts';
import { quoteColumn, quoteText } from './load/quote.ts';
import { textOf, typedValue } from './load/typed-value.ts';
import { writeRaw } from './load/write-raw.ts';

const shownRows = 20;
const judgedRows = 1000;
const limits = { rows: 100, bytes: 1_048_576 };

/** From the narrowest on; what is read as a number must not be a code with leading zeros or a number that a double would round. */
const types: readonly { readonly type: LakeFieldType; readonly called: string; readonly unless?: string }[] =
  [
    { type: 'integer', called: 'bigint', unless: String.raw`'0\d.*|.{15,}'` },
    { type: 'decimal', called: 'decimal', unless: String.raw`'0\d.*|[^.]{15,}'` },
    { type: 'date', called: 'date', unless: "'.*:.*'" },
    { type: 'moment', called: 'timestamp' },
    { type: 'boolean', called: 'boolean' },
  ];

async function typesOf(
  session: DuckSession,
  from: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const counts = names.flatMap((name, index) => {
    const text = `t${index}`;
    const fits = types.map(({ type, unless }, at) => {
      const field = {
        name,
        source: name,
        title: name,
        type,
        key: false,
        required: false,
        class: 'internal',
        strict: true,
      } as const;
      const odd = unless === undefined ? '' : `and not regexp_full_match(${text}, ${unless})`;
      return `count(*) filter (where ${typedValue(field, text)} is not null ${odd}) as f${index}_${at}`;
    });
    return [`count(${text}) as n${index}`, ...fits];
  });
  const texts = names.map((name, index) => `${textOf(name)} as t${index}`);
  const [found = {}] = await session.run(
    `select ${counts.join(', ')} from (select ${texts.join(', ')} from ${from} limit ${judgedRows})`,
  );
  return names.map((_, index) => {
    const filled = Number(found[`n${index}`] ?? 0);
    const fit = types.find((_type, at) => filled > 0 && Number(found[`f${index}_${at}`]) === filled);
    return fit?.called ?? 'varchar';
  });
}

/** Throws what reading it throws; lake.noHeader where the first line looks like a row. */
export async function peekSource(
  deps: Pick<LoadDeps, 'store' | 'duck' | 'sources'>,
  source: string,
  of: { readonly connection: Connection; readonly object: SourceObject },
): Promise<PeekedSource> {
  const { signal } = new AbortController();
  const folder = path.join(lakeFolder(deps.store), 'spool', newId());
  await mkdir(folder, { recursive: true });
  try {
    const received = await deps.sources.read(source, {
      dataset: newId(),
      ...of,
      mode: 'full',
      follow: undefined,
      water: undefined,
      wanted: [],
      glance: true,
      folder,
      signal,
      progress: async () => undefined,
    });
    return await deps.duck.session(async (session) => {
      const raw = await writeRaw(session, received, path.join(folder, 'raw.parquet'), limits);
      const names = raw.columns.map((column) => column.name);
      const from = `read_parquet(${quoteText(raw.file)})`;
      const called = await typesOf(session, from, names);
      const list = names.map(quoteColumn).join(', ');
      const rows =
        names.length === 0 ? [] : await session.run(`select ${list} from ${from} limit ${shownRows}`);
      return {
        columns: names.map((name, index) => ({ name, type: called[index] ?? 'varchar' })),
        rows: rows.map((row) => names.map((name) => (row[name] as string | null) ?? null)),
      };
    }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
