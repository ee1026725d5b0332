/** The row predicate of an access decision, as SQL; kernel/access.ts scopeMatches is its twin in memory. */
import { type RawBuilder, sql } from 'kysely';
import type { Decision, Scope } from '../../../kernel/access.ts';
import { areaPrefix } from '../../../kernel/area.ts';

/** Which columns the scopes look at. A side that a table does not have is never matched. */
export interface ScopeColumns {
  readonly area?: string;
  readonly departments?: readonly string[];
  readonly subjects?: readonly string[];
  /** Columns of type text[] (or uuid[]) that hold several departments or subjects. */
  readonly departmentSets?: readonly string[];
  readonly subjectSets?: readonly string[];
  /** Columns of type jsonb that hold a list of department ids. */
  readonly departmentLists?: readonly string[];
  /** Table alias in front of the columns. */
  readonly alias?: string;
}

const never = sql<boolean>`false`;

function anyOf(parts: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  const [first, ...rest] = parts;
  if (first === undefined) return never;
  return rest.length === 0 ? first : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

function scopeSql(scope: Scope, columns: ScopeColumns): RawBuilder<boolean> {
  const name = (column: string) =>
    sql.ref(columns.alias === undefined ? column : `${columns.alias}.${column}`);
  switch (scope.kind) {
    case 'all':
      return sql<boolean>`true`;
    case 'area': {
      if (columns.area === undefined) return never;
      // Ranges use a plain b-tree in the C collation; the prefix is digits only.
      const prefix = areaPrefix(scope.area);
      return sql<boolean>`(${name(columns.area)} collate "C" >= ${prefix} and ${name(columns.area)} collate "C" < ${`${prefix}:`})`;
    }
    case 'department':
      return anyOf([
        ...(columns.departments ?? []).map((column) => sql<boolean>`${name(column)} = ${scope.department}`),
        ...(columns.departmentSets ?? []).map(
          (column) => sql<boolean>`${name(column)} @> array[${scope.department}]`,
        ),
        ...(columns.departmentLists ?? []).map(
          (column) => sql<boolean>`${name(column)} @> ${JSON.stringify([scope.department])}::jsonb`,
        ),
      ]);
    case 'self':
      return anyOf([
        ...(columns.subjects ?? []).map((column) => sql<boolean>`${name(column)}::text = ${scope.subject}`),
        ...(columns.subjectSets ?? []).map(
          (column) => sql<boolean>`${name(column)}::text[] @> array[${scope.subject}]`,
        ),
      ]);
  }
}

/** True for the rows that the decision permits; false for all when it does not permit. */
export function scopeCondition(decision: Decision, columns: ScopeColumns): RawBuilder<boolean> {
  if (!decision.permit) return never;
  if (decision.rows.some((scope) => scope.kind === 'all')) return sql<boolean>`true`;
  return anyOf(decision.rows.map((scope) => scopeSql(scope, columns)));
}
