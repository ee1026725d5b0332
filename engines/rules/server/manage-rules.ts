/** The life of a rule: draft, tests pass, published from a moment on and never changed again, ended. */
import { manageDrafts } from './manage-drafts.ts';
import { publishVersions } from './publish-versions.ts';
import type { ManageDeps } from './version-steps.ts';

export function manageRules(deps: ManageDeps) {
  return { ...manageDrafts(deps), ...publishVersions(deps) };
}

export type RuleManager = ReturnType<typeof manageRules>;
