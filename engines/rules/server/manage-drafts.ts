/** Rules and their drafts: begun, written by one person at a time, thrown away. Each step is one transaction with its audit line. */
import { decisionMatches, type Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Work } from '../../store/service.ts';
import type { RuleTest } from '../contract.ts';
import { ruleErrors } from '../errors.ts';
import type { DecisionTable } from '../table/decision-table.ts';
import {
  type Content,
  contentOfTable,
  digestOf,
  mainDecision,
  readContent,
  withTable,
} from './read-content.ts';
import { getRule, getVersion, listVersions, type VersionRow } from './rule-rows.ts';
import {
  auditStep,
  lockVersion,
  type ManageDeps,
  requireDraft,
  type Saved,
  tablesOf,
} from './version-steps.ts';

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

function isTaken(problem: unknown): boolean {
  return (problem as { code?: unknown } | null)?.code === '23505';
}

export function manageDrafts({ store, access, dmnLimits }: ManageDeps) {
  function insertVersion(
    work: Work,
    by: Principal,
    given: Pick<VersionRow, 'rule' | 'number' | 'xml' | 'decision' | 'tests' | 'source'>,
    id: string,
  ) {
    return tablesOf(work)
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
    if (table !== undefined) return contentOfTable(key, title, table, dmnLimits());
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
        await tablesOf(work)
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
        auditStep(access, work, by, 'create', version, 'create');
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
        auditStep(access, work, by, 'create', id, 'draft');
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
      const version = await lockVersion(access, work, by, 'edit', given.id);
      requireDraft(version, given.revision);
      const content = await changedContent(version, given);
      const model = content?.model ?? (await readContent(version.xml, dmnLimits())).model;
      const wanted = given.decision ?? version.decision;
      const decision = model.decisions.some(({ id }) => id === wanted) ? wanted : mainDecision(model);
      const xml = content?.xml ?? version.xml;
      const revision = version.revision + 1;
      await tablesOf(work)
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
        await tablesOf(work)
          .updateTable('rules_rule')
          .set({ title: given.title })
          .where('id', '=', version.rule)
          .execute();
      auditStep(access, work, by, 'update', version.id, 'save');
      return { id: version.id, revision };
    });
  }

  function discard(by: Principal, id: string): Promise<void> {
    return store.transaction(async (work) => {
      const version = await lockVersion(access, work, by, 'edit', id);
      if (version.state !== 'draft') throw ruleErrors.notDraft();
      await tablesOf(work).deleteFrom('rules_version').where('id', '=', id).execute();
      // A rule that never had another version goes with its only draft.
      if (version.number === 1)
        await tablesOf(work).deleteFrom('rules_rule').where('id', '=', version.rule).execute();
      auditStep(access, work, by, 'delete', id, 'discard');
    });
  }

  return { create, draft, save, discard };
}
