/** 一河一策 is put in force with its five lists complete; from then on it says what it said, and what changes is a new edition. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { strategy, strategyItem } from '../../registers/strategy.ts';
import type { strategyRoutes } from '../../routes/strategy-routes.ts';
import { describe } from './show-strategy.ts';

type Strategy = Row<typeof strategy>;

const mostItems = 1000;

/** Locked; throws as for a missing one where the person's reach does not cover it. */
async function lockOwn(services: Services, work: Work, principal: Principal, id: string): Promise<Strategy> {
  const row = await services.use(registers).of(strategy).trusted.lock(work, id);
  const decision = services.use(access).decide(principal, 'river-chief:publish');
  const inReach =
    row !== undefined && decisionMatches(decision, { area: row.area, departments: [row.department] });
  if (row === undefined || !inReach) throw commonErrors.missing();
  return row;
}

export const enforceStrategy: Handler<typeof strategyRoutes.enforceStrategy> = ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const { trusted } = context.use(registers).of(strategy);
    const row = await lockOwn(context, work, principal, id);
    if (row.status === 'in-force' || row.status === 'replaced') throw errors.strategyFixed();
    if (row.to < row.from) throw errors.periodReversed({}, [{ path: 'to', message: '早于实施起' }]);
    const content = await describe(context, work.db, row);
    const bare = content.parts.find(({ items }) => items.length === 0);
    if (bare !== undefined) throw errors.strategyIncomplete({ part: bare.title });
    const former = await trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'river', is: 'equal', value: row.river },
          { field: 'area', is: 'equal', value: row.area },
          { field: 'status', is: 'equal', value: 'in-force' },
        ],
      },
      limit: mostItems,
    });
    for (const each of former) await trusted.update(work, principal.id, each, { status: 'replaced' });
    const enforcedOn = shanghaiDate(work.now);
    const kept = { status: 'in-force', edition: row.edition ?? 1, enforcedOn, content };
    await trusted.update(work, principal.id, row, kept);
    return { id };
  });

export const renewStrategy: Handler<typeof strategyRoutes.renewStrategy> = ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const rows = context.use(registers);
    const row = await lockOwn(context, work, principal, id);
    if (row.status !== 'in-force') throw errors.strategyNotInForce();
    const drafts = await rows.of(strategy).trusted.findMany(work.db, {
      filter: { all: [{ field: 'before', is: 'equal', value: id }] },
      limit: 1,
    });
    // Pressed twice, or by two people: there is one next edition.
    if (drafts[0] !== undefined) return { id: drafts[0].id };
    const { title, river, area, department, from, to } = row;
    const made = await rows.of(strategy).trusted.insert(work, principal.id, {
      title,
      river,
      area,
      department,
      from,
      to,
      edition: (row.edition ?? 1) + 1,
      status: 'draft',
      before: id,
    });
    const items = await rows.of(strategyItem).trusted.findMany(work.db, {
      filter: { field: 'strategy', is: 'equal', value: id },
      limit: mostItems,
    });
    await rows.of(strategyItem).trusted.insertMany(
      work,
      principal.id,
      items.map(({ part, order, text, unit, due }) => ({
        part,
        order,
        text,
        unit,
        due,
        area,
        strategy: made.id,
      })),
    );
    return { id: made.id };
  });
