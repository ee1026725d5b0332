/** The way of an answer up the area tree: who holds it now, who may act on it, and where it may be sent back to. */
import { access } from '../../../../engines/access/service.ts';
import { decisionMatches, type Principal, type Scope } from '../../../../kernel/access.ts';
import { areaAtLevel, areaLevel, isAreaCode, isInArea } from '../../../../kernel/area.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { cityCode, divisionFullName } from '../../../../city/divisions.ts';
import type { answer } from '../registers/answer.ts';
import { type Level, levelTitles } from '../table/column.ts';

export type AnswerRow = Row<typeof answer>;
type Standing = Pick<AnswerRow, 'area' | 'at' | 'owner' | 'status'>;

/** From the narrowest up; the city's step is the department that asked. */
const upward: readonly Level[] = ['village', 'town', 'county', 'city'];

export function levelAbove(level: string): Level {
  return upward[upward.indexOf(level as Level) + 1] ?? 'city';
}

export function levelsBelow(level: string, fill: string): readonly Level[] {
  const end = level === 'accepted' ? upward.length : upward.indexOf(level as Level);
  return upward.slice(upward.indexOf(fill as Level), end).toReversed();
}

export function levelOfArea(area: string): Level {
  const level = areaLevel(area);
  return level === 'town' || level === 'county' || level === 'village' ? level : 'city';
}

function scopesOf(services: Services, principal: Principal, permission: string): readonly Scope[] {
  const decision = services.use(access).decide(principal, `info-reporting:${permission}`);
  return decision.permit ? decision.rows : [];
}

/** Waiting or returned, and under somebody who fills there. */
export function mayFill(services: Services, principal: Principal, row: Standing): boolean {
  if (row.status !== 'waiting' && row.status !== 'returned') return false;
  return decisionMatches(services.use(access).decide(principal, 'info-reporting:fill'), { area: row.area });
}

export function ownsIssue(services: Services, principal: Principal, owner: string): boolean {
  const decision = services.use(access).decide(principal, 'info-reporting:issue');
  return decisionMatches(decision, { departments: [owner] });
}

/** A level is checked by whoever has his post at that very level over the area: none is skipped, none done for another. */
function checksAt(services: Services, principal: Principal, row: Standing, level: string): boolean {
  if (level === 'city') return ownsIssue(services, principal, row.owner);
  return scopesOf(services, principal, 'check').some(
    (scope) => scope.kind === 'area' && areaLevel(scope.area) === level && isInArea(row.area, scope.area),
  );
}

export function mayPass(services: Services, principal: Principal, row: Standing): boolean {
  return row.status === 'submitted' && checksAt(services, principal, row, row.at);
}

/** Levels that this person may send it back to; what was accepted only the department that asked sends back. */
export function returnTargets(services: Services, principal: Principal, row: Standing): readonly Level[] {
  const fill = levelOfArea(row.area);
  if (row.status === 'accepted')
    return ownsIssue(services, principal, row.owner)
      ? levelsBelow('accepted', fill).filter((each) => each !== 'city')
      : [];
  return mayPass(services, principal, row) ? levelsBelow(row.at, fill) : [];
}

/** Rows that the person may read at all, by the one decision. */
export function mayRead(services: Services, principal: Principal) {
  const decision = services.use(access).require(principal, 'info-reporting:read');
  return (row: { readonly area: string; readonly owner: string }): boolean =>
    decisionMatches(decision, { area: row.area, departments: [row.owner] });
}

/** The widest areas that a person reaches for a permission; the city for everything. */
export function reachedAreas(
  services: Services,
  principal: Principal,
  permission: string,
): readonly string[] {
  return scopesOf(services, principal, permission).flatMap((scope) => {
    if (scope.kind === 'area') return [scope.area];
    return scope.kind === 'all' ? [cityCode] : [];
  });
}

export function areaName(area: string): string {
  return isAreaCode(area) ? divisionFullName(area) || area : area;
}

export function areaAbove(area: string, level: Level): string {
  return areaAtLevel(area, level) ?? area;
}

export function standsWhere(row: Standing): string {
  if (row.status === 'accepted') return '已验收';
  if (row.status === 'submitted')
    return row.at === 'city' ? '在下发部门验收' : `在${areaName(areaAbove(row.area, row.at as Level))}审核`;
  return `待${areaName(row.area)}填报`;
}

export function levelTitle(level: string): string {
  return levelTitles[level as Level] ?? level;
}
