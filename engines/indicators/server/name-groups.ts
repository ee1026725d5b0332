/** What people read in front of each group, and the groups that should stand in the table even when nothing happened there. */
import type { Decision } from '../../../kernel/access.ts';
import { isInArea } from '../../../kernel/area.ts';
import type { Field } from '../../../kernel/register.ts';
import type { AccessService } from '../../access/index.ts';
import type { RegisterService } from '../../registers/index.ts';

/** The city's areas, handed in at start-up. */
export interface AreaSource {
  name(code: string): string | undefined;
  /** Codes of one level in their order, under an area when given. */
  list(level: 'county' | 'town', within?: string): readonly string[];
}

export interface NameDeps {
  readonly access: AccessService;
  readonly registers: RegisterService;
  readonly areas: AreaSource;
}

export async function nameGroups(
  deps: NameDeps,
  field: Field | undefined,
  keys: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, string>> {
  const filled = keys.filter((key) => key !== null);
  const people = field?.type === 'subject' ? await deps.access.namesOf(filled) : new Map<string, string>();
  function nameOf(key: string): string | undefined {
    switch (field?.type) {
      case 'area':
        return deps.areas.name(key);
      case 'department':
        return deps.access.findDepartment(key)?.name;
      case 'code':
        return field.codeList === undefined
          ? undefined
          : deps.registers.codeLists.nameOf(field.codeList, key);
      case 'subject':
        return people.get(key);
      case 'boolean':
        return key === 'true' ? '是' : '否';
      default:
        return undefined;
    }
  }
  const empty = field === undefined ? '全部' : '未填写';
  return new Map(keys.map((key) => [key, key === null ? empty : (nameOf(key) ?? key)]));
}

/** Whether a decision reaches any row of the area. */
function reaches(decision: Decision, area: string): boolean {
  return (
    decision.permit &&
    decision.rows.some(
      (scope) =>
        scope.kind === 'all' ||
        (scope.kind === 'area' && (isInArea(area, scope.area) || isInArea(scope.area, area))),
    )
  );
}

/** Areas of the level that every decision reaches. */
export function reachedAreas(
  areas: AreaSource,
  level: 'county' | 'town',
  within: string | undefined,
  decisions: readonly Decision[],
): readonly string[] {
  return areas.list(level, within).filter((code) => decisions.every((decision) => reaches(decision, code)));
}
