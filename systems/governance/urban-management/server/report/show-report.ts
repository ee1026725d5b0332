/** A report as its citizen reads it: plain words for each link, and nothing of who works behind the counter. */
import type { z } from 'zod';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { findMatterClass } from '../../data/matters.ts';
import type { ReportDetail, ReportSummary } from '../../routes/report-routes.ts';
import { type CaseRow, managedValue } from '../case/check-action.ts';
import { stageTitle } from '../case/stage-title.ts';
import { setting } from '../setting.ts';

const day = 86_400_000;

/** Ends after which the city has done something that can be rated. */
const ratedEnds: readonly string[] = ['closed', 'forced'];

/** What the citizen is told of each mark of the process, in the order in which they come. */
const progressWords = [
  ['openedAt', '已收到您的上报'],
  ['confirmedAt', '现场核实属实'],
  ['filedAt', '已立案'],
  ['dispatchedAt', '已派遣处置单位'],
  ['handledAt', '已处置,等待核查'],
  ['passedAt', '现场核查通过'],
  ['closedAt', ''],
] as const;

export function canRate(services: Services, row: CaseRow, now: Date): boolean {
  if (row.rating !== null || row.closedAt === null || !ratedEnds.includes(row.outcome ?? '')) return false;
  return now.getTime() - Date.parse(row.closedAt) <= setting(services, 'rating-days') * day;
}

export function summarise(services: Services, row: CaseRow, now: Date): z.infer<typeof ReportSummary> {
  const ended = row.status === 'closed';
  return {
    id: row.id,
    number: row.number,
    title: row.title ?? '',
    address: row.address,
    openedAt: row.openedAt,
    state: ended ? 'ended' : 'open',
    stateTitle: stageTitle(row),
    closedAt: row.closedAt,
    rating: row.rating,
    canRate: canRate(services, row, now),
    canWithdraw: !ended && (urbanCase.process.withdraw ?? []).some((stage) => stage === row.stage),
  };
}

export function showReport(services: Services, row: CaseRow, now: Date): z.infer<typeof ReportDetail> {
  const summary = summarise(services, row, now);
  const ended = summary.state === 'ended';
  return {
    ...summary,
    matterName: row.matter === null ? null : (findMatterClass(row.matter)?.name ?? null),
    description: row.description,
    position: row.position,
    photosBefore: [...(row.photosBefore ?? [])],
    photosAfter: ended ? [...(row.photosAfter ?? [])] : [],
    result: ended ? row.result : null,
    unitName:
      row.leadUnit === null ? null : (services.use(access).findDepartment(row.leadUnit)?.shortName ?? null),
    ratingComment: row.ratingComment,
    progress: progressOf(row, summary.stateTitle),
  };
}

function progressOf(row: CaseRow, end: string): { at: string; title: string }[] {
  return progressWords
    .flatMap(([field, title]) => {
      const at = managedValue(row, field);
      return typeof at === 'string' ? [{ at, title: title === '' ? end : title }] : [];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
}
