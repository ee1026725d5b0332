/** What every step of a version's life begins and ends with: the locked row that the caller may touch, and the line of the audit. */
import type { Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { AccessService } from '../../access/service.ts';
import type { Store, Work } from '../../store/service.ts';
import type { DmnLimits } from '../dmn/moddle.ts';
import { ruleErrors } from '../errors.ts';
import type { Feel } from '../feel/create-feel.ts';
import { getRule, getVersion, type VersionRow } from './rule-rows.ts';
import type { RuleTables } from './rule-tables.ts';

export interface ManageDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly feel: Feel;
  readonly dmnLimits: () => DmnLimits;
  /** Called in this process after a commit that changed which versions there are; the others hear of it by announcement. */
  readonly forget: (key: string) => void;
}

export interface Saved {
  readonly id: string;
  readonly revision: number;
}

export function tablesOf(work: Work) {
  return work.db.withTables<RuleTables>();
}

export function auditStep(
  access: AccessService,
  work: Work,
  by: Principal,
  event: 'create' | 'update' | 'delete' | 'config',
  id: string,
  step: string,
): void {
  access.audit(work, by, {
    module: 'rules',
    event,
    objectType: 'rule-version',
    objectId: id,
    result: 'success',
    detail: { step },
  });
}

/** The version with its row locked, when the caller may do this to its rule; throws rules.unknown. */
export async function lockVersion(
  access: AccessService,
  work: Work,
  by: Principal,
  permission: 'edit' | 'publish',
  id: string,
): Promise<VersionRow> {
  const version = await getVersion(work.db, id, true);
  await getRule(work.db, access.decide(by, `rules:${permission}`), version.rule);
  return version;
}

/** Throws rules.notDraft, and city.stale when somebody else has saved meanwhile. */
export function requireDraft(version: VersionRow, revision: number): void {
  if (version.state !== 'draft') throw ruleErrors.notDraft();
  if (version.revision !== revision) throw commonErrors.stale();
}
