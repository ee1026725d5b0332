/** The monitor: compares each log as it is now with the newest head that was seen before, and says what became of it. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Database } from '../../../store/index.ts';
import { fromHex } from '../../proof/bytes.ts';
import { isConsistent } from '../../proof/hash-tree.ts';
import type { TreeHead } from '../../proof/tree-head.ts';
import type { LogHealth, LogState } from '../../service.ts';
import { sm3 } from '../digest.ts';
import { planConsistency } from './plan-proof.ts';
import { readNewest } from './read-heads.ts';
import { readLog, readRanges } from './read-nodes.ts';
import type { SeenHeads } from './seen-heads.ts';
import { type Edge, edgeRoot } from './tiles.ts';

export interface StateDeps {
  readonly db: Database;
  readonly seen: SeenHeads;
  readonly isSigned: (head: TreeHead) => Promise<boolean>;
}

async function hasGrownFrom(db: Database, earlier: TreeHead, edge: Edge): Promise<boolean> {
  const ranges = planConsistency(earlier.size, edge.size);
  return isConsistent(
    sm3,
    { size: earlier.size, root: fromHex(earlier.root) },
    { size: edge.size, root: edgeRoot(sm3, edge) },
    await readRanges(db, earlier.log, edge, ranges),
  );
}

/** What is stored must be the head's log, and that must be the seen one's, grown. */
async function compare(db: Database, head: TreeHead, seen: TreeHead): Promise<LogHealth> {
  if (seen.size > head.size) return 'truncated';
  try {
    const edge = await readLog(db, head.log);
    if (edge.size < head.size) return 'truncated';
    const sound = (await hasGrownFrom(db, head, edge)) && (await hasGrownFrom(db, seen, edge));
    return sound ? 'sound' : 'forked';
  } catch (problem) {
    // A tile that is missing or cut; anything else is no word about the log.
    if (problem instanceof CityError && problem.code === 'trust.logTruncated') return 'truncated';
    if (problem instanceof CityError && problem.code === 'trust.logForked') return 'forked';
    throw problem;
  }
}

/** Every log of the database and every one that was seen before; a sound newest head is kept as seen. */
export async function readStates({ db, seen, isSigned }: StateDeps): Promise<readonly LogState[]> {
  const known = new Map((await seen.all()).map((head) => [head.log, head]));
  const heads = await readNewest(db);
  const present = new Set(heads.map(({ log }) => log));
  const states: LogState[] = [...known.values()]
    .filter(({ log }) => !present.has(log))
    .map((head) => ({ head, health: 'truncated' }));
  for (const head of heads) {
    const before = known.get(head.log) ?? head;
    const signed = (await isSigned(head)) && (before === head || (await isSigned(before)));
    const health = signed ? await compare(db, head, before) : 'head-forged';
    if (health === 'sound') await seen.keep(head);
    states.push({ head, health });
  }
  return states;
}
