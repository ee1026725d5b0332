/** The one decision on access: which rows, and up to which field class, a principal may act on. Pure. */
import {
  type Decision,
  type FieldClass,
  fieldClasses,
  type Grant,
  type Principal,
} from '../../../kernel/access.ts';

const refused: Decision = { permit: false, reason: '没有授予该权限' };

function widest(grants: readonly Grant[]): FieldClass {
  let best = 0;
  for (const grant of grants) best = Math.max(best, fieldClasses.indexOf(grant.clearance));
  return fieldClasses[best] ?? 'public';
}

/** Decisions of a grant list are kept with it: the list is made anew when grants change. */
const known = new WeakMap<readonly Grant[], Decision>();

/**
 * Deny by default. Several grants of one permission add up: rows of any of them. The clearance is the highest among them only
 * when one grant covers all the rows of the others; otherwise the lowest, so that a wide but shallow grant never borrows the
 * depth of a narrow one.
 */
export function decide(principal: Principal, permission: string): Decision {
  const grants = principal.grants.get(permission);
  if (grants === undefined || grants.length === 0) return refused;
  const made = known.get(grants);
  if (made !== undefined) return made;
  const decision: Decision = {
    permit: true,
    rows: mergeScopes(grants),
    clearance: sharedClearance(grants),
    viewer: principal.kind,
  };
  known.set(grants, decision);
  return decision;
}

const withheld = new WeakMap<Decision, Map<FieldClass, Decision>>();

/**
 * What needs a purpose is masked wherever rows come by the list: search, sheet, tile, count. The decision says how deep a single row may be
 * shown under a stated purpose. The same object for the same decision, since plans of statements are kept with it.
 */
export function withholdUnstated(decision: Decision, from: FieldClass): Decision {
  if (!decision.permit || fieldClasses.indexOf(decision.clearance) < fieldClasses.indexOf(from))
    return decision;
  const known = withheld.get(decision) ?? new Map<FieldClass, Decision>();
  withheld.set(decision, known);
  const made = known.get(from) ?? {
    ...decision,
    clearance: fieldClasses[fieldClasses.indexOf(from) - 1] ?? 'public',
    purposed: decision.clearance,
  };
  known.set(from, made);
  return made;
}

function mergeScopes(grants: readonly Grant[]): readonly Grant['scope'][] {
  const all = grants.find((grant) => grant.scope.kind === 'all');
  if (all !== undefined) return [all.scope];
  const seen = new Map<string, Grant['scope']>();
  for (const { scope } of grants) seen.set(JSON.stringify(scope), scope);
  return [...seen.values()];
}

function sharedClearance(grants: readonly Grant[]): FieldClass {
  const wide = grants.filter((grant) => grant.scope.kind === 'all');
  if (wide.length > 0) return widest(wide);
  const scopes = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify(grant.scope);
    scopes.set(key, [...(scopes.get(key) ?? []), grant]);
  }
  let lowest = fieldClasses.length - 1;
  for (const same of scopes.values()) lowest = Math.min(lowest, fieldClasses.indexOf(widest(same)));
  return fieldClasses[lowest] ?? 'public';
}
