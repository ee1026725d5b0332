/** Binds the rules' routes: what people see of rules and versions, and the steps of a rule's life. */
import type { Principal } from '../../../kernel/access.ts';
import { decisionMatches } from '../../../kernel/access.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/service.ts';
import type { Store } from '../../store/service.ts';
import contract, { type RuleInfo, type VersionInfo, type VersionLine } from '../contract.ts';
import { loadDemoRules } from './demo-rules.ts';
import { readContent } from './read-content.ts';
import type { RuleEngine } from './create-rules.ts';
import {
  getRule,
  getVersion,
  inForce,
  listRules,
  listVersions,
  type RuleRow,
  type VersionHead,
} from './rule-rows.ts';

type Names = ReadonlyMap<string, string>;

function describeVersion(version: VersionHead, current: string | undefined, names: Names): VersionLine {
  const nameOf = (subject: string) => names.get(subject) ?? '';
  return {
    id: version.id,
    number: version.number,
    state: version.state,
    current: version.id === current,
    effectiveFrom: version.effective_from,
    endedAt: version.ended_at,
    endedBecause: version.ended_because,
    source: version.source,
    changedBy: nameOf(version.changed_by),
    changedAt: version.changed_at,
    publishedBy: version.published_by === null ? null : nameOf(version.published_by),
    publishedAt: version.published_at,
  };
}

export function rulesSystem(engine: RuleEngine, store: Store, access: AccessService): System {
  const { manager } = engine;
  const dmnLimits = () => ({
    length: store.settings.value('rules.dmn-characters'),
    elements: store.settings.value('rules.dmn-elements'),
  });
  const seen = (principal: Principal) => access.decide(principal, 'rules:read');

  function describeRule(rule: RuleRow): Omit<RuleInfo, 'versions'> {
    const departmentName = access.findDepartment(rule.department)?.shortName ?? rule.department;
    const { id, key, title, department, demo } = rule;
    return { id, key, title, department, departmentName, demo };
  }

  /** Rules with all their versions, in three statements however many they are. */
  async function describeRules(rules: readonly RuleRow[], now: Date): Promise<RuleInfo[]> {
    const versions = await listVersions(
      store.db,
      rules.map((one) => one.id),
    );
    const people = versions.flatMap((one) => [
      one.changed_by,
      ...(one.published_by === null ? [] : [one.published_by]),
    ]);
    const names = await access.namesOf([...new Set(people)]);
    return rules.map((rule) => {
      const own = versions.filter((one) => one.rule === rule.id);
      const current = inForce(own, now)?.id;
      return { ...describeRule(rule), versions: own.map((one) => describeVersion(one, current, names)) };
    });
  }

  async function describeOne(principal: Principal, id: string, now: Date): Promise<VersionInfo> {
    const version = await getVersion(store.db, id);
    const rule = await getRule(store.db, seen(principal), version.rule);
    const [info] = await describeRules([rule], now);
    const line = info?.versions.find((one) => one.id === id);
    if (line === undefined) throw new Error('a version is among those of its rule');
    const place = { area: rule.area, departments: [rule.department], subjects: [rule.created_by] };
    const may = (permission: 'edit' | 'publish') =>
      decisionMatches(access.decide(principal, `rules:${permission}`), place);
    return {
      ...line,
      rule: describeRule(rule),
      revision: version.revision,
      decision: version.decision,
      model: (await readContent(version.xml, dmnLimits())).model,
      tests: version.tests,
      digest: version.digest,
      may: { edit: may('edit'), publish: may('publish') },
    };
  }

  return defineSystem({
    contract,
    seed: () => loadDemoRules(engine, access),
    handlers: {
      async list(query, { principal, now }) {
        const { rules, total } = await listRules(store.db, seen(principal), query);
        return { rules: await describeRules(rules, now), total };
      },
      async detail({ id }, { principal, now }) {
        const rule = await getRule(store.db, seen(principal), id);
        const [info] = await describeRules([rule], now);
        if (info === undefined) throw new Error('one rule in, one out');
        return info;
      },
      create: (input, { principal }) => manager.create(principal, input),
      draft: ({ id }, { principal }) => manager.draft(principal, id),
      version: ({ id }, { principal, now }) => describeOne(principal, id, now),
      save: (input, { principal }) => manager.save(principal, input),
      async discard({ id }, { principal }) {
        await manager.discard(principal, id);
        return { done: true as const };
      },
      publish: (input, { principal }) => manager.publish(principal, input),
      retire: ({ id, reason }, { principal }) => manager.retire(principal, id, reason),
      async dmn({ id }, { principal }) {
        const version = await getVersion(store.db, id);
        const rule = await getRule(store.db, seen(principal), version.rule);
        return {
          contentType: 'application/xml; charset=utf-8',
          body: Buffer.from(version.xml),
          fileName: `${rule.title}-第${version.number}版.dmn`,
        };
      },
      async decide({ key, input, at }, { now }) {
        const decided = await engine.decide(key, input, at === undefined ? now : new Date(at));
        return {
          ...decided,
          matched: decided.matched.map((one) => ({ ...one, rows: [...one.rows] })),
          warnings: [...decided.warnings],
        };
      },
    },
  });
}
