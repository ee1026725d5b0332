/** Says who was quicker, when an act is refused because the case has moved on since it was shown. Pure. */
import { dateInCity } from '../../../../ui/form/city-time.ts';

export interface SeenCase {
  readonly version: number;
  readonly stageTitle: string | null;
  readonly outcomeTitle?: string | null;
  readonly timeline: readonly {
    readonly id: string;
    readonly at: string;
    readonly actorName: string;
    readonly title: string;
  }[];
}

/** Refusals that a fresh look at the case may explain. */
const conflictCodes = new Set([
  'city.stale',
  'flow.closed',
  'flow.unknownAction',
  'flow.notHolder',
  'flow.alreadyClaimed',
  'flow.requestGone',
  'flow.suspended',
  'flow.notOffered',
]);

export function isConflict(code: string): boolean {
  return conflictCodes.has(code);
}

/** '已由 张三 在 14:05 办理「派遣」，现处于「处置」环节'; undefined when nothing happened in between, so the refusal has another cause. */
export function explainConflict(seen: SeenCase, fresh: SeenCase, now: Date): string | undefined {
  const known = new Set(seen.timeline.map((entry) => entry.id));
  const added = fresh.timeline.filter((entry) => !known.has(entry.id));
  const last = added.at(-1);
  if (!last) return fresh.version === seen.version ? undefined : '案件内容已被他人修改';
  return `已由 ${last.actorName} 在 ${clockText(last.at, now)} 办理「${last.title}」${standing(fresh)}`;
}

function standing(fresh: SeenCase): string {
  if (fresh.stageTitle !== null) return `，现处于「${fresh.stageTitle}」环节`;
  return fresh.outcomeTitle ? `，现已办结（${fresh.outcomeTitle}）` : '，现已办结';
}

/** The time alone for today, else the day before it. */
function clockText(at: string, now: Date): string {
  const text = dateInCity(at);
  const [day = '', time = ''] = text.split('T');
  const short = time.slice(0, 5);
  return day === dateInCity(now).slice(0, 10) ? short : `${day} ${short}`;
}
