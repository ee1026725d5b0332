/** Departments as people read them, and which departments an official speaks for. */
import { findDepartment } from '../../../../city/departments.ts';
import type { Decision } from '../../../../kernel/access.ts';

export function departmentName(id: string): string {
  return findDepartment(id)?.shortName ?? id;
}

/** Departments that are there; others are left out, so that nobody shares with a name that will be given to another. */
export function knownDepartments(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((id) => findDepartment(id) !== undefined);
}

/** JSON of a register that holds a list of texts. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** Sharing lets others read; changing is for the owner, or for whoever reaches every department. */
export function ownsFor(decision: Decision, department: string): boolean {
  if (!decision.permit) return false;
  return decision.rows.some(
    (scope) => scope.kind === 'all' || (scope.kind === 'department' && scope.department === department),
  );
}
