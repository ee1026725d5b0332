/** Gives out document numbers without gap or double: one lock a series, held until the transaction that takes the number has ended. */
import { type RawBuilder, sql } from 'kysely';
import { conflict, defineErrors, invalid, missing } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { DocumentNumbers, IssuedNumber, NumberSeries } from '../../service.ts';
import { readSeries } from './read-series.ts';

export const numberErrors = defineErrors('documents', {
  numberMissing: missing('这份公文没有发文字号'),
  numberTaken: conflict('这份公文已有发文字号 {number},不能再取另一个字号'),
  numberUsed: conflict('发文字号已经使用,只能作废,不能退回'),
  numberReserved: conflict('发文字号尚未使用,请退回而不是作废'),
  reasonNeeded: invalid('请说明理由'),
  seriesElsewhere: conflict('机关代字“{code}”属于其他机关'),
});

type Act = 'reserve' | 'use' | 'release' | 'void';

interface Step {
  readonly act: Act;
  readonly by: string;
  readonly document: string;
  readonly reason?: string;
}

const columns = sql.raw('id, code, year, serial, state, document');

/** From here on nobody else takes or gives back a number of this series, until the transaction ends. */
async function lockSeries(work: Work, series: NumberSeries): Promise<{ last: number; free: number }> {
  const { rows } = await sql<{ last: number; free: number; organ: string }>`
    insert into documents_number_series (code, year, organ) values (${series.code}, ${series.year}, ${series.organ})
    on conflict (code, year) do update set last = documents_number_series.last
    returning last, free, organ
  `.execute(work.db);
  const [row] = rows;
  if (row === undefined || row.organ !== series.organ)
    throw numberErrors.seriesElsewhere({ code: series.code });
  return row;
}

/** The line of the ledger, written by the statement that takes the step: everybody else waits for each round trip. */
function entry(work: Work, numbers: string, { act, by, document, reason }: Step): RawBuilder<unknown> {
  return sql`
    insert into documents_number_entry (id, number, at, "by", act, document, reason)
    select ${newId(work.now.getTime())}::uuid, id, ${work.now.toISOString()}::timestamptz, ${by}, ${act}, ${document}, ${reason ?? null}
    from ${sql.raw(numbers)}
  `;
}

async function findHeld(work: Work, document: string): Promise<IssuedNumber | undefined> {
  const { rows } = await sql<IssuedNumber>`
    select ${columns} from documents_number where document = ${document} and state in ('reserved', 'used') for update
  `.execute(work.db);
  return rows[0];
}

/** The lowest number that was given back. */
async function takeFree(work: Work, series: NumberSeries, step: Step): Promise<IssuedNumber | undefined> {
  const { rows } = await sql<IssuedNumber>`
    with taken as (
      update documents_number set state = 'reserved', document = ${step.document}, changed_at = ${work.now.toISOString()}
      where id = (select id from documents_number
                  where code = ${series.code} and year = ${series.year} and state = 'released' order by serial limit 1)
      returning ${columns}
    ), counted as (
      update documents_number_series set free = free - 1
      where code = ${series.code} and year = ${series.year} and exists (select from taken)
    ), noted as (${entry(work, 'taken', step)})
    select ${columns} from taken
  `.execute(work.db);
  return rows[0];
}

async function takeNext(work: Work, series: NumberSeries, step: Step): Promise<IssuedNumber> {
  const { rows } = await sql<IssuedNumber>`
    with counted as (
      update documents_number_series set last = last + 1 where code = ${series.code} and year = ${series.year} returning last
    ), made as (
      insert into documents_number (id, code, year, serial, state, document, changed_at)
      select ${newId(work.now.getTime())}::uuid, ${series.code}, ${series.year}, last, 'reserved', ${step.document},
             ${work.now.toISOString()}::timestamptz
      from counted
      returning ${columns}
    ), noted as (${entry(work, 'made', step)})
    select ${columns} from made
  `.execute(work.db);
  const [row] = rows;
  // The series was locked a moment ago, so the row is there.
  if (row === undefined) throw numberErrors.numberMissing();
  return row;
}

async function reserve(
  work: Work,
  by: string,
  series: NumberSeries,
  document: string,
): Promise<IssuedNumber> {
  const { free } = await lockSeries(work, series);
  const held = await findHeld(work, document);
  if (held !== undefined) {
    if (held.code === series.code && held.year === series.year) return held;
    throw numberErrors.numberTaken({ number: `${held.code}〔${held.year}〕${held.serial}号` });
  }
  const step: Step = { act: 'reserve', by, document };
  const found = free > 0 ? await takeFree(work, series, step) : undefined;
  return found ?? takeNext(work, series, step);
}

async function getHeld(work: Work, document: string): Promise<IssuedNumber> {
  const held = await findHeld(work, document);
  if (held === undefined) throw numberErrors.numberMissing();
  return held;
}

/** Moves a number that was locked before to its next state. */
async function move(
  work: Work,
  number: IssuedNumber,
  state: IssuedNumber['state'],
  step: Step,
): Promise<IssuedNumber> {
  const { rows } = await sql<IssuedNumber>`
    with moved as (
      update documents_number set state = ${state}, changed_at = ${work.now.toISOString()},
             document = ${state === 'released' ? null : step.document}
      where id = ${number.id}
      returning ${columns}
    ), noted as (${entry(work, 'moved', step)})
    select ${columns} from moved
  `.execute(work.db);
  return rows[0] ?? number;
}

async function use(work: Work, by: string, document: string): Promise<IssuedNumber> {
  const held = await getHeld(work, document);
  return held.state === 'used' ? held : move(work, held, 'used', { act: 'use', by, document });
}

/** The order of locks is always series first, then number; a document's series does not change while it holds a number. */
async function release(work: Work, by: string, document: string, reason: string): Promise<void> {
  if (reason.trim() === '') throw numberErrors.reasonNeeded();
  const { rows } = await sql<{ code: string }>`
    select s.code from documents_number_series s join documents_number n on n.code = s.code and n.year = s.year
    where n.document = ${document} and n.state in ('reserved', 'used') for update of s
  `.execute(work.db);
  if (rows.length === 0) throw numberErrors.numberMissing();
  const held = await getHeld(work, document);
  if (held.state === 'used') throw numberErrors.numberUsed();
  await move(work, held, 'released', { act: 'release', by, document, reason });
  await sql`
    update documents_number_series set free = free + 1 where code = ${held.code} and year = ${held.year}
  `.execute(work.db);
}

async function voidNumber(work: Work, by: string, document: string, reason: string): Promise<IssuedNumber> {
  if (reason.trim() === '') throw numberErrors.reasonNeeded();
  const held = await getHeld(work, document);
  if (held.state !== 'used') throw numberErrors.numberReserved();
  return move(work, held, 'void', { act: 'void', by, document, reason });
}

export function createDocumentNumbers(store: Store): DocumentNumbers {
  return {
    reserve,
    use,
    release,
    void: voidNumber,
    read: (code, year) => readSeries(store.db, code, year),
  };
}
