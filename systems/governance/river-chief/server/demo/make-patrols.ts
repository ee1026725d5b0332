/** Demo patrols of two months: walked tracks along the reaches, judged by the same rule as real ones (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { judgeTrack, type TrackPoint } from '../../patrol/judge-track.ts';
import { lengthOf, placeAt } from '../../patrol/line.ts';
import { type Period, periodsEnding } from '../../patrol/periods.ts';
import { patrol } from '../../registers/patrol.ts';
import { rulesOn } from '../patrol/find-rule.ts';
import { digestOf } from '../patrol/send-patrol.ts';
import { by } from './make-rivers.ts';
import type { DemoChief } from './make-people.ts';
import type { Dice } from './random.ts';

const day = 86_400_000;
const days = 45;
const metresPerDegree = 111_320;

interface Way {
  readonly start: Date;
  readonly metres: number;
  /** Metres a second. */
  readonly pace: number;
  readonly points: number;
  readonly aside: number;
}

/** From somewhere on the reach, walked downstream with the small errors of a phone. */
function walk(dice: Dice, line: DemoChief['reach']['line'], way: Way): readonly TrackPoint[] {
  const length = lengthOf(line);
  const begin = dice.between(0, Math.max(0, length - way.metres));
  return Array.from({ length: way.points }, (_, index) => {
    const along = (way.metres * index) / (way.points - 1);
    const [lon, lat] = placeAt(line, begin + along);
    const off = () => (way.aside + dice.between(-4, 4)) / metresPerDegree;
    return {
      lon: Number((lon + off()).toFixed(6)),
      lat: Number((lat + off()).toFixed(6)),
      at: way.start.getTime() + Math.round((along / way.pace) * 1000),
    };
  });
}

/** How patrols go: nearly all well, a few too short, driven, or beside the river. */
function wayOf(dice: Dice, start: Date, least: number, slow: boolean): Way {
  const metres = least * dice.between(1.1, 1.6);
  const points = 50 + dice.below(30);
  const good = { start, metres, pace: slow ? dice.between(0.9, 1.3) : dice.between(3, 8), points, aside: 20 };
  const luck = dice.below(20);
  if (luck === 0) return { ...good, metres: least * 0.3 };
  if (luck === 1) return { ...good, pace: 12 };
  if (luck === 2) return { ...good, aside: 2500 };
  return good;
}

export async function makePatrols(
  services: Services,
  chiefs: readonly DemoChief[],
  dice: Dice,
): Promise<void> {
  const data = services.use(store);
  const now = data.clock.now();
  const today = shanghaiDate(now);
  const from = shanghaiDate(new Date(now.getTime() - days * day));
  const rules = await rulesOn(services, data.db, today);
  const rows = chiefs.flatMap((each) => {
    const rule = rules.find(({ level }) => level === each.reach.level);
    if (rule === undefined) return [];
    const slow = ['town', 'village'].includes(each.reach.level);
    return periodsEnding(rule.period as Period, { from, to: today }).flatMap((span) => {
      if (!dice.chance(0.88)) return [];
      const length = lengthOf(each.reach.line);
      const wanted = Math.max(rule.metres, length * rule.share);
      const start = new Date(
        shanghaiInstant(span.from > from ? span.from : from).getTime() +
          (dice.below(5) * 24 + dice.between(8, 15)) * 3_600_000,
      );
      const points = walk(
        dice,
        each.reach.line,
        wayOf(dice, start, Math.max(wanted, rule.minutes * 60 * (slow ? 1.1 : 5.5)), slow),
      );
      const { valid, faults, minutes, metres, share, ...signs } = judgeTrack(points, each.reach.line, rule);
      const last = points.at(-1)?.at ?? start.getTime();
      const ended = new Date(last + 60_000);
      if (ended > now) return [];
      return [
        {
          title: `${each.name} ${shanghaiDate(start)} 巡查${each.reach.name}`,
          chief: each.id,
          walker: each.account,
          reach: each.reach.id,
          level: each.reach.level,
          area: each.reach.area,
          department: each.reach.department,
          startedAt: start.toISOString(),
          endedAt: ended.toISOString(),
          sentAt: ended.toISOString(),
          minutes: Math.round(minutes * 10) / 10,
          metres: Math.round(metres),
          share: Math.round(share * 1000) / 1000,
          valid,
          faults: [...faults],
          rule: rule.id,
          judged: signs,
          digest: digestOf([...points]),
          place: each.reach.board,
          track: points.map(({ lon, lat, at }) => [lon, lat, at]),
          note: dice.chance(0.4) ? '水面清洁,未见异常(演示)' : null,
        },
      ];
    });
  });
  await data.transaction(async (work) => {
    await services.use(registers).of(patrol).trusted.insertMany(work, by, rows);
  });
}
