/** 耗时: working time before and after somebody took it up, by version; an index finds the period among very many. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elapsed } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../registers/service.ts';
import { sql } from '../../../../store/index.ts';
import { openOffice, type TestOffice } from '../../test-support/document.ts';
import { calendar } from '../../test-support/token-case.ts';
import { finishedItems, measureNodes } from './measure-nodes.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.city.close());

const type = 'papers.paper';
const hour = 3_600_000;

interface Made {
  readonly version: number;
  readonly created: string;
  readonly claimed?: string;
  readonly closed: string;
  readonly took: number;
}

async function query(version?: number) {
  const { services } = office.city;
  const info = services
    .use(registers)
    .all()
    .find(({ id }) => id === type);
  return {
    kind: { id: type } as never,
    table: info?.table ?? '',
    version,
    from: new Date('2026-09-01T00:00:00Z'),
    until: new Date('2026-12-31T00:00:00Z'),
  };
}

/** A finished item of a case on that version, as the engine would have left it. */
async function finish(made: Made): Promise<void> {
  const { store } = office.city;
  const { table } = await query();
  const id = crypto.randomUUID();
  await sql`insert into ${sql.table(table)} (id, created_by, updated_by, number, status, process_version)
    values (${id}, 't', 't', ${id.slice(0, 8)}, 'open', ${made.version})`.execute(store.db);
  await sql`insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate,
      created_at, since, claimed_at, closed_at, closed_by, took, late)
    values (${crypto.randomUUID()}, ${id}, ${type}, 'n', '演示', 'seen', '演示', 'papers:sign', 'unit',
      ${made.created}, 1, ${made.claimed ?? null}, ${made.closed}, 'somebody', ${made.took}, false)`.execute(
    store.db,
  );
}

describe('耗时', () => {
  test('等候和办理按工作时间分开,两个版本各算各的;没有签收的不算等候', async () => {
    // Friday 16:00 in Shanghai, taken up Monday 09:00 (three working hours on), done at 11:00.
    const one = {
      created: '2026-11-20T08:00:00Z',
      claimed: '2026-11-23T01:00:00Z',
      closed: '2026-11-23T03:00:00Z',
    };
    expect(elapsed(calendar, new Date(one.created), new Date(one.claimed), 'work-hour')).toBe(3 * hour);
    await finish({ ...one, version: 7, took: 5 * hour });
    await finish({
      version: 8,
      created: '2026-11-23T01:00:00Z',
      claimed: '2026-11-23T02:00:00Z',
      closed: '2026-11-23T03:00:00Z',
      took: 2 * hour,
    });
    await finish({ version: 8, created: '2026-11-23T01:00:00Z', closed: '2026-11-23T02:00:00Z', took: hour });
    const heat = { store: office.city.store, calendar };
    const at = async (version?: number) =>
      (await measureNodes(heat, await query(version))).find(({ node }) => node === 'seen');
    expect(await at(7)).toMatchObject({
      done: 1,
      claimed: 1,
      median: 5 * hour,
      waitedMedian: 3 * hour,
      workedMedian: 2 * hour,
    });
    expect(await at(8)).toMatchObject({ done: 2, claimed: 1, median: 1.5 * hour, waitedMedian: hour });
    expect((await at())?.done).toBe(3);
    expect(await at(9)).toBeUndefined();
  });

  test('件数很多时按时间的索引取,不整表读', async () => {
    const { store } = office.city;
    await sql`insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate,
        created_at, since, closed_at, closed_by, took, late)
      select gen_random_uuid(), gen_random_uuid(), ${type}, 'n', '演示', 'many', '演示', 'papers:sign', 'unit',
        at, 1, at + interval '1 hour', 'person-' || n % 5000, 1, false
      from (select n, timestamptz '2010-01-01' + n * interval '40 minutes' as at from generate_series(1, 220000) as n) as made`.execute(
      store.db,
    );
    await sql`vacuum analyze flow_work_item`.execute(store.db);
    const plan = await sql<{
      'QUERY PLAN': string;
    }>`explain ${finishedItems({ calendar }, await query())}`.execute(store.db);
    const words = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(words, words).toContain('flow_work_item_closed');
    expect(words).not.toContain('Seq Scan on flow_work_item');
  });
});
