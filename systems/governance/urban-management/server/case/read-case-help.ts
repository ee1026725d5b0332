/** What a desk asks about the case in front of it: standards of its class, likely doubles, and who should handle it. */
import { areaAtLevel } from '../../../../../kernel/area.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { formatTimeLimit, type LimitUnit, shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { findDutyRole } from '../../data/duty-roles.ts';
import type { caseRoutes } from '../../routes/case-routes.ts';
import { findDutyUnits } from '../duty/find-duty-units.ts';
import type { DutyAnswer } from '../duty/rank-duty.ts';
import { findStandardsOf, type StandardRow } from '../reference/find-standard.ts';
import type { CaseRow } from './check-action.ts';
import { handleLimit } from './choose-limits.ts';
import { findDuplicates } from './find-similar.ts';
import { stageTitle } from './stage-title.ts';

/** The whole row of a case that this person may read; missing otherwise. */
export async function getReadable(context: Context, id: string): Promise<CaseRow> {
  const rows = context.use(registers).of(urbanCase);
  await rows.get(context.principal, id);
  const row = await rows.trusted.find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

function showStandard(row: StandardRow) {
  const guard =
    row.guardAmount === null ? null : { amount: row.guardAmount, unit: row.guardUnit as LimitUnit };
  return {
    id: row.id,
    standard: row.standard,
    matter: row.matter,
    condition: row.condition,
    severity: row.severity,
    guardLimit: guard === null ? null : formatTimeLimit(guard),
    handleLimit: formatTimeLimit(handleLimit(row)),
    closing: row.closing,
    dutyKind: row.dutyKind,
    dutyRole: row.dutyRole,
    dutyRoleTitle: findDutyRole(row.dutyRole)?.title ?? row.dutyRole,
    photosBefore: row.photosBefore,
    photosAfter: row.photosAfter,
    basis: row.basis,
    validFrom: row.validFrom,
  };
}

export const listStandards: Handler<typeof caseRoutes.standards> = async ({ matter }, context) => {
  const rows = await findStandardsOf(context, context.use(store).db, matter, shanghaiDate(context.now));
  return { rows: rows.map(showStandard) };
};

export const listSuspects: Handler<typeof caseRoutes.suspects> = async ({ id }, context) => {
  const row = await getReadable(context, id);
  if (row.matter === null || row.position === null) return { rows: [] };
  const like = { matter: row.matter, position: row.position, now: context.now, except: id };
  const found = await findDuplicates(context, context.use(store).db, like);
  const readable = await Promise.all(
    found.map(async (each) => ({
      ...each,
      seen: await context.use(registers).of(urbanCase).find(context.principal, each.row.id),
    })),
  );
  return {
    rows: readable
      .filter(({ seen }) => seen !== undefined)
      .map(({ row: other, metres }) => ({
        id: other.id,
        number: other.number,
        title: other.title ?? '',
        stageTitle: stageTitle(other),
        openedAt: other.openedAt,
        metres,
        hours: Math.round(Math.abs(Date.parse(row.openedAt) - Date.parse(other.openedAt)) / 3_600_000),
      })),
  };
};

const reasons: Readonly<Record<DutyAnswer['from'], string>> = {
  keeper: '部件登记的养护或权属单位',
  owner: '责任表·属主',
  area: '责任表·属地',
};

export const suggestDutyUnits: Handler<typeof caseRoutes.dutyUnits> = async ({ id }, context) => {
  const row = await getReadable(context, id);
  const found = await findDutyUnits(context, context.use(store).db, row, context.now);
  const departments = context.use(access);
  const county = row.caseArea === null ? undefined : areaAtLevel(row.caseArea, 'county');
  return {
    rows: found.map(({ unit, from }) => {
      const department = departments.findDepartment(unit);
      const local = department !== undefined && department.area === county;
      return {
        unit,
        unitName: department?.name ?? unit,
        reason: `${reasons[from]}${local ? '(本县区)' : ''}`,
      };
    }),
    undecided: found.length === 0,
  };
};
