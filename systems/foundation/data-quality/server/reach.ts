/** Whether the caller sees a dataset, may keep its rules, and how much of its values he may read: all by the one decision. */
import {
  clearanceOver,
  coveredClass,
  decisionMatches,
  type FieldClass,
  isMasked,
  type Principal,
} from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { LakeFields } from '../../../../engines/lake/contract.ts';
import type { LakeField, QualityCheck } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { dataset } from '../../data-collection/contract.ts';
import { errors } from '../errors.ts';

export type DatasetRow = Row<typeof dataset>;

const mostDatasets = 5000;

/** Datasets belong to 数据归集, which gives the right to see them; without it there are none here, and no refusal either. */
function mayRead(context: Context): boolean {
  return context.use(registers).decide(context.principal, 'data-collection.dataset', 'read').permit;
}

export async function seenDatasets(context: Context): Promise<readonly DatasetRow[]> {
  if (!mayRead(context)) return [];
  return context.use(registers).of(dataset).listEvery(context.principal, { most: mostDatasets });
}

/** Throws city.missing for what is not there and for what is not his alike. */
export async function reachDataset(context: Context, id: string): Promise<DatasetRow> {
  if (!mayRead(context)) throw commonErrors.missing();
  const rows = context.use(registers).of(dataset);
  await rows.get(context.principal, id);
  const row = await rows.trusted.find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

export function mayKeep(services: Services, principal: Principal, department: string): boolean {
  const decision = services.use(access).decide(principal, 'data-quality:keep-rules');
  return decisionMatches(decision, { departments: [department] });
}

export async function reachKept(context: Context, id: string): Promise<DatasetRow> {
  const row = await reachDataset(context, id);
  if (!mayKeep(context, context.principal, row.department)) throw commonErrors.forbidden();
  return row;
}

/** The highest class of this department's values that he may read; undefined when he may read none. */
export function clearanceAt(principal: Principal, department: string): FieldClass | undefined {
  const grants = principal.grants.get('data-collection:preview') ?? [];
  return clearanceOver(grants, { departments: [department] });
}

export function fieldsOf(row: DatasetRow): readonly LakeField[] {
  return LakeFields.safeParse(row.fields).data ?? [];
}

/** What rows of the other dataset tell must be no secret to whoever compares with them: a match says that a value is there. */
export function openFields(context: Context, other: DatasetRow): readonly LakeField[] {
  const clearance = clearanceAt(context.principal, other.department) ?? 'public';
  const covers = context.use(access).covers.find(other.id, 'page');
  return fieldsOf(other).filter(
    ({ name, class: declared }) => !isMasked(coveredClass(declared, covers?.get(name)), clearance),
  );
}

/** Datasets that he sees, and those that the catalogue tells everybody of. */
export async function comparable(context: Context): Promise<readonly DatasetRow[]> {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const published = await rows.of(resource).trusted.findEvery(db, {
    filter: {
      all: [
        { field: 'status', is: 'equal', value: 'published' },
        { field: 'target', is: 'starts-with', value: 'dataset:' },
      ],
    },
    most: mostDatasets,
  });
  const named = new Set(published.map(({ target }) => (target ?? '').slice('dataset:'.length)));
  const seen = new Set((await seenDatasets(context)).map(({ id }) => id));
  const all = await rows.of(dataset).trusted.findEvery(db, { most: mostDatasets });
  return all.filter(({ id }) => named.has(id) || seen.has(id));
}

/** Throws data-quality.otherHidden for a comparison with fields that he may not read. */
export async function checkCompared(context: Context, check: QualityCheck): Promise<void> {
  if (check.kind !== 'reference' && check.kind !== 'equal') return;
  const other = (await comparable(context)).find(({ id }) => id === check.dataset);
  if (other === undefined) throw errors.otherHidden();
  const open = new Set(openFields(context, other).map(({ name }) => name));
  const used = [...check.on.map((pair) => pair.other), ...(check.kind === 'equal' ? [check.other] : [])];
  if (used.some((name) => !open.has(name))) throw errors.otherHidden();
}
