/** The life of a rule: draft, tests pass, published from a moment on and never changed again, ended. Each step is one transaction with its audit line. */
import { decisionMatches, type Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { AccessService } from '../../access/service.ts';
import type { Store, Work } from '../../store/service.ts';
import type { RuleTest } from '../contract.ts';
import type { DmnLimits } from '../dmn/moddle.ts';
import { ruleErrors } from '../errors.ts';
import type { Feel } from '../feel/create-feel.ts';
import type { DecisionTable } from '../table/decision-table.ts';
import {
  type Content,
  contentOfTable,
  digestOf,
  mainDecision,
  readContent,
  requirePublishable,
  withTable,
} from './read-content.ts';
import { getRule, getVersion, listVersions, type VersionRow } from './rule-rows.ts';
import type { RuleTables } from './rule-tables.ts';

export const ruleChannel = 'rules.changed';

export interface ManageDeps {
  readonly store: Store;
  readonly access: AccessService;
  readonly feel: Feel;
  readonly dmnLimits: () => DmnLimits;
  /** Called in this process after a commit that changed which versions there are; the others hear of it by announcement. */
  readonly forget: (key: string) => void;
}

export interface NewRule {
  readonly id?: string | undefined;
  readonly key: string;
  readonly title: string;
  readonly department: string;
  readonly source: string;
  readonly table?: DecisionTable | undefined;
  readonly xml?: string | undefined;
  readonly tests?: readonly RuleTest[];
  readonly demo?: boolean;
}

export interface DraftChange {
  readonly id: string;
  readonly revision: number;
  readonly title?: string | undefined;
  readonly source?: string | undefined;
  readonly decision?: string | undefined;
  readonly table?: { readonly of: string; readonly value: DecisionTable } | undefined;
  readonly xml?: string | undefined;
  readonly tests?: readonly RuleTest[] | undefined;
}

export interface Saved {
  readonly id: string;
  readonly revision: number;
}

function isTaken(problem: unknown): boolean {
  return (problem as { code?: unknown } | null)?.code === '23505';
}

export function manageRules({ store, access, feel, dmnLimits, forget }: ManageDeps) {
  const tables = (work: Work) => work.db.withTables<RuleTables>();

  function audit(
    work: Work,
    by: Principal,
    event: 'create' | 'update' | 'delete' | 'config',
    id: string,
    step: string,
  ) {
    access.audit(work, by, {
      module: 'rules',
      event,
      objectType: 'rule-version',
      objectId: id,
      result: 'success',
      detail: { step },
    });
  }

  /** The version with its row locked, when the caller may do this to its rule. */
  async function lock(
    work: Work,
    by: Principal,
    permission: 'edit' | 'publish',
    id: string,
  ): Promise<VersionRow> {
    const version = await getVersion(work.db, id, true);
    await getRule(work.db, access.decide(by, `rules:${permission}`), version.rule);
    return version;
  }

  function requireDraft(version: VersionRow, revision: number): void {
    if (version.state !== 'draft') throw ruleErrors.notDraft();
    if (version.revision !== revision) throw commonErrors.stale();
  }

  function insertVersion(
    work: Work,
    by: Principal,
    given: Pick<VersionRow, 'rule' | 'number' | 'xml' | 'decision' | 'tests' | 'source'>,
    id: string,
  ) {
    return tables(work)
      .insertInto('rules_version')
      .values({
        ...given,
        id,
        tests: JSON.stringify(given.tests) as unknown as RuleTest[],
        state: 'draft',
        digest: digestOf(given.xml),
        revision: 1,
        effective_from: null,
        ended_at: null,
        ended_because: null,
        changed_by: by.id,
        changed_at: work.now.toISOString(),
        published_by: null,
        published_at: null,
      })
      .execute();
  }

  async function contentOf({ key, title, table, xml }: NewRule): Promise<Content> {
    if (table !== undefined) return contentOfTable(key, title, table);
    return readContent(xml ?? '', dmnLimits());
  }

  async function create(by: Principal, given: NewRule): Promise<{ rule: string; version: string }> {
    const department = access.findDepartment(given.department);
    if (department === undefined)
      throw commonErrors.invalid({}, [{ path: 'department', message: '没有这个部门' }]);
    const place = { area: department.area, departments: [department.id] };
    if (!decisionMatches(access.decide(by, 'rules:edit'), place)) throw commonErrors.forbidden();
    const content = await contentOf(given);
    const [rule, version] = [given.id ?? newId(), newId()];
    try {
      await store.transaction(async (work) => {
        await tables(work)
          .insertInto('rules_rule')
          .values({
            id: rule,
            key: given.key,
            title: given.title,
            department: department.id,
            area: department.area,
            demo: given.demo ?? false,
            created_by: by.id,
            created_at: work.now.toISOString(),
          })
          .execute();
        const draft = { rule, number: 1, xml: content.xml, decision: mainDecision(content.model) };
        await insertVersion(
          work,
          by,
          { ...draft, tests: [...(given.tests ?? [])], source: given.source },
          version,
        );
        audit(work, by, 'create', version, 'create');
      });
    } catch (problem) {
      throw isTaken(problem) ? ruleErrors.keyTaken() : problem;
    }
    return { rule, version };
  }

  async function draft(by: Principal, rule: string): Promise<Saved> {
    const id = newId();
    try {
      await store.transaction(async (work) => {
        await getRule(work.db, access.decide(by, 'rules:edit'), rule);
        const [latest] = await listVersions(work.db, [rule]);
        if (latest === undefined || latest.state === 'draft') throw ruleErrors.draftExists();
        const from = await getVersion(work.db, latest.id);
        const { xml, decision, tests, source } = from;
        await insertVersion(work, by, { rule, number: latest.number + 1, xml, decision, tests, source }, id);
        audit(work, by, 'create', id, 'draft');
      });
    } catch (problem) {
      throw isTaken(problem) ? ruleErrors.draftExists() : problem;
    }
    return { id, revision: 1 };
  }

  async function changedContent(
    version: VersionRow,
    { table, xml }: DraftChange,
  ): Promise<Content | undefined> {
    if (xml !== undefined) return readContent(xml, dmnLimits());
    if (table !== undefined) return withTable(version.xml, table.of, table.value, dmnLimits());
    return undefined;
  }

  function save(by: Principal, given: DraftChange): Promise<Saved> {
    return store.transaction(async (work) => {
      const version = await lock(work, by, 'edit', given.id);
      requireDraft(version, given.revision);
      const content = await changedContent(version, given);
      const model = content?.model ?? (await readContent(version.xml, dmnLimits())).model;
      const wanted = given.decision ?? version.decision;
      const decision = model.decisions.some(({ id }) => id === wanted) ? wanted : mainDecision(model);
      const xml = content?.xml ?? version.xml;
      const revision = version.revision + 1;
      await tables(work)
        .updateTable('rules_version')
        .set({
          xml,
          decision,
          revision,
          digest: digestOf(xml),
          source: given.source ?? version.source,
          tests: JSON.stringify(given.tests ?? version.tests) as unknown as RuleTest[],
          changed_by: by.id,
          changed_at: work.now.toISOString(),
        })
        .where('id', '=', version.id)
        .execute();
      if (given.title !== undefined)
        await tables(work)
          .updateTable('rules_rule')
          .set({ title: given.title })
          .where('id', '=', version.rule)
          .execute();
      audit(work, by, 'update', version.id, 'save');
      return { id: version.id, revision };
    });
  }

  function discard(by: Principal, id: string): Promise<void> {
    return store.transaction(async (work) => {
      const version = await lock(work, by, 'edit', id);
      if (version.state !== 'draft') throw ruleErrors.notDraft();
      await tables(work).deleteFrom('rules_version').where('id', '=', id).execute();
      // A rule that never had another version goes with its only draft.
      if (version.number === 1)
        await tables(work).deleteFrom('rules_rule').where('id', '=', version.rule).execute();
      audit(work, by, 'delete', id, 'discard');
    });
  }

  async function tell(
    work: Work,
    by: Principal,
    name: 'published' | 'retired',
    version: VersionRow,
  ): Promise<void> {
    const rule = await tables(work)
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
      const version = await lock(work, by, 'publish', given.id);
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
      await tables(work)
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
      audit(work, by, 'config', version.id, 'publish');
      await tell(work, by, 'published', version);
      return { id: version.id, revision: version.revision + 1 };
    });
  }

  function retire(by: Principal, id: string, reason: string): Promise<Saved> {
    return store.transaction(async (work) => {
      const version = await lock(work, by, 'publish', id);
      if (version.state !== 'published') throw ruleErrors.notInForce();
      await tables(work)
        .updateTable('rules_version')
        .set({
          state: 'retired',
          revision: version.revision + 1,
          ended_at: work.now.toISOString(),
          ended_because: reason,
        })
        .where('id', '=', id)
        .execute();
      audit(work, by, 'config', id, 'retire');
      await tell(work, by, 'retired', version);
      return { id, revision: version.revision + 1 };
    });
  }

  return { create, draft, save, discard, publish, retire };
}

export type RuleManager = ReturnType<typeof manageRules>;
