/** 我的河段: what the signed-in chief has to walk, what he has walked in the running period, and what is open on it. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { readLine } from '../../patrol/line.ts';
import { periodOf, type Period } from '../../patrol/periods.ts';
import { problem } from '../../problem/problem.ts';
import { patrol } from '../../registers/patrol.ts';
import { reach, river } from '../../registers/river.ts';
import type { patrolRoutes } from '../../routes/patrol-routes.ts';
import { postingsOf } from '../river/find-chiefs.ts';
import { readSections, worst } from '../river/read-water.ts';
import { rulesOn } from './find-rule.ts';
import { showPatrol } from './show-patrol.ts';

const most = 1000;
const latest = 10;

export const listMine: Handler<typeof patrolRoutes.mine> = async (_, context) => {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const today = shanghaiDate(context.now);
  const postings = await postingsOf(context, db, context.principal.id, today);
  const ids = postings.flatMap((each) => (each.reach === null ? [] : [each.reach]));
  if (ids.length === 0) return { reaches: [], patrols: [] };
  const [reaches, rivers, rules, walked, open, sections] = await Promise.all([
    rows.of(reach).trusted.findMany(db, { ids, limit: most }),
    rows.of(river).trusted.findMany(db, { limit: most }),
    rulesOn(context, db, today),
    rows.of(patrol).trusted.findMany(db, {
      filter: { field: 'walker', is: 'equal', value: context.principal.id },
      sort: '-startedAt',
      limit: most,
    }),
    rows.of(problem).trusted.findMany(db, {
      filter: {
        all: [
          { field: 'reach', is: 'one-of', value: ids },
          { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
        ],
      },
      limit: most,
    }),
    readSections(context, db, ids),
  ]);
  return {
    reaches: postings.flatMap((posting) => {
      const own = reaches.find(({ id }) => id === posting.reach);
      if (own === undefined) return [];
      const rule = rules.find(({ level }) => level === posting.level);
      const span = rule === undefined ? undefined : periodOf(rule.period as Period, today);
      const from = span === undefined ? undefined : shanghaiInstant(span.from).toISOString();
      const done = walked.filter(
        (each) => each.reach === own.id && each.valid && from !== undefined && each.startedAt >= from,
      );
      return [
        {
          id: own.id,
          name: own.name,
          river: rivers.find(({ id }) => id === own.river)?.name ?? '',
          length: own.length,
          level: rows.codeLists.nameOf('river-chief levels', posting.level) ?? posting.level,
          line: (readLine(own.line) ?? []).map(([lon, lat]) => [lon, lat] as [number, number]),
          due:
            rule === undefined || span === undefined
              ? null
              : {
                  period: rows.codeLists.nameOf('river-chief patrol-periods', rule.period) ?? rule.period,
                  ...span,
                  times: rule.times,
                  done: done.length,
                  minutes: rule.minutes,
                  metres: rule.metres,
                  share: rule.share,
                },
          open: open.filter((each) => each.reach === own.id).length,
          water: worst(sections.filter((each) => each.reach === own.id))?.gradeName ?? null,
        },
      ];
    }),
    patrols: walked.slice(0, latest).map((row) => showPatrol(context, row)),
  };
};
