/** From a draft to a version in force that never changes again, and to its end. Each step is one transaction with its audit line. */
import type { Principal } from '../../../kernel/access.ts';
import type { Work } from '../../store/service.ts';
import { ruleErrors } from '../errors.ts';
import { readContent, requirePublishable } from './read-content.ts';
import { listVersions, type VersionRow } from './rule-rows.ts';
import {
  auditStep,
  lockVersion,
  type ManageDeps,
  requireDraft,
  type Saved,
  tablesOf,
} from './version-steps.ts';

/** Tells every process the key of a rule whose versions changed. */
export const ruleChannel = 'rules.changed';

export function publishVersions({ store, access, feel, dmnLimits, forget }: ManageDeps) {
  async function tell(
    work: Work,
    by: Principal,
    name: 'published' | 'retired',
    version: VersionRow,
  ): Promise<void> {
    const rule = await tablesOf(work)
      .selectFrom('rules_rule')
      .select('key')
      .where('id', '=', version.rule)
      .executeTakeFirstOrThrow();
    const payload = { rule: version.rule, key: rule.key, version: version.id, number: version.number };
    work.emit(`rules.${name}`, by.id, payload);
    work.afterCommit(() => {
      forget(rule.key);
      void store.announce(ruleChannel, rule.key).catch(() => undefined);
    });
  }

  function publish(
    by: Principal,
    given: { readonly id: string; readonly revision: number; readonly effectiveFrom?: string | undefined },
  ): Promise<Saved> {
    return store.transaction(async (work) => {
      const version = await lockVersion(access, work, by, 'publish', given.id);
      requireDraft(version, given.revision);
      const { model } = await readContent(version.xml, dmnLimits());
      requirePublishable(
        model,
        version.decision,
        version.tests,
        feel,
        store.settings.value('rules.tests-to-publish'),
      );
      const from = given.effectiveFrom === undefined ? work.now : new Date(given.effectiveFrom);
      const others = await listVersions(work.db, [version.rule]);
      const last = Math.max(0, ...others.map((one) => Date.parse(one.effective_from ?? '') || 0));
      if (from < work.now || from.getTime() <= last) throw ruleErrors.inPast();
      await tablesOf(work)
        .updateTable('rules_version')
        .set({
          state: 'published',
          revision: version.revision + 1,
          effective_from: from.toISOString(),
          published_by: by.id,
          published_at: work.now.toISOString(),
        })
        .where('id', '=', version.id)
        .execute();
      auditStep(access, work, by, 'config', version.id, 'publish');
      await tell(work, by, 'published', version);
      return { id: version.id, revision: version.revision + 1 };
    });
  }

  function retire(by: Principal, id: string, reason: string): Promise<Saved> {
    return store.transaction(async (work) => {
      const version = await lockVersion(access, work, by, 'publish', id);
      if (version.state !== 'published') throw ruleErrors.notInForce();
      await tablesOf(work)
        .updateTable('rules_version')
        .set({
          state: 'retired',
          revision: version.revision + 1,
          ended_at: work.now.toISOString(),
          ended_because: reason,
        })
        .where('id', '=', id)
        .execute();
      auditStep(access, work, by, 'config', id, 'retire');
      await tell(work, by, 'retired', version);
      return { id, revision: version.revision + 1 };
    });
  }

  return { publish, retire };
}
