/** 待办: the open items that a person may act on. The SQL twin of case/decide-powers.ts isCandidate; a property test holds the two together. */
import type { RawBuilder } from 'kysely';
import type { Decision, Principal, Scope } from '../../../../kernel/access.ts';
import type { AccessService } from '../../../access/index.ts';
import { type Database, scopeCondition, sql } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import type { Light } from '../step/clock.ts';
import { itemColumns, type ShownRow } from './show-item.ts';

export interface ToDoQuery {
  readonly type: string;
  readonly stage: string;
  readonly light: Light | '';
  readonly search: string;
  readonly page: number;
  readonly size: number;
}

/** Somebody for whom the person acts now, in cases of these types (none: all). */
export interface Represented {
  readonly owner: Principal;
  readonly types: readonly string[];
}

type Condition = RawBuilder<boolean>;

/** Counted up to here; more is 'more'. */
export const mostCounted = 10_000;
const scopeColumns = {
  area: 'area',
  departments: ['unit', 'lead_unit'],
  subjects: ['initiator', 'holder'],
} as const;

interface Group {
  readonly decision: Decision;
  readonly permissions: string[];
}

/** Permissions of case systems that the person holds, together where they reach the same rows. */
function permissionGroups(access: AccessService, kinds: CaseKinds, principal: Principal): readonly Group[] {
  const systems = new Set(kinds.all().map((kind) => kind.system));
  const groups = new Map<string, Group>();
  for (const permission of principal.grants.keys()) {
    if (!systems.has(permission.slice(0, permission.indexOf(':')))) continue;
    const decision = access.decide(principal, permission);
    if (!decision.permit) continue;
    const key = JSON.stringify(decision.rows);
    const group = groups.get(key) ?? { decision, permissions: [] };
    group.permissions.push(permission);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function anyOf(parts: readonly Condition[]): Condition {
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

function withinGroups(groups: readonly Group[]): Condition {
  return anyOf(
    groups.map(
      (group) =>
        sql<boolean>`(permission = any(${group.permissions}::text[]) and ${scopeCondition(group.decision, scopeColumns)})`,
    ),
  );
}

/** Only scopes by place take unassigned work of an area. */
function byPlace(decision: Decision): Decision | undefined {
  if (!decision.permit) return undefined;
  const rows = decision.rows.filter((scope: Scope) => scope.kind === 'all' || scope.kind === 'area');
  return rows.length === 0 ? undefined : { ...decision, rows };
}

/** Each open item lies in at most one branch, and each branch has an index in the order of due. */
function branches(groups: readonly Group[], principal: Principal): readonly Condition[] {
  if (groups.length === 0) return [];
  const permitted = withinGroups(groups);
  const own = sql<boolean>`holder = ${principal.id} and ${permitted}`;
  const units = principal.departments.map(
    (unit) => sql<boolean>`candidate = 'unit' and holder is null and unit = ${unit} and ${permitted}`,
  );
  const areas = groups.flatMap((group) => {
    const decision = byPlace(group.decision);
    if (decision === undefined) return [];
    const within = scopeCondition(decision, scopeColumns);
    return group.permissions.map(
      (permission) =>
        sql<boolean>`candidate = 'area' and holder is null and permission = ${permission} and ${within}`,
    );
  });
  return [own, ...units, ...areas];
}

/** What lies by name with those whom the person acts for; nothing of it lies in a branch of his own. */
function branchesFor(
  { access, kinds }: ToDoSources,
  represented: readonly Represented[],
): readonly Condition[] {
  return represented.map(({ owner, types }) => {
    const permitted = withinGroups(permissionGroups(access, kinds, owner));
    const ofTypes = types.length === 0 ? sql<boolean>`true` : sql<boolean>`type = any(${types}::text[])`;
    return sql<boolean>`holder = ${owner.id} and item <> '' and ${ofTypes} and ${permitted}`;
  });
}

function lightCondition(light: Light, now: Date): Condition {
  switch (light) {
    case 'none':
      return sql<boolean>`(due_at is null or suspended)`;
    case 'red':
      return sql<boolean>`(due_at < ${now} and not suspended)`;
    case 'yellow':
      return sql<boolean>`(due_at >= ${now} and yellow_at <= ${now} and not suspended)`;
    case 'green':
      return sql<boolean>`(due_at >= ${now} and yellow_at > ${now} and not suspended)`;
  }
}

function filters(query: Omit<ToDoQuery, 'page' | 'size'>, now: Date): Condition {
  const parts = [sql<boolean>`closed_at is null`];
  if (query.type !== '') parts.push(sql<boolean>`type = ${query.type}`);
  if (query.stage !== '') parts.push(sql<boolean>`stage = ${query.stage}`);
  if (query.light !== '') parts.push(lightCondition(query.light, now));
  if (query.search !== '') {
    const text = query.search.replaceAll('\u0000', '').replace(/[\\%_]/g, '\\$&');
    parts.push(sql<boolean>`(number ilike ${`${text}%`} or title ilike ${`%${text}%`})`);
  }
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

function unionOf(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`${sql.join(parts, sql` union all `)}`;
}

export interface ToDoPage {
  readonly rows: readonly ShownRow[];
  readonly total: number;
  readonly more: boolean;
}

export interface ToDoSources {
  readonly db: Database;
  readonly access: AccessService;
  readonly kinds: CaseKinds;
}

export async function listToDo(
  sources: ToDoSources,
  principal: Principal,
  query: ToDoQuery,
  now: Date,
  represented: readonly Represented[] = [],
): Promise<ToDoPage> {
  const { db, access, kinds } = sources;
  const mine = [
    ...branches(permissionGroups(access, kinds, principal), principal),
    ...branchesFor(sources, represented),
  ];
  if (mine.length === 0) return { rows: [], total: 0, more: false };
  const wanted = filters(query, now);
  const skipped = (query.page - 1) * query.size;
  const columns = sql.raw(itemColumns.join(', '));
  const order = sql`order by due_at, case_id`;
  const pages = mine.map(
    (branch) =>
      sql`(select ${columns} from flow_work_item where ${wanted} and ${branch} ${order} limit ${skipped + query.size})`,
  );
  const found =
    await sql<ShownRow>`select * from (${unionOf(pages)}) as mine ${order} limit ${query.size} offset ${skipped}`.execute(
      db,
    );
  const { rows } = found;
  if (rows.length < query.size && (rows.length > 0 || query.page === 1))
    return { rows, total: skipped + rows.length, more: false };
  const counts = mine.map(
    (branch) => sql`(select 1 from flow_work_item where ${wanted} and ${branch} limit ${mostCounted + 1})`,
  );
  const counted = await sql<{
    count: number;
  }>`select count(*)::integer as count from (${unionOf(counts)}) as mine`.execute(db);
  const total = counted.rows[0]?.count ?? 0;
  return { rows, total: Math.min(total, mostCounted + 1), more: total > mostCounted };
}

export interface StageCount {
  readonly type: string;
  readonly stage: string;
  readonly stage_title: string;
  readonly count: number;
  readonly yellow: number;
  readonly red: number;
}

/** For badges: how many of each type and stage wait for this person, each branch counted up to the bound. */
export async function countToDo(
  sources: ToDoSources,
  principal: Principal,
  now: Date,
  represented: readonly Represented[] = [],
): Promise<readonly StageCount[]> {
  const { db, access, kinds } = sources;
  const mine = [
    ...branches(permissionGroups(access, kinds, principal), principal),
    ...branchesFor(sources, represented),
  ];
  if (mine.length === 0) return [];
  const parts = mine.map(
    (branch) => sql`(select type, stage, stage_title, due_at, yellow_at, suspended from flow_work_item
      where closed_at is null and ${branch} limit ${mostCounted + 1})`,
  );
  const found =
    await sql<StageCount>`select type, stage, max(stage_title) as stage_title, count(*)::integer as count,
    (count(*) filter (where ${lightCondition('yellow', now)}))::integer as yellow,
    (count(*) filter (where ${lightCondition('red', now)}))::integer as red
    from (${unionOf(parts)}) as mine group by type, stage order by type, stage`.execute(db);
  return found.rows;
}
