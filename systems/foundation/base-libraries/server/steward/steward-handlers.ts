/** The steward's queue: rows that may be of a record are taken by somebody and decided, differing values are decided, and a decision can be taken back. */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { findLibrary } from '../../data/libraries.ts';
import { errors } from '../../errors.ts';
import { decision } from '../../registers/decision.ts';
import type { stewardRoutes } from '../../routes/steward-routes.ts';
import { departmentName } from '../describe.ts';
import { numberOf } from '../open-doubt.ts';
import { planOf } from '../plans.ts';
import { type Reached, reachLibrary } from '../reach.ts';
import { decisionsIn, inTurn, keepDecision } from './decisions.ts';

/** Whoever decides must see the whole: a record of another area may be the right one. */
function reachAll(context: Context, code: string): Reached {
  const reached = reachLibrary(context, code, 'decide');
  if (reached.within !== undefined) throw commonErrors.forbidden();
  return reached;
}

async function planIn(context: Context, { library }: Reached) {
  const state = await context.use(lake).subject(library.dataset);
  if (state === undefined) throw errors.noRecord();
  return state.plan;
}

async function takenOf(context: Context, reached: Reached, source: string, mark: string) {
  const rows = await decisionsIn(context, reached.library, 'taken');
  return rows.find((row) => row.source === source && row.mark === mark);
}

async function matchesOf(context: Context, code: string) {
  const reached = reachAll(context, code);
  const plan = await planIn(context, reached);
  const taken = await decisionsIn(context, reached.library, 'taken');
  const title = (field: string) => plan.fields.find((each) => each.name === field)?.title ?? field;
  return (await context.use(lake).matches(reached.library.dataset)).map((match) => {
    const source = plan.sources.find((each) => each.id === match.source);
    const by = taken.find((row) => row.source === match.source && row.mark === match.mark);
    return {
      source: match.source,
      sourceTitle: source?.title ?? match.source,
      departmentName: departmentName(context, source?.department ?? ''),
      batch: match.batch,
      row: match.row,
      mark: match.mark,
      record: match.record,
      score: Math.round(match.score * 10) / 10,
      agrees: Object.entries(match.agrees).map(([field, same]) => ({ title: title(field), same })),
      state: match.state,
      assigneeName: by?.assigneeName ?? null,
      mine: by?.assignee === context.principal.id,
    };
  });
}

/** In its turn. Throws base-libraries.takenByOther, alreadyDecided. */
function settleTaken(context: Context, reached: Reached, source: string, mark: string, number: string) {
  return async (work: Work): Promise<void> => {
    const taken = await takenOf(context, reached, source, mark);
    if (taken !== undefined && taken.assignee !== context.principal.id)
      throw errors.takenByOther({ name: taken.assigneeName ?? '' });
    // The build that would show it may not have run yet.
    const kept = (await decisionsIn(context, reached.library, 'kept')).filter(
      (row) => row.kind !== 'value' && row.source === source && row.mark === mark,
    );
    if (kept.some((row) => row.number === number || row.kind === 'merge')) throw errors.alreadyDecided();
    if (taken === undefined) return;
    await context
      .use(registers)
      .of(decision)
      .trusted.update(work, context.principal.id, taken, { stage: 'ended' });
  };
}

export const stewardHandlers: Handlers<typeof stewardRoutes> = {
  async matches({ code }, context) {
    const { matching } = reachAll(context, code).library;
    return {
      items: await matchesOf(context, code),
      rule:
        matching === undefined
          ? null
          : { source: matching.source, upper: matching.upper, lower: matching.lower },
    };
  },
  async take({ code, source, mark }, context) {
    const reached = reachAll(context, code);
    const known = (await context.use(lake).matches(reached.library.dataset)).some(
      (match) => match.source === source && match.mark === mark,
    );
    if (!known) throw errors.noMatch();
    const plan = await planIn(context, reached);
    await context.use(store).transaction(async (work) => {
      await inTurn(work, reached.library);
      const taken = await takenOf(context, reached, source, mark);
      if (taken !== undefined) throw errors.takenByOther({ name: taken.assigneeName ?? '' });
      await context
        .use(registers)
        .of(decision)
        .trusted.insert(work, context.principal.id, {
          library: code,
          kind: 'merge',
          stage: 'taken',
          source,
          mark,
          department: plan.sources.find((each) => each.id === source)?.department ?? reached.library.owner,
          assignee: context.principal.id,
          assigneeName: context.principal.name,
        });
    });
    return {};
  },
  async decideMatch({ code, source, mark, record, decision: kind, reason }, context) {
    const reached = reachAll(context, code);
    const match = (await context.use(lake).matches(reached.library.dataset)).find(
      (each) => each.source === source && each.mark === mark && each.record === record,
    );
    if (match === undefined) throw errors.noMatch();
    const number = await numberOf(context, reached, await planIn(context, reached), record);
    const also = settleTaken(context, reached, source, mark, number);
    return { id: await keepDecision(context, reached.library, { kind, source, mark, number, reason }, also) };
  },
  async decideValue({ code, id, field, source, reason }, context) {
    const reached = reachAll(context, code);
    const query = { dataset: reached.library.dataset, filter: { id }, clearance: 'sensitive' } as const;
    const record = await context.use(lake).record(query);
    if (record === undefined) throw errors.noRecord();
    const said = record.conflicts
      .find((each) => each.field === field)
      ?.given.find((each) => each.source === source);
    if (said === undefined || said.value === null) throw errors.noConflict();
    const number = await numberOf(context, reached, await planIn(context, reached), id);
    const given = { kind: 'value' as const, source, field, value: said.value, number, reason };
    // One decision for each field of a record: the new one stands in place of the former.
    const kept = await keepDecision(context, reached.library, given, async (work) => {
      const before = (await decisionsIn(context, reached.library, 'kept')).filter(
        (row) => row.kind === 'value' && row.number === number && row.field === field,
      );
      for (const row of before)
        await context
          .use(registers)
          .of(decision)
          .trusted.update(work, context.principal.id, row, { stage: 'ended' });
    });
    return { id: kept };
  },
  async withdraw({ id, reason }, context) {
    const row = await context.use(registers).of(decision).trusted.find(context.use(store).db, id);
    const library = row === undefined ? undefined : findLibrary(row.library);
    if (row === undefined || library === undefined || row.stage !== 'kept') throw errors.noDecision();
    reachAll(context, library.code);
    const plan = await planOf(context, library);
    await context.use(store).transaction(async (work) => {
      await context
        .use(registers)
        .of(decision)
        .trusted.update(work, context.principal.id, row, { stage: 'ended', reason });
      context.use(access).audit(work, context.principal, {
        module: 'base-libraries',
        event: 'update',
        objectType: 'decision',
        objectId: id,
        result: 'success',
        detail: { stage: 'ended' },
      });
      await context.use(lake).startSubject(plan, context.principal.id, work);
    });
    return {};
  },
};
