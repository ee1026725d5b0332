/** Looks at the rows after a drill, past the city's own code: is every acknowledged step there, once, and does all fit together? */
import pg from 'pg';
import { stagesAfter, steps } from './errand.ts';

interface Found {
  readonly id: string;
  readonly stage: string | null;
  readonly status: string;
  readonly version: number;
  readonly actions: readonly string[];
  readonly from: readonly (string | null)[];
  readonly to: readonly (string | null)[];
  readonly versions: readonly number[];
  readonly open: readonly string[];
  readonly events: number;
}

export interface Verdict {
  readonly cases: number;
  readonly steps: number;
  /** Sentences about what is wrong; empty when all holds. */
  readonly faults: readonly string[];
}

const everyCase = `
  select c.id, c.stage, c.status, c.version,
    e.actions, e.came_from as "from", e.went_to as "to", e.versions, coalesce(i.open, '{}') as open, coalesce(v.events, 0)::integer as events
  from crash_drill_errand c
    join (select case_id, array_agg(action order by position) as actions, array_agg(from_stage order by position) as came_from,
      array_agg(to_stage order by position) as went_to, array_agg(version order by position) as versions from flow_entry group by 1) e on e.case_id = c.id
    left join (select case_id, array_agg(stage) as open from flow_work_item where closed_at is null group by 1) i on i.case_id = c.id
    left join (select payload->>'id' as id, count(*) as events from store_event where name = 'case.changed' group by 1) v on v.id = c.id::text`;

const counts = {
  'events applied more than once': 'select count(*) from crash_drill_heard where times <> 1',
  'events never applied':
    "select count(*) from store_event e where name = 'case.changed' and not exists (select from crash_drill_heard h where h.position = e.position)",
  'applied events that never were':
    'select count(*) from crash_drill_heard h where not exists (select from store_event e where e.position = h.position)',
  'events set aside': 'select count(*) from store_dead_letter',
  'work items without a case':
    'select count(*) from flow_work_item i where not exists (select from crash_drill_errand c where c.id = i.case_id)',
} as const;

/** One case against what its writer was told. */
function faultsOf(found: Found, told: number): readonly string[] {
  const done = found.actions.length;
  const faults: string[] = [];
  const say = (what: string) => faults.push(`${found.id}: ${what}`);
  const expected = ['open', ...steps].slice(0, done);
  const stage = stagesAfter[done - 1] ?? null;
  if (done < told) say(`${told} steps acknowledged, ${done} kept`);
  if (done > told + 1) say(`${told} steps acknowledged, ${done} kept: one was doubled`);
  if (found.actions.join() !== expected.join()) say(`timeline ${found.actions.join()}`);
  if (found.stage !== stage) say(`stands at ${found.stage}, its timeline at ${stage}`);
  if (found.open.join() !== (stage ?? '')) say(`open work items: ${found.open.join() || 'none'}`);
  if ((found.status === 'open') !== (stage !== null)) say(`status ${found.status}`);
  if (found.versions.join() !== found.versions.map((_, index) => index + 1).join())
    say(`versions ${found.versions.join()}`);
  if (found.version !== found.versions.at(-1)) say(`row version ${found.version}`);
  if (found.from.join() !== [null, ...found.to.slice(0, -1)].join())
    say('stages in the timeline do not join');
  if (found.events !== done) say(`${found.events} events for ${done} steps`);
  return faults;
}

export async function verifyRows(url: string, acknowledged: ReadonlyMap<string, number>): Promise<Verdict> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<Found>(everyCase);
    const kept = new Set(found.rows.map((row) => row.id));
    const faults = [
      ...[...acknowledged.keys()].filter((id) => !kept.has(id)).map((id) => `${id}: acknowledged and gone`),
      ...found.rows.flatMap((row) => faultsOf(row, acknowledged.get(row.id) ?? 0)),
    ];
    for (const [what, query] of Object.entries(counts)) {
      const { rows } = await client.query<{ count: string }>(query);
      if (rows[0]?.count !== '0') faults.push(`${what}: ${rows[0]?.count ?? '?'}`);
    }
    return {
      cases: found.rows.length,
      steps: found.rows.reduce((sum, row) => sum + row.actions.length, 0),
      faults,
    };
  } finally {
    await client.end();
  }
}
