/** Makes the rule service: conditions at once, decisions by the version in force, both from caches that hear of every change. */
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { toPlain } from '../feel/feel-value.ts';
import { createFeel, type Feel } from '../feel/create-feel.ts';
import { problemOf } from '../feel/find-problem.ts';
import type { AccessService } from '../../access/service.ts';
import type { Store } from '../../store/service.ts';
import type { TableTrace } from '../dmn/compile-logic.ts';
import { type CompiledModel, compileModel } from '../dmn/compile-model.ts';
import type { DecisionModel, Logic } from '../dmn/decision-model.ts';
import { ruleErrors } from '../errors.ts';
import type { Decided, RuleService } from '../service.ts';
import { canonicalJson } from '../table/run-tests.ts';
import { guardTime } from './guard-time.ts';
import { keepRule } from './keep-rule.ts';
import { manageRules, type RuleManager } from './manage-rules.ts';
import { ruleChannel } from './publish-versions.ts';
import { digestOf, readContent } from './read-content.ts';
import { getVersion, inForce, publishedVersions, rulesInForce, type VersionHead } from './rule-rows.ts';

export interface RuleEngine extends RuleService {
  readonly manager: RuleManager;
  readonly feel: Feel;
}

/** Rules whose list of versions is kept in memory. */
const mostRules = 5000;

function tablesIn(logic: Logic | undefined): readonly Extract<Logic, { kind: 'table' }>[] {
  if (logic === undefined) return [];
  if (logic.kind === 'table') return [logic];
  if (logic.kind === 'function') return tablesIn(logic.body);
  if (logic.kind === 'context') return logic.entries.flatMap((one) => tablesIn(one.logic));
  return [];
}

/** The rows behind a trace, as people number them. */
function describeMatches(model: DecisionModel, traces: readonly TableTrace[]): Decided['matched'] {
  const rules = [...model.decisions, ...model.functions].flatMap((one) =>
    tablesIn(one.logic).flatMap(({ table }) =>
      table.rules.map((rule, index) => ({ ...rule, row: index + 1 })),
    ),
  );
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return traces.map(({ name, matched }) => ({
    table: name,
    rows: matched.flatMap((id) => {
      const rule = byId.get(id);
      return rule === undefined ? [] : [{ id, row: rule.row, note: rule.note }];
    }),
  }));
}

/** Keeps at most so many, the longest unused goes first. */
async function remember<V>(
  kept: Map<string, Promise<V>>,
  most: number,
  key: string,
  make: () => Promise<V>,
): Promise<V> {
  const known = kept.get(key);
  const made = known ?? make();
  kept.delete(key);
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
  try {
    return await made;
  } catch (problem) {
    // A failure is not worth keeping.
    if (kept.get(key) === made) kept.delete(key);
    throw problem;
  }
}

export function createRules({
  store,
  access,
}: {
  readonly store: Store;
  readonly access: AccessService;
}): RuleEngine {
  const setting = (name: string) => store.settings.value(`rules.${name}`);
  const expressionLimits = () => ({
    length: setting('expression-length'),
    depth: setting('expression-depth'),
  });
  const feel = createFeel({
    limits: () => ({ ...expressionLimits(), cached: setting('cached-expressions') }),
    guard: guardTime(() => setting('expression-milliseconds')),
    now: () => store.clock.now(),
  });
  const dmnLimits = () => ({ length: setting('dmn-characters'), elements: setting('dmn-elements') });
  const versions = new Map<string, Promise<readonly VersionHead[]>>();
  const models = new Map<string, Promise<CompiledModel>>();
  const forget = (key: string) => void versions.delete(key);
  store.onAnnounce(ruleChannel, forget);

  async function compiled(id: string): Promise<CompiledModel> {
    const { xml } = await getVersion(store.db, id);
    return compileModel((await readContent(xml, dmnLimits())).model, feel);
  }

  async function decide(
    key: string,
    input: Readonly<Record<string, unknown>>,
    at = store.clock.now(),
  ): Promise<Decided> {
    const known = await remember(versions, mostRules, key, () => publishedVersions(store.db, key));
    const version = inForce(known, at);
    if (version === undefined) throw ruleErrors.noVersion({ moment: shanghaiDate(at) });
    const model = await remember(models, setting('cached-versions'), version.id, () => compiled(version.id));
    const taken = model.take(version.decision, input);
    return {
      value: toPlain(taken.value),
      rule: key,
      version: version.number,
      versionId: version.id,
      matched: describeMatches(model.model, taken.traces),
      inputDigest: digestOf(canonicalJson(input)),
      at: at.toISOString(),
      warnings: [...new Set(taken.warnings.map((one) => one.message))],
    };
  }

  const manager = manageRules({ store, access, feel, dmnLimits, forget });
  return {
    feel,
    manager,
    keep: (rule) => keepRule(store, manager, rule),
    decide,
    published: () => rulesInForce(store.db, store.clock.now()),
    evaluate: (text, scope) => toPlain(feel.evaluate(text, scope).value),
    compile(text, names) {
      const expression = feel.compile('expression', text, names);
      return (scope) => toPlain(expression.run(scope).value);
    },
    problemOf: (text, names) => problemOf(text, names, expressionLimits()),
  };
}
