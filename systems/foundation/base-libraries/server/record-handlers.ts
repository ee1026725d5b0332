/** Handlers of single records: seen masked, revealed under a stated purpose, doubted. Every look is audited, none with a value. */
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake, type SubjectPlan, type SubjectRecord } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { dispute } from '../../data-quality/contract.ts';
import type { Library } from '../data/libraries.ts';
import { errors } from '../errors.ts';
import { doubt } from '../registers/doubt.ts';
import type { recordRoutes } from '../routes/record-routes.ts';
import { answerCheck } from './answer-check.ts';
import { confidenceOf } from './confidence.ts';
import { departmentName, showFields } from './describe.ts';
import { lifeEventOf } from './life-events.ts';
import { numberOf, openDoubt } from './open-doubt.ts';
import { type Reached, reach, reachLibrary } from './reach.ts';

const shownVersions = 50;

async function audit(
  context: Context,
  event: 'query' | 'reveal',
  code: string,
  detail: object,
): Promise<void> {
  await context.use(access).auditAlone(context.principal, {
    module: 'base-libraries',
    event,
    objectType: 'library-record',
    objectId: code,
    result: 'success',
    detail: { ...detail },
  });
}

export async function findOne(
  context: Context,
  { library, within, clearance }: Reached,
  id: string,
): Promise<SubjectRecord> {
  const query = { dataset: library.dataset, filter: { id, within }, clearance } as const;
  const found = await context.use(lake).record(query);
  if (found === undefined) throw errors.noRecord();
  return found;
}

/** Doubts about a record that nobody has settled yet, by field and source. */
async function openDoubts(context: Context, library: Library, number: string) {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const filter = {
    all: [
      { field: 'library', is: 'equal', value: library.code },
      { field: 'number', is: 'equal', value: number },
    ],
  } as const;
  const known = await rows.of(doubt).trusted.findMany(db, { filter, limit: 200 });
  const open = new Map<string, { readonly id: string; readonly number: string }>();
  for (const row of known) {
    const found = await rows.of(dispute).trusted.find(db, row.dispute);
    if (found !== undefined && found.status !== 'closed')
      open.set(`${row.field} ${row.source}`, { id: found.id, number: found.number });
  }
  return open;
}

async function versionsOf(context: Context, library: Library, plan: SubjectPlan, record: SubjectRecord) {
  const source = plan.sources.find((each) => each.id === library.versions);
  if (source === undefined) return [];
  const where = plan.fields.flatMap((field) => {
    const given = source.values[field.name];
    return field.key && given !== undefined && 'column' in given
      ? [[given.column, String(record.values[field.name] ?? '')] as const]
      : [];
  });
  const { rows } = await context.use(lake).rows({
    dataset: source.dataset,
    where: Object.fromEntries(where),
    size: shownVersions,
    clearance: 'public',
  });
  const at = source.at ?? '';
  const shown = rows.map((row) =>
    Object.fromEntries(
      Object.entries(source.values).flatMap(([name, given]) =>
        'column' in given ? [[name, row[given.column] ?? null]] : [],
      ),
    ),
  );
  return shown.toSorted((one, other) => String(other[at] ?? '').localeCompare(String(one[at] ?? '')));
}

/** Which event a change is, is told by the values themselves; they go out masked. */
async function historyOf(context: Context, { library, within, clearance }: Reached, id: string) {
  const of = { dataset: library.dataset, filter: { id, within } };
  const [shown, plain] = [
    await context.use(lake).history({ ...of, clearance }),
    await context.use(lake).history({ ...of, clearance: 'sensitive' }),
  ];
  return shown.map(({ at, field, was, now, wasSource, nowSource }, place) => {
    const change = plain[place];
    const event = change === undefined ? undefined : lifeEventOf(library, change);
    return { at, field, was, now, wasSource, nowSource, event: event?.title ?? null };
  });
}

async function showRecord(context: Context, code: string, id: string) {
  const reached = reachLibrary(context, code, 'inspect');
  const { library, clearance } = reached;
  const state = await context.use(lake).subject(library.dataset);
  if (state === undefined) throw errors.noRecord();
  const { plan } = state;
  const record = await findOne(context, reached, id);
  const open = await openDoubts(context, library, await numberOf(context, reached, plan, id));
  await audit(context, 'query', code, { record: id });
  const has = new Map(record.sources.map((each) => [each.source, each]));
  return {
    id: record.id,
    title: library.title,
    values: { ...record.values },
    fields: showFields(plan, clearance),
    origins: { ...record.origins },
    sources: plan.sources.map((source) => ({
      source: source.id,
      dataset: source.dataset,
      batch: has.get(source.id)?.batch ?? '',
      row: has.get(source.id)?.row ?? 0,
      at: has.get(source.id)?.at ?? null,
      title: source.title,
      departmentName: departmentName(context, source.department),
      has: has.has(source.id),
    })),
    conflicts: record.conflicts.map(({ field, given }) => ({
      field,
      given: given.map((each) => ({
        ...each,
        counts: record.origins[field]?.source === each.source,
        doubt: open.get(`${field} ${each.source}`) ?? null,
      })),
    })),
    confidence: confidenceOf(plan, record, context.use(store).clock.now()),
    decided: [...record.decided],
    history: await historyOf(context, reached, id),
    versions: await versionsOf(context, library, plan, record),
    mayDecide:
      reached.within === undefined && reach(context, context.principal, library, 'decide') !== undefined,
    mayReveal: reach(context, context.principal, library, 'reveal') !== undefined,
    mayDoubt: reach(context, context.principal, library, 'doubt') !== undefined,
  };
}

export const recordHandlers: Handlers<typeof recordRoutes> = {
  async records({ code, filter, page, size }, context) {
    const { library, within, clearance } = reachLibrary(context, code, 'inspect');
    const found = await context
      .use(lake)
      .records({ dataset: library.dataset, filter: { ...filter, within }, page, size, clearance });
    await audit(context, 'query', code, { page, size, byKey: filter.key !== undefined });
    return {
      rows: found.rows.map((row) => ({
        id: row.id,
        values: { ...row.values },
        conflicts: [...row.conflicts],
      })),
      total: found.total,
    };
  },
  record: ({ code, id }, context) => showRecord(context, code, id),
  async reveal({ code, id, field }, context) {
    const reached = reachLibrary(context, code, 'reveal');
    if (!reached.library.fields.some((each) => each.name === field)) throw errors.noRecord();
    // First whether it is there for him at all: a purpose opens no other record.
    await findOne(context, reached, id);
    await context.use(access).looks.require(context.principal, `base-libraries.${code}`, id);
    const record = await findOne(context, { ...reached, clearance: 'sensitive' }, id);
    await audit(context, 'reveal', code, { record: id, field });
    return { value: record.values[field] ?? null };
  },
  doubt: (input, context) => openDoubt(context, reachLibrary(context, input.code, 'doubt'), input),
  check: (input, context) => answerCheck(context, input),
};
