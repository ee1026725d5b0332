/** The merge itself as one statement: all sources side by side by key, for each field the source that wins, and what the others said where they disagree. */
import { candidatesOf, endedField, type SubjectField, type SubjectPlan } from '../../subject.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';

/** What a record carries of each source: digest of its values, batch, record there, and when they were true. */
const traces = { _h: 'ubigint', _b: 'uuid', _r: 'bigint', _t: 'timestamp' } as const;

export const givenType = 'struct(f integer, s integer, v varchar)[]';

/** Places of the fields that more than one source can give. */
export const severalGive = (plan: SubjectPlan): readonly number[] =>
  plan.fields.flatMap((field, index) => (!field.key && candidatesOf(plan, field).length > 1 ? [index] : []));

/** Columns of a golden row after the fields, in order: their names with types, for rows that are kept from before. */
export function traceColumns(plan: SubjectPlan): readonly { readonly name: string; readonly type: string }[] {
  const sources = plan.sources.flatMap((_, index) =>
    Object.entries(traces).map(([name, type]) => ({ name: `${name}${index}`, type })),
  );
  const winners = plan.fields.flatMap((field, index) =>
    field.key ? [] : [{ name: `_w${index}`, type: 'utinyint' }],
  );
  const agreeing = severalGive(plan).flatMap((index) => [
    { name: `_a${index}`, type: 'utinyint' },
    { name: `_n${index}`, type: 'utinyint' },
  ]);
  return [...sources, ...winners, ...agreeing, { name: '_d', type: 'ubigint' }];
}

const value = (source: number, field: number) => `s${source}_v${field}`;

/** Place of the source that wins, or null where none has a value. */
function winnerOf(field: SubjectField, index: number, candidates: readonly number[]): string {
  const first = (condition: (source: number) => string) =>
    candidates.length === 0
      ? 'null'
      : `case ${candidates.map((source) => `when ${condition(source)} then ${source}`).join(' ')} end`;
  const has = (source: number) => `${value(source, index)} is not null`;
  if (field.rule === 'authority' || (candidates.length < 2 && field.rule !== 'quorum')) return first(has);
  if (field.rule === 'newest') {
    const age = (source: number) =>
      `case when ${has(source)} then coalesce(s${source}_t, timestamp '0001-01-01') end`;
    const newest = `greatest(${candidates.map(age).join(', ')})`;
    return first((source) => `${age(source)} = ${newest}`);
  }
  const votes = (source: number) =>
    `case when ${has(source)} then ${candidates.map((other) => `coalesce((${value(other, index)} = ${value(source, index)})::int, 0)`).join(' + ')} end`;
  const most = `greatest(${candidates.map(votes).join(', ')}, 0)`;
  const least = field.rule === 'quorum' ? field.least : 1;
  return first((source) => `${votes(source)} = ${most} and ${most} >= ${least}`);
}

/** What a steward has decided goes first, while the source says what he decided on. */
function decidedWinner(
  rule: string,
  index: number,
  candidates: readonly number[],
  isDecided: boolean,
): string {
  if (!isDecided) return rule;
  const cases = candidates.map(
    (source) =>
      `when d${index}_s = ${source} and ${value(source, index)}::varchar = d${index}_v then ${source}`,
  );
  return cases.length === 0 ? rule : `case ${cases.join(' ')} else ${rule} end`;
}

/** Conflicts are bits of one number, by the place of the field. */
export const conflictBit = (index: number) => `(1::ubigint << ${index})`;

function conflictOf(index: number, candidates: readonly number[]): string {
  const values = candidates.map((source) => value(source, index)).join(', ');
  return `case when least(${values}) is distinct from greatest(${values}) then ${conflictBit(index)} else 0::ubigint end`;
}

function sideOf(plan: SubjectPlan, index: number, changed: boolean): string {
  const keys = plan.fields
    .filter((field) => field.key)
    .map((_, place) => `_p${place} as s${index}_p${place}`);
  const source = plan.sources[index];
  const values = plan.fields.flatMap((field, place) =>
    !field.key && source !== undefined && field.name in source.values
      ? [`_v${place} as ${value(index, place)}`]
      : [],
  );
  const own = Object.keys(traces).map((name) => `${name} as s${index}${name}`);
  const only = changed ? 'semi join changed using (_k)' : '';
  return `(select _k, ${[...keys, ...own, ...values].join(', ')} from src_${index} ${only})`;
}

function endedOf(plan: SubjectPlan): string {
  const conditions = plan.ends.map(
    ({ field, values }) =>
      `coalesce(${quoteColumn(field)}::varchar in (${values.map(quoteText).join(', ')}), false)`,
  );
  return conditions.length === 0 ? 'false' : conditions.join(' or ');
}

/**
 * `present` are the places of the sources that have data; `changed` asks only for the keys in the table of that name; `decided` are the places of
 * fields with decisions in the table of that name.
 */
export function goldenSelect(
  plan: SubjectPlan,
  present: readonly number[],
  changed: boolean,
  decided: readonly number[] = [],
): string {
  const candidates = plan.fields.map((field) =>
    field.key ? [] : candidatesOf(plan, field).filter((source) => present.includes(source)),
  );
  const sides = present.map((index) => `${sideOf(plan, index, changed)} as side_${index}`);
  const [first = '', ...others] = sides;
  const ruled = decided.map(
    (index) =>
      `left join (select _k, s as d${index}_s, v as d${index}_v from decided where f = ${index}) using (_k)`,
  );
  const joined = [first, ...others.map((side) => `full join ${side} using (_k)`), ...ruled].join(' ');
  const members = plan.members.flatMap((id) => {
    const index = plan.sources.findIndex((source) => source.id === id);
    return present.includes(index) ? [`s${index}_h is not null`] : ['false'];
  });
  const where = members.length === 0 ? '' : `where ${members.join(' and ')}`;
  const winners = plan.fields.flatMap((field, index) =>
    field.key
      ? []
      : [
          `(${decidedWinner(winnerOf(field, index, candidates[index] ?? []), index, candidates[index] ?? [], decided.includes(index))})::utinyint as _w${index}`,
        ],
  );
  const disputed = candidates.flatMap((of, index) => (of.length > 1 ? [index] : []));
  const conflicts = disputed.map((index) => conflictOf(index, candidates[index] ?? [])).join(' | ');
  const weighed = `select *, ${[...winners, `${conflicts || '0::ubigint'} as _c`].join(', ')} from ${joined} ${where}`;

  let keyPlace = -1;
  const columns = plan.fields.map((field, index) => {
    const name = quoteColumn(field.name);
    if (field.key) {
      keyPlace += 1;
      return `coalesce(${present.map((source) => `s${source}_p${keyPlace}`).join(', ')}) as ${name}`;
    }
    const cases = (candidates[index] ?? [])
      .map((source) => `when ${source} then ${value(source, index)}`)
      .join(' ');
    return `${cases === '' ? `null::${sqlTypes[field.type]}` : `case _w${index} ${cases} end`} as ${name}`;
  });
  const said = disputed.flatMap((index) =>
    (candidates[index] ?? []).map(
      (source) =>
        `case when (_c & ${conflictBit(index)}) <> 0 and ${value(source, index)} is not null
         then {'f': ${index}, 's': ${source}, 'v': ${value(source, index)}::varchar} end`,
    ),
  );
  const given =
    said.length === 0
      ? `null::${givenType}`
      : `case when _c <> 0 then list_filter([${said.join(', ')}], lambda x: x is not null) end`;
  const own = plan.sources.flatMap((_, index) =>
    Object.entries(traces).map(
      ([name, type]) =>
        `${present.includes(index) ? `s${index}${name}` : `null::${type}`} as ${name}${index}`,
    ),
  );
  const marks = plan.fields.flatMap((field, index) => (field.key ? [] : [`_w${index}`]));
  const agreeing = severalGive(plan).flatMap((index) => {
    const of = candidates[index] ?? [];
    const won = `case _w${index} ${of.map((source) => `when ${source} then ${value(source, index)}`).join(' ')} end`;
    const add = (parts: readonly string[]) => (parts.length === 0 ? '0' : parts.join(' + '));
    const same = add(
      of.map((source) => `coalesce((${value(source, index)} = ${of.length === 0 ? 'null' : won})::int, 0)`),
    );
    const all = add(of.map((source) => `(${value(source, index)} is not null)::int`));
    return [`(${same})::utinyint as _a${index}`, `(${all})::utinyint as _n${index}`];
  });
  const ruledBits = decided.map(
    (index) =>
      `case when d${index}_s = _w${index} and ${(candidates[index] ?? []).map((source) => `(d${index}_s = ${source} and ${value(source, index)}::varchar = d${index}_v)`).join(' or ') || 'false'}
       then ${conflictBit(index)} else 0::ubigint end`,
  );
  const ruledMark = `(${ruledBits.join(' | ') || '0::ubigint'}) as _d`;
  const chosen = `select ${[...columns, '_c', `${given} as _given`, ...own, ...marks, ...agreeing, ruledMark].join(', ')} from (${weighed})`;
  const list = plan.fields.map((field) => quoteColumn(field.name)).join(', ');
  const rest = traceColumns(plan).map(({ name }) => name);
  return `select ${list}, ${endedOf(plan)} as ${endedField}, ${['_c', '_given', ...rest].join(', ')} from (${chosen})`;
}
