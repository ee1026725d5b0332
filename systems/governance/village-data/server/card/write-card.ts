/** Writes a card: values with their origin, the one record of the change, its event, what it settles of open tasks and doubts; all in one transaction. */
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import {
  type CardRow,
  type Fact,
  type Origin,
  type Origins,
  type Place,
  placeKey,
  type Value,
} from '../../card/card.ts';
import type { CardField } from '../../data/tables.ts';
import { household, member } from '../../registers/card.ts';
import { change } from '../../registers/flow.ts';
import { answerDoubts } from '../share/answer-doubts.ts';
import { settleTasks } from '../request/settle-tasks.ts';
import { type HeldCard, membersOf } from './find-card.ts';

export interface NewMember {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

export interface Writing {
  /** Of the change. */
  readonly id: string;
  readonly kind: 'visit' | 'event' | 'push' | 'settle';
  readonly event?: string | undefined;
  readonly department?: string | undefined;
  /** Subject, and in words with his organ. */
  readonly by: string;
  readonly byName: string;
  readonly source: Origin['source'];
  /** When it was true, ISO. */
  readonly at: string;
  readonly facts: readonly Fact[];
  readonly confirms: readonly Place[];
  readonly adds: readonly NewMember[];
  /** Part of this change too, but written already: members who went into another household. */
  readonly moved?: readonly Fact[];
  readonly conflicts: number;
  readonly photos?: readonly string[];
}

type Values = Readonly<Record<string, Value>>;

function changesOf(row: CardRow, writing: Writing, facts: readonly Fact[], confirms: readonly Place[]) {
  const origin: Origin = {
    source: writing.source,
    by: writing.byName,
    who: writing.by,
    at: writing.at,
    version: row.version + 1,
  };
  const fields = [...facts, ...confirms].map(({ field }) => field);
  const origins: Origins = {
    ...(row.origins as Origins | null),
    ...Object.fromEntries(fields.map((field) => [field, origin])),
  };
  const values: Values = Object.fromEntries(facts.map(({ field, value }) => [field, value]));
  return { ...values, origins };
}

async function writeRows(services: Services, work: Work, card: HeldCard, writing: Writing): Promise<void> {
  const rows = services.use(registers);
  const of = (member: string | null) => ({
    facts: writing.facts.filter((fact) => fact.member === member),
    confirms: writing.confirms.filter((place) => place.member === member),
  });
  const own = of(null);
  if (own.facts.length + own.confirms.length > 0)
    await rows
      .of(household)
      .trusted.update(
        work,
        writing.by,
        card.household,
        changesOf(card.household, writing, own.facts, own.confirms) as RowInput<typeof household>,
      );
  for (const person of card.members) {
    const { facts, confirms } = of(person.id);
    if (facts.length + confirms.length > 0)
      await rows
        .of(member)
        .trusted.update(
          work,
          writing.by,
          person,
          changesOf(person, writing, facts, confirms) as RowInput<typeof member>,
        );
  }
  for (const added of writing.adds) await addMember(services, work, card, writing, added);
}

async function addMember(
  services: Services,
  work: Work,
  card: HeldCard,
  writing: Writing,
  added: NewMember,
): Promise<void> {
  const origin: Origin = {
    source: writing.source,
    by: writing.byName,
    who: writing.by,
    at: writing.at,
    version: 1,
  };
  const values = {
    ...added.values,
    id: added.id,
    household: card.household.number,
    area: card.household.area,
    origins: Object.fromEntries(Object.keys(added.values).map((field) => [field, origin])),
  };
  await services
    .use(registers)
    .of(member)
    .trusted.insert(work, writing.by, values as RowInput<typeof member> & { readonly id: string });
}

/** Everything that this change says, new members too; the same place once. */
function factsOf(writing: Writing): readonly Fact[] {
  const added = writing.adds.flatMap(({ id, values }) =>
    Object.entries(values).map(([field, value]): Fact => ({ of: 'member', member: id, field, value })),
  );
  return [
    ...new Map(
      [...writing.facts, ...(writing.moved ?? []), ...added].map((fact) => [placeKey(fact), fact]),
    ).values(),
  ];
}

/** The card must be locked (`lockCard`). Gives the change. */
export async function writeCard(
  services: Services,
  work: Work,
  card: HeldCard,
  writing: Writing,
  fields: readonly CardField[],
): Promise<Row<typeof change>> {
  const rows = services.use(registers);
  await writeRows(services, work, card, writing);
  const facts = factsOf(writing);
  const kept = await rows.of(change).trusted.insert(work, writing.by, {
    id: writing.id,
    household: card.household.id,
    number: card.household.number,
    area: card.household.area,
    kind: writing.kind,
    event: writing.event ?? null,
    department: writing.department ?? null,
    by: writing.by,
    at: writing.at,
    sentAt: work.now.toISOString(),
    fields: [...new Set(facts.map(({ field }) => field))],
    changed: facts.length,
    confirmed: writing.confirms.length,
    conflicts: writing.conflicts,
    facts,
    photos: [...(writing.photos ?? [])],
  });
  if (facts.length > 0) work.emit('village-data.changed', writing.by, { change: kept.id });
  const now = await rows.of(household).trusted.find(work.db, card.household.id);
  if (now !== undefined) {
    const after = { household: now, members: await membersOf(services, work.db, now.number) };
    await settleTasks(services, work, after, fields, shanghaiDate(work.now));
  }
  await answerDoubts(services, work, card.household.id, {
    changed: facts,
    confirmed: writing.confirms,
    by: writing.byName,
  });
  return kept;
}
