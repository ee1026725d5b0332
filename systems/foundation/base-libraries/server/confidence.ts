/** How far a value may be relied on: whether the sources agree, how authoritative the one is that counts, and how old it is. Pure. */
import { candidatesOf } from '../../../../engines/lake/contract.ts';
import type { SubjectPlan, SubjectRecord } from '../../../../engines/lake/service.ts';
import given from '../data/confidence.json' with { type: 'json' };

const dayMilliseconds = 86_400_000;

export interface Confidence {
  /** Field → 0 to 1; key fields and fields without a value are left out. */
  readonly fields: Readonly<Record<string, number>>;
  /** Mean over these; null where there is none. */
  readonly whole: number | null;
}

function ageOf(at: string | null, now: Date): number {
  if (at === null) return given.undated;
  const days = Math.max(0, (now.getTime() - new Date(at).getTime()) / dayMilliseconds);
  return 0.5 ** (days / given.halfLifeDays);
}

export function confidenceOf(plan: SubjectPlan, record: SubjectRecord, now: Date): Confidence {
  const entries = plan.fields.flatMap((field) => {
    const origin = record.origins[field.name];
    if (field.key || origin === undefined) return [];
    // Somebody has looked at it and taken the decision upon himself.
    if (record.decided.includes(field.name)) return [[field.name, 1] as const];
    const order = candidatesOf(plan, field);
    const rank = order.findIndex((index) => plan.sources[index]?.id === origin.source);
    const said = record.agreeing[field.name];
    const agreement = said === undefined || said.of < 2 ? given.single : said.same / said.of;
    const authority = order.length === 0 ? 0 : 1 - Math.max(0, rank) / order.length;
    const { weights } = given;
    const score =
      weights.agreement * agreement + weights.authority * authority + weights.age * ageOf(origin.at, now);
    return [[field.name, Math.round(score * 100) / 100] as const];
  });
  const sum = entries.reduce((total, [, score]) => total + score, 0);
  return {
    fields: Object.fromEntries(entries),
    whole: entries.length === 0 ? null : Math.round((sum / entries.length) * 100) / 100,
  };
}
