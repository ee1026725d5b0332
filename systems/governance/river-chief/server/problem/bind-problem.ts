/** The code behind 河湖问题: what a report must hold, who gets each step and until when, and who may strike it off. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { metresTo, readLine } from '../../patrol/line.ts';
import { problem } from '../../problem/problem.ts';
import { patrol } from '../../registers/patrol.ts';
import { reach } from '../../registers/river.ts';
import { ladderOf } from '../river/find-chiefs.ts';
import { setting } from '../setting.ts';
import { checkPhotos } from './check-photos.ts';
import { findDuty } from './find-duty.ts';

type Values = RowInput<typeof problem>;
type CaseRow = Row<typeof problem>;

export const kinds = 'river-chief problem-kinds';
const longestTitle = 80;

interface Step {
  readonly row: CaseRow | undefined;
  readonly values: Values;
  readonly principal: Principal;
  readonly services: Services;
  readonly work: Work;
}

function kindName(services: Services, kind: string): string {
  const name = services.use(registers).codeLists.nameOf(kinds, kind);
  if (name === undefined) throw errors.kindUnknown({}, [{ path: 'kind', message: '请选择问题类别' }]);
  return name;
}

async function checkPatrol({ values, principal, services, work }: Step): Promise<void> {
  if (values.patrol === undefined || values.patrol === null || values.patrol === '') return;
  const walked = await services.use(registers).of(patrol).trusted.find(work.db, values.patrol);
  // The patrol may still be on its way from the phone, so its absence is no fault; somebody else's is.
  if (walked !== undefined && walked.walker !== principal.id) throw errors.patrolMissing();
}

async function open(step: Step): Promise<Values> {
  const { values, principal, services, work } = step;
  const kind = kindName(services, values.kind ?? '');
  const at = values.position;
  const found =
    typeof values.reach === 'string'
      ? await services.use(registers).of(reach).trusted.find(work.db, values.reach)
      : undefined;
  if (found === undefined || at === undefined || at === null)
    throw errors.reachMissing({}, [{ path: 'reach', message: '请选择河段' }]);
  const line = readLine(found.line);
  const metres = line === undefined ? 0 : Math.round(metresTo(at, line));
  if (metres > setting(services, 'near-metres'))
    throw errors.tooFar({ reach: found.name, metres }, [{ path: 'position', message: '离河段太远' }]);
  await checkPatrol(step);
  // Only the signboard's own route, which speaks as the system, brings a report without an account behind its photos.
  if (principal !== systemPrincipal)
    await checkPhotos(services, principal, values.photosBefore, {
      path: 'photosBefore',
      least: values.source === 'patrol' || values.source === 'public' ? 1 : 0,
      known: [],
    });
  const { own, upper } = await ladderOf(services, work.db, found.id, shanghaiDate(work.now));
  return {
    title: `${found.name}${kind}`.slice(0, longestTitle),
    river: found.river,
    caseArea: found.area,
    chief: own,
    upper: upper[0] ?? null,
    raised: false,
  };
}

/** Each call goes one step up: who was asked before is not asked again. */
async function raise({ row, services, work }: Step): Promise<Values> {
  if (row === undefined) return {};
  const { upper } = await ladderOf(services, work.db, row.reach, shanghaiDate(work.now));
  const next = row.raised === true && row.upper !== null ? upper[upper.indexOf(row.upper) + 1] : upper[0];
  if (next === undefined) throw errors.noUpper();
  return { upper: next, raised: true };
}

const rules: Readonly<Record<string, (step: Step) => Promise<Values> | Values>> = {
  open,
  'assign.assign': async ({ row, values, services, work }) => {
    if (row === undefined) return {};
    const kind = values.kind ?? row.kind;
    const name = kindName(services, kind);
    const asked = { kind, reach: row.reach, area: row.caseArea ?? '', day: shanghaiDate(work.now) };
    if ((await findDuty(services, work.db, asked)) === undefined) throw errors.noDuty({ kind: name });
    return {};
  },
  'assign.raise': raise,
  'handle.raise': raise,
  'review.raise': raise,
  'handle.done': async ({ row, values, principal, services }) => {
    await checkPhotos(services, principal, values.photosAfter ?? row?.photosAfter, {
      path: 'photosAfter',
      least: setting(services, 'photos-after'),
      known: row?.photosAfter ?? [],
    });
    return {};
  },
};

/** Days of the kind, as the dictionary has them now. */
async function daysFor(services: Services, kind: string): Promise<number> {
  const entry = (await services.use(registers).codeLists.list(kinds)).find(({ code }) => code === kind);
  const days = Number(entry?.attributes['days']);
  return Number.isFinite(days) && days > 0 ? days : fallbackDays;
}

/** Where a keeper added a kind without days. */
const fallbackDays = 10;

export const problemBinding = bindCase(problem, {
  async limits({ row, stage, services }) {
    if (stage === 'assign' || stage === 'coordinate')
      return { stage: { amount: setting(services, 'assign-hours'), unit: 'work-hour' } };
    if (stage === 'handle') {
      const limit = { amount: await daysFor(services, row.kind), unit: 'natural-day' } as const;
      return { stage: limit, whole: limit };
    }
    return { stage: { amount: setting(services, 'review-days'), unit: 'work-day' } };
  },
  async assign({ row, stage, services, work }) {
    if (stage === 'review') return row.chief === null ? undefined : { person: row.chief };
    if (stage === 'coordinate') return row.upper === null ? undefined : { person: row.upper };
    if (stage !== 'handle' || row.caseArea === null) return undefined;
    const unit = await findDuty(services, work.db, {
      kind: row.kind,
      reach: row.reach,
      area: row.caseArea,
      day: shanghaiDate(work.now),
    });
    return unit === undefined ? undefined : { unit };
  },
  async before({ row, action, values, principal, services, work }) {
    const key = row === undefined ? action : `${row.stage}.${action}`;
    return rules[key]?.({ row, values, principal, services, work });
  },
  link: (id) => `/river-chief/problems/${id}`,
});
