/** Reads where the tokens of a case stand, with its requests, readers and whom the person acts for: one statement after the row is locked. */
import { CompiledQuery } from 'kysely';
import { type Database, samePlan } from '../../../../store/index.ts';
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

/** Two texts, since one plan would have to serve the look through the timeline as well. */
function loadText(repeated: string): string {
  return `${samePlan}select
  (select state from flow_tokens where case_id = $1::uuid) as state,
  (select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'state', r.state, 'asked_by', r.asked_by, 'unit', r.unit,
    'limit_amount', r.limit_amount, 'limit_unit', r.limit_unit, 'item', r.item)) from flow_request r
    where r.case_id = $1::uuid and (r.state = 'open' or (r.kind = 'dispute' and r.state = 'refused'))) as requests,
  ${repeated} as repeated,
  exists (select 1 from flow_reader d where d.case_id = $1::uuid and d.person = $2::text) as reads,
  (select array_agg(a.owner) from flow_acting a where a.deputy = $2::text and a.ended_at is null and a.from_at <= $3::timestamptz
    and a.until_at > $3::timestamptz and (a.types = '{}' or $4::text = any(a.types))) as owners`;
}

const plainText = loadText('false');
const keyedText = loadText(
  'exists (select 1 from flow_entry e where e.case_id = $1::uuid and e.request_key = $5::text and e.actor = $2::text)',
);

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
  const parameters = [id, by, now, type];
  const query =
    requestKey === undefined
      ? CompiledQuery.raw(plainText, parameters)
      : CompiledQuery.raw(keyedText, [...parameters, requestKey]);
  const found = await db.executeQuery(query as CompiledQuery<Loaded>);
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
