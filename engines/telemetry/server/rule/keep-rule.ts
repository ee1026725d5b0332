/** A rule that stands for a row of another system, a limit or a threshold: made with it, changed with it, switched off with it. */
import type { RegisterService } from '../../../registers/index.ts';
import type { Work } from '../../../store/index.ts';
import { rule as ruleRegister } from '../../registers/rule.ts';
import { RuleDefinition } from '../../rule.ts';
import type { WantedRule } from '../../service.ts';

const longestName = 60;

/** The rule's id; null where none is known and none is wanted. */
export async function keepRule(
  registers: RegisterService,
  work: Work,
  by: string,
  id: string | null,
  wanted: WantedRule | undefined,
): Promise<{ readonly id: string | null; readonly changed: boolean }> {
  const { trusted } = registers.of(ruleRegister);
  const known = id === null ? undefined : await trusted.find(work.db, id);
  if (wanted === undefined) {
    const changed = known?.enabled === true;
    if (changed) await trusted.update(work, by, known, { enabled: false });
    return { id: known?.id ?? null, changed };
  }
  const { name, level, source, definition } = wanted;
  const values = {
    name: name.slice(0, longestName),
    level,
    source,
    model: definition.model,
    enabled: true,
    definition,
  };
  if (known === undefined) return { id: (await trusted.insert(work, by, values)).id, changed: true };
  const same =
    known.enabled === true &&
    known.name === values.name &&
    known.level === level &&
    known.source === source &&
    JSON.stringify(RuleDefinition.parse(known.definition)) === JSON.stringify(definition);
  if (!same) await trusted.update(work, by, known, values);
  return { id: known.id, changed: !same };
}
