/** Asks the rule in force what the measures of an hour are: findings by kind, each of its gravest grade, with version and rows. */
import { CityError } from '../../../../../kernel/errors.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { type Decided, rules } from '../../../../../engines/rules/service.ts';
import type { Grade, LeakKind } from '../../data/words.ts';
import type { Measures } from '../../detect/measure-calls.ts';
import { type Finding, graver, Hits } from './finding.ts';

/** Undefined where people have ended the rule: then nothing is looked for. */
async function decide(services: Services, rule: string, measures: Measures): Promise<Decided | undefined> {
  try {
    return await services.use(rules).decide(rule, measures);
  } catch (problem) {
    if (problem instanceof CityError && problem.code === 'rules.noVersion') return undefined;
    throw problem;
  }
}

export async function judgeHour(
  services: Services,
  rule: string,
  given: { readonly hour: string; readonly calls: number; readonly measures: Measures },
): Promise<ReadonlyMap<LeakKind, Finding>> {
  const decided = await decide(services, rule, given.measures);
  if (decided === undefined) return new Map();
  const hits = Hits.parse(decided.value ?? []);
  const rows = decided.matched[0]?.rows ?? [];
  const found = new Map<LeakKind, Finding>();
  for (const [index, hit] of hits.entries()) {
    const before = found.get(hit.kind);
    const grade: Grade = before === undefined ? hit.grade : graver(before.grade, hit.grade);
    const row = rows[index];
    found.set(hit.kind, {
      hour: given.hour,
      calls: given.calls,
      measures: given.measures,
      grade,
      notes: [...(before?.notes ?? []), ...(row === undefined ? [] : [row.note])],
      rule: {
        key: decided.rule,
        version: decided.version,
        rows: [...(before?.rule.rows ?? []), ...(row === undefined ? [] : [row.row])],
      },
    });
  }
  return found;
}
