/** Handlers that write rules; each is tried against the dataset's fields before it is kept, and each act is in the audit. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { ruleKinds } from '../../../../engines/lake/contract.ts';
import { lake, type QualityCheck, type SuggestedRule } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import { checkWords, type Known } from '../check-words.ts';
import { errors } from '../errors.ts';
import { rule } from '../registers/rule.ts';
import type { ruleRoutes } from '../routes/rule-routes.ts';
import { checkCompared, comparable, type DatasetRow, fieldsOf, openFields, reachKept } from './reach.ts';
import { rulesOf } from './rules.ts';
import { startCheck } from './start-check.ts';

const longestTitle = 100;
const mostDatasets = 5000;

function note(context: Context, work: Work, id: string, event: 'create' | 'update', detail: object = {}) {
  context.use(access).audit(work, context.principal, {
    module: 'data-quality',
    event,
    objectType: 'rule',
    objectId: id,
    result: 'success',
    detail: { ...detail },
  });
}

/** The same check, in whatever order its parts were written. */
function keyOf(check: QualityCheck): string {
  return JSON.stringify(Object.entries(check).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

async function knownOf(context: Context, row: DatasetRow): Promise<Known> {
  const titles = new Map(fieldsOf(row).map(({ name, title }) => [name, title]));
  const sets = await context
    .use(registers)
    .of(dataset)
    .trusted.findEvery(context.use(store).db, { most: mostDatasets });
  const names = new Map(sets.map(({ id, name }) => [id, name]));
  return { field: (name) => titles.get(name) ?? name, dataset: (id) => names.get(id) ?? '另一数据集' };
}

/** What is suggested, may be compared by this person, and is no rule yet. */
async function suggestedFor(context: Context, row: DatasetRow): Promise<readonly SuggestedRule[]> {
  const known = await rulesOf(context, context.use(store).db, [row.id]);
  const taken = new Set(known.map(({ check }) => keyOf(check as QualityCheck)));
  const open = new Map(
    (await comparable(context)).map((other) => [
      other.id,
      new Set(openFields(context, other).map(({ name }) => name)),
    ]),
  );
  const isOpen = (check: QualityCheck) =>
    check.kind !== 'reference' || check.on.every(({ other }) => open.get(check.dataset)?.has(other) === true);
  const all = await context.use(lake).quality.suggest(row.id);
  return all.filter(({ check }) => !taken.has(keyOf(check)) && isOpen(check));
}

export const ruleHandlers: Handlers<typeof ruleRoutes> = {
  async saveRule({ dataset: of, id, version, ...given }, context) {
    const row = await reachKept(context, of);
    await context.use(lake).quality.checkRule(row.id, given.check);
    await checkCompared(context, given.check);
    const { trusted } = context.use(registers).of(rule);
    const values = { ...given, note: given.note ?? null };
    return context.use(store).transaction(async (work) => {
      await context.use(registers).of(dataset).trusted.lock(work, row.id);
      if (id === undefined) {
        const made = await trusted.insert(work, context.principal.id, {
          ...values,
          dataset: row.id,
          department: row.department,
          stage: 'draft',
          origin: 'own',
          standing: 'unknown',
        });
        note(context, work, made.id, 'create');
        return { id: made.id };
      }
      const known = await trusted.lock(work, id);
      if (known === undefined || known.dataset !== row.id) throw commonErrors.missing();
      if (known.version !== version) throw commonErrors.stale();
      // What was found by another check, or tolerated otherwise, says nothing of this one.
      const isSame =
        keyOf(known.check as QualityCheck) === keyOf(given.check) && known.tolerance === given.tolerance;
      await trusted.update(work, context.principal.id, known, {
        ...values,
        ...(isSame ? {} : { standing: 'unknown' }),
      });
      note(context, work, id, 'update');
      if (known.stage === 'active' && !isSame) await startCheck(context, work, row, context.principal.id);
      return { id };
    });
  },
  async stageRules({ dataset: of, rules, stage }, context) {
    const row = await reachKept(context, of);
    const { trusted } = context.use(registers).of(rule);
    await context.use(store).transaction(async (work) => {
      await context.use(registers).of(dataset).trusted.lock(work, row.id);
      for (const id of new Set(rules)) {
        const known = await trusted.lock(work, id);
        if (known === undefined || known.dataset !== row.id) throw commonErrors.missing();
        if (known.stage === stage) continue;
        await trusted.update(work, context.principal.id, known, { stage, standing: 'unknown' });
        note(context, work, id, 'update', { stage });
      }
      if (stage === 'active') await startCheck(context, work, row, context.principal.id);
    });
    return { done: true as const };
  },
  async suggestions({ id }, context) {
    const row = await reachKept(context, id);
    const known = await knownOf(context, row);
    const all = await suggestedFor(context, row);
    return {
      suggestions: all.map(({ check, reason }) => ({ check, reason, title: checkWords(check, known) })),
    };
  },
  async takeOver({ id, checks }, context) {
    const row = await reachKept(context, id);
    const known = await knownOf(context, row);
    const offered = new Map((await suggestedFor(context, row)).map((each) => [keyOf(each.check), each]));
    const wanted = [...new Map(checks.map((check) => [keyOf(check), check])).keys()].map((key) =>
      offered.get(key),
    );
    const { trusted } = context.use(registers).of(rule);
    await context.use(store).transaction(async (work) => {
      for (const each of wanted) {
        if (each === undefined) throw errors.noSuggestion();
        const made = await trusted.insert(work, context.principal.id, {
          title: checkWords(each.check, known).slice(0, longestTitle),
          dataset: row.id,
          department: row.department,
          check: each.check,
          indicator: ruleKinds[each.check.kind].indicator,
          importance: 'usual',
          tolerance: 0,
          stage: 'draft',
          origin: 'suggested',
          note: each.reason,
          standing: 'unknown',
        });
        note(context, work, made.id, 'create', { origin: 'suggested' });
      }
    });
    return { taken: wanted.length };
  },
  async others({ id }, context) {
    await reachKept(context, id);
    const all = await comparable(context);
    return {
      datasets: all
        .filter((other) => other.id !== id)
        .map((other) => ({
          id: other.id,
          name: other.name,
          fields: openFields(context, other).map(({ name, title }) => ({ name, title })),
        }))
        .filter(({ fields }) => fields.length > 0),
    };
  },
};
