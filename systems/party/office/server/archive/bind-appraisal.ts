/** The code behind 档案到期鉴定: what is listed, who may judge, what is decided, and destruction under supervision. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { archiveAppraisal } from '../../archive/appraisal.ts';
import { archives } from '../../data/archives.ts';
import { errors } from '../../errors.ts';
import { appraisalLine } from '../../registers/archive-appraisal.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { type AppraisalMoment, decideLines, linesOf, opinionsOf, peopleOf } from './appraisal-lines.ts';
import { destroyItems } from './destroy-items.ts';

type Values = RowInput<typeof archiveAppraisal>;

/** People whom the action names, each once; nobody where it names a unit, which cannot appraise. */
function namedPeople({ act }: Pick<AppraisalMoment, 'act'>): readonly string[] {
  const named = act?.target?.people ?? [];
  const people = named.flatMap(({ person }) => person ?? []);
  return people.length === named.length ? [...new Set(people)] : [];
}

async function dueItems(
  { work, services }: Pick<AppraisalMoment, 'work' | 'services'>,
  organ: string,
  until: string,
) {
  const all = [
    { field: 'organ', is: 'equal', value: organ },
    { field: 'status', is: 'equal', value: 'kept' },
    { field: 'expiresOn', is: 'at-most', value: until },
    { field: 'appraisal', is: 'empty' },
    { field: 'transfer', is: 'empty' },
  ] as const;
  return services.use(registers).of(archiveItem).trusted.findMany(work.db, {
    filter: { all },
    sort: 'number',
    limit: archives.appraisal.mostItems,
  });
}

async function open(at: Omit<AppraisalMoment, 'row'> & { readonly values: Values }): Promise<Values> {
  const { values, principal, services, work } = at;
  await refuseClassified(services, values);
  const guard = services.use(access);
  const decision = guard.require(principal, 'office:archive');
  const organ = principal.departments.find((each) => decisionMatches(decision, { departments: [each] }));
  if (organ === undefined) throw commonErrors.missing();
  const until = String(values.until ?? '');
  // What expires today is kept until the day is over.
  if (until >= shanghaiDate(work.now)) throw errors.untilLate();
  const due = await dueItems(at, organ, until);
  if (due.length === 0) throw errors.nothingDue({ until });
  const area = guard.findDepartment(organ)?.area;
  return { organ, count: due.length, ...(area === undefined ? {} : { caseArea: area }) };
}

/** In the transaction that opened it: the items are its own until it ends. */
async function list({ row, principal, services, work }: AppraisalMoment): Promise<void> {
  const rows = services.use(registers);
  const due = await dueItems({ services, work }, row.organ ?? '', row.until);
  for (const item of due)
    await rows.of(archiveItem).trusted.sendUpdate(work, principal.id, item, { appraisal: row.id });
  await rows.of(appraisalLine).trusted.insertMany(
    work,
    principal.id,
    due.map(({ id, number, title, organ, year, retention, expiresOn }) => ({
      appraisal: row.id,
      item: id,
      number,
      title,
      organ,
      year,
      retention,
      expiresOn: expiresOn ?? row.until,
    })),
  );
}

function chooseAppraisers(at: AppraisalMoment): Values {
  const people = namedPeople(at);
  const least = archives.appraisal.leastAppraisers;
  if (people.length < least) throw errors.appraisersFew({ least });
  return { appraisers: people, approvedBy: null, supervisors: null, confirmedBy: null };
}

function chooseSupervisors(at: AppraisalMoment): Values {
  const people = namedPeople(at);
  const least = archives.appraisal.leastSupervisors;
  if (people.length < least) throw errors.supervisorsFew({ least });
  const { approvedBy, appraisers } = at.row;
  const concerned = new Set([at.principal.id, approvedBy, ...peopleOf(appraisers)]);
  if (people.some((each) => concerned.has(each))) throw errors.supervisorOwn();
  return { supervisors: people, confirmedBy: [] };
}

/** A deputy was not asked to watch, and nobody watches for two. */
function confirmHimself({ row, principal }: AppraisalMoment): Values {
  const confirmed = peopleOf(row.confirmedBy);
  if (!peopleOf(row.supervisors).includes(principal.id) || confirmed.includes(principal.id))
    throw errors.supervisorHimself();
  return { confirmedBy: [...confirmed, principal.id] };
}

async function requireOpinions({ row, principal, services, work }: AppraisalMoment): Promise<undefined> {
  const given = await opinionsOf(services, work.db, row.id);
  const lines = await linesOf(services, work.db, row.id);
  const count = lines.filter(({ id }) => !given.get(id)?.has(principal.id)).length;
  if (count > 0) throw errors.opinionsMissing({ count });
  return undefined;
}

async function approve({ row, principal, services, work }: AppraisalMoment): Promise<Values> {
  const decided = await decideLines(services, work.db, row);
  const count = (wanted: string) => decided.filter(({ decision }) => decision === wanted).length;
  return {
    approvedBy: principal.id,
    toDestroy: count('destroy'),
    toExtend: count('extend'),
    toPermanent: count('permanent'),
  };
}

/** By whole terms from where it ended, until that lies ahead: what was long overdue is not due again at once. */
function keptOn(expired: string, today: string): string {
  let year = Number(expired.slice(0, 4));
  do year += archives.appraisal.extendYears;
  while (`${year}${expired.slice(4)}` < today);
  return `${year}${expired.slice(4)}`;
}

function heldItems({ row, services, work }: AppraisalMoment) {
  const { trusted } = services.use(registers).of(archiveItem);
  const filter = { field: 'appraisal', is: 'equal', value: row.id } as const;
  return trusted.findEvery(work.db, { filter, most: archives.appraisal.mostItems });
}

/** What is kept on stays where it is from the approval; what is to go waits for its supervisors. */
async function settleKept(at: AppraisalMoment): Promise<void> {
  const { row, principal, services, work } = at;
  const rows = services.use(registers);
  const items = new Map((await heldItems(at)).map((item) => [item.id, item]));
  for (const { line, decision } of await decideLines(services, work.db, row)) {
    await rows.of(appraisalLine).trusted.sendUpdate(work, principal.id, line, { decision });
    if (decision === 'destroy') continue;
    const item = items.get(line.item);
    if (item === undefined) continue;
    const kept =
      decision === 'permanent'
        ? { retention: 'Y', expiresOn: null }
        : { expiresOn: keptOn(line.expiresOn, shanghaiDate(work.now)) };
    await rows.of(archiveItem).trusted.sendUpdate(work, principal.id, item, { ...kept, appraisal: null });
  }
}

async function release(at: AppraisalMoment): Promise<void> {
  const { trusted } = at.services.use(registers).of(archiveItem);
  for (const item of await heldItems(at))
    await trusted.sendUpdate(at.work, at.principal.id, item, { appraisal: null });
}

const steps: Readonly<
  Record<string, (at: AppraisalMoment) => Values | undefined | Promise<Values | undefined>>
> = {
  'prepare.submit': chooseAppraisers,
  'appraise.finish': requireOpinions,
  'approve.approve': approve,
  'arrange.arrange': chooseSupervisors,
  'supervise.confirm': confirmHimself,
};

/** A jump would pass by those who judge and those who watch. */
function refuseJump(): never {
  throw commonErrors.forbidden();
}

export const appraisalBinding = bindCase(archiveAppraisal, {
  async assign({ row }) {
    return row.organ === null ? undefined : { unit: row.organ };
  },
  async before({ row, action, values, principal, act, work, services }) {
    if (row === undefined) return open({ values, principal, work, services });
    if (action === 'verb.jump') return refuseJump();
    await refuseClassified(services, act?.opinion);
    const at = { row, principal, work, services, ...(act === undefined ? {} : { act }) };
    return steps[`${row.stage ?? ''}.${action}`]?.(at);
  },
  async after({ row, action, principal, work, services }) {
    const at = { row, principal, work, services };
    if (action === 'open') await list(at);
    if (action === 'approve') await settleKept(at);
    if (row.status === 'closed' && row.outcome === 'destroyed') await destroyItems(at);
    if (row.status === 'closed' && row.outcome === 'terminated') await release(at);
  },
  link: (id) => `/office/archive/appraisals/${id}`,
});
