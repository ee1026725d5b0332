/** Takes rows, or what is personal in them, out of the city for good, and writes down that it was done; never what it was. */
import { sql } from 'kysely';
import { type RegisterChange, registerChanged } from '../../register-change.ts';
import type { Principal } from '../../../../kernel/access.ts';
import { sm3, toHex } from '../../../trust/index.ts';
import type { Work } from '../../../store/service.ts';
import type { PlainRow, RowContext } from '../row/row-context.ts';
import { searchEntry } from '../row/search-entry.ts';
import { destruction } from '../../registers/kept-rows.ts';
import { emptied, replacement, whoseFields } from './due-rows.ts';
import type { Keeping } from './keeping.ts';

const nobody = 'anonymised';

export interface Destroying {
  readonly keeping: Keeping;
  readonly work: Work;
  readonly principal: Principal;
}

async function deleteRows({ shape, search, store }: RowContext, work: Work, ids: readonly string[]) {
  await sql`delete from ${shape.table} where id = any(${ids}::uuid[])`.execute(work.db);
  await search?.remove(work, shape.info.id, ids);
  await store.files.release(
    work,
    ids.map((id) => `register:${shape.info.id}:${id}`),
  );
}

/** Whoever made or changed the row as its person is nobody from then on. */
async function anonymiseRows(context: RowContext, work: Work, ids: readonly string[]) {
  const { shape, search, store, lookups } = context;
  const fields = emptied(shape);
  const personalFiles = fields.filter(({ field }) => field.type === 'files');
  const before = await sql<PlainRow>`select ${shape.select} from ${shape.table}
    where id = any(${ids}::uuid[])`.execute(work.db);
  const files = before.rows.flatMap((row) =>
    personalFiles.flatMap(({ name }) => (row[name] ?? []) as readonly string[]),
  );
  const sets = fields.flatMap((each) => [
    sql`${sql.ref(each.column)} = ${replacement(each)}`,
    ...(each.index === undefined ? [] : [sql`${sql.ref(each.index)} = null`]),
  ]);
  const whose = whoseFields(shape)
    .filter(({ field }) => field.type === 'subject')
    .map(({ column }) => column);
  const writer = (column: 'created_by' | 'updated_by') =>
    whose.length === 0
      ? sql.ref(column)
      : sql`case when ${sql.ref(column)} in (${sql.join(whose.map((name) => sql.ref(name)))})
          then ${nobody} else ${sql.ref(column)} end`;
  const changed = await sql<PlainRow>`update ${shape.table} set ${sql.join([
    ...sets,
    sql`version = version + 1`,
    sql`updated_at = ${work.now}`,
    sql`created_by = ${writer('created_by')}`,
    sql`updated_by = ${writer('updated_by')}`,
  ])} where id = any(${ids}::uuid[]) returning ${shape.select}`.execute(work.db);
  if (files.length > 0)
    await store.files.release(
      work,
      ids.map((id) => `register:${shape.info.id}:${id}`),
      files,
    );
  const open = changed.rows.filter((row) => row['state'] === 'active');
  if (search !== undefined && shape.searchable.length > 0)
    await search.index(
      work,
      open.map((row) => searchEntry(shape, row, lookups)),
    );
}

export interface Destroyed {
  readonly register: string;
  readonly title: string;
  /** Contract whose audit line it is. */
  readonly module: string;
  readonly action: 'delete' | 'anonymise';
  readonly basis: string;
  readonly days: number;
  readonly ids: readonly string[];
  readonly ground: string;
}

/** How many, which by digest, by what rule: never an id, never a value. Nothing is written where nothing was destroyed. */
export async function recordDestruction(
  { keeping, work, principal }: Destroying,
  { ids, module, basis, days, ...what }: Destroyed,
): Promise<void> {
  if (ids.length === 0) return;
  const record = await keeping.trusted(destruction).insert(work, principal.id, {
    ...what,
    rows: ids.length,
    rule: `${basis}；保存 ${days} 天`,
    digest: toHex(sm3(new TextEncoder().encode([...ids].sort().join('\n')))),
    at: work.now.toISOString(),
  });
  const { register, action } = what;
  keeping.audit(work, principal, {
    module,
    event: 'delete',
    objectType: 'registers.destruction',
    objectId: record.id,
    result: 'success',
    detail: { register, action, rows: ids.length },
  });
}

/** Locked rows of one register; `ground` says why: the rule itself, or somebody's request. */
export async function destroyRows(
  destroying: Destroying,
  register: string,
  ids: readonly string[],
  ground: string,
): Promise<void> {
  const { keeping, work, principal } = destroying;
  const context = keeping.context(register);
  const { retention, info } = context.shape;
  if (retention === undefined || ids.length === 0) return;
  const { action, basis } = retention.spec;
  await (action === 'delete' ? deleteRows : anonymiseRows)(context, work, ids);
  // Former versions hold what the row no longer does.
  await sql`delete from register_history where register = ${register} and row_id = any(${ids}::uuid[])`.execute(
    work.db,
  );
  await recordDestruction(destroying, {
    register,
    title: info.declaration.title,
    module: info.system,
    action,
    basis,
    days: context.store.settings.value(retention.setting),
    ids,
    ground,
  });
  const kind = action === 'delete' ? 'destroyed' : 'anonymised';
  work.emit(registerChanged, principal.id, { register, ids, kind } satisfies RegisterChange);
  work.afterCommit(() => context.counts.forget());
}
