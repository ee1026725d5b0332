/** Rows without a valid key and the records that they may be of: scored by declared weights, merged only above the upper bound or by decision, else left to a steward. */
import type { SubjectMatching, SubjectPlan } from '../../subject.ts';
import type { SubjectMatch } from '../../types.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';
import type { Building } from './changed-keys.ts';
import { joinedKey, markOf, type SourceViewed } from './source-view.ts';
import { formerValues } from './write-history.ts';

/** Places of the fields that rows are compared by. */
function comparedIn(plan: SubjectPlan, matching: SubjectMatching): readonly number[] {
  const names = new Set([...matching.blocks.flat(), ...matching.fields.map((each) => each.field)]);
  return plan.fields.flatMap((field, index) => (names.has(field.name) ? [index] : []));
}

function valuesOf(plan: SubjectPlan, source: number, compared: readonly number[]): string {
  const given = plan.sources[source]?.values ?? {};
  return compared
    .map((place) => {
      const has = (plan.fields[place]?.name ?? '') in given;
      return `${has ? `_v${place}::varchar` : 'null::varchar'} as p${place}`;
    })
    .join(', ');
}

/** log2 of how much likelier agreement (or disagreement) is between rows of one record than between others. */
function scoreOf(plan: SubjectPlan, matching: SubjectMatching): string {
  return matching.fields
    .map(({ field, m, u }) => {
      const place = plan.fields.findIndex((each) => each.name === field);
      const [same, other] = [Math.log2(m / u), Math.log2((1 - m) / (1 - u))];
      return `case when a${place} then ${same} when not a${place} then ${other} else 0 end`;
    })
    .join(' + ');
}

/** Values that records had: by the builds of before, and by the one that is visible, which this build may change. */
async function formerRows(
  { deps, plan, dataset }: Building,
  matching: SubjectMatching,
  compared: readonly number[],
  hasPrior: boolean,
): Promise<readonly string[]> {
  const rows: string[] = [];
  const keyType = sqlTypes[plan.fields.find((each) => each.key)?.type ?? 'text'];
  for (const name of matching.former) {
    const at = plan.fields.findIndex((each) => each.name === name);
    const values = compared
      .map((place) => `${place === at ? 'was' : 'null::varchar'} as p${place}`)
      .join(', ');
    const before = await formerValues(deps.store, plan.dataset, name);
    if (before !== undefined) rows.push(`select -1 as g, k::${keyType} as _k, ${values} from ${before}`);
    if (hasPrior && dataset.fields.some((field) => field.name === name))
      rows.push(
        `select -1 as g, _k, ${values} from (select _k, ${quoteColumn(name)}::varchar as was from prior where ${quoteColumn(name)} is not null)`,
      );
  }
  return rows;
}

/** Leaves the table scored (s, _m, _b, _r, _k, score, a…): pairs that share a block, of which the source has no row of its own yet. */
async function scorePairs(
  session: DuckSession,
  plan: SubjectPlan,
  matching: SubjectMatching,
  viewed: readonly SourceViewed[],
  of: { readonly present: readonly number[]; readonly former: readonly string[] },
): Promise<void> {
  const { present, former } = of;
  const compared = comparedIn(plan, matching);
  const bad = viewed.flatMap(({ from }, index) =>
    from === undefined
      ? []
      : [
          `select ${index} as s, ${markOf} as _m, _b, _r, ${valuesOf(plan, index, compared)} from ${from} where _bad in ('required', 'format')`,
        ],
  );
  await session.run(
    `create or replace temp table bad as select * from (${bad.join(' union all ')}) qualify row_number() over (partition by s, _m order by _b, _r) = 1`,
  );
  const all = present.map(
    (index) => `select ${index} as g, _k, ${valuesOf(plan, index, compared)} from src_${index}`,
  );
  // Of a record that no source gives any more nothing is matched.
  const known = `select _k from (${all.map((each) => `select _k from (${each})`).join(' union all ')})`;
  const earlier = former.map((each) => `select * from (${each}) where _k in (${known})`);
  await session.run(`create or replace temp view pool as ${[...all, ...earlier].join(' union all ')}`);
  const blocks = matching.blocks.map((names) => {
    const same = names
      .map((name) => plan.fields.findIndex((field) => field.name === name))
      .map((place) => `bad.p${place} = pool.p${place}`);
    return `select s, _m, _k from bad join pool on ${same.join(' and ')}`;
  });
  const ruled = 'select s, m as _m, _k from ruled where not apart and _k in (select _k from pool)';
  await session.run(
    `create or replace temp table pairs as select distinct s, _m, _k from (${[...blocks, ruled].join(' union all ')})
     anti join (select s, m as _m, _k from ruled where apart) using (s, _m, _k)
     anti join (select g as s, _k from pool) using (s, _k)`,
  );
  const agrees = compared.map((place) => `bool_or(bad.p${place} = pool.p${place}) as a${place}`).join(', ');
  await session.run(
    `create or replace temp table scored as select *, ${scoreOf(plan, matching)} as score from (
       select s, _m, any_value(bad._b) as _b, any_value(bad._r) as _r, _k, ${agrees}
       from pairs join bad using (s, _m) join (select * from pool semi join pairs using (_k)) as pool using (_k) group by s, _m, _k)`,
  );
}

/** Leaves matches: at most one record for each row and one row for each record and source, whatever is merged. */
async function judgePairs(session: DuckSession, plan: SubjectPlan, matching: SubjectMatching): Promise<void> {
  const facts = comparedIn(plan, matching)
    .map((place) => `${quoteText(plan.fields[place]?.name ?? '')}: a${place}`)
    .join(', ');
  await session.run(
    `create or replace temp table matches as with
       told as (select scored.*, ruled.m is not null as decided from scored
         left join (select * from ruled where not apart) as ruled on ruled.s = scored.s and ruled.m = scored._m and ruled._k = scored._k),
       clear as (select s, _m, _k from told where decided qualify row_number() over (partition by s, _k order by _m) = 1),
       sure as (select s, _m, _k from (
           select s, _m, _k, score, count(*) filter (score >= ${matching.upper}) over (partition by s, _m) as rivals,
             row_number() over (partition by s, _k order by score desc, _m) as place from told
           anti join clear using (s, _m) anti join clear as taken using (s, _k))
         where score >= ${matching.upper} and rivals = 1 and place = 1)
     select s, _m, _b, _r, _k, score, {${facts}} as agrees,
       case when clear._k is not null then 'decided' when sure._k is not null then 'merged' else 'doubtful' end as state
     from told left join clear using (s, _m, _k) left join sure using (s, _m, _k)
     where clear._k is not null or sure._k is not null
       or (score >= ${matching.lower} and (s, _m) not in (select (s, _m) from clear) and (s, _m) not in (select (s, _m) from sure))`,
  );
}

const noMatches =
  'create or replace temp table matches as select 0 as s, null::varchar as _m, null as _b, null as _r, null::varchar as _k, 0 as score, null as agrees, null as state where false';

/** Leaves matches, and lets the views src_N give the rows that are merged, under the key of their record. */
export async function matchRows(
  session: DuckSession,
  building: Building,
  viewed: readonly SourceViewed[],
  hasPrior: boolean,
): Promise<void> {
  const { plan, datasets } = building;
  const { matching } = plan;
  const [key] = plan.fields.filter((field) => field.key);
  const looked = viewed.flatMap(({ from }, index) => (from === undefined ? [] : [{ index, from }]));
  if (matching === undefined || key === undefined || looked.length === 0) {
    await session.run(noMatches);
    for (const { index } of looked)
      await session.run(`create or replace temp table merged_${index} (_m varchar)`);
    return;
  }
  const present = datasets.flatMap((each, index) => (each === undefined ? [] : [index]));
  const former = await formerRows(building, matching, comparedIn(plan, matching), hasPrior);
  await scorePairs(session, plan, matching, viewed, { present, former });
  await judgePairs(session, plan, matching);
  for (const { index, from } of looked) {
    await session.run(
      `create or replace temp table merged_${index} as select _m, _k from matches where s = ${index} and state <> 'doubtful'`,
    );
    await session.run(
      `create or replace temp view src_${index} as select * from good_${index} union all by name
       select given.* replace (merged._k as _k, merged._k as _p0) from ${from} as given join merged_${index} as merged on ${markOf} = merged._m
       qualify row_number() over (partition by merged._m order by _b, _r) = 1`,
    );
  }
}

/** With the record of each, as the visible rows number it. */
export async function readMatches(
  session: DuckSession,
  plan: SubjectPlan,
  from: string,
): Promise<readonly SubjectMatch[]> {
  if (plan.matching === undefined) return [];
  const key = joinedKey(plan.fields.filter((field) => field.key).map((field) => quoteColumn(field.name)));
  const rows = await session.run(
    `select s, _m, _b::varchar as b, _r, record, score, to_json(agrees)::varchar as agrees, state
     from matches join (select ${key} as _k, _batch || '.' || _row as record from ${from}) as shown using (_k) order by s, _m, score desc`,
  );
  return rows.map((row) => ({
    source: plan.sources[Number(row['s'])]?.id ?? '',
    batch: String(row['b']),
    row: Number(row['_r']),
    mark: String(row['_m']),
    record: String(row['record']),
    score: Number(row['score']),
    agrees: Object.fromEntries(
      Object.entries(JSON.parse(String(row['agrees'])) as Record<string, boolean | null>).flatMap(
        ([field, same]) => (same === null ? [] : [[field, same]]),
      ),
    ),
    state: row['state'] as SubjectMatch['state'],
  }));
}
