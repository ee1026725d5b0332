/** 我的村: all cards of the cadre's villages with what is to do on each, as his device keeps them for when there is no network. */
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { type Card, cellsOf, type Place, placeKey, type Value } from '../../card/card.ts';
import { type CardField, lifeEvents, listTable } from '../../data/tables.ts';
import { household, member } from '../../registers/card.ts';
import { conflict } from '../../registers/flow.ts';
import { task } from '../../registers/task.ts';
import type { MineCard, visitRoutes } from '../../routes/visit-routes.ts';
import { departmentName, getField, organOf, readFields } from '../catalogue.ts';
import { showRow } from '../card/show-row.ts';
import { setting } from '../setting.ts';
import { openDoubts, placeOfDoubt } from '../share/answer-doubts.ts';

/** A village of some thousand people; a device keeps no more. */
const mostRows = 12_000;

/** Areas that he collects in. */
function areasOf(context: Context): readonly string[] {
  const decision = context.use(access).decide(context.principal, 'village-data:collect');
  if (!decision.permit) return [];
  return [...new Set(decision.rows.flatMap((scope) => (scope.kind === 'area' ? [scope.area] : [])))];
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function wantedOf(
  card: Card,
  tasks: readonly { readonly cells: unknown; readonly request: string }[],
  fields: readonly CardField[],
  today: string,
): MineCard['wanted'] {
  if (tasks.length === 0) return [];
  const asks = new Map<string, string[]>();
  for (const each of tasks)
    for (const cell of each.cells as readonly Place[])
      asks.set(placeKey(cell), [...(asks.get(placeKey(cell)) ?? []), each.request]);
  return cellsOf(card, fields, today).flatMap((cell) => {
    const by = asks.get(placeKey(cell));
    return by === undefined || cell.state === 'fresh' ? [] : [{ ...cell, state: cell.state, asks: by }];
  });
}

async function readVillage(context: Context, area: string, fields: readonly CardField[]) {
  const rows = context.use(registers);
  const today = shanghaiDate(context.now);
  const [households, people, tasks, conflicts] = await Promise.all([
    rows.of(household).listEvery(context.principal, { where: { area }, most: mostRows }),
    rows.of(member).listEvery(context.principal, { where: { area }, most: mostRows }),
    rows.of(task).listEvery(context.principal, { where: { area, progress: 'open' }, most: mostRows }),
    rows.of(conflict).listEvery(context.principal, { where: { area, progress: 'open' }, most: mostRows }),
  ]);
  const active = households.filter(({ standing }) => standing === null || standing === 'active');
  const doubts = await openDoubts(
    context,
    context.use(store).db,
    active.map(({ id }) => id),
  );
  const writers = await context.use(access).namesOf([...new Set(conflicts.map(({ mineBy }) => mineBy))]);
  const byNumber = grouped(people, (each) => each.household);
  const tasksOf = grouped(tasks, (each) => each.household);
  const conflictsOf = grouped(conflicts, (each) => each.household);
  const doubtsOf = grouped(doubts, (each) => each.household);
  const cards = active.map((row): MineCard => {
    const members = byNumber.get(row.number) ?? [];
    return {
      household: showRow(row, 'household', fields),
      members: members.map((each) => showRow(each, 'member', fields)),
      wanted: wantedOf({ household: row, members }, tasksOf.get(row.id) ?? [], fields, today),
      conflicts: (conflictsOf.get(row.id) ?? []).map((each) => ({
        id: each.id,
        of: each.member === null ? ('household' as const) : ('member' as const),
        member: each.member,
        field: each.field,
        mine: (each.mine as { value: Value } | null)?.value ?? null,
        mineBy: writers.get(each.mineBy) ?? '',
        mineAt: each.mineAt,
        theirs: (each.theirs as { value: Value } | null)?.value ?? null,
        theirsBy: each.theirsBy,
        theirsAt: each.theirsAt,
      })),
      doubts: (doubtsOf.get(row.id) ?? []).map((each) => ({
        ...placeOfDoubt(each),
        by: departmentName(context, each.department),
        reason: each.reason,
      })),
    };
  });
  return { cards, tasks };
}

/** Known to whoever holds this session and to nobody else; the next sign-in has another. */
async function deviceKey(context: Context): Promise<string> {
  const session = `${context.principal.id} ${context.principal.sessionId ?? ''}`;
  const tag = await context.use(trust).codes.tag('village-data.device', new TextEncoder().encode(session));
  return Buffer.from(tag).toString('base64');
}

export const listMine: Handler<typeof visitRoutes.mine> = async (_, context) => {
  const fields = await readFields(context, context.use(store).db);
  const areas = areasOf(context);
  const read = await Promise.all(areas.map((area) => readVillage(context, area, fields)));
  const tasks = grouped(
    read.flatMap((each) => each.tasks),
    (each) => each.request,
  );
  const organ = await organOf(context);
  const [first = ''] = areas;
  return {
    who: context.principal.id,
    villages: areas.map((code) => ({ code, name: findDivision(code)?.name ?? code })),
    cards: read.flatMap((each) => each.cards),
    tasks: [...tasks.values()].flatMap((rows) => {
      const [one] = rows;
      if (one === undefined) return [];
      return [
        {
          request: one.request,
          title: one.title,
          departmentName: departmentName(context, one.department),
          dueOn: one.dueOn,
          households: rows.length,
          left: rows.reduce((sum, each) => sum + each.left, 0),
        },
      ];
    }),
    fields: fields.map(({ key, title, of, type, list, unit, way, owner, freshMonths, consent, when }) => ({
      key,
      title,
      of,
      type,
      list: list ?? null,
      unit: unit ?? null,
      way,
      ownerName: departmentName(context, organ(owner, first)),
      freshMonths,
      consent,
      when: when ?? null,
    })),
    lists: Object.fromEntries(
      Object.entries(listTable.lists).map(([list, entries]) => [
        list,
        entries.map(([code, name]) => ({ code, name })),
      ]),
    ),
    events: lifeEvents.map(({ code, title, on, asks, does }) => ({
      code,
      title,
      on,
      asks: asks.map((ask) => ({
        field: ask.field,
        title: ask.title ?? getField(fields, ask.field).title,
        required: ask.required,
      })),
      succeeds: does.some((step) => step.do === 'succeed' || step.do === 'split'),
      merges: does.some((step) => step.do === 'merge'),
    })),
    photoMegabytes: setting(context, 'photo-megabytes'),
    deviceKey: await deviceKey(context),
  };
};
