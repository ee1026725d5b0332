/** What an information item seems to be, by its declaration, its name, its content and how many persons it is about. Pure; of the content only counts come in. */
import type { FieldClass } from '../../../../../kernel/access.ts';
import { idCardProblem, unifiedCreditCodeProblem } from '../../../../../kernel/check-characters.ts';
import {
  bothConfidence,
  declaredConfidence,
  declaredGrading,
  fewestMatches,
  type Grading,
  gradeTitle,
  nameConfidence,
  rankOf,
  type Recogniser,
  recognisers,
  scale,
} from '../../data/grading.ts';

export interface Counts {
  /** Filled values that were looked at. */
  readonly sampled: number;
  /** Recogniser → values that it knows. */
  readonly matched: Readonly<Record<string, number>>;
}

export interface ItemFacts {
  readonly name: string;
  readonly title: string;
  readonly class: FieldClass;
  readonly counts: Counts;
  /** Of the whole register or dataset; null where nobody knows. */
  readonly persons: number | null;
}

export interface Suggestion extends Grading {
  readonly reason: string;
  readonly confidence: number;
  readonly sampled: number;
  readonly matched: number;
  readonly persons: number | null;
}

/** Mod 10 of GB/T 15694: from the right every second digit doubled. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += at % 2 === 1 ? doubled : digit;
  }
  return sum % 10 === 0;
}

const checks: Readonly<Record<string, (value: string) => boolean>> = {
  'id-card': (value) => idCardProblem(value.toUpperCase()) === undefined,
  'credit-code': (value) => unifiedCreditCodeProblem(value) === undefined,
  luhn: isLuhn,
};

const longest = 200;

export function isKnown({ content, check }: Recogniser, value: string): boolean {
  if (content === undefined || value.length > longest || !content.test(value)) return false;
  return check === undefined || checks[check]?.(value) === true;
}

export function countValues(values: Iterable<unknown>): Counts {
  let sampled = 0;
  const matched: Record<string, number> = {};
  for (const value of values) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value).normalize('NFKC').trim();
    if (text === '') continue;
    sampled += 1;
    for (const each of recognisers) if (isKnown(each, text)) matched[each.id] = (matched[each.id] ?? 0) + 1;
  }
  return { sampled, matched };
}

interface Finding extends Grading {
  readonly reason: string;
  readonly confidence: number;
  readonly matched: number;
}

function isNamed(each: Recogniser, { name, title }: ItemFacts): boolean {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return each.titles.test(title) || each.names.test(snake);
}

function findingOf(each: Recogniser, facts: ItemFacts): Finding | undefined {
  const { sampled } = facts.counts;
  const count = facts.counts.matched[each.id] ?? 0;
  const share = sampled === 0 ? 0 : count / sampled;
  const inContent = count >= fewestMatches && share >= each.share;
  const inName = isNamed(each, facts);
  const { class: kind, grade } = each;
  if (inContent) {
    const how = each.check === undefined ? '符合' : '通过校验，是';
    return {
      class: kind,
      grade,
      matched: count,
      confidence: Math.min(0.99, Math.max(share, nameConfidence) + (inName ? bothConfidence : 0)),
      reason: `抽样 ${sampled} 个值中 ${count} 个${how}${each.title}${inName ? '，名称也相符' : ''}`,
    };
  }
  if (!inName) return undefined;
  return { class: kind, grade, matched: count, confidence: nameConfidence, reason: `名称像是${each.title}` };
}

/** The number of persons raises what tells of persons. */
function scaled(found: Finding, persons: number | null): Finding {
  const step = scale.steps.find(
    (each) => each.class === found.class && persons !== null && persons >= each.persons,
  );
  if (step === undefined || rankOf(step.grade) <= rankOf(found.grade)) return found;
  return {
    ...found,
    grade: step.grade,
    reason: `${found.reason}；涉及约 ${persons} 人，达到 ${step.persons} 人，升为${gradeTitle(step.grade)}`,
  };
}

const declaredTitles = { public: '公开', internal: '内部', personal: '个人', sensitive: '敏感' } as const;

export function suggestGrade(facts: ItemFacts): Suggestion {
  const declared: Finding = {
    ...declaredGrading[facts.class],
    matched: 0,
    confidence: declaredConfidence,
    reason: `声明为${declaredTitles[facts.class]}`,
  };
  const found = recognisers.flatMap((each) => findingOf(each, facts) ?? []);
  // The gravest, and of equal ones the surest; what is declared as graver than anything found stays so.
  const [best = declared] = [...found, declared].toSorted(
    (one, other) => rankOf(other.grade) - rankOf(one.grade) || other.confidence - one.confidence,
  );
  const [likely] = found.toSorted((one, other) => other.confidence - one.confidence);
  // A public declaration says nothing of what it is: the name or content then gives the class.
  const named =
    best === declared && likely !== undefined
      ? { ...best, class: likely.class, reason: `${best.reason}；${likely.reason}` }
      : best;
  const about = ['person', 'sensitive-person'].includes(named.class) ? facts.persons : null;
  const raised = scaled(named, about);
  return {
    ...raised,
    confidence: Math.round(raised.confidence * 100) / 100,
    sampled: facts.counts.sampled,
    persons: about,
  };
}
