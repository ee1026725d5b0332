/** A work item row as lists show it. */
import type { AccessService } from '../../../access/index.ts';
import type { WorkItem } from '../../contract.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import { lightOf } from '../step/clock.ts';
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
] as const satisfies readonly (keyof ItemRow)[];

export type ShownRow = Pick<ItemRow, (typeof itemColumns)[number]>;

export function showItem(access: AccessService, kinds: CaseKinds, now: Date, row: ShownRow): WorkItem {
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
  };
}
