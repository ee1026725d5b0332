/** What a step must know beyond the case itself: settings, calendar, limits and assignment by the case type's binding, who may be reached. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import type { CaseProcess, CaseType } from '../../../../kernel/case.ts';
import { commonErrors, type Problem } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import type { AccessService } from '../../../access/index.ts';
import type { Store, Work } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { CaseFacts, CaseState, Command, Facts } from '../step/types.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { governedCase, isSystem } from './decide-powers.ts';

export interface FactSources {
  readonly store: Store;
  readonly access: AccessService;
  readonly services: Services;
  readonly calendar: () => WorkingCalendar;
}

export function plainFacts({ store, calendar }: Pick<FactSources, 'store' | 'calendar'>, now: Date): Facts {
  const value = (name: string) => store.settings.value(`flow.${name}`);
  return {
    now,
    calendar: calendar(),
    lights: { percent: value('yellow-percent'), hours: value('yellow-hours') },
    urgeMinutes: value('urge-minutes'),
  };
}

/** Limits and assignment for the stage that the step leads to, from the binding; `row` holds the values of the step already. */
export async function stageFacts(
  { services }: FactSources,
  kind: CaseKind,
  row: PlainRow,
  stage: string,
  work: Work,
  named: boolean,
): Promise<Pick<Facts, 'limits' | 'assigned'>> {
  const { limits, assign } = kind.binding;
  // The row is of this very case type; the binding was declared beside it.
  const at = { row: row as unknown as Row<CaseType>, stage, work, services };
  return {
    limits: await limits?.(at),
    assigned: named ? undefined : await assign?.(at),
  };
}

/** Throws flow.unknownUnit for a unit that does not exist. */
export function checkUnit(access: AccessService, unit: string | null): void {
  if (unit !== null && access.findDepartment(unit) === undefined)
    throw flowErrors.unknownUnit({}, [{ path: 'unit', message: '没有该单位' }]);
}

/** Does this person belong to the unit, and hold the stage's permission over the case? */
export async function canHold(
  access: AccessService,
  kind: CaseKind,
  process: CaseProcess,
  row: CaseFacts,
  stage: string,
  to: { readonly unit: string | null; readonly person: string },
): Promise<boolean> {
  const found = process.stages[stage];
  if (found === undefined) return false;
  let person: Principal;
  try {
    person = await access.principalOf(to.person);
  } catch {
    return false;
  }
  if (to.unit !== null && !person.departments.includes(to.unit)) return false;
  const governed = governedCase({ ...row, unit: to.unit }, undefined);
  return decisionMatches(access.decide(person, `${kind.system}:${found.allow}`), governed);
}

/** 转办: is the unit inside the reach of the stage's (or the supervisor's) permission, and can the person hold the item? */
export async function isReachable(
  access: AccessService,
  principal: Principal,
  kind: CaseKind,
  process: CaseProcess,
  state: CaseState,
  command: Command,
): Promise<boolean> {
  const { item, row } = state;
  if (item === undefined) return false;
  const byUnit = process.stages[item.stage]?.candidate.kind === 'unit';
  const unit = byUnit ? (command.unit ?? item.unit) : null;
  if (
    command.person !== null &&
    !(await canHold(access, kind, process, row, item.stage, { unit, person: command.person }))
  )
    return false;
  if (unit === null || unit === item.unit || isSystem(principal)) return true;
  const department = access.findDepartment(unit);
  if (department === undefined) return false;
  const place = { area: department.area, departments: [unit] };
  const permissions = [process.stages[item.stage]?.allow, process.allow.supervise];
  return permissions.some(
    (each) =>
      each !== undefined && decisionMatches(access.decide(principal, `${kind.system}:${each}`), place),
  );
}

/** An ordinary action may name the next holder: he must be able to hold it. */
export async function checkPerson(
  access: AccessService,
  kind: CaseKind,
  process: CaseProcess,
  row: CaseFacts,
  stage: string,
  to: { readonly unit: string | null; readonly person: string | null },
): Promise<void> {
  if (to.person === null) return;
  if (!(await canHold(access, kind, process, row, stage, { unit: to.unit, person: to.person })))
    throw flowErrors.unknownPerson({}, [{ path: 'person', message: '该人员不能办理此环节' }]);
}

/** Files must be the person's own uploads, or already on the case: an id overheard elsewhere opens nothing. */
export async function checkFiles(
  sources: FactSources,
  principal: Principal,
  kind: CaseKind,
  given: { readonly files: readonly string[]; readonly values: PlainRow },
  before: PlainRow,
): Promise<void> {
  if (isSystem(principal)) return;
  const problems: Problem[] = [];
  const check = async (path: string, ids: readonly unknown[], kept: readonly unknown[]): Promise<void> => {
    for (const id of ids) {
      if (typeof id !== 'string' || kept.includes(id)) continue;
      const file = await sources.store.files.find(id);
      if (file?.createdBy !== principal.id) problems.push({ path, message: '附件不存在,请重新上传' });
    }
  };
  await check('files', given.files, []);
  for (const name of kind.fileFields) {
    const ids = given.values[name];
    const kept = before[name];
    if (Array.isArray(ids)) await check(name, ids, Array.isArray(kept) ? kept : []);
  }
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
}
