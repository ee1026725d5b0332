/** Reads what the engine keeps beside a case row: its work items, open requests and, for a repeated request, the first answer. */
import { CompiledQuery } from 'kysely';
import type { LimitUnit, TimeLimit } from '../../../../kernel/working-time.ts';
import { type Database, samePlan } from '../../../store/index.ts';
import type { CaseFacts, CaseState, OpenItem, OpenRequest, Visit } from '../step/types.ts';
import type { ItemRow, RequestRow } from '../tables.ts';

export function limitOf(amount: number | null, unit: string | null): TimeLimit | null {
  return amount === null || unit === null ? null : { amount, unit: unit as LimitUnit };
}

export function openItemOf(row: ItemRow): OpenItem {
  return {
    id: row.id,
    stage: row.stage,
    unit: row.unit,
    person: row.person,
    claimedBy: row.claimed_by,
    claimedAt: row.claimed_at,
    createdAt: row.created_at,
    since: row.since,
    limit: limitOf(row.limit_amount, row.limit_unit),
    wholeLimit: limitOf(row.whole_amount, row.whole_unit),
    dueAt: row.due_at,
    yellowAt: row.yellow_at,
    paused: row.paused,
    urgedAt: row.urged_at,
  };
}

type RequestPart = Pick<
  RequestRow,
  'id' | 'kind' | 'state' | 'asked_by' | 'unit' | 'limit_amount' | 'limit_unit'
>;

function requestOf(row: RequestPart): OpenRequest {
  return {
    id: row.id,
    kind: row.kind,
    askedBy: row.asked_by,
    unit: row.unit,
    limit: limitOf(row.limit_amount, row.limit_unit),
  };
}

export type Loaded = ItemRow & { requests: readonly RequestPart[] | null; repeated: boolean };

/** Two texts, since one plan would have to serve the look through the timeline as well. */
function stateText(repeated: string): string {
  return `${samePlan}select i.*,
  case when i.closed_at is null then (select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'state', r.state, 'asked_by', r.asked_by,
    'unit', r.unit, 'limit_amount', r.limit_amount, 'limit_unit', r.limit_unit)) from flow_request r
    where r.case_id = i.case_id and (r.state = 'open' or (r.kind = 'dispute' and r.state = 'refused'))) end as requests,
  ${repeated} as repeated from flow_work_item i where i.case_id = $1::uuid order by i.created_at desc, i.id desc`;
}

const plainText = stateText('false');
const keyedText = stateText(
  'exists (select 1 from flow_entry e where e.case_id = i.case_id and e.request_key = $2::text and e.actor = $3::text)',
);

export interface LoadedState {
  readonly state: CaseState;
  /** This request was answered before. */
  readonly repeated: boolean;
  readonly items: readonly ItemRow[];
}

interface Asked {
  readonly requestKey: string | undefined;
  readonly by: string;
}

/** The work items of a case with what rides on them. Sent behind the lock of the row, it sees what the lock's last holder wrote. */
export async function readState(db: Database, id: string, asked: Asked): Promise<readonly Loaded[]> {
  const { requestKey, by } = asked;
  const query =
    requestKey === undefined
      ? CompiledQuery.raw(plainText, [id])
      : CompiledQuery.raw(keyedText, [id, requestKey, by]);
  const found = await db.executeQuery(query as CompiledQuery<Loaded>);
  return found.rows;
}

export function stateOf(row: CaseFacts, items: readonly Loaded[]): LoadedState {
  const open = items.find((item) => item.closed_at === null);
  const requests = open?.requests ?? [];
  const visits = new Map<string, Visit>();
  for (const item of items) {
    const person = item.closed_by ?? item.holder;
    if (!visits.has(item.stage)) visits.set(item.stage, { stage: item.stage, unit: item.unit, person });
  }
  return {
    state: {
      row,
      item: open === undefined ? undefined : openItemOf(open),
      requests: requests.filter((each) => each.state === 'open').map(requestOf),
      refusedUnits: requests.flatMap((each) =>
        each.state === 'refused' && each.unit !== null ? [each.unit] : [],
      ),
      visits: [...visits.values()],
    },
    repeated: items[0]?.repeated ?? false,
    items,
  };
}

export async function loadState(db: Database, row: CaseFacts, asked: Asked): Promise<LoadedState> {
  return stateOf(row, await readState(db, row.id, asked));
}
