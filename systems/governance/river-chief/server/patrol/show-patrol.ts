/** A patrol as pages read it: what was walked, and in words why it counts or not. */
import type { z } from 'zod';
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { patrol } from '../../registers/patrol.ts';
import { reach } from '../../registers/river.ts';
import type { PatrolShown, patrolRoutes } from '../../routes/patrol-routes.ts';
import { readLine } from '../../patrol/line.ts';

export type PatrolRow = Row<typeof patrol>;

type Shown = z.infer<typeof PatrolShown>;

export function showPatrol(services: Services, row: PatrolRow): Shown {
  const { codeLists } = services.use(registers);
  return {
    id: row.id,
    title: row.title,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    minutes: row.minutes ?? 0,
    metres: row.metres ?? 0,
    share: row.share ?? 0,
    valid: row.valid,
    faults: (row.faults ?? []).map((code) => codeLists.nameOf('river-chief patrol-faults', code) ?? code),
  };
}

function placesOf(track: unknown): [number, number][] {
  if (!Array.isArray(track)) return [];
  return track.flatMap((point: unknown) => {
    const [lon, lat] = (Array.isArray(point) ? point : []) as readonly unknown[];
    return typeof lon === 'number' && typeof lat === 'number' ? [[lon, lat] as [number, number]] : [];
  });
}

export const readPatrol: Handler<typeof patrolRoutes.patrol> = async ({ id }, context) => {
  const rows = context.use(registers);
  const row = await rows.of(patrol).get(context.principal, id);
  const walked = await rows.of(reach).find(context.principal, row.reach);
  const masked = row.masked?.includes('track') === true;
  return {
    ...showPatrol(context, row),
    reach: row.reach,
    reachName: walked?.name ?? '',
    note: row.note,
    photos: [...(row.photos ?? [])],
    line: (readLine(walked?.line) ?? []).map(([lon, lat]) => [lon, lat] as [number, number]),
    track: masked ? null : placesOf(row.track),
    judged: (row.judged ?? {}) as Record<string, number | null>,
  };
};
