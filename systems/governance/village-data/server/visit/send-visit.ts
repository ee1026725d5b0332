/** A visit comes in, once however often the phone sends it: what he wrote, what he confirmed, what happened; clashes are kept for him to settle. */
import type { z } from 'zod';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { originOf, type Place, valueOf } from '../../card/card.ts';
import { type Clash, mergeEdits, rowOf } from '../../card/merge-edits.ts';
import type { CardField } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { change, conflict, consent } from '../../registers/flow.ts';
import type { Visit, visitRoutes } from '../../routes/visit-routes.ts';
import { getField, readFields } from '../catalogue.ts';
import { type HeldCard, lockCard } from '../card/find-card.ts';
import { writeCard } from '../card/write-card.ts';
import { setting } from '../setting.ts';
import { checkPhotos } from './check-photos.ts';
import { takeEvent } from './take-event.ts';
import { checkIdCard, nameOf, requireReach } from './who-may.ts';

type Input = z.output<typeof Visit>;

const day = 86_400_000;
const clockSlack = 10 * 60_000;
/** Points of a pen that are more than a dot. */
const leastPoints = 8;

function checkTime(context: Context, input: Input): void {
  const at = Date.parse(input.at);
  if (at > context.now.getTime() + clockSlack) throw errors.visitAhead();
  const days = setting(context, 'late-days');
  if (context.now.getTime() - at > days * day) throw errors.visitLate({ days });
}

/** What a cadre may write: of this card, of the catalogue, collected here, and seen by him in full. */
function checkPlaces(
  context: Context,
  card: HeldCard,
  fields: readonly CardField[],
  places: readonly Place[],
) {
  const rows = context.use(registers);
  const { clearance } = rows.decide(context.principal, 'village-data.household', 'read') as {
    clearance?: string;
  };
  for (const place of places) {
    const field = getField(fields, place.field);
    if (field.of !== place.of || (place.of === 'household') !== (place.member === null))
      throw errors.unknownField({ field: place.field });
    if (rowOf(card, place) === undefined) throw errors.noMember();
    if (field.way === 'push') throw errors.notCollected({ title: field.title });
    if (field.way === 'event') throw errors.eventOnly({ title: field.title });
    if (field.class === 'sensitive' && clearance !== 'sensitive')
      throw errors.notCollected({ title: field.title });
  }
}

function checkConsent(input: Input, written: readonly CardField[]): void {
  const needs = written.find((field) => field.consent);
  if (needs === undefined) return;
  if (input.consent === null) throw errors.consentNeeded({ title: needs.title });
  const points = input.consent.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points < leastPoints) throw errors.badSignature();
}

/** A confirmation of a value that others changed meanwhile confirms nothing. */
function standing(card: HeldCard, confirms: Input['confirms']) {
  return confirms.filter((place) => {
    const row = rowOf(card, place);
    if (row === undefined || valueOf(row, place.field) === null) return false;
    return (originOf(row, place.field)?.version ?? 0) <= place.base;
  });
}

async function keepClashes(
  context: Context,
  work: Work,
  card: HeldCard,
  input: Input,
  clashes: readonly Clash[],
): Promise<void> {
  const { trusted } = context.use(registers).of(conflict);
  for (const clash of clashes)
    await trusted.insert(work, context.principal.id, {
      household: card.household.id,
      number: card.household.number,
      area: card.household.area,
      visit: input.id,
      member: clash.member,
      field: clash.field,
      mine: { value: clash.value },
      mineBy: context.principal.id,
      mineAt: input.at,
      theirs: { value: clash.theirs },
      theirsBy: clash.origin.by,
      theirsAt: clash.origin.at,
      progress: 'open',
    });
}

async function keepConsent(
  context: Context,
  work: Work,
  card: HeldCard,
  input: Input,
  fields: readonly CardField[],
) {
  if (input.consent === null) return;
  const titles = fields.map(({ title }) => title).join('、');
  await context
    .use(registers)
    .of(consent)
    .trusted.insert(work, context.principal.id, {
      household: card.household.id,
      area: card.household.area,
      visit: input.id,
      fields: fields.map(({ key }) => key),
      text: `同意村(社区)采集${titles === '' ? '本次所填信息' : titles}，并按字段目录列明的部门和用途使用`,
      signer: input.consent.signer,
      strokes: input.consent.strokes,
      at: input.at,
    });
}

interface Outcome {
  readonly id: string;
  readonly changed: number;
  readonly confirmed: number;
  readonly conflicts: number;
  readonly skipped: number;
}

async function take(context: Context, work: Work, input: Input): Promise<Outcome> {
  const rows = context.use(registers);
  const { principal } = context;
  const card = await lockCard(context, work, input.household);
  requireReach(context, principal, { area: card.household.area, standing: null });
  // Behind the lock, so that the same visit sent by two tabs is one; of a household that ended by it, too.
  const known = await rows.of(change).trusted.find(work.db, input.id);
  if (known !== undefined) {
    if (known.by !== principal.id) throw errors.visitTaken();
    const { id, changed, confirmed, conflicts } = known;
    return { id, changed, confirmed, conflicts, skipped: input.confirms.length - confirmed };
  }
  requireReach(context, principal, card.household);
  checkTime(context, input);
  const fields = await readFields(context, work.db);
  if (input.event !== null) {
    const told = input.event;
    const signed = fields.filter(({ consent: needs, key }) => needs && (told.given[key] ?? null) !== null);
    checkConsent(input, signed);
    await checkPhotos(context, input.photos);
    const changed = await takeEvent(context, work, card, { ...input, event: told }, fields);
    await keepConsent(context, work, card, input, signed);
    return { id: input.id, changed, confirmed: 0, conflicts: 0, skipped: 0 };
  }
  checkPlaces(context, card, fields, [...input.edits, ...input.confirms]);
  const { writes, same, clashes } = mergeEdits(card, input.edits);
  const written = [...writes, ...clashes].map(({ field }) => getField(fields, field));
  checkConsent(input, written);
  await checkPhotos(context, input.photos);
  for (const write of writes) if (write.field === 'idCard') await checkIdCard(context, work, card, write);
  const confirms = standing(card, [...input.confirms, ...same]);
  if (writes.length + clashes.length + confirms.length === 0) throw errors.emptyVisit();
  await writeCard(
    context,
    work,
    card,
    {
      id: input.id,
      kind: 'visit',
      by: principal.id,
      byName: nameOf(context),
      source: 'collect',
      at: input.at,
      facts: writes.map(({ of, member: id, field, value }) => ({ of, member: id, field, value })),
      confirms,
      adds: [],
      conflicts: clashes.length,
      photos: input.photos,
    },
    fields,
  );
  await keepClashes(context, work, card, input, clashes);
  await keepConsent(
    context,
    work,
    card,
    input,
    written.filter(({ consent: needs }) => needs),
  );
  return {
    id: input.id,
    changed: writes.length,
    confirmed: confirms.length,
    conflicts: clashes.length,
    skipped: input.confirms.length + same.length - confirms.length,
  };
}

export const sendVisit: Handler<typeof visitRoutes.sendVisit> = (input, context) =>
  context.use(store).transaction((work) => take(context, work, input));
