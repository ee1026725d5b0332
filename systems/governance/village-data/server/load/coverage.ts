/** 覆盖: how many places of the cards are filled and how many of these are fresh, by village, and who lives there by age and situation, small numbers hidden. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { areaAtLevel, areaPrefix } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { cellsOf, isLiving, valueOf } from '../../card/card.ts';
import { suppressTable } from '../../../../../kernel/suppress.ts';
import { task } from '../../registers/task.ts';
import type { loadRoutes } from '../../routes/load-routes.ts';
import { readFields } from '../catalogue.ts';
import { cardsWithin, type HeldCard, type MemberRow, within } from '../card/find-card.ts';
import { setting } from '../setting.ts';

const mostTasks = 500_000;

/** The areas that his own permission reaches, cut to the one that he asks about. */
function reachOf(context: Context, area: string | undefined): Filter {
  const { rows } = context.use(access).require(context.principal, 'village-data:read-load');
  const mine: Filter = rows.some(({ kind }) => kind === 'all')
    ? { all: [] }
    : {
        any: rows.flatMap((scope): Filter[] =>
          scope.kind === 'area' ? [{ field: 'area', is: 'starts-with', value: areaPrefix(scope.area) }] : [],
        ),
      };
  return area === undefined ? mine : { all: [mine, within(area)] };
}

function byArea(
  cards: readonly HeldCard[],
  level: 'town' | 'village',
): ReadonlyMap<string, readonly HeldCard[]> {
  const groups = new Map<string, HeldCard[]>();
  for (const card of cards) {
    const key = areaAtLevel(card.household.area, level) ?? card.household.area;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [card]);
    else group.push(card);
  }
  return groups;
}

function centreOf(cards: readonly HeldCard[]): { readonly lon: number | null; readonly lat: number | null } {
  const places = cards.flatMap(({ household: { place } }) => (place === null ? [] : [place]));
  if (places.length === 0) return { lon: null, lat: null };
  const mean = (of: (at: { lon: number; lat: number }) => number) =>
    Math.round((places.reduce((sum, at) => sum + of(at), 0) / places.length) * 1000) / 1000;
  return { lon: mean(({ lon }) => lon), lat: mean(({ lat }) => lat) };
}

export const showCoverage: Handler<typeof loadRoutes.coverage> = async ({ area }, context) => {
  const { db } = context.use(store);
  const where = reachOf(context, area);
  const today = shanghaiDate(context.now);
  const [cards, fields, tasks] = await Promise.all([
    cardsWithin(context, db, where),
    readFields(context, db),
    context
      .use(registers)
      .of(task)
      .trusted.findEvery(db, {
        filter: { all: [where, { field: 'progress', is: 'equal', value: 'open' }] },
        most: mostTasks,
      }),
  ]);
  const collected = fields.filter(({ way }) => way === 'collect');
  const open = new Map<string, number>();
  for (const each of tasks) open.set(each.area, (open.get(each.area) ?? 0) + each.left);
  return {
    villages: [...byArea(cards, 'village')].map(([code, own]) => {
      const cells = own.flatMap((card) => cellsOf(card, collected, today));
      return {
        area: code,
        name: findDivision(code)?.name ?? code,
        townName: findDivision(areaAtLevel(code, 'town') ?? '')?.name ?? '',
        households: own.length,
        cells: cells.length,
        filled: cells.filter(({ state }) => state !== 'missing').length,
        fresh: cells.filter(({ state }) => state === 'fresh').length,
        open: open.get(code) ?? 0,
        ...centreOf(own),
      };
    }),
  };
};

function ageOn(birthDate: string | null, today: string): number | undefined {
  if (birthDate === null) return undefined;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

interface Living {
  readonly row: MemberRow;
  readonly age: number | undefined;
}

const holds = (field: string) => (person: Living) => {
  const value = valueOf(person.row, field);
  return value !== null && value !== 'none';
};

/** 年龄组按联合国和我国统计常用分段: 0–15, 16–59, 60–79, 80 and older. */
const groups: readonly { readonly title: string; readonly is: (person: Living) => boolean }[] = [
  { title: '0—15 岁', is: ({ age }) => age !== undefined && age <= 15 },
  { title: '16—59 岁', is: ({ age }) => age !== undefined && age >= 16 && age <= 59 },
  { title: '60—79 岁', is: ({ age }) => age !== undefined && age >= 60 && age <= 79 },
  { title: '80 岁以上', is: ({ age }) => age !== undefined && age >= 80 },
  { title: '外出务工', is: ({ row }) => row.migrant === true },
  { title: '残疾人', is: holds('disability') },
  { title: '特困供养', is: holds('hardship') },
];

export const showProfile: Handler<typeof loadRoutes.profile> = async ({ area, by }, context) => {
  const { db } = context.use(store);
  const today = shanghaiDate(context.now);
  const least = setting(context, 'small-cell');
  const areas = [...byArea(await cardsWithin(context, db, reachOf(context, area)), by)];
  const counts = areas.map(([, cards]) => {
    const people = cards.flatMap(({ members }) =>
      members.filter(isLiving).map((row): Living => ({ row, age: ageOn(row.birthDate, today) })),
    );
    return groups.map(({ is }) => people.filter(is).length);
  });
  const shown = suppressTable(counts, least);
  return {
    least,
    groups: groups.map(({ title }) => title),
    rows: areas.map(([code], index) => ({
      area: code,
      name: findDivision(code)?.name ?? code,
      counts: [...(shown[index] ?? [])],
    })),
  };
};
