/** The rules in force, found by what they listen to, with the state of each by device. */
import { createHash } from 'node:crypto';
import { heardBy, type Leaf, RuleDefinition } from '../../rule.ts';
import type { rule } from '../../registers/rule.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { CheckedReading } from '../ingest/check-reading.ts';
import type { RuleState } from './evaluate.ts';

export interface LiveRule {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly level: string;
  readonly definition: RuleDefinition;
  /** Digest of the condition; where it is the same, states go on. */
  readonly condition: string;
  /** By the device that the alarm would be about. */
  readonly states: Map<string, RuleState>;
}

/** What a baseline has learned outlives a change of how fast it forgets; seasons and holidays count where there are any. */
function judgedBy(leaf: Leaf): object {
  if (leaf.kind !== 'baseline') return leaf;
  const { memory: _, relearn: __, seasons, holidays, ...rest } = leaf;
  return {
    ...rest,
    ...(seasons.length === 0 ? {} : { seasons }),
    ...(holidays.length === 0 ? {} : { holidays }),
  };
}

function digestOf({ condition }: RuleDefinition): string {
  const judged = { ...condition, leaves: condition.leaves.map(judgedBy) };
  return createHash('sha256').update(JSON.stringify(judged)).digest('hex');
}

export function liveRule(row: Row<typeof rule>): LiveRule | undefined {
  const definition = RuleDefinition.safeParse(row.definition);
  if (row.enabled !== true || row.state === 'archived' || !definition.success) return undefined;
  const { id, version, name, level } = row;
  return {
    id,
    version,
    name,
    level,
    definition: definition.data,
    condition: digestOf(definition.data),
    states: new Map(),
  };
}

function add(index: Map<string, LiveRule[]>, key: string, rule: LiveRule): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [rule]);
  else if (!known.includes(rule)) known.push(rule);
}

export class RuleSet {
  readonly rules: ReadonlyMap<string, LiveRule>;
  readonly #byModel = new Map<string, LiveRule[]>();
  readonly #byDevice = new Map<string, LiveRule[]>();

  constructor(rules: readonly LiveRule[]) {
    this.rules = new Map(rules.map((rule) => [rule.id, rule]));
    for (const rule of rules) {
      for (const leaf of rule.definition.condition.leaves) {
        const owner = leaf.device ?? rule.definition.device;
        for (const property of heardBy(leaf)) {
          if (owner === undefined) add(this.#byModel, `${rule.definition.model}/${property}`, rule);
          else add(this.#byDevice, `${owner}/${property}`, rule);
        }
      }
    }
  }

  /** Devices that the rules may speak of when they hear these readings. */
  spokenOf(fresh: readonly CheckedReading[]): ReadonlySet<string> {
    const ids = new Set(fresh.map(({ device }) => device.id));
    for (const { definition } of this.rules.values())
      if (definition.device !== undefined) ids.add(definition.device);
    return ids;
  }

  /** Rules that hear this reading, each with the device that it is about. */
  *listeners(reading: CheckedReading): Generator<readonly [rule: LiveRule, about: string]> {
    const { device, property } = reading;
    for (const rule of this.#byModel.get(`${device.modelId}/${property.spec.name}`) ?? []) {
      if (rule.definition.group === undefined || rule.definition.group === device.group)
        yield [rule, device.id];
    }
    for (const rule of this.#byDevice.get(`${device.id}/${property.spec.name}`) ?? [])
      yield [rule, rule.definition.device ?? device.id];
  }
}
