/** 回推: a department corrects what is its own; the card shows it with its source, the village is told, other departments get it like any change. */
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { type Place, sameValue, type Value, valueOf } from '../../card/card.ts';
import { rowOf } from '../../card/merge-edits.ts';
import { type CardField, listTable } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { household, member } from '../../registers/card.ts';
import { push } from '../../registers/flow.ts';
import type { departmentRoutes } from '../../routes/department-routes.ts';
import { departmentName, getField, organOf, readFields } from '../catalogue.ts';
import { lockCard } from '../card/find-card.ts';
import { writeCard } from '../card/write-card.ts';

export interface Pushed {
  readonly id: string;
  readonly number?: string | null | undefined;
  readonly idCard?: string | null | undefined;
  readonly field: string;
  readonly value: string;
  readonly basis: string;
  readonly batch?: string;
}

/** What a sheet or form says, as the field keeps it; a code may be given by its name. Throws village-data.badValue. */
export function readValue(field: CardField, text: string): Value {
  const given = text.normalize('NFKC').trim();
  const bad = () => errors.badValue({ title: field.title, value: given.slice(0, 20) });
  switch (field.type) {
    case 'text':
      return given;
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) throw bad();
      return given;
    case 'boolean':
      if (given !== '是' && given !== '否') throw bad();
      return given === '是';
    case 'integer':
    case 'decimal': {
      const number = Number(given);
      if (given === '' || !Number.isFinite(number)) throw bad();
      if (field.type === 'integer' && !Number.isInteger(number)) throw bad();
      return number;
    }
    case 'code': {
      const entries = listTable.lists[field.list ?? ''] ?? [];
      const found = entries.find(([code, name]) => code === given || name === given);
      if (found === undefined) throw bad();
      return found[0];
    }
  }
}

interface Target {
  readonly household: string;
  readonly member: string | null;
  readonly area: string;
}

async function findTarget(
  services: Services,
  work: Work,
  field: CardField,
  pushed: Pushed,
): Promise<Target | undefined> {
  const rows = services.use(registers);
  const byNumber = async (number: string) =>
    (
      await rows
        .of(household)
        .trusted.findMany(work.db, { filter: { field: 'number', is: 'equal', value: number }, limit: 1 })
    )[0];
  if (field.of === 'household') {
    const row = pushed.number ? await byNumber(pushed.number) : undefined;
    return row === undefined ? undefined : { household: row.id, member: null, area: row.area };
  }
  if (!pushed.idCard) return undefined;
  const people = await rows.of(member).trusted.findMany(work.db, {
    filter: { field: 'idCard', is: 'equal', value: pushed.idCard.normalize('NFKC').trim().toUpperCase() },
    limit: 20,
  });
  const person = people.find(({ standing }) => standing === null || standing === 'living');
  const row = person === undefined ? undefined : await byNumber(person.household);
  if (person === undefined || row === undefined) return undefined;
  return { household: row.id, member: person.id, area: row.area };
}

/** The organ of his that owns the field there; the city's owns it in every county. One answer where the person or household is not there and not his. */
async function ownerAmong(services: Services, principal: Principal, field: CardField, area: string) {
  const organ = await organOf(services);
  const owners = [organ(field.owner, area), `city-${field.owner}`];
  return principal.departments.find((each) => owners.includes(each));
}

export async function pushValue(
  services: Services,
  work: Work,
  principal: Principal,
  pushed: Pushed,
  fields: readonly CardField[],
): Promise<void> {
  const field = getField(fields, pushed.field);
  const duty = principal.departments.some((each) => each.endsWith(`-${field.owner}`));
  if (!duty) throw errors.notOwner({ title: field.title });
  const target = await findTarget(services, work, field, pushed);
  const department =
    target === undefined ? undefined : await ownerAmong(services, principal, field, target.area);
  if (target === undefined || department === undefined) throw errors.personUnknown();
  const value = readValue(field, pushed.value);
  const card = await lockCard(services, work, target.household);
  const place: Place = { of: field.of, member: target.member, field: field.key };
  const row = rowOf(card, place);
  if (row === undefined) throw errors.personUnknown();
  const same = sameValue(valueOf(row, field.key), value);
  const name = departmentName(services, department);
  const changeId = newId();
  await writeCard(
    services,
    work,
    card,
    {
      id: changeId,
      kind: 'push',
      department,
      by: principal.id,
      byName: name,
      source: 'push',
      at: work.now.toISOString(),
      facts: same ? [] : [{ ...place, value }],
      confirms: same ? [place] : [],
      adds: [],
      conflicts: 0,
    },
    fields,
  );
  await services
    .use(registers)
    .of(push)
    .trusted.insert(work, principal.id, {
      id: pushed.id,
      number: card.household.number,
      idCard: pushed.idCard ?? null,
      field: field.key,
      value: pushed.value,
      basis: pushed.basis,
      department,
      area: target.area,
      change: changeId,
      at: work.now.toISOString(),
    });
  if (!same)
    await services.use(messages).send(work, {
      to: { permission: 'village-data:collect', area: target.area },
      kind: 'notice',
      // Which household and which field; never the value.
      title: `${name}更新了 ${card.household.number.slice(12)} 户的“${field.title}”`,
      body: `依据：${pushed.basis}。户卡已更新；与实际不符的，请反映给${name}。`,
      link: `/village-data/cards/${card.household.id}`,
    });
}

export const pushByHand: Handler<typeof departmentRoutes.push> = async (input, context) => {
  await context.use(store).transaction(async (work) => {
    const rows = context.use(registers).of(push);
    const known = await rows.trusted.find(work.db, input.id);
    if (known !== undefined) return;
    await pushValue(context, work, context.principal, input, await readFields(context, work.db));
  });
  return { id: input.id };
};
