/** The rows behind 河长制考核: each with what it adds above and below the line, so that a number and its rows are the same question. */
import { areaAtLevel } from '../../../../../kernel/area.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import environment from '../../../environment/contract.ts';
import type { ItemId } from '../../assessment/score.ts';
import { errors } from '../../errors.ts';
import { type Period, periodsEnding, type Span } from '../../patrol/periods.ts';
import { problem } from '../../problem/problem.ts';
import { patrol } from '../../registers/patrol.ts';
import { chief, reach, site } from '../../registers/river.ts';
import { rulesOn } from '../patrol/find-rule.ts';

export interface Piece {
  readonly item: ItemId;
  readonly county: string;
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly gained: number;
  readonly wanted: number;
  readonly link: string | null;
}

const most = 50_000;
const longest = 366;
const dayLength = 86_400_000;
/** Ends after which there was nothing to put right. */
const noProblem = ['refused', 'merged', 'withdrawn', 'terminated'];

export function checkSpan({ from, to }: Span): void {
  if (from > to) throw errors.periodReversed({}, [{ path: 'to', message: '早于开始日期' }]);
  if (Date.parse(to) - Date.parse(from) > longest * dayLength) throw errors.periodTooLong({ days: longest });
}

/** Moments of the days, both included. */
function within(field: string, { from, to }: Span): Filter {
  const end = new Date(shanghaiInstant(to).getTime() + dayLength).toISOString();
  return {
    all: [
      { field, is: 'at-least', value: shanghaiInstant(from).toISOString() },
      { field, is: 'less', value: end },
    ],
  };
}

function countyOf(area: string | null): string | undefined {
  return area === null ? undefined : areaAtLevel(area, 'county');
}

type Walked = { chief: string; startedAt: string; valid: boolean; id: string; title: string; area: string };

async function walkedBetween(services: Services, db: Database, span: Span): Promise<readonly Walked[]> {
  return services
    .use(registers)
    .of(patrol)
    .trusted.findEvery(db, { filter: within('startedAt', span), most });
}

/** Every period that ran out, for every chief who was in office at its end. Judged by the standard of that day. */
async function patrolPieces(services: Services, db: Database, span: Span): Promise<readonly Piece[]> {
  // A half year that ends within may have begun long before.
  const early = new Date(Date.parse(span.from) - 190 * dayLength).toISOString().slice(0, 10);
  const [chiefs, walked, rules] = await Promise.all([
    services
      .use(registers)
      .of(chief)
      .trusted.findEvery(db, { filter: { field: 'reach', is: 'filled' }, most }),
    walkedBetween(services, db, { from: early, to: span.to }),
    rulesOn(services, db, span.to),
  ]);
  const valid = new Map<string, string[]>();
  for (const each of walked.filter((one) => one.valid)) {
    const days = valid.get(each.chief) ?? [];
    days.push(shanghaiDate(new Date(each.startedAt)));
    valid.set(each.chief, days);
  }
  return chiefs.flatMap((each) => {
    const county = countyOf(each.area);
    const rule = rules.find(({ level }) => level === each.level);
    if (county === undefined || rule === undefined) return [];
    return periodsEnding(rule.period as Period, span)
      .filter(({ to }) => each.from <= to && (each.to === null || each.to >= to))
      .map((period) => {
        const done = (valid.get(each.id) ?? []).filter((on) => on >= period.from && on <= period.to).length;
        return {
          item: 'patrol',
          county,
          key: `${each.id} ${period.to}`,
          title: `${each.name} ${each.office}`,
          note: `${period.from} 至 ${period.to}:有效 ${done} 次,应巡 ${rule.times} 次`,
          gained: Math.min(done, rule.times),
          wanted: rule.times,
          link: `/registers/river-chief.chief/rows/${each.id}`,
        } as const;
      });
  });
}

async function validPieces(services: Services, db: Database, span: Span): Promise<readonly Piece[]> {
  return (await walkedBetween(services, db, span)).flatMap((each) => {
    const county = countyOf(each.area);
    if (county === undefined) return [];
    const note = each.valid ? '有效' : '无效';
    return [
      {
        item: 'valid',
        county,
        key: each.id,
        title: each.title,
        note,
        gained: each.valid ? 1 : 0,
        wanted: 1,
        link: `/river-chief/patrols/${each.id}`,
      },
    ];
  });
}

async function closedPieces(services: Services, db: Database, span: Span): Promise<readonly Piece[]> {
  const rows = await services
    .use(registers)
    .of(problem)
    .trusted.findEvery(db, { filter: within('dueAt', span), most });
  return rows.flatMap((each) => {
    const county = countyOf(each.caseArea);
    if (county === undefined || noProblem.includes(each.outcome ?? '')) return [];
    const inTime =
      each.outcome === 'closed' &&
      each.closedAt !== null &&
      each.dueAt !== null &&
      each.closedAt <= each.dueAt;
    const late = each.status === 'closed' ? '逾期销号' : '到期未销号';
    return [
      {
        item: 'closed',
        county,
        key: each.id,
        title: `${each.number} ${each.title ?? ''}`,
        note: inTime ? '按期销号' : late,
        gained: inTime ? 1 : 0,
        wanted: 1,
        link: `/river-chief/problems/${each.id}`,
      },
    ];
  });
}

/** Samples of sections that stand on our reaches; empty where 生态环境监测 does not run. Only its public fields are read. */
async function waterPieces(services: Services, db: Database, span: Span): Promise<readonly Piece[]> {
  const rows = services.use(registers);
  const declared = environment.registers;
  if (declared === undefined || rows.find('environment.water-sample') === undefined) return [];
  const sites = await rows
    .of(site)
    .trusted.findEvery(db, { filter: { field: 'section', is: 'filled' }, most });
  const reaches = await rows.of(reach).trusted.findEvery(db, { most });
  const ids = sites.flatMap((each) => (each.section === null ? [] : [each.section]));
  if (ids.length === 0) return [];
  const samples = await rows.of(declared['water-sample']).trusted.findEvery(db, {
    filter: { all: [{ field: 'section', is: 'one-of', value: ids }, within('sampledAt', span)] },
    most,
  });
  return samples.flatMap((sample) => {
    const at = sites.find((each) => each.section === sample.section);
    const county = countyOf(reaches.find(({ id }) => id === at?.reach)?.area ?? null);
    if (at === undefined || county === undefined || sample.worse === null) return [];
    return [
      {
        item: 'water',
        county,
        key: sample.id,
        title: at.name,
        note: `${sample.sampledAt.slice(0, 10)}:${sample.worse ? '超目标' : '达标'}`,
        gained: sample.worse ? 0 : 1,
        wanted: 1,
        link: `/environment/water/${sample.section}`,
      },
    ];
  });
}

const gatherers: Readonly<
  Record<ItemId, (services: Services, db: Database, span: Span) => Promise<readonly Piece[]>>
> = {
  patrol: patrolPieces,
  valid: validPieces,
  closed: closedPieces,
  water: waterPieces,
};

export async function gather(services: Services, item: ItemId, span: Span): Promise<readonly Piece[]> {
  return gatherers[item](services, services.use(store).db, span);
}
