/** Publishes a rule that a system brings along, once: what people make of it afterwards stands. */
import type { Principal } from '../../../kernel/access.ts';
import { CityError } from '../../../kernel/errors.ts';
import type { Store } from '../../store/service.ts';
import { ruleErrors } from '../errors.ts';
import type { BroughtRule } from '../service.ts';
import type { RuleManager } from './manage-rules.ts';
import type { RuleTables } from './rule-tables.ts';

const everything = [{ scope: { kind: 'all' }, clearance: 'internal' }] as const;

/** Nobody signs in as it. */
const keeper: Principal = {
  id: 'rules',
  name: '规则',
  kind: 'service',
  departments: [],
  grants: new Map([
    ['rules:edit', everything],
    ['rules:publish', everything],
  ]),
  sessionId: undefined,
};

export async function keepRule(store: Store, manager: RuleManager, rule: BroughtRule): Promise<void> {
  const known = await store.db
    .withTables<RuleTables>()
    .selectFrom('rules_rule')
    .select('id')
    .where('key', '=', rule.key)
    .executeTakeFirst();
  if (known !== undefined) return;
  try {
    const { version } = await manager.create(keeper, rule);
    await manager.publish(keeper, { id: version, revision: 1 });
  } catch (problem) {
    // Another process that starts at the same moment was first.
    if (!(problem instanceof CityError) || problem.code !== ruleErrors.keyTaken().code) throw problem;
  }
}
