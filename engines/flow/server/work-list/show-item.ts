/** A work item row as lists show it. */
import type { LimitUnit, WorkingCalendar } from '../../../../kernel/working-time.ts';
import type { AccessService } from '../../../access/index.ts';
import type { WorkItem } from '../../contract.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import { lightOf, remainingTime } from '../step/clock.ts';
import type { ItemRow } from '../tables.ts';

export const itemColumns = [
  'id',
  'case_id',
  'type',
  'number',
  'title',
  'stage',
  'stage_title',
  'area',
  'unit',
  'person',
  'claimed_by',
  'created_at',
  'due_at',
  'yellow_at',
  'urged',
  'supervised',
  'suspended',
  'since',
  'limit_unit',
  'whole_unit',
  'holder',
  'item',
] as const satisfies readonly (keyof ItemRow)[];

export type ShownRow = Pick<ItemRow, (typeof itemColumns)[number]>;

/** `calendar` is given where what is left matters: lists of open work. */
export function showItem(
  access: AccessService,
  kinds: CaseKinds,
  now: Date,
  row: ShownRow,
  calendar?: WorkingCalendar,
): WorkItem {
  // Without a limit of its own the item has the due of the whole case, on that limit's clock.
  const unit = (row.limit_unit ?? row.whole_unit ?? 'work-hour') as LimitUnit;
  const left =
    calendar && remainingTime(calendar, now, { dueAt: row.due_at, unit, suspended: row.suspended });
  return {
    id: row.id,
    type: row.type,
    typeTitle: kinds.find(row.type)?.declaration.title ?? row.type,
    caseId: row.case_id,
    number: row.number,
    title: row.title,
    stage: row.stage,
    stageTitle: row.stage_title,
    area: row.area,
    unit: row.unit,
    unitName: row.unit === null ? null : (access.findDepartment(row.unit)?.shortName ?? row.unit),
    person: row.person,
    claimedBy: row.claimed_by,
    createdAt: row.created_at,
    dueAt: row.due_at,
    light: lightOf(now, { dueAt: row.due_at, yellowAt: row.yellow_at, suspended: row.suspended }),
    urged: row.urged,
    supervised: row.supervised,
    suspended: row.suspended,
    // An act that saw the case as it was when the item last changed is not stale.
    version: row.since,
    ...(row.item === '' ? {} : { item: row.item }),
    ...left,
  };
}
