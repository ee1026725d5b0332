/** The signboard on the phone of whoever scans it: what stands on the board of wood, and the water of today. */
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { readLine } from '../../patrol/line.ts';
import { reach, river } from '../../registers/river.ts';
import type { signboardRoutes } from '../../routes/signboard-routes.ts';
import { chiefsOf, generalChiefs, type Reach, reachesAbove } from '../river/find-chiefs.ts';
import { readSections } from '../river/read-water.ts';

/** Throws boardUnknown. */
export async function getByBoard(services: Services, db: Database, board: string): Promise<Reach> {
  const [found] = await services
    .use(registers)
    .of(reach)
    .trusted.findMany(db, { filter: { field: 'board', is: 'equal', value: board }, limit: 1 });
  if (found === undefined || found.state !== 'active') throw errors.boardUnknown();
  return found;
}

export const showBoard: Handler<typeof signboardRoutes.board> = async ({ board }, context) => {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const own = await getByBoard(context, db, board);
  const today = shanghaiDate(context.now);
  const path = await reachesAbove(context, db, own.id);
  const ids = path.map((each) => each.id);
  const [chiefs, generals, flows, water] = await Promise.all([
    chiefsOf(context, db, ids, today),
    generalChiefs(context, db, own.area, today),
    rows.of(river).trusted.find(db, own.river),
    readSections(context, db, ids),
  ]);
  const shown = [...ids.flatMap((id) => chiefs.filter((each) => each.reach === id)), ...generals];
  return {
    board,
    reach: own.name,
    river: flows?.name ?? '',
    length: own.length,
    begin: own.begin,
    end: own.end,
    hotline: own.hotline,
    line: (readLine(own.line) ?? []).map(([lon, lat]) => [lon, lat] as [number, number]),
    at: own.boardAt,
    chiefs: shown.map(({ level, name, office }) => ({
      levelName: rows.codeLists.nameOf('river-chief levels', level) ?? level,
      name,
      office,
    })),
    water: water.map(({ name, gradeName, targetName, sampledAt }) => ({
      name,
      gradeName,
      targetName,
      sampledAt,
    })),
  };
};
