/** Reads where the tokens of a case stand, with its requests, readers and whom the person acts for: one statement after the row is locked. */
import { CompiledQuery } from 'kysely';
import type { Database } from '../../../../store/index.ts';
import { limitOf } from '../../case/load-state.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { RequestRow } from '../../tables.ts';
import { emptyState } from '../token/state-change.ts';
import type { TokenCase, TokenState } from '../token/types.ts';

type RequestPart = Pick<
  RequestRow,
  'id' | 'kind' | 'state' | 'asked_by' | 'unit' | 'limit_amount' | 'limit_unit' | 'item'
>;

export interface Loaded {
  readonly state: TokenState | null;
  readonly requests: readonly RequestPart[] | null;
  readonly repeated: boolean | null;
  readonly reads: boolean;
  readonly owners: readonly string[] | null;
}

const loadText = `select
  (select state from flow_tokens where case_id = $1::uuid) as state,
  (select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'state', r.state, 'asked_by', r.asked_by, 'unit', r.unit,
    'limit_amount', r.limit_amount, 'limit_unit', r.limit_unit, 'item', r.item)) from flow_request r
    where r.case_id = $1::uuid and (r.state = 'open' or (r.kind = 'dispute' and r.state = 'refused'))) as requests,
  case when $2::text is not null then exists (select 1 from flow_entry e where e.case_id = $1::uuid and e.request_key = $2 and e.actor = $3) end as repeated,
  exists (select 1 from flow_reader d where d.case_id = $1::uuid and d.person = $3) as reads,
  (select array_agg(a.owner) from flow_acting a where a.deputy = $3 and a.ended_at is null and a.from_at <= $4 and a.until_at > $4
    and (a.types = '{}' or $5 = any(a.types))) as owners`;

export interface LoadedCase {
  readonly before: TokenCase;
  /** This request was answered before. */
  readonly repeated: boolean;
  /** The case was copied or circulated to this person. */
  readonly reads: boolean;
  /** Whom this person acts for now. */
  readonly owners: readonly string[];
}

/** Sent behind the lock of the row it runs after it, and sees what its last holder wrote. */
export async function readTokens(
  db: Database,
  id: string,
  asked: {
    readonly requestKey: string | undefined;
    readonly by: string;
    readonly type: string;
    readonly now: Date;
  },
): Promise<Loaded> {
  const { requestKey, by, type, now } = asked;
  const parameters = [id, requestKey ?? null, by, now, type];
  const found = await db.executeQuery(CompiledQuery.raw(loadText, parameters) as CompiledQuery<Loaded>);
  const [loaded] = found.rows;
  return loaded ?? { state: null, requests: null, repeated: null, reads: false, owners: null };
}

function openRequests(requests: readonly RequestPart[]): TokenCase['requests'] {
  return requests
    .filter((each) => each.state === 'open')
    .map((each) => ({
      id: each.id,
      kind: each.kind,
      askedBy: each.asked_by,
      unit: each.unit,
      limit: limitOf(each.limit_amount, each.limit_unit),
      ...(each.item === null ? {} : { item: each.item }),
    }));
}

export function tokenCaseOf(row: CaseFacts, loaded: Loaded): LoadedCase {
  const requests = loaded.requests ?? [];
  return {
    before: {
      row,
      tokens: loaded.state ?? emptyState,
      requests: openRequests(requests),
      refusedUnits: requests.flatMap((each) =>
        each.state === 'refused' && each.unit !== null ? [each.unit] : [],
      ),
    },
    repeated: loaded.repeated ?? false,
    reads: loaded.reads,
    owners: loaded.owners ?? [],
  };
}
