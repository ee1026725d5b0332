/** Policies as they apply to fields: each field with a confirmed class and grade under each policy that looks at it. */
import type { Row } from '../../../../../kernel/register.ts';
import { maskBy, type MaskRule } from '../../../../../kernel/mask.ts';
import type { Cover, Principal, Way } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { FieldPolicy } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { type ColumnGrade, inheritGrades, itemGrade, rankOf } from '../../../data-catalogue/contract.ts';
import { policy } from '../../registers/policy.ts';
import type { Policy } from '../../routes/policy-routes.ts';

type Keyed = (value: string, of: string) => string;

/** Nobody has a clearance on these: what is masked there is masked for all. */
const forAll: readonly Way[] = ['call', 'file', 'open'];
const everybody: readonly Principal['kind'][] = ['official', 'service', 'citizen', 'anonymous'];
const most = 100_000;
const digestLength = 16;

export interface GradedField extends ColumnGrade {
  /** By the lineage of a mart: whatever is confirmed of the column itself, it tells what those tell that it is made of. */
  readonly isInherited?: true;
}

type Edition = Policy & { readonly edition: number };

export function ruleOf(
  given: Pick<Policy, 'mask' | 'first' | 'last' | 'dateTo' | 'digits' | 'step'>,
): MaskRule {
  const { mask } = given;
  return {
    kind: mask === 'none' ? 'hide' : mask,
    ...(given.first === null ? {} : { first: given.first }),
    ...(given.last === null ? {} : { last: given.last }),
    ...(given.dateTo === null ? {} : { to: given.dateTo }),
    ...(given.digits === null ? {} : { digits: given.digits }),
    ...(given.step === null ? {} : { step: given.step }),
  };
}

function matches(
  given: Pick<Policy, 'classes' | 'grade'>,
  field: Pick<GradedField, 'class' | 'grade'>,
): boolean {
  const isClass = given.classes.length === 0 || given.classes.includes(field.class);
  return isClass && rankOf(field.grade) >= rankOf(given.grade);
}

function coverOf(given: Policy, way: Way, of: string, keyed: Keyed): Cover {
  const rule = ruleOf(given);
  if (given.mask === 'none') return { from: 'public', show: (value) => value, watermark: given.watermark };
  return {
    from: forAll.includes(way) ? 'nobody' : given.visibleFrom,
    show: (value) => maskBy(rule, value, (text) => keyed(text, of)),
    watermark: given.watermark,
  };
}

/** Of one field alike, of two fields not: nobody joins what was shared apart. */
export async function keyedBy(services: Services): Promise<Keyed> {
  const boxes = await services.use(trust).vault.boxes();
  return (value, of) => boxes.index(value, `data-protection.policy ${of}`).slice(-digestLength);
}

/** Whatever the item's standing: one that the catalogue lists no longer may still be in the data. */
export async function gradedFields(services: Services): Promise<readonly GradedField[]> {
  const rows = await services
    .use(registers)
    .of(itemGrade)
    .trusted.findEvery(services.use(store).db, { filter: { field: 'grade', is: 'filled' }, most });
  const own = rows.flatMap(({ object, field, class: kind, grade }) =>
    kind === null || grade === null
      ? []
      : [{ object: object.replace(/^(?:register|dataset):/, ''), field, class: kind, grade }],
  );
  const inherited = inheritGrades(own, await services.use(lake).martOrigins());
  return [...own, ...inherited.map((each) => ({ ...each, isInherited: true as const }))];
}

/** A field that is graded so by several ways is masked once, and by what nobody can take from it. */
export function matching(
  given: Pick<Policy, 'classes' | 'grade'>,
  fields: readonly GradedField[],
): readonly GradedField[] {
  const found = new Map<string, GradedField>();
  for (const field of fields) {
    const place = `${field.object}#${field.field}`;
    if (matches(given, field) && (field.isInherited === true || !found.has(place))) found.set(place, field);
  }
  return [...found.values()];
}

/** A row as the policy that was written: its lists were checked then. */
export function policyOf(row: Row<typeof policy>): Edition {
  return { ...row, classes: row.classes ?? [] } as unknown as Edition;
}

export function applied(
  given: Edition,
  fields: readonly GradedField[],
  keyed: Keyed,
): readonly FieldPolicy[] {
  return matching(given, fields).flatMap(({ object, field, isInherited }) =>
    given.ways.map((way) => ({
      ...coverOf(given, way, `${object}#${field}`, keyed),
      policy: given.name,
      edition: given.edition,
      object,
      field,
      way,
      viewers: forAll.includes(way) ? everybody : given.viewers,
      begins: given.begins,
      ends: given.ends,
      holds: (of: Pick<GradedField, 'class' | 'grade'>) => isInherited === true || matches(given, of),
    })),
  );
}

/** In one order, since masks are put over one another. */
export async function readPolicies(services: Services): Promise<readonly FieldPolicy[]> {
  const rows = await services
    .use(registers)
    .of(policy)
    .trusted.findEvery(services.use(store).db, { sort: 'id', most });
  if (rows.length === 0) return [];
  const [fields, keyed] = [await gradedFields(services), await keyedBy(services)];
  return rows.flatMap((row) => applied(policyOf(row), fields, keyed));
}
