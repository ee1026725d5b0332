/** The holder's history: when, where and for what his code, or that of a member of his family, was read. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { showClaims, sceneTable } from '../../data/scenes.ts';
import { presentation, takeover } from '../../registers/holder.ts';
import type { holdRoutes } from '../../routes/hold-routes.ts';
import { flushRecords } from '../verify/keep-records.ts';
import { getCarried, type HolderRow } from './find-holder.ts';

const pageSize = 30;
/** There is one that succeeded. */
const mostEvents = 5;

/** How the code came about: enrolled, and claimed on a phone. */
async function eventsOf(context: Context, who: HolderRow) {
  const rows = context.use(registers);
  const filter = { field: 'holder', is: 'equal', value: who.id } as const;
  const found = await rows
    .of(takeover)
    .trusted.findMany(context.use(store).db, { filter, sort: '-at', limit: mostEvents });
  const nameOf = (list: string, code: string) => rows.codeLists.nameOf(`city-code ${list}`, code) ?? code;
  return [
    ...found.map(({ at, outcome }) => ({ at, title: nameOf('takeovers', outcome) })),
    { at: who.claimedAt, title: nameOf('ways', who.way) },
  ];
}

export const readHistory: Handler<typeof holdRoutes.history> = async ({ page, member }, context) => {
  const { db } = context.use(store);
  const who = await getCarried(context, db, member);
  // What was read a moment ago belongs to the history too.
  await flushRecords(context);
  const rows = context.use(registers);
  const filter = { field: 'holder', is: 'equal', value: who.id } as const;
  const found = await rows
    .of(presentation)
    .trusted.findMany(db, { filter, sort: '-at', limit: page * pageSize + 1 });
  const titles = new Map(sceneTable.identities.map(({ code, name }) => [code, name]));
  return {
    rows: found.slice((page - 1) * pageSize, page * pageSize).map((one) => {
      const told = (one.told ?? {}) as Readonly<Record<string, string>>;
      const mapped = one.way === 'mapping' ? [`取用${titles.get(told['kind'] ?? '') ?? '关联身份'}`] : [];
      return {
        id: one.id,
        at: one.at,
        scene: rows.codeLists.nameOf('city-code scenes', one.scene) ?? one.scene,
        place: one.place ?? '',
        way: rows.codeLists.nameOf('city-code presentations', one.way) ?? one.way,
        told:
          one.way === 'mapping' ? mapped : showClaims(told).map(({ title, value }) => `${title}：${value}`),
      };
    }),
    more: found.length > page * pageSize,
    events: page === 1 ? await eventsOf(context, who) : [],
  };
};
