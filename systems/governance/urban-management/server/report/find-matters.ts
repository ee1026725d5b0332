/** What the report page asks before anything is sent: classes, suggestions and what is already known nearby. */
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findMatterClass, matterTable } from '../../data/matters.ts';
import { suggestMatter } from '../../data/suggest-matter.ts';
import { errors } from '../../errors.ts';
import type { reportRoutes } from '../../routes/report-routes.ts';
import { findDuplicates } from '../case/find-similar.ts';
import { stageTitle } from '../case/stage-title.ts';
import { setting } from '../setting.ts';

const list = 'GB/T 47678.5 matters';

/** As the dictionary has it now, keepers' changes and local classes among them. */
export const listMatters: Handler<typeof reportRoutes.matters> = async (_input, context) => {
  const { codeLists } = context.use(registers);
  const entries = (await codeLists.list(list)).filter((entry) => codeLists.has(list, entry.code));
  return {
    standard: matterTable.source,
    rows: entries.map((entry) => ({
      code: entry.code,
      name: entry.name,
      group: String(entry.attributes['group'] ?? entry.code.slice(0, 2)),
      groupName: String(entry.attributes['groupName'] ?? ''),
      component: typeof entry.attributes['component'] === 'string' ? entry.attributes['component'] : null,
    })),
  };
};

export const suggestMatters: Handler<typeof reportRoutes.suggest> = ({ text, title }) => ({
  rows: suggestMatter(text, title === undefined ? {} : { title }).map(({ matter, score, words }) => ({
    matter,
    name: findMatterClass(matter)?.name ?? matter,
    score,
    words: [...words],
  })),
});

/** Class, place and link only: what anybody who walks by could know. */
export const findNearby: Handler<typeof reportRoutes.nearby> = async ({ matter, lon, lat }, context) => {
  if (findMatterClass(matter) === undefined) throw errors.matterUnknown();
  const like = { matter, position: { lon, lat }, now: context.now };
  const found = await findDuplicates(context, context.use(store).db, like);
  return {
    metres: setting(context, 'duplicate-metres'),
    hours: setting(context, 'duplicate-hours'),
    rows: found.map(({ row, metres }) => ({
      id: row.id,
      number: row.number,
      title: row.title ?? '',
      stage: row.stage,
      stageTitle: stageTitle(row),
      openedAt: row.openedAt,
      metres,
    })),
  };
};
