/** 代理: who acts for whom, from when to when, for which case types; always shown as such in the timeline. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Work } from '../../../../store/service.ts';
import type { Acting } from '../../../contract.ts';
import { isSystem } from '../../case/decide-powers.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { FlowTables } from '../../tables.ts';
import type { Represented } from '../../work-list/to-do.ts';
import type { ActingRow } from './graph-tables.ts';

export interface NewActing {
  /** Whose work it is; absent: his who asks. */
  readonly owner?: string | undefined;
  readonly deputy: string;
  readonly types: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

function show(row: ActingRow, idle = false): Acting {
  return {
    id: row.id,
    owner: row.owner,
    ownerName: row.owner_name,
    deputy: row.deputy,
    deputyName: row.deputy_name,
    types: row.types,
    from: row.from_at,
    until: row.until_at,
    reason: row.reason,
    endedAt: row.ended_at,
    givenBy: row.given_name,
    idle,
  };
}

/** Those that this person gave and those that he was given, the newest first. */
export async function listActing({ store, access }: FlowEngine, principal: Principal): Promise<Acting[]> {
  const rows = await store.db
    .withTables<FlowTables>()
    .selectFrom('flow_acting')
    .selectAll()
    .where((where) =>
      where.or([
        where('owner', '=', principal.id),
        where('deputy', '=', principal.id),
        where('given_by', '=', principal.id),
      ]),
    )
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  const isActive = async (id: string) => (await access.findRepresented(id)) !== undefined;
  return Promise.all(
    rows.map(async (row) => show(row, !((await isActive(row.owner)) && (await isActive(row.deputy))))),
  );
}

/** `tell` is told in the same transaction: nobody acts for another unknown to him. */
export async function addActing(
  engine: FlowEngine,
  principal: Principal,
  input: NewActing,
  tell?: (work: Work, made: Acting) => Promise<void>,
): Promise<Acting> {
  const owner = await ownerFor(engine, principal, input.owner);
  if (input.deputy === owner.id)
    throw commonErrors.invalid({}, [{ path: 'deputy', message: '不能由本人代理' }]);
  if (owner.id !== principal.id && input.deputy === principal.id)
    throw commonErrors.invalid({}, [{ path: 'deputy', message: '为他人安排的，不能由自己代理' }]);
  if (!(new Date(input.until) > new Date(input.from)))
    throw commonErrors.invalid({}, [{ path: 'until', message: '结束时间应晚于开始时间' }]);
  const unknown = input.types.find((type) => engine.kinds.find(type) === undefined);
  if (unknown !== undefined) throw commonErrors.invalid({}, [{ path: 'types', message: '没有该案件类型' }]);
  const deputy = await findOfficial(engine, input.deputy);
  const row: ActingRow = {
    id: newId(),
    owner: owner.id,
    owner_name: owner.name,
    deputy: deputy.id,
    deputy_name: deputy.name,
    types: [...input.types],
    from_at: new Date(input.from).toISOString(),
    until_at: new Date(input.until).toISOString(),
    reason: input.reason,
    created_at: engine.store.clock.now().toISOString(),
    ended_at: null,
    given_by: owner.id === principal.id ? null : principal.id,
    given_name: owner.id === principal.id ? null : principal.name,
  };
  const made = show(row);
  await engine.store.transaction(async (work) => {
    await work.db.withTables<FlowTables>().insertInto('flow_acting').values(row).execute();
    engine.access.audit(work, principal, {
      module: 'flow',
      event: 'grant',
      objectType: 'flow.acting',
      objectId: row.id,
      result: 'success',
      detail: { owner: row.owner, deputy: row.deputy, until: row.until_at },
    });
    await tell?.(work, made);
  });
  return made;
}

/** Himself; or somebody over all of whose units he arranges who acts for whom, as a superior or administrator. */
async function ownerFor(
  engine: FlowEngine,
  principal: Principal,
  id: string | undefined,
): Promise<Pick<Principal, 'id' | 'name'>> {
  if (id === undefined || id === principal.id) return principal;
  const owner = await engine.access.findRepresented(id);
  const departments = owner?.departments ?? [];
  const decision = engine.access.decide(principal, 'flow:manage-acting');
  // A deputy acts in every post of the owner, so one unit in reach is not enough.
  const reached =
    isSystem(principal) ||
    (departments.length === 0
      ? decisionMatches(decision, { departments })
      : departments.every((unit) => {
          const area = engine.access.findDepartment(unit)?.area;
          return decisionMatches(decision, { area, departments: [unit] });
        }));
  // Who is beyond his reach and who does not exist give the same answer.
  if (owner?.kind !== 'official' || !reached)
    throw commonErrors.invalid({}, [{ path: 'owner', message: '没有该人员，或不归您安排代理' }]);
  return owner;
}

async function findOfficial(engine: FlowEngine, id: string): Promise<Principal> {
  try {
    const found = await engine.access.principalOf(id);
    if (found.kind === 'official') return found;
  } catch {
    // An unknown id and one that is no official give the same answer.
  }
  throw commonErrors.invalid({}, [{ path: 'deputy', message: '没有该人员' }]);
}

/** The owner, or who arranged it for him, ends it early; from then on the deputy holds nothing of his. */
export async function endActing(engine: FlowEngine, principal: Principal, id: string): Promise<void> {
  await engine.store.transaction(async (work) => {
    const ended = await work.db
      .withTables<FlowTables>()
      .updateTable('flow_acting')
      .set({ ended_at: work.now.toISOString() })
      .where('id', '=', id)
      .where((where) => where.or([where('owner', '=', principal.id), where('given_by', '=', principal.id)]))
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) throw commonErrors.missing();
    engine.access.audit(work, principal, {
      module: 'flow',
      event: 'grant',
      objectType: 'flow.acting',
      objectId: id,
      result: 'success',
      detail: { ended: true },
    });
  });
}

/** Whom this person acts for now, with the case types that it is for (none: all). */
export async function representedBy(
  { store, access }: Pick<FlowEngine, 'store' | 'access'>,
  deputy: Principal,
  now: Date,
): Promise<readonly Represented[]> {
  const at = now.toISOString();
  const rows = await store.db
    .withTables<FlowTables>()
    .selectFrom('flow_acting')
    .select(['owner', 'types'])
    .where('deputy', '=', deputy.id)
    .where('ended_at', 'is', null)
    .where('from_at', '<=', at)
    .where('until_at', '>', at)
    .execute();
  const types = new Map<string, string[]>();
  for (const row of rows) {
    const known = types.get(row.owner);
    // Two mandates of one person add up; one for everything takes in all others.
    if (known === undefined) types.set(row.owner, row.types);
    else if (known.length > 0) types.set(row.owner, row.types.length === 0 ? [] : [...known, ...row.types]);
  }
  const found = await Promise.all(
    [...types].map(async ([id, of]) => ({ owner: await access.findRepresented(id), types: of })),
  );
  // An account that is out of use has nothing to give; the list of 代理 says so.
  return found.flatMap(({ owner, types: of }) => (owner === undefined ? [] : [{ owner, types: of }]));
}
