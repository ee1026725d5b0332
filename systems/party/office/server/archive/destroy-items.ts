/** 销毁: what the group, the leader and the supervisors agreed on is destroyed for good, and stays in the list of what was destroyed. */
import { CityError } from '../../../../../kernel/errors.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { archives } from '../../data/archives.ts';
import { errors } from '../../errors.ts';
import { appraisalLine, destructionEntry } from '../../registers/archive-appraisal.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { type Appraisal, type AppraisalMoment, type Line, linesOf, peopleOf } from './appraisal-lines.ts';

const register = 'office.archive-item';
const source = 'office.archive-appraisal';

/** False where a hold (诉讼, 审计, 调查) lies on it: then it stays, and may be appraised again when the hold is lifted. */
async function destroyOne({ row, principal, services, work }: AppraisalMoment, line: Line): Promise<boolean> {
  const rows = services.use(registers);
  const { trusted } = rows.of(archiveItem);
  const item = await trusted.lock(work, line.item);
  if (item === undefined || item.appraisal !== row.id) return false;
  const now = work.now.toISOString();
  const marked = await trusted.update(work, principal.id, item, { destroyFrom: now });
  try {
    const ground = `档案鉴定 ${row.number}`;
    await rows.retention.erase(work, principal, { register, ids: [item.id], source, ground });
  } catch (problem) {
    if (!(problem instanceof CityError) || problem.code !== 'registers.held') throw problem;
    await trusted.update(work, principal.id, marked, { destroyFrom: null, appraisal: null });
    return false;
  }
  await rows.of(destructionEntry).trusted.insert(work, principal.id, {
    number: item.number,
    title: item.title,
    organ: item.organ,
    year: item.year,
    retention: item.retention,
    appraisal: row.id,
    documentNumber: item.documentNumber,
    document: item.document,
    incoming: item.incoming,
    digests: item.digests,
    approvedBy: row.approvedBy,
    supervisors: peopleOf(row.supervisors),
    destroyedAt: now,
  });
  return true;
}

/** Whatever way the drawing in force led here, nothing goes without its group, an approval and supervisors who each confirmed. */
function requireProof({ appraisers, approvedBy, supervisors, confirmedBy }: Appraisal): void {
  const { leastAppraisers, leastSupervisors } = archives.appraisal;
  const watched = new Set(peopleOf(supervisors));
  const confirmed = new Set(peopleOf(confirmedBy));
  const proved =
    new Set(peopleOf(appraisers)).size >= leastAppraisers &&
    approvedBy !== null &&
    watched.size >= leastSupervisors &&
    [...watched].every((each) => confirmed.has(each));
  if (!proved) throw errors.destructionUnproved();
}

export async function destroyItems(at: AppraisalMoment): Promise<void> {
  const { row, principal, services, work } = at;
  requireProof(row);
  const { trusted } = services.use(registers).of(appraisalLine);
  for (const line of await linesOf(services, work.db, row.id)) {
    if (line.decision !== 'destroy') continue;
    if (!(await destroyOne(at, line))) await trusted.update(work, principal.id, line, { decision: 'held' });
  }
}
