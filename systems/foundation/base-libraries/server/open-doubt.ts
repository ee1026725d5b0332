/** A value on which sources disagree goes back to the source that does not count: as 疑义校核 of 数据质量, with its limit and its answers. */
import type { Context } from '../../../../kernel/system.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { lake, type SubjectPlan } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { dispute } from '../../data-quality/contract.ts';
import { errors } from '../errors.ts';
import { doubt } from '../registers/doubt.ts';
import type { Reached } from './reach.ts';

/** The key of a record as the departments know it: for the department that must find it, never for the page. */
export async function numberOf(
  context: Context,
  { library, within }: Reached,
  plan: SubjectPlan,
  id: string,
): Promise<string> {
  const query = { dataset: library.dataset, filter: { id, within }, clearance: 'sensitive' } as const;
  const record = await context.use(lake).record(query);
  if (record === undefined) throw errors.noRecord();
  const keys = plan.fields.filter((field) => field.key);
  return keys.map((key) => String(record.values[key.name] ?? '')).join('|');
}

async function isOpen(
  context: Context,
  of: Readonly<Record<'library' | 'field' | 'source' | 'number', string>>,
) {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const all = Object.entries(of).map(([field, value]) => ({ field, is: 'equal' as const, value }));
  const known = await rows.of(doubt).trusted.findMany(db, { filter: { all }, limit: 50 });
  for (const row of known) {
    const found = await rows.of(dispute).trusted.find(db, row.dispute);
    if (found !== undefined && found.status !== 'closed') return true;
  }
  return false;
}

/** Throws base-libraries.noConflict, ownSource, notCatalogued, alreadyDoubted, and what 数据质量 refuses. */
export async function openDoubt(
  context: Context,
  reached: Reached,
  given: { readonly id: string; readonly field: string; readonly source: string; readonly reason: string },
): Promise<{ readonly id: string; readonly number: string }> {
  const { library, within } = reached;
  const state = await context.use(lake).subject(library.dataset);
  const filter = { id: given.id, within };
  const record = await context.use(lake).record({ dataset: library.dataset, filter, clearance: 'internal' });
  if (state === undefined || record === undefined) throw errors.noRecord();
  const source = state.plan.sources.find((each) => each.id === given.source);
  const said = record.conflicts.find((each) => each.field === given.field)?.given;
  if (source === undefined || said?.some((each) => each.source === given.source) !== true)
    throw errors.noConflict();
  if (record.origins[given.field]?.source === given.source) throw errors.ownSource();
  const number = await numberOf(context, reached, state.plan, given.id);
  const of = { library: library.code, field: given.field, source: source.id, number };
  if (await isOpen(context, of)) throw errors.alreadyDoubted();
  const where = { field: 'target', is: 'equal', value: `dataset:${source.dataset}` } as const;
  const [entry] = await context
    .use(registers)
    .of(resource)
    .trusted.findMany(context.use(store).db, { filter: where, limit: 1 });
  if (entry === undefined) throw errors.notCatalogued({ source: source.title });
  const title = state.plan.fields.find((field) => field.name === given.field)?.title ?? given.field;
  const value = source.values[given.field];
  return context.use(store).transaction(async (work) => {
    const opened = await context.use(flow).open(
      context.principal,
      dispute,
      {
        values: {
          resource: entry.id,
          title: `${library.title}：${title}与其他来源不一致`,
          rowKey: number,
          ...(value !== undefined && 'column' in value ? { field: value.column } : {}),
          doubt: given.reason,
        },
      },
      work,
    );
    await context
      .use(registers)
      .of(doubt)
      .trusted.insert(work, context.principal.id, {
        ...of,
        department: source.department,
        dispute: opened.id,
      });
    return { id: opened.id, number: opened.number };
  });
}
