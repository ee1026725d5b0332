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
import { type GradedField, gradedFields, keyedBy, matches, ruleOf } from './field-policies.ts';

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
  const fields = (await gradedFields(context)).filter((field) => matches(given, field));
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
        detail: { edition: row.edition, grade: given.grade, mask: given.mask, ways: given.ways.join(',') },
      });
      return { id: row.id, version: row.version, edition: row.edition };
    });
    await context.use(access).covers.changed();
    return made;
  },
  async endPolicy({ id, version, ends }, context) {
    const { trusted } = context.use(registers).of(policy);
    // What held until now is not undone for days that are over.
    if (ends < shanghaiDate(new Date(context.now.getTime() - 86_400_000))) throw errors.policyDays();
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
        detail: { edition: row.edition, ends },
      });
      return { version: row.version };
    });
    await context.use(access).covers.changed();
    return made;
  },
};
