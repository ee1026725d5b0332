/** Keeping 脱敏水印策略: tried on synthetic values first, in force from its day on, each edition kept; the decision hears of it before the answer goes out. */
import { coveredClass, type FieldClass, isMasked } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { maskBy } from '../../../../../kernel/mask.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { classes, rankOf } from '../../../data-catalogue/contract.ts';
import { preview } from '../../data/policies.ts';
import { errors } from '../../errors.ts';
import { policy } from '../../registers/policy.ts';
import type { Policy, policyRoutes } from '../../routes/policy-routes.ts';
import { type GradedField, gradedFields, keyedBy, matching, policyOf, ruleOf } from './field-policies.ts';

const day = 86_400_000;

function check(given: Policy): void {
  if (rankOf(given.grade) < 0 || given.classes.some((kind) => !Object.hasOwn(classes, kind)))
    throw errors.policyWords();
  if (given.ways.includes('page') && given.visibleFrom === 'nobody') throw errors.policyForNobody();
  if (given.mask === 'none' && !given.watermark) throw errors.policyEmpty();
  const needs = {
    keep: given.first ?? given.last,
    date: given.dateTo,
    area: given.digits,
    number: given.step,
  };
  if (Object.hasOwn(needs, given.mask) && needs[given.mask as keyof typeof needs] === null)
    throw errors.policyMask();
  if (given.ends !== null && given.ends < given.begins) throw errors.policyDays();
}

const thresholds = ['internal', 'personal', 'sensitive', 'nobody'];

function drops<T>(before: readonly T[], after: readonly T[]): boolean {
  return before.some((each) => !after.includes(each));
}

/** Leaves more of a value, or may do so: masks of two kinds are not compared, but for hiding all. */
function unmasks(before: Policy, given: Policy): boolean {
  if (before.mask === 'none') return false;
  if (before.mask !== given.mask) return given.mask !== 'hide';
  const more = (name: 'first' | 'last' | 'digits') => (given[name] ?? 0) > (before[name] ?? 0);
  return (
    more('first') ||
    more('last') ||
    more('digits') ||
    (given.step ?? 0) < (before.step ?? 0) ||
    (before.dateTo === 'year' && given.dateTo !== 'year')
  );
}

/** Whether somebody would see, somewhere, what the edition before keeps from him. */
function loosens(before: Policy, given: Policy): boolean {
  const fewerClasses = before.classes.length === 0 || drops(before.classes, given.classes);
  return (
    unmasks(before, given) ||
    (before.watermark && !given.watermark) ||
    drops(before.ways, given.ways) ||
    drops(before.viewers, given.viewers) ||
    (given.classes.length > 0 && fewerClasses) ||
    rankOf(given.grade) > rankOf(before.grade) ||
    thresholds.indexOf(given.visibleFrom) < thresholds.indexOf(before.visibleFrom)
  );
}

/** What held until now is not undone for days that are over. */
function checkEnd(ends: string, now: Date): void {
  if (ends < shanghaiDate(new Date(now.getTime() - day))) throw errors.policyDays();
}

/** A policy in force only grows stricter; whoever wants it looser ends it, with its last day, and puts another in force. */
function checkEdition(before: Policy, given: Policy, now: Date): void {
  const today = shanghaiDate(now);
  if (before.begins > today || (before.ends !== null && before.ends < today)) return;
  if (given.begins > before.begins) throw errors.policyDays();
  if (given.ends !== null) checkEnd(given.ends, now);
  if (loosens(before, given)) throw errors.policyLooser();
}

/** What of a policy tells how much it keeps from whom, and when; with `Before` after its name, of the edition before. */
function auditOf(given: Policy, more: '' | 'Before' = ''): Readonly<Record<string, string | null>> {
  const told = {
    grade: given.grade,
    classes: given.classes.join(','),
    mask: given.mask,
    ways: given.ways.join(','),
    viewers: given.viewers.join(','),
    visibleFrom: given.visibleFrom,
    begins: given.begins,
    ends: given.ends,
  };
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [`${name}${more}`, value]));
}

async function classesOf(
  context: Context,
  fields: readonly GradedField[],
): Promise<ReadonlyMap<string, FieldClass>> {
  const found = new Map<string, FieldClass>();
  const objects = new Set(fields.map(({ object }) => object));
  const sets = [...objects].filter((object) => !object.includes('.'));
  for (const object of objects)
    for (const [name, field] of Object.entries(context.use(registers).find(object)?.declaration.fields ?? {}))
      found.set(`${object}#${name}`, field.class ?? 'internal');
  for (const set of sets.length === 0 ? [] : await context.use(lake).findDatasets(sets))
    for (const field of set.fields) found.set(`${set.id}#${field.name}`, field.class);
  return found;
}

/** Somebody sees it now on one of the ways, and would not then. */
function tightens(context: Context, given: Policy, field: GradedField, declared: FieldClass): boolean {
  if (given.mask === 'none') return false;
  const { covers } = context.use(access);
  return given.ways.some((way) => {
    const now = covers.find(field.object, way)?.get(field.field);
    if (way !== 'page' && way !== 'export') return now === undefined || now.from === 'public';
    if (given.visibleFrom === 'nobody') return now?.from !== 'nobody';
    return isMasked(given.visibleFrom, coveredClass(declared, now));
  });
}

async function effectOf(context: Context, given: Policy) {
  const fields = matching(given, await gradedFields(context));
  const declared = await classesOf(context, fields);
  const objects = [...new Set(fields.map(({ object }) => object))];
  return {
    registers: objects.filter((object) => object.includes('.')).length,
    datasets: objects.filter((object) => !object.includes('.')).length,
    fields: fields.length,
    tightened: fields.filter((field) =>
      tightens(context, given, field, declared.get(`${field.object}#${field.field}`) ?? 'internal'),
    ).length,
  };
}

export const policyHandlers: Handlers<typeof policyRoutes> = {
  async previewPolicy(given, context) {
    check(given);
    const keyed = await keyedBy(context);
    const rule = ruleOf(given);
    return {
      values: preview.map(({ title, value }) => ({
        title,
        value,
        shown: given.mask === 'none' ? value : maskBy(rule, value, (text) => keyed(text, 'preview')),
      })),
      ...(await effectOf(context, given)),
    };
  },
  async savePolicy({ id, version, policy: given }, context) {
    check(given);
    const { trusted } = context.use(registers).of(policy);
    const by = context.principal.id;
    const made = await context.use(store).transaction(async (work) => {
      const before = id === undefined ? undefined : await trusted.lock(work, id);
      if (id !== undefined && before === undefined) throw commonErrors.missing();
      if (before !== undefined && before.version !== version) throw commonErrors.stale();
      const [same] = await trusted.findMany(work.db, {
        filter: { field: 'name', is: 'equal', value: given.name },
        limit: 1,
      });
      if (same !== undefined && same.id !== id) throw errors.policyName();
      if (before !== undefined) checkEdition(policyOf(before), given, context.now);
      const row =
        before === undefined
          ? await trusted.insert(work, by, { ...given, edition: 1 })
          : await trusted.update(work, by, before, { ...given, edition: before.edition + 1 });
      context.use(access).audit(work, context.principal, {
        module: 'data-protection',
        event: 'config',
        objectType: 'data-protection.policy',
        objectId: row.id,
        result: 'success',
        detail: {
          edition: row.edition,
          ...auditOf(given),
          ...(before === undefined ? {} : auditOf(policyOf(before), 'Before')),
        },
      });
      return { id: row.id, version: row.version, edition: row.edition };
    });
    await context.use(access).covers.changed();
    return made;
  },
  async endPolicy({ id, version, ends }, context) {
    const { trusted } = context.use(registers).of(policy);
    checkEnd(ends, context.now);
    const made = await context.use(store).transaction(async (work) => {
      const before = await trusted.lock(work, id);
      if (before === undefined) throw commonErrors.missing();
      if (before.version !== version) throw commonErrors.stale();
      const row = await trusted.update(work, context.principal.id, before, {
        ends,
        edition: before.edition + 1,
      });
      context.use(access).audit(work, context.principal, {
        module: 'data-protection',
        event: 'config',
        objectType: 'data-protection.policy',
        objectId: id,
        result: 'success',
        detail: { edition: row.edition, ends, endsBefore: before.ends },
      });
      return { version: row.version };
    });
    await context.use(access).covers.changed();
    return made;
  },
};
