/** What all matters have in common at the server: who applies, nobody judging his own, values as they will stand. */
import type { Principal } from '../../../../../kernel/access.ts';
import { commonErrors, type Problem } from '../../../../../kernel/errors.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { Act } from '../../../../../engines/flow/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { refuseClassified } from '../refuse-classified.ts';

/** The part of a binding's moment that matters look at. */
export interface MatterMoment {
  readonly row: (Readonly<Record<string, unknown>> & { readonly initiator: string | null }) | undefined;
  readonly action: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly act?: Act;
  readonly work: Work;
  readonly services: Services;
}

/** Applied for, or sent in again after mending. */
export function isApplying({ action }: MatterMoment): boolean {
  return action === 'open' || action === 'submit';
}

/** Whose application it is. */
export function applicantOf({ row, principal }: MatterMoment): string {
  return row?.initiator ?? principal.id;
}

/** A jump passes by those who would judge, so it counts as judging. */
const judging = new Set(['agree', 'refuse', 'revise', 'verb.jump']);

/** Run first by every matter. */
export async function guardMatter(at: MatterMoment): Promise<void> {
  if (judging.has(at.action) && at.row?.initiator === at.principal.id) throw errors.ownMatter();
  await refuseClassified(at.services, at.values, at.act?.opinion, at.act?.files);
}

/** Set once, by the server: the applicant's unit and area, and whether he is its head himself. */
export function applicantFields({
  row,
  principal,
  services,
}: MatterMoment): Readonly<Record<string, unknown>> {
  if (row !== undefined) return {};
  const guard = services.use(access);
  const unit = guard.findDepartment(principal.departments[0] ?? '');
  if (unit === undefined)
    throw commonErrors.invalid({}, [{ path: 'applicantUnit', message: '您没有所属部门,不能申请' }]);
  return {
    applicantUnit: unit.id,
    caseArea: unit.area,
    byHead: guard.decide(principal, 'office:approve').permit,
  };
}

/** As people read them in a title. */
export function subjectOf(...parts: readonly (string | number)[]): string {
  return parts.join(' ').slice(0, 120);
}

/** '2026-11-24 09:00' as the clock on the wall shows it. */
export function wallClock(at: string | Date): string {
  const instant = new Date(at);
  return `${shanghaiDate(instant)} ${shanghaiTime(instant).slice(0, 5)}`;
}

export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
}
