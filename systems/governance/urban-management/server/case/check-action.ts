/** What each action of the loop asks for beyond its form, and what it writes down about who did it. */
import { areaAtLevel, areaLevel } from '../../../../../kernel/area.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { Act } from '../../../../../engines/flow/service.ts';
import type { urbanCase } from '../../case/urban-case.ts';
import { errors } from '../../errors.ts';
import { findStandard } from '../reference/find-standard.ts';
import { setting } from '../setting.ts';
import { checkComponentOf } from './check-component-of.ts';
import { checkPhotos } from './check-photos.ts';
import { type CaseValues, type Step, titleOf } from './complete-report.ts';
import { findCollector } from './find-collector.ts';
import { findDuplicates, isRepeated } from './find-similar.ts';
import { locateCase } from './locate-case.ts';

export type CaseRow = Row<typeof urbanCase>;

export interface ActionStep extends Step {
  readonly row: CaseRow;
  readonly act?: Act;
}

type Rule = (step: ActionStep) => Promise<CaseValues> | CaseValues;

/** Marks and counters are declared by name in the process, so the row's type does not list them. */
export function managedValue(row: CaseRow, name: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[name];
}

async function file(step: ActionStep): Promise<CaseValues> {
  const { row, values, principal, work, services } = step;
  const matter = values.matter ?? row.matter;
  const standardId = values.standard ?? row.standard;
  const position = values.position === undefined ? row.position : values.position;
  const component = values.component === undefined ? row.component : values.component;
  if (matter === null || standardId === null) throw errors.standardMismatch();
  const standard = await findStandard(services, work.db, standardId, shanghaiDate(work.now));
  if (standard === undefined || standard.matter !== matter)
    throw errors.standardMismatch({}, [{ path: 'standard', message: '请重新选择立案标准' }]);
  if (component !== null) await checkComponentOf(services, work.db, { component, matter, position });
  const place = await locateCase(services, work.db, position, row.caseArea);
  const like = position === null ? undefined : { matter, position, now: work.now, except: row.id };
  const suspects = like === undefined ? [] : await findDuplicates(services, work.db, like);
  return {
    ...place,
    title: titleOf(matter, values.address ?? row.address),
    severity: standard.severity,
    acceptor: principal.id,
    collector: row.collector ?? (await findCollector(services, work.db, place.grid, work.now)) ?? null,
    suspects: suspects.map((each) => each.row.number),
    repeated: like !== undefined && (await isRepeated(services, work.db, like)),
  };
}

async function confirm({ row, values, principal, services }: ActionStep): Promise<CaseValues> {
  await checkPhotos(services, principal, values.photosBefore ?? row.photosBefore, {
    path: 'photosBefore',
    least: 0,
    known: row.photosBefore ?? [],
  });
  return {
    verified: 'confirmed',
    collector: principal.id,
    title: titleOf(values.matter ?? row.matter, row.address),
  };
}

/** A county that was told so often that it chose wrongly asks the city (两级指挥). */
function dispatch({ row, principal, services, act }: ActionStep): CaseValues {
  const upheld = Number(managedValue(row, 'upheldCount') ?? 0);
  if (row.level !== 'city' && upheld >= setting(services, 'disputes-to-city'))
    throw errors.escalateFirst({ count: upheld });
  const unit = act?.unit === undefined ? undefined : services.use(access).findDepartment(act.unit);
  const county = row.caseArea === null ? undefined : areaAtLevel(row.caseArea, 'county');
  const other = unit !== undefined && areaLevel(unit.area) === 'county' && unit.area !== county;
  if (row.level !== 'city' && other) throw errors.otherCounty({ unit: unit.shortName });
  return { dispatcher: principal.id };
}

async function done({ row, values, principal, work, services }: ActionStep): Promise<CaseValues> {
  const standard =
    row.standard === null
      ? undefined
      : await findStandard(services, work.db, row.standard, shanghaiDate(work.now));
  await checkPhotos(services, principal, values.photosAfter ?? row.photosAfter, {
    path: 'photosAfter',
    least: standard?.photosAfter ?? 0,
    known: row.photosAfter ?? [],
  });
  return {};
}

function end({ principal, work }: { principal: Principal; work: Step['work'] }): CaseValues {
  return { closer: principal.id, archivedAt: work.now.toISOString() };
}

/** Only what was handled and seen to be handled is closed in the ordinary way. */
function close(step: ActionStep): CaseValues {
  if ((managedValue(step.row, 'passedAt') ?? null) === null) throw errors.notHandled();
  return end(step);
}

const acceptedBy: Rule = ({ principal }) => ({ acceptor: principal.id });
const answered =
  (verified: string): Rule =>
  ({ principal }) => ({ verified, collector: principal.id });

/** By '<stage>.<action>' or the verb. */
const rules: Readonly<Record<string, Rule>> = {
  'verify.confirm': confirm,
  'verify.unclear': answered('unclear'),
  'verify.deny': answered('denied'),
  'accept.file': file,
  'accept.recheck': acceptedBy,
  'accept.refuse': acceptedBy,
  'dispatch.dispatch': dispatch,
  'dispatch.escalate': () => ({ level: 'city' }),
  'handle.done': done,
  'close.close': close,
  'close.force': end,
  'close.shelve': end,
  'verb.reopen': () => ({ archivedAt: null }),
};

export async function checkAction(step: ActionStep, action: string): Promise<CaseValues> {
  const rule = rules[action.startsWith('verb.') ? action : `${step.row.stage}.${action}`];
  return rule === undefined ? {} : await rule(step);
}
