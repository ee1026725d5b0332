/** What the second of two people is told: who was faster, when, and with what. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Candidate } from '../../../../kernel/case.ts';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { shanghaiDate, shanghaiTime } from '../../../../kernel/working-time.ts';
import type { Work } from '../../../store/index.ts';
import type { CaseFacts } from '../step/types.ts';
import type { FlowTables, ItemRow } from '../tables.ts';
import { softVerbs } from '../verbs/verb-rules.ts';
import { governedCase, isCandidate } from './decide-powers.ts';
import type { FlowEngine } from './flow-engine.ts';
import { openItemOf } from './load-state.ts';

/** city.stale with who and when, so that the second of two knows whom to ask. */
export async function staleError(
  engine: FlowEngine,
  principal: Principal,
  work: Work,
  id: string,
): Promise<CityError> {
  const last = await work.glance
    .withTables<FlowTables>()
    .selectFrom('flow_entry')
    .select(['actor', 'actor_name', 'department', 'at', 'title'])
    .where('case_id', '=', id)
    .where('action', 'not in', [...softVerbs])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  const plain = commonErrors.stale();
  if (last === undefined) return plain;
  const at = new Date(last.at);
  const unit =
    last.department === null ? undefined : engine.access.findDepartment(last.department)?.shortName;
  const known = principal.kind === 'official' || principal.kind === 'service' || last.actor === principal.id;
  const who = known ? `${unit ?? ''}${last.actor_name}` : (unit ?? '工作人员');
  const when = `${shanghaiDate(at)} ${shanghaiTime(at).slice(0, 5)}`;
  return new CityError(plain.code, plain.kind, `该件已由${who}于 ${when} 办理“${last.title}”,请刷新后再办理`);
}

/** Somebody who could act on an earlier item is told who was faster, though the case is not his any more. */
export function heldBefore(
  engine: FlowEngine,
  principal: Principal,
  items: readonly ItemRow[],
  row: CaseFacts,
): boolean {
  return items.some((item) => {
    const decision = engine.access.decide(principal, item.permission);
    const sides = governedCase(
      { ...row, unit: item.unit, leadUnit: item.lead_unit, caseArea: item.area },
      openItemOf(item),
    );
    return isCandidate(principal, item.candidate as Candidate['kind'], decision, sides, openItemOf(item));
  });
}
