/** A life event: its declared rule changes several fields, members and households at once, as one change that is delivered once. */
import type { z } from 'zod';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Context } from '../../../../../kernel/system.ts';
import type { Fact, Origin, Value } from '../../card/card.ts';
import { joinedRelation, planEvent, splitRelations } from '../../card/life-event.ts';
import { type CardField, findLifeEvent } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { household, member } from '../../registers/card.ts';
import type { Visit } from '../../routes/visit-routes.ts';
import { getField } from '../catalogue.ts';
import { type HeldCard, lockCard } from '../card/find-card.ts';
import { writeCard } from '../card/write-card.ts';
import { closeTasks } from '../request/settle-tasks.ts';
import { checkIdCard, nameOf, requireReach } from './who-may.ts';

type Input = z.output<typeof Visit>;
type Told = NonNullable<Input['event']>;

const lastSerial = 9999;

async function nextNumber(context: Context, work: Work, area: string): Promise<string> {
  const [last] = await context
    .use(registers)
    .of(household)
    .trusted.findMany(work.db, {
      filter: { field: 'area', is: 'equal', value: area },
      sort: '-number',
      limit: 1,
    });
  const serial = Number(last?.number.slice(12) ?? 0) + 1;
  if (serial > lastSerial) throw errors.numbersFull();
  return `${area}${String(serial).padStart(4, '0')}`;
}

function factsOf(member: string, values: Readonly<Record<string, Value>>): readonly Fact[] {
  return Object.entries(values).map(([field, value]) => ({ of: 'member', member, field, value }));
}

/** Members go to the other household; the number is how members know theirs, and no field of the catalogue. */
async function moveMembers(
  context: Context,
  work: Work,
  ids: readonly string[],
  to: string,
  relationOf: (index: number) => string,
  origin: Omit<Origin, 'version'>,
): Promise<readonly Fact[]> {
  const { trusted } = context.use(registers).of(member);
  const facts: Fact[] = [];
  for (const [index, id] of ids.entries()) {
    // Read again: the event may have written the row already.
    const row = await trusted.find(work.db, id);
    if (row === undefined) throw errors.noMember();
    const relation = relationOf(index);
    const origins = {
      ...(row.origins as Record<string, Origin> | null),
      relation: { ...origin, version: row.version + 1 },
    };
    await trusted.update(work, context.principal.id, row, { household: to, relation, origins });
    facts.push({ of: 'member', member: id, field: 'relation', value: relation });
  }
  return facts;
}

async function makeHousehold(
  context: Context,
  work: Work,
  card: HeldCard,
  given: { readonly id: string | undefined; readonly values: Readonly<Record<string, Value>> },
  origin: Omit<Origin, 'version'>,
) {
  const { area, hamlet, place } = card.household;
  const number = await nextNumber(context, work, area);
  const values = {
    ...given.values,
    ...(given.id === undefined ? {} : { id: given.id }),
    number,
    area,
    hamlet,
    place,
    standing: 'active',
    origins: Object.fromEntries(Object.keys(given.values).map((field) => [field, { ...origin, version: 1 }])),
  };
  return context
    .use(registers)
    .of(household)
    .trusted.insert(work, context.principal.id, values as RowInput<typeof household>);
}

async function findTarget(
  context: Context,
  work: Work,
  card: HeldCard,
  id: string | null,
): Promise<HeldCard> {
  if (id === null || id === card.household.id) throw errors.targetWrong();
  const found = await context.use(registers).of(household).trusted.find(work.db, id);
  if (found === undefined || found.area !== card.household.area) throw errors.targetWrong();
  requireReach(context, context.principal, found);
  return lockCard(context, work, id);
}

async function endHousehold(context: Context, work: Work, id: string): Promise<void> {
  const { trusted } = context.use(registers).of(household);
  const row = await trusted.find(work.db, id);
  if (row !== undefined) await trusted.update(work, context.principal.id, row, { standing: 'merged' });
  await closeTasks(context, work, id);
}

/** How many fields it changed. */
export async function takeEvent(
  context: Context,
  work: Work,
  card: HeldCard,
  input: Input & { readonly event: Told },
  fields: readonly CardField[],
): Promise<number> {
  const told = input.event;
  const rule = findLifeEvent(told.code);
  if (rule === undefined) throw errors.unknownEvent();
  const plan = planEvent(rule, card, told, (key) => getField(fields, key).title);
  if ('kind' in plan) {
    if (plan.kind === 'lacks') throw errors.eventIncomplete({ title: plan.title });
    if (plan.kind === 'member') throw errors.eventMember({ title: rule.title });
    if (plan.kind === 'head') throw errors.headNeeded();
    throw errors.nobodyStays();
  }
  const added = plan.adds.map((values) => ({ id: told.newMember ?? input.id, values }));
  for (const { id, values } of added)
    await checkIdCard(context, work, card, { member: id, value: values['idCard'] ?? null });
  const byName = nameOf(context);
  const origin = { source: 'event', by: byName, who: context.principal.id, at: input.at } as const;
  const moved: Fact[] = [];
  // The card that a change stands on: the household that lives on.
  let stands = card;
  if (plan.merge) {
    stands = await findTarget(context, work, card, told.target);
    const ids = card.members.filter((each) => each.standing === null || each.standing === 'living');
    const facts = await moveMembers(
      context,
      work,
      ids.map(({ id }) => id),
      stands.household.number,
      () => joinedRelation,
      origin,
    );
    moved.push(...facts);
    await endHousehold(context, work, card.household.id);
  }
  if (plan.split !== undefined) {
    const made = await makeHousehold(
      context,
      work,
      card,
      { id: told.newHousehold, values: plan.split.household },
      origin,
    );
    const relations = splitRelations(plan.split.members);
    const facts = await moveMembers(
      context,
      work,
      plan.split.members,
      made.number,
      (index) => String(relations[index]?.values['relation'] ?? joinedRelation),
      origin,
    );
    moved.push(...facts);
  }
  const kept = await writeCard(
    context,
    work,
    stands,
    {
      id: input.id,
      kind: 'event',
      event: rule.code,
      by: context.principal.id,
      byName,
      source: 'event',
      at: input.at,
      facts: plan.sets.flatMap(({ member: id, values }) => factsOf(id, values)),
      moved,
      confirms: [],
      adds: added,
      conflicts: 0,
      photos: input.photos,
    },
    fields,
  );
  return kept.changed;
}
