/** Holds every record of the raw layer to the rules of its fields: what is taken, what is rejected and why, what is only counted. */
import type { LakeField, Reason } from '../../field.ts';
import { reasonIndicators } from '../../field.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { checksOf, type FieldCheck } from './field-checks.ts';
import type { RuleResult } from '../../types.ts';
import type { Judged, JudgeLimits } from './judged.ts';
import { rejectedBytes, rejectedRows, rejectedSample } from './rejected-rows.ts';
import { columnsOf, viewTyped } from './view-typed.ts';
import type { RawRows } from './write-raw.ts';

/** One pass over all rows: broken_rules has a line for each row and rule that it breaks, rejected one for each row that is not taken. */
async function judgeFields(session: DuckSession, checks: readonly FieldCheck[]): Promise<void> {
  if (checks.length === 0) {
    await session.run('create or replace temp table broken_rules (_row bigint, rule int)');
  } else {
    const each = checks.map((check, index) => `(${check.broken}) as b${index}`).join(', ');
    const any = checks.map((_, index) => `b${index}`).join(' or ');
    const list = checks.map((_, index) => `case when b${index} then ${index} end`).join(', ');
    // Not by a filter: it would be pushed down and work out every condition anew.
    await session.run(
      `create or replace temp table broken_rules as
       select _row, unnest(case when ${any} then list_filter([${list}]::int[], x -> x is not null) end) as rule
       from (select _row, ${each} from typed_rows)`,
    );
  }
  const strict = checks.flatMap((check, index) => (check.strict ? [index] : []));
  await session.run(
    `create or replace temp table rejected as
     select _row, list(rule order by rule) as broken, null::bigint as first from broken_rules
     group by _row having bool_or(list_contains([${strict.join(', ')}]::int[], rule))`,
  );
}

/** The first of equal keys stays; rows that are rejected anyway do not stand in the way of a good one. Returns how many are rejected. */
async function judgeKeys(session: DuckSession, fields: readonly LakeField[]): Promise<number> {
  const keys = fields.flatMap((field, index) => (field.key ? [columnsOf(index).value] : []));
  if (keys.length === 0) return 0;
  const names = keys.join(', ');
  await session.run(
    `create or replace temp table twice as select ${names}, min(_row) as first
     from typed_rows anti join rejected using (_row) group by ${names} having count(*) > 1`,
  );
  if ((await count(session, 'twice')) === 0) return 0;
  const before = await count(session, 'rejected');
  await session.run(
    `insert into rejected select _row, []::int[], first
     from (select _row, ${names} from typed_rows anti join rejected using (_row)) join twice using (${names}) where _row > first`,
  );
  return (await count(session, 'rejected')) - before;
}

async function count(session: DuckSession, from: string): Promise<number> {
  const [row] = await session.run(`select count(*)::bigint as n from ${from}`);
  return Number(row?.['n'] ?? 0);
}

async function resultsOf(
  session: DuckSession,
  checks: readonly FieldCheck[],
  received: number,
): Promise<readonly RuleResult[]> {
  const counted = await session.run('select rule, count(*)::bigint as n from broken_rules group by rule');
  const failed = new Map(counted.map((row) => [Number(row['rule']), Number(row['n'])]));
  return checks.map(({ field, reason, indicator }, index) => ({
    field,
    reason,
    indicator,
    checked: received,
    failed: failed.get(index) ?? 0,
  }));
}

/** Leaves the temporary view typed_rows and the table rejected in the session for the standard layer. */
export async function judgeRows(
  session: DuckSession,
  raw: RawRows,
  fields: readonly LakeField[],
  limits: JudgeLimits & { readonly latest: boolean },
): Promise<Judged> {
  await viewTyped(session, raw, fields);
  const checks = fields.flatMap((field, index) => checksOf(field, columnsOf(index)));
  const key = fields
    .filter((field) => field.key)
    .map((field) => field.name)
    .join('+');
  await judgeFields(session, checks);
  const doubles = limits.latest ? 0 : await judgeKeys(session, fields);
  const received = raw.rows + raw.brokenCount;
  const rejectedCount = (await count(session, 'rejected')) + raw.brokenCount;
  const quality = await resultsOf(session, checks, received);
  const whole = (field: string, reason: Reason, failed: number): RuleResult => ({
    field,
    reason,
    indicator: reasonIndicators[reason],
    checked: received,
    failed,
  });
  const bytes = (await rejectedBytes(session, raw)) + raw.brokenBytes;
  const fits = rejectedCount <= limits.rows && bytes <= limits.bytes;
  return {
    received,
    accepted: received - rejectedCount,
    warned: await count(
      session,
      '(select distinct _row from broken_rules where _row not in (select _row from rejected))',
    ),
    rejected: fits ? await rejectedRows(session, raw, checks, key) : [],
    rejectedCount,
    rejectedBytes: bytes,
    sample: await rejectedSample(session, raw, { checks, key, most: limits.sample }),
    quality: [
      ...quality,
      ...(key === '' ? [] : [whole(key, 'duplicate', doubles)]),
      whole('', 'shape', raw.brokenCount),
    ],
  };
}
