/** Reads a series whole: its numbers with their steps, and whether any number is lacking. */
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import type { NumberBook, NumberEntry } from '../../service.ts';

interface NumberRow {
  readonly serial: number;
  readonly state: NumberEntry['state'];
  readonly document: string | null;
  readonly steps: NumberEntry['steps'];
}

export async function readSeries(db: Database, code: string, year: number): Promise<NumberBook> {
  const { rows } = await sql<NumberRow>`
    select n.serial, n.state, n.document, coalesce(json_agg(json_build_object(
             'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', e.by, 'act', e.act, 'reason', e.reason) order by e.at, e.id)
             filter (where e.id is not null), '[]') as steps
    from documents_number n left join documents_number_entry e on e.number = n.id
    where n.code = ${code} and n.year = ${year}
    group by n.id order by n.serial
  `.execute(db);
  const last = rows.at(-1)?.serial ?? 0;
  const there = new Set(rows.map(({ serial }) => serial));
  const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
    (serial) => !there.has(serial),
  );
  return { code, year, last, numbers: rows, missing };
}
