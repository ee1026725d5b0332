/** Rivers and reaches as the map and the file of a reach show them: line, class of water, chief, open problems. */
import type { Handler } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { readLine } from '../../patrol/line.ts';
import { problem } from '../../problem/problem.ts';
import { reach, river, site } from '../../registers/river.ts';
import type { ReachOnMap, riverRoutes } from '../../routes/river-routes.ts';
import { type Chief, chiefsOf, generalChiefs, reachesAbove } from './find-chiefs.ts';
import { readSections, type SectionWater, worst } from './read-water.ts';

type Reach = Row<typeof reach>;

const mostReaches = 5000;

/** Every reach that the caller may read. */
function allReaches(services: Services, principal: Principal): Promise<readonly Reach[]> {
  return services.use(registers).of(reach).listEvery(principal, { sort: 'code', most: mostReaches });
}

function placesOf(line: unknown): [number, number][] {
  return (readLine(line) ?? []).map(([lon, lat]) => [lon, lat]);
}

/** The reach and all below it. */
function withBelow(reaches: readonly Reach[], id: string): ReadonlySet<string> {
  const inside = new Set([id]);
  for (let before = 0; before !== inside.size; ) {
    before = inside.size;
    for (const each of reaches) if (each.above !== null && inside.has(each.above)) inside.add(each.id);
  }
  return inside;
}

interface Around {
  readonly services: Services;
  readonly reaches: readonly Reach[];
  readonly sections: readonly SectionWater[];
  readonly chiefs: readonly Chief[];
  readonly open: readonly { readonly reach: string }[];
}

function onMap(around: Around, row: Reach): ReachOnMap {
  const inside = withBelow(around.reaches, row.id);
  const water = worst(around.sections.filter((each) => inside.has(each.reach)));
  const { codeLists } = around.services.use(registers);
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    level: row.level,
    levelName: codeLists.nameOf('river-chief levels', row.level) ?? row.level,
    river: row.river,
    above: row.above,
    area: row.area,
    length: row.length,
    line: placesOf(row.line),
    grade: water?.grade ?? null,
    gradeName: water?.gradeName ?? null,
    chief: around.chiefs.find((each) => each.reach === row.id)?.name ?? null,
    open: around.open.filter((each) => inside.has(each.reach)).length,
  };
}

async function lookAround(services: Services, reaches: readonly Reach[], now: Date): Promise<Around> {
  const { db } = services.use(store);
  const ids = reaches.map((each) => each.id);
  const [sections, chiefs, open] = await Promise.all([
    readSections(services, db),
    chiefsOf(services, db, ids, shanghaiDate(now)),
    // Only how many there are leaves this file, so nobody's own reach into the ledger matters.
    services
      .use(registers)
      .of(problem)
      .trusted.findMany(db, {
        filter: { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
        limit: mostReaches,
      }),
  ]);
  return { services, reaches, sections, chiefs, open };
}

export const showMap: Handler<typeof riverRoutes.map> = async (_, context) => {
  const rows = context.use(registers);
  const [reaches, rivers] = await Promise.all([
    allReaches(context, context.principal),
    rows.of(river).listEvery(context.principal, { sort: 'code', most: mostReaches }),
  ]);
  const around = await lookAround(context, reaches, context.now);
  const riverOf = new Map(reaches.map((each) => [each.id, each.river]));
  return {
    rivers: rivers.map((row) => {
      const own = around.sections.filter((each) => riverOf.get(each.reach) === row.id);
      const water = worst(own);
      return {
        id: row.id,
        code: row.code,
        name: row.name,
        length: row.length,
        line: placesOf(row.line),
        grade: water?.grade ?? null,
        gradeName: water?.gradeName ?? null,
        sections: own.length,
      };
    }),
    reaches: reaches.map((row) => onMap(around, row)),
  };
};

export const showReach: Handler<typeof riverRoutes.reach> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const row = await rows.of(reach).get(context.principal, id);
  const siblings = await rows.of(reach).trusted.findMany(db, {
    filter: { field: 'river', is: 'equal', value: row.river },
    sort: 'code',
    limit: mostReaches,
  });
  const around = await lookAround(context, siblings, context.now);
  const path = await reachesAbove(context, db, id);
  const today = shanghaiDate(context.now);
  const generals = await generalChiefs(context, db, row.area, today);
  const inside = withBelow(siblings, id);
  const sites = await rows.of(site).listEvery(context.principal, {
    filter: { field: 'reach', is: 'one-of', value: [...inside] },
    sort: 'code',
    most: mostReaches,
  });
  const nameOf = (list: string, code: string) => rows.codeLists.nameOf(`river-chief ${list}`, code) ?? code;
  const shown = (each: Chief) => ({
    level: each.level,
    levelName: nameOf('levels', each.level),
    name: each.name,
    office: each.office,
    reach: path.find((one) => one.id === each.reach)?.name ?? null,
  });
  const chiefs = path.flatMap((each) => around.chiefs.filter((one) => one.reach === each.id));
  return {
    ...onMap(around, row),
    riverName: (await rows.of(river).find(context.principal, row.river))?.name ?? '',
    begin: row.begin,
    end: row.end,
    board: row.board,
    hotline: row.hotline,
    chiefs: [...chiefs, ...generals].map(shown),
    sections: around.sections
      .filter((each) => inside.has(each.reach))
      .map(({ site: _site, reach: _reach, ...water }) => water),
    sites: sites.map(({ id: siteId, name, kind, condition, link, owner }) => ({
      id: siteId,
      name,
      kind,
      kindName: nameOf('site-kinds', kind),
      condition,
      conditionName: condition === null ? null : nameOf('site-conditions', condition),
      link,
      owner,
    })),
    below: siblings
      .filter((each) => each.above === id)
      .map((each) => ({
        id: each.id,
        name: each.name,
        chief: around.chiefs.find((one) => one.reach === each.id)?.name ?? null,
      })),
  };
};
