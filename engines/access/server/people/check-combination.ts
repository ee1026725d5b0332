/** Whether one person may hold these roles together. Pure. */
import {
  administratorRoles,
  type ForbiddenCombination,
  forbiddenCombinations,
} from '../../data/forbidden-combinations.ts';

/** The first combination that is broken; undefined when none is. */
export function brokenCombination(roles: readonly string[]): ForbiddenCombination | undefined {
  const held = new Set(roles);
  const business = roles.some((role) => !administratorRoles.includes(role));
  return forbiddenCombinations.find(
    (pair) => held.has(pair.one) && (pair.with === 'business' ? business : held.has(pair.with)),
  );
}
