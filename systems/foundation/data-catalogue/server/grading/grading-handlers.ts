/** What a department makes of suggestions: taken, set otherwise, or refused, with the reason; each change stays in the history of the row. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { classes, rankOf } from '../../data/grading.ts';
import { errors } from '../../errors.ts';
import { GradedItem, type gradingRoutes } from '../../grading-routes.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';
import { gradeEntries } from './grade-entries.ts';
import { gradesOf, suggestForEntry } from './suggest-grades.ts';

type ItemGrade = Row<typeof itemGrade>;

const permission = 'data-catalogue:grade';
const keepPolicies = 'data-protection:keep-policies';
const is = (value: string): Filter => ({ field: 'standing', is: 'equal', value });
const counted: Filter = { field: 'standing', is: 'unequal', value: 'gone' };

/** Less than what was confirmed, or of another class: whoever relied on it hears why. */
function loosens(row: ItemGrade, to: Pick<ItemGrade, 'class' | 'grade'>): boolean {
  if (row.class === null || row.grade === null) return false;
  return to.class !== row.class || rankOf(to.grade) < rankOf(row.grade);
}

/** Whoever grades does not so lift a policy that hides the item: that is for those who keep policies. Throws data-catalogue.policyLost. */
function checkPolicies(context: Context, row: ItemGrade, to: Pick<ItemGrade, 'class' | 'grade'>): void {
  if (row.class === null || row.grade === null || to.class === null || to.grade === null) return;
  const { covers, decide } = context.use(access);
  const object = row.object.replace(/^(?:register|dataset):/, '');
  const lost = covers.lost(object, row.field, { class: to.class, grade: to.grade });
  if (lost.length > 0 && !decide(context.principal, keepPolicies).permit)
    throw errors.policyLost({ item: row.title, policies: lost.join('、') });
}

/** All rows or none: each within reach, and as it was when it was looked at. */
async function decideOver(
  context: Context,
  chosen: readonly { readonly id: string; readonly version: number }[],
  change: (row: ItemGrade) => Partial<Pick<ItemGrade, 'class' | 'grade' | 'standing' | 'opinion'>>,
): Promise<{ done: number }> {
  const guard = context.use(access);
  const permit = guard.require(context.principal, permission);
  const { trusted } = context.use(registers).of(itemGrade);
  const done = await context.use(store).transaction(async (work) => {
    const targets = new Set<string>();
    // In one order, so that two who decide over the same rows wait for each other and not in a ring.
    for (const { id, version } of chosen.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
      const row = await trusted.lock(work, id);
      if (row === undefined || !decisionMatches(permit, { departments: [row.department] }))
        throw commonErrors.missing();
      if (row.version !== version) throw commonErrors.stale();
      if (row.standing === 'gone') throw errors.itemGone();
      const next = { class: row.class, grade: row.grade, ...change(row) };
      checkPolicies(context, row, next);
      await trusted.update(work, context.principal.id, row, {
        ...next,
        confirmedBy: context.principal.id,
        confirmedAt: work.now.toISOString(),
      });
      guard.audit(work, context.principal, {
        module: 'data-catalogue',
        event: 'update',
        objectType: 'data-catalogue.item-grade',
        objectId: id,
        result: 'success',
        detail: { class: next.class, grade: next.grade, classBefore: row.class, gradeBefore: row.grade },
      });
      targets.add(row.object);
    }
    await gradeEntries(context, work, context.principal.id, targets);
    return { done: chosen.length };
  });
  // Policies go by confirmed grades: they hold from the answer on.
  await guard.covers.changed();
  return done;
}

export const gradingHandlers: Handlers<typeof gradingRoutes> = {
  async gradingRates(_, context) {
    const measure = (where: Filter) => ({ where, period: 'enteredOn' });
    const groups = await context.use(registers).aggregate(context.principal, 'data-catalogue.item-grade', {
      measures: {
        total: measure(counted),
        confirmed: measure(is('confirmed')),
        waiting: measure({ any: [is('waiting'), is('refused')] }),
        renewed: measure(is('renewed')),
      },
      from: '2000-01-01',
      to: shanghaiDate(context.now),
      by: { field: 'department' },
    });
    const departments = groups.map(({ key, measures }) => {
      const rows = (name: string) => measures[name]?.rows ?? 0;
      return {
        department: key ?? '',
        name: context.use(access).findDepartment(key ?? '')?.name ?? '—',
        total: rows('total'),
        confirmed: rows('confirmed'),
        waiting: rows('waiting'),
        renewed: rows('renewed'),
      };
    });
    const sum = (name: 'total' | 'confirmed' | 'waiting' | 'renewed') =>
      departments.reduce((all, each) => all + each[name], 0);
    return {
      total: sum('total'),
      confirmed: sum('confirmed'),
      waiting: sum('waiting'),
      renewed: sum('renewed'),
      departments: departments.toSorted((one, other) => other.total - one.total),
    };
  },
  async gradedItems({ id }, context) {
    const entry = await context.use(registers).of(resource).get(context.principal, id);
    const rows = entry.target === null ? [] : await gradesOf(context, entry.target);
    const decision = context.use(access).decide(context.principal, permission);
    return {
      name: entry.name,
      mayGrade: decisionMatches(decision, { departments: [entry.provider] }),
      items: rows.filter(({ standing }) => standing !== 'gone').map((row) => GradedItem.parse(row)),
    };
  },
  async suggestGrades({ id }, context) {
    const permit = context.use(access).require(context.principal, permission);
    const entry = await context.use(registers).of(resource).get(context.principal, id);
    if (!decisionMatches(permit, { departments: [entry.provider] })) throw commonErrors.forbidden();
    return { news: await suggestForEntry(context, entry) };
  },
  acceptGrades: ({ rows }, context) =>
    decideOver(context, rows, (row) => {
      const to = { class: row.suggestedClass, grade: row.suggestedGrade };
      // Taken over without a word; who lowers says why, and sets it himself.
      if (loosens(row, to)) throw errors.looserNeedsReason({ item: row.title });
      return { ...to, standing: 'confirmed', opinion: null };
    }),
  setGrades({ rows, class: kind, grade, opinion }, context) {
    if (!Object.hasOwn(classes, kind) || rankOf(grade) < 0) throw errors.unknownGrade();
    return decideOver(context, rows, (row) => {
      if (opinion === '' && rankOf(grade) < rankOf(row.suggestedGrade)) throw errors.lowerNeedsReason();
      if (opinion === '' && loosens(row, { class: kind, grade }))
        throw errors.looserNeedsReason({ item: row.title });
      return { class: kind, grade, standing: 'confirmed', opinion: opinion === '' ? null : opinion };
    });
  },
  refuseGrades: ({ rows, opinion }, context) =>
    decideOver(context, rows, (row) => ({
      standing: row.grade === null ? 'refused' : 'confirmed',
      opinion,
    })),
};
