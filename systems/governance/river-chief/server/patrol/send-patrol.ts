/** A walked patrol comes in, once however often the phone sends it: whose reach it was, whether the time is right, whether it counts. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { judgeTrack, type TrackPoint } from '../../patrol/judge-track.ts';
import { readLine } from '../../patrol/line.ts';
import { isSameWalk } from '../../patrol/same-walk.ts';
import { patrol } from '../../registers/patrol.ts';
import { chief, reach } from '../../registers/river.ts';
import type { PatrolInput, patrolRoutes } from '../../routes/patrol-routes.ts';
import { checkPhotos } from '../problem/check-photos.ts';
import { inOffice } from '../river/find-chiefs.ts';
import { firstInside } from '../river/keep-inside.ts';
import { setting } from '../setting.ts';
import { findRule } from './find-rule.ts';
import { showPatrol } from './show-patrol.ts';

type Input = z.output<typeof PatrolInput>;

const day = 86_400_000;
const minute = 60_000;
/** A reach is walked once a week at most; twice that within the days of setting replay-days. */
const mostCompared = 500;

/** Throws what is wrong with the moments, before anything is looked up. */
function checkTimes(services: Services, { startedAt, endedAt, points }: Input, now: Date): void {
  const start = Date.parse(startedAt);
  const end = Date.parse(endedAt);
  const slack = setting(services, 'clock-minutes') * minute;
  const late = setting(services, 'patrol-late-days');
  if (end <= start) throw errors.patrolEndsFirst({}, [{ path: 'endedAt', message: '应晚于开始时间' }]);
  if (end - start > day) throw errors.patrolTooLong();
  if (end > now.getTime() + slack) throw errors.patrolAhead();
  if (now.getTime() - end > late * day) throw errors.patrolLate({ days: late });
  // Points of another day would fill this one.
  if (points.some(({ at }) => at < start - minute || at > end + minute)) throw errors.pointsOutside();
}

/** Of the places alone: the same walk with other times is still the same walk. */
export function digestOf(points: Input['points']): string {
  const places = points.map(({ lon, lat }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(' ');
  return createHash('sha256').update(places).digest('hex');
}

const Track = z.array(z.tuple([z.number(), z.number(), z.number()]));

function pointsIn(track: unknown): readonly TrackPoint[] {
  return (Track.safeParse(track).data ?? []).map(([lon, lat, at]) => ({ lon, lat, at }));
}

/** The same places to the last digit whoever walked them and when; or, of this reach, so near to them that it was one recording. */
async function isReplayed(services: Services, work: Work, input: Input, digest: string): Promise<boolean> {
  const { trusted } = services.use(registers).of(patrol);
  const same = await trusted.findMany(work.db, {
    filter: { field: 'digest', is: 'equal', value: digest },
    limit: 1,
  });
  if (same.length > 0) return true;
  const since = work.now.getTime() - setting(services, 'replay-days') * day;
  const rule = {
    metres: setting(services, 'replay-metres'),
    share: setting(services, 'replay-share') / 100,
  };
  const earlier = await trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'reach', is: 'equal', value: input.reach },
        { field: 'startedAt', is: 'at-least', value: new Date(since).toISOString() },
      ],
    },
    sort: '-startedAt',
    limit: mostCompared,
  });
  return earlier.some(({ track }) => isSameWalk(input.points, pointsIn(track), rule));
}

async function lockPosting(services: Services, work: Work, principal: Principal, input: Input) {
  const { trusted } = services.use(registers).of(chief);
  const [found] = await trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'account', is: 'equal', value: principal.id },
        { field: 'reach', is: 'equal', value: input.reach },
        inOffice(shanghaiDate(new Date(input.startedAt))),
      ],
    },
    limit: 1,
  });
  // Locked, so that two phones of one chief cannot walk at the same time.
  const posting = found === undefined ? undefined : await trusted.lock(work, found.id);
  if (posting === undefined) throw errors.notYourReach();
  return posting;
}

async function checkFree(services: Services, work: Work, principal: Principal, input: Input): Promise<void> {
  const crossing = await services
    .use(registers)
    .of(patrol)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'walker', is: 'equal', value: principal.id },
          { field: 'startedAt', is: 'less', value: input.endedAt },
          { field: 'endedAt', is: 'more', value: input.startedAt },
        ],
      },
      limit: 1,
    });
  if (crossing.length > 0) throw errors.patrolOverlaps();
}

async function keep(services: Services, work: Work, principal: Principal, input: Input) {
  const rows = services.use(registers);
  const posting = await lockPosting(services, work, principal, input);
  const known = await rows.of(patrol).trusted.find(work.db, input.id);
  if (known !== undefined) {
    if (known.walker !== principal.id) throw errors.patrolTaken();
    return known;
  }
  checkTimes(services, input, work.now);
  await checkFree(services, work, principal, input);
  await checkPhotos(services, principal, input.photos, { path: 'photos', least: 0, known: [] });
  const walked = await rows.of(reach).trusted.find(work.db, input.reach);
  if (walked === undefined) throw errors.reachMissing();
  const line = readLine(walked.line);
  if (line === undefined) throw errors.lineMissing({ name: walked.name });
  const began = shanghaiDate(new Date(input.startedAt));
  const rule = await findRule(services, work.db, posting.level, began);
  if (rule === undefined)
    throw errors.noRule({
      level: rows.codeLists.nameOf('river-chief levels', posting.level) ?? posting.level,
    });
  const { valid, faults, minutes, metres, share, ...signs } = judgeTrack(input.points, line, rule);
  const digest = digestOf(input.points);
  const replayed = input.points.length >= rule.points && (await isReplayed(services, work, input, digest));
  const [first] = input.points;
  return rows.of(patrol).trusted.insert(work, principal.id, {
    id: input.id,
    title: `${posting.name} ${began} 巡查${walked.name}`,
    chief: posting.id,
    walker: principal.id,
    reach: walked.id,
    level: posting.level,
    area: walked.area,
    department: walked.department,
    startedAt: input.startedAt,
    endedAt: input.endedAt,
    sentAt: work.now.toISOString(),
    minutes: Math.round(minutes * 10) / 10,
    metres: Math.round(metres),
    share: Math.round(share * 1000) / 1000,
    valid: valid && !replayed,
    faults: [...faults, ...(replayed ? ['replayed'] : [])],
    rule: rule.id,
    judged: signs,
    digest,
    place: first === undefined ? null : await firstInside(services, [{ lon: first.lon, lat: first.lat }]),
    track: input.points.map(({ lon, lat, at }) => [lon, lat, at]),
    note: input.note === '' ? null : input.note,
    photos: input.photos,
  });
}

export const sendPatrol: Handler<typeof patrolRoutes.sendPatrol> = async (input, context) => {
  const row = await context.use(store).transaction((work) => keep(context, work, context.principal, input));
  return showPatrol(context, row);
};
