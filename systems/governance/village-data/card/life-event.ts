/** What a life event does to a card, worked out from its declared rule: new members, changed values, a new head, households split and joined. Pure. */
import type { LifeEvent } from '../data/tables.ts';
import { type Card, isLiving, type Value, valueOf } from './card.ts';

export interface TellEvent {
  readonly code: string;
  /** Whom it happened to. */
  readonly members: readonly string[];
  /** What was told, by field. */
  readonly given: Readonly<Record<string, Value>>;
  /** Who is head from now on, where the head goes. */
  readonly head: string | null;
}

export interface EventPlan {
  readonly adds: readonly Readonly<Record<string, Value>>[];
  readonly sets: readonly { readonly member: string; readonly values: Readonly<Record<string, Value>> }[];
  /** Members that leave into a household of their own, with its first values. */
  readonly split:
    | { readonly members: readonly string[]; readonly household: Readonly<Record<string, Value>> }
    | undefined;
  readonly merge: boolean;
}

export type EventProblem =
  | { readonly kind: 'lacks'; readonly title: string }
  | { readonly kind: 'member' }
  | { readonly kind: 'head' }
  | { readonly kind: 'nobody-stays' };

const headCode = '02';
/** What the others become where the relation to the new head is not known. */
const otherCode = '80';

function isHead(card: Card, member: string): boolean {
  const found = card.members.find(({ id }) => id === member);
  return found !== undefined && valueOf(found, 'relation') === headCode;
}

/** The new head is head; what the others are to him nobody told, so it is 其他 until the cadre says better. */
function succeed(staying: Card['members'], head: string) {
  return staying.map(({ id }) => ({
    member: id,
    values: { relation: id === head ? headCode : otherCode },
  }));
}

function whoMustBe(rule: LifeEvent, card: Card, told: TellEvent): EventProblem | undefined {
  const living = card.members.filter(isLiving).map(({ id }) => id);
  if (told.members.some((id) => !living.includes(id))) return { kind: 'member' };
  if (rule.on === 'member' && told.members.length !== 1) return { kind: 'member' };
  if (rule.on === 'members' && told.members.length === 0) return { kind: 'member' };
  if (rule.does.some((step) => step.do === 'split') && told.members.length >= living.length)
    return { kind: 'nobody-stays' };
  return undefined;
}

export function planEvent(
  rule: LifeEvent,
  card: Card,
  told: TellEvent,
  titleOf: (field: string) => string,
): EventPlan | EventProblem {
  const wrong = whoMustBe(rule, card, told);
  if (wrong !== undefined) return wrong;
  const lacks = rule.asks.find(({ field, required }) => required && (told.given[field] ?? null) === null);
  if (lacks !== undefined) return { kind: 'lacks', title: lacks.title ?? titleOf(lacks.field) };
  const asked = Object.fromEntries(
    rule.asks.flatMap(({ field }) => {
      const value = told.given[field] ?? null;
      return value === null ? [] : [[field, value]];
    }),
  );
  const adds: Record<string, Value>[] = [];
  const sets: { member: string; values: Record<string, Value> }[] = [];
  let split: EventPlan['split'];
  let merge = false;
  const staying = card.members.filter((each) => isLiving(each) && !told.members.includes(each.id));
  for (const step of rule.does) {
    if (step.do === 'add') adds.push({ ...step.set, ...asked });
    if (step.do === 'set')
      sets.push(...told.members.map((member) => ({ member, values: { ...asked, ...step.set } })));
    const goes = told.members.some((member) => isHead(card, member));
    if ((step.do === 'succeed' || step.do === 'split') && goes && staying.length > 0) {
      const head = staying.find(({ id }) => id === told.head);
      if (head === undefined) return { kind: 'head' };
      sets.push(...succeed(staying, head.id));
    }
    if (step.do === 'split') split = { members: told.members, household: asked };
    if (step.do === 'merge') merge = true;
  }
  return { adds, sets, split, merge };
}

/** The first of those who leave is the head of the new household. */
export function splitRelations(members: readonly string[]) {
  return members.map((member, index) => ({
    member,
    values: { relation: index === 0 ? headCode : otherCode } as Readonly<Record<string, Value>>,
  }));
}

/** Of two households that become one, the head of the one that takes the other in stays head. */
export const joinedRelation = otherCode;
