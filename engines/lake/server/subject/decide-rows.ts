/** What stewards have decided, as tables of the session: values by field, and rows that are of a record or are not. */
import type { SubjectDecision } from '../../subject.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';
import type { Building } from './changed-keys.ts';

async function fill(
  session: DuckSession,
  table: string,
  columns: string,
  rows: readonly string[],
): Promise<void> {
  await session.run(`create or replace temp table ${table} (${columns})`);
  if (rows.length > 0) await session.run(`insert into ${table} values ${rows.join(', ')}`);
}

/** Leaves decided (_k, f, s, v) and ruled (s, m, _k, apart); returns the places of fields with decisions. */
export async function decideRows(session: DuckSession, building: Building): Promise<readonly number[]> {
  const { plan, decisions } = building;
  const source = (id: string) => plan.sources.findIndex((each) => each.id === id);
  const place = (field: string) => plan.fields.findIndex((each) => each.name === field && !each.key);
  const keys = plan.fields.filter((each) => each.key);
  const [only] = keys;
  const keyType = only === undefined || keys.length > 1 ? 'varchar' : sqlTypes[only.type];
  const known = decisions.decisions.filter((each) => source(each.source) >= 0);
  const values = new Map<string, Extract<SubjectDecision, { kind: 'value' }>>();
  // One decision for each field of a record: the last one that was given.
  for (const each of known)
    if (each.kind === 'value' && place(each.field) >= 0) values.set(`${each.field} ${each.key}`, each);
  await fill(
    session,
    'decided',
    `_k ${keyType}, f integer, s integer, v varchar`,
    [...values.values()].map(
      (each) =>
        `(${quoteText(each.key)}, ${place(each.field)}, ${source(each.source)}, ${quoteText(each.value)})`,
    ),
  );
  await fill(
    session,
    'ruled',
    `s integer, m varchar, _k ${keyType}, apart boolean`,
    known.flatMap((each) =>
      each.kind === 'value'
        ? []
        : [
            `(${source(each.source)}, ${quoteText(each.mark)}, ${quoteText(each.key)}, ${each.kind === 'apart'})`,
          ],
    ),
  );
  return [...new Set([...values.values()].map((each) => place(each.field)))];
}
