/** Who is on duty by the register of turns, and which rosters there are. */
import { areaPrefix } from '../../../../../kernel/area.ts';
import type { Database } from '../../../../store/index.ts';
import { dutyTurn } from '../../../duty-turn.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';

/** Turns that end later than now; a roster is planned for a year at most. */
const mostTurns = 2000;
/** The newest turns, among which each roster still in use is found. */
const mostNewest = 5000;

/** Those whose turn it is, for this area or for all: who has the smaller area before who has the larger one. */
export async function onDuty(
  { registers }: Pick<FlowEngine, 'registers'>,
  db: Database,
  asked: { readonly roster: string; readonly area: string | null; readonly now: Date },
): Promise<readonly string[]> {
  const now = asked.now.toISOString();
  const rows = await registers.of(dutyTurn).trusted.findMany(db, {
    filter: {
      all: [
        { field: 'roster', is: 'equal', value: asked.roster },
        { field: 'until', is: 'more', value: now },
      ],
    },
    limit: mostTurns,
  });
  const turns = rows.filter(
    ({ from, area }) =>
      Date.parse(from) <= asked.now.getTime() &&
      (area == null || (asked.area ?? '').startsWith(areaPrefix(area))),
  );
  const width = (area: string | null | undefined) => (area == null ? 0 : areaPrefix(area).length);
  const nearest = Math.max(0, ...turns.map((turn) => width(turn.area)));
  return [...new Set(turns.filter((turn) => width(turn.area) === nearest).map((turn) => turn.person))];
}

export async function rosterNames(
  { registers }: Pick<FlowEngine, 'registers'>,
  db: Database,
): Promise<readonly string[]> {
  const rows = await registers.of(dutyTurn).trusted.findMany(db, { sort: '-until', limit: mostNewest });
  return [...new Set(rows.map(({ roster }) => roster))].toSorted((a, b) => a.localeCompare(b, 'zh'));
}
