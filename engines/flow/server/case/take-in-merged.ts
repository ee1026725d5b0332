/** The other side of a merge: the target takes over the photos and the followers of the case that ended in it. */
import type { Principal } from '../../../../kernel/access.ts';
import { sql, type Work } from '../../../store/index.ts';
import { effectOf, entryRecord, writeEntries } from './write-step.ts';
import type { CaseFacts } from '../step/types.ts';
import type { FlowTables } from '../tables.ts';
import type { CaseKind } from './case-kinds.ts';
import { actorOf, type FlowEngine } from './flow-engine.ts';
import { emitChange } from './tell-change.ts';

function joinedFiles(
  kind: CaseKind,
  source: CaseFacts,
  target: CaseFacts,
): Record<string, readonly string[]> {
  const joined: Record<string, readonly string[]> = {};
  for (const name of kind.fileFields) {
    const from = (source[name] ?? []) as readonly string[];
    const to = (target[name] ?? []) as readonly string[];
    if (from.some((id) => !to.includes(id))) joined[name] = [...new Set([...to, ...from])];
  }
  return joined;
}

export async function takeInMerged(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  source: CaseFacts,
  target: CaseFacts,
  work: Work,
): Promise<void> {
  const fields = joinedFiles(kind, source, target);
  // Raised even without photos: the target's timeline and version go together.
  const row = (await kind.rows.trusted.update(
    work,
    principal.id,
    target as never,
    fields as never,
  )) as unknown as CaseFacts;
  const db = work.db.withTables<FlowTables>();
  await db
    .insertInto('flow_link')
    .values({
      case_id: source.id,
      other_id: target.id,
      type: kind.id,
      kind: 'merged',
      number: source.number,
      other_number: target.number,
      follower: source.initiator,
      at: work.now.toISOString(),
    })
    .execute();
  // Whoever followed the merged case goes on with it.
  await sql`insert into flow_link (case_id, other_id, type, kind, number, other_number, follower, at)
    select case_id, ${target.id}::uuid, type, kind, number, ${target.number}::text, follower, ${work.now}::timestamptz
    from flow_link where other_id = ${source.id}::uuid and kind = 'merged' on conflict do nothing`.execute(
    work.db,
  );
  const by = actorOf(principal, source.unit);
  const stage = row.stage;
  const entry = entryRecord({
    row,
    by,
    now: work.now,
    entry: {
      action: 'verb.take-in',
      title: `${source.number} 并入本件`,
      fromStage: stage,
      toStage: stage,
      opinion: null,
      files: [],
      took: null,
      late: null,
    },
    effect: effectOf(kind.process, {}),
    holder: { unit: row.unit, person: null },
    requestKey: undefined,
  });
  writeEntries(work, [entry]);
  emitChange(engine, work, principal, kind, row, 'verb.take-in', false);
}
