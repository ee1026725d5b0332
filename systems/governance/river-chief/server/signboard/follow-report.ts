/** Who has the number and the code of a report sees how far it is, and nothing else of it. */
import { timingSafeEqual } from 'node:crypto';
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { problem } from '../../problem/problem.ts';
import { reach } from '../../registers/river.ts';
import type { signboardRoutes } from '../../routes/signboard-routes.ts';
import { slipOf } from './report-from-board.ts';

const steps = [
  ['openedAt', '已收到您的上报'],
  ['assignedAt', '已交办责任单位'],
  ['handledAt', '已整改,等待河长复核'],
  ['passedAt', '河长已同意销号'],
] as const;

function isSame(given: string, kept: string | null): boolean {
  if (kept === null || kept.length !== given.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(kept));
}

export const followReport: Handler<typeof signboardRoutes.followReport> = async (
  { number, code },
  context,
) => {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const [row] = await rows
    .of(problem)
    .trusted.findMany(db, { filter: { field: 'number', is: 'equal', value: number }, limit: 1 });
  // One answer for no such report, an official's and a wrong code.
  if (row === undefined || !isSame(slipOf(row.id, code), row.slip)) throw errors.slipWrong();
  const values = row as unknown as Readonly<Record<string, unknown>>;
  const { stages, outcomes } = problem.process;
  const ended = row.status === 'closed';
  const state = ended
    ? (outcomes[row.outcome as keyof typeof outcomes]?.title ?? '已办结')
    : (stages[row.stage as keyof typeof stages]?.title ?? '办理中');
  return {
    number: row.number,
    kind: rows.codeLists.nameOf('river-chief problem-kinds', row.kind) ?? row.kind,
    reach: (await rows.of(reach).trusted.find(db, row.reach))?.name ?? '',
    openedAt: row.openedAt,
    state,
    progress: steps.flatMap(([field, title]) => {
      const at = values[field];
      return typeof at === 'string' ? [{ at, title }] : [];
    }),
    result: ended && row.outcome === 'closed' ? row.result : null,
  };
};
