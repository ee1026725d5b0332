/** Fetches from registers what a form takes from there, each by the caller's own decision, and says where it comes from. */
import type { Principal } from '../../../kernel/access.ts';
import type { AccessService } from '../../access/service.ts';
import type { RegisterService } from '../../registers/service.ts';
import { type FormSetting, scopeOf } from '../form/conclude-form.ts';
import { type PlacedField, placedFields, type Prefill } from '../form/form-model.ts';
import { type FormValues, isBlank, tryEvaluate } from '../form/form-scope.ts';

export interface FoundValue {
  readonly value: unknown;
  /** '数据来源：会议室（市机关事务管理局）' */
  readonly source: string;
}

export interface PrefillDeps {
  readonly registers: RegisterService;
  readonly access: AccessService;
}

async function fetchOne(
  { registers, access }: PrefillDeps,
  principal: Principal,
  prefill: Prefill,
  setting: FormSetting,
  scope: FormValues,
): Promise<FoundValue | undefined> {
  const info = registers.find(prefill.register);
  if (info === undefined || !registers.decide(principal, prefill.register, 'read').permit) return undefined;
  const asked = Object.entries(prefill.match).map(
    ([field, text]) => [field, tryEvaluate(setting.evaluate, text, scope)] as const,
  );
  // Nothing to look for finds nothing, not everything.
  if (asked.some(([, value]) => isBlank(value) || typeof value === 'object')) return undefined;
  const all = asked.map(([field, value]) => ({
    field,
    is: 'equal' as const,
    value: value as string | number | boolean,
  }));
  const { rows } = await registers.rows(prefill.register).list(principal, { filter: { all }, size: 2 });
  const [row] = rows;
  // Two rows are no answer.
  if (row === undefined || rows.length > 1 || row.masked?.includes(prefill.take) === true) return undefined;
  const value = (row as FormValues)[prefill.take];
  const owner = access.findDepartment(info.declaration.owner);
  return {
    value: value ?? null,
    source: `数据来源：${info.declaration.title}${owner === undefined ? '' : `（${owner.shortName}）`}`,
  };
}

/** Field → what was found; fields that nothing was found for are left out. `only` narrows to some of them. */
export async function prefillValues(
  deps: PrefillDeps,
  principal: Principal,
  setting: FormSetting,
  values: FormValues,
  only: (field: PlacedField) => boolean = () => true,
): Promise<Readonly<Record<string, FoundValue>>> {
  const scope = scopeOf(setting, values);
  const found: Record<string, FoundValue> = {};
  for (const { field } of placedFields(setting.model)) {
    if (field.prefill === undefined || !only(field)) continue;
    const one = await fetchOne(deps, principal, field.prefill, setting, scope).catch(ignoreRefusal);
    if (one !== undefined) found[field.name] = one;
  }
  return found;
}

/** A filter that this caller may not use (a masked field) finds nothing for him; anything else is a fault. */
function ignoreRefusal(problem: unknown): undefined {
  if (problem instanceof Error && problem.name === 'CityError') return undefined;
  throw problem;
}
