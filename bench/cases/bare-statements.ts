/** The yardstick: the same rows of the same lifecycle written by plain transactions on a bare pool, with nothing checked, decided or told over HTTP. */
import pg from 'pg';
import { newId } from '../../kernel/ids.ts';

export interface Bare {
  readonly lifecycles: number;
  readonly seconds: number;
}

type Statement = readonly [name: string, text: string, values: readonly unknown[]];

/** One transaction a step, prepared statements, a durable commit. */
async function transact(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const [name, text, values] of statements) await client.query({ name, text, values: [...values] });
    await client.query('commit');
  } finally {
    client.release();
  }
}

function itemInsert(id: string, number: string, stage: string, unit: string | null, now: Date): Statement {
  return [
    'item',
    `insert into flow_work_item (id, case_id, type, number, title, stage, stage_title, permission, candidate, area, unit, created_at, since, due_at, yellow_at)
     values ($1, $2, 'bench.order', $3, '人民路路灯不亮', $4, '环节', 'bench:handle', $5, '341202000000', $6, $7, 1, $7, $7)`,
    [newId(), id, number, stage, unit === null ? 'area' : 'unit', unit, now],
  ];
}

function entryInsert(id: string, action: string, version: number, now: Date): Statement {
  return [
    'entry',
    `insert into flow_entry (case_id, at, actor, actor_name, action, title, version, effect) values ($1, $2, 'bare', 'bare', $3, '步骤', $4, '{"stage": "handle"}')`,
    [id, now, action, version],
  ];
}

/** Event and audit line, as every step of ours leaves them. */
function trailInsert(id: string, now: Date): readonly Statement[] {
  return [
    [
      'event',
      `insert into store_event (name, actor, payload, at) values ('bare', 'bare', jsonb_build_object('id', $1::text), $2), ('bare', 'bare', jsonb_build_object('id', $1::text), $2)`,
      [id, now],
    ],
    [
      'audit',
      `insert into access_audit (id, at, subject, address, trace, module, event, object_type, object_id, result, detail, digest)
       values ($1, $3, 'bare', '', '', 'bench', 'update', 'bench.order', $2, 'success', '{}', repeat('0', 64))`,
      [newId(), id, now],
    ],
  ];
}

const history: (id: string) => Statement = (id) => [
  'history',
  `insert into register_history (register, row_id, version, at, by, ended_at, note, row)
   select 'bench.order', id, version, updated_at, updated_by, now(), null, to_jsonb(c) from bench_order c where id = $1`,
  [id],
];

const closeItem: (id: string, now: Date) => Statement = (id, now) => [
  'close',
  `update flow_work_item set closed_at = $2, closed_by = 'bare', closed_action = 'x' where case_id = $1 and closed_at is null`,
  [id, now],
];

function searchUpsert(id: string, tokens: string, unit: string): Statement {
  return [
    'search',
    `insert into search_entry (register, id, title, area, departments, subjects, tokens) values ('bench.order', $1, '人民路路灯不亮', '341202000000', array[$3], '{}', $2::tsvector)
     on conflict (register, id) do update set departments = excluded.departments, tokens = excluded.tokens`,
    [id, tokens, unit],
  ];
}

async function live(pool: pg.Pool, serial: number, unit: string): Promise<void> {
  const id = newId();
  const now = new Date();
  const number = `BARE-${process.pid}-${serial}`;
  const tokens = `'bare${serial}' '路灯' '人民路' '不亮'`;
  await transact(pool, [
    [
      'case',
      `insert into bench_order (id, created_at, created_by, updated_at, updated_by, subject, detail, position, phone, number, stage, status, case_area, opened_at,
       due_at, process_version) values ($1, $3, 'bare', $3, 'bare', '人民路路灯不亮', '早上路过时看到,影响通行', point(115.8, 32.9), '13900001234', $2, 'accept', 'open',
       '341202000000', $3, $3, 1)`,
      [id, number, now],
    ],
    itemInsert(id, number, 'accept', null, now),
    entryInsert(id, 'open', 1, now),
    searchUpsert(id, tokens, ''),
    ...trailInsert(id, now),
  ]);
  await transact(pool, [
    ['lock', 'select * from bench_order where id = $1 for update', [id]],
    history(id),
    [
      'assign',
      `update bench_order set version = 2, stage = 'handle', unit = $2, lead_unit = $2, assigned_at = $3 where id = $1`,
      [id, unit, now],
    ],
    closeItem(id, now),
    itemInsert(id, number, 'handle', unit, now),
    entryInsert(id, 'assign', 2, now),
    searchUpsert(id, tokens, unit),
    ...trailInsert(id, now),
  ]);
  await transact(pool, [
    ['lock', 'select * from bench_order where id = $1 for update', [id]],
    history(id),
    [
      'resolve',
      `update bench_order set version = 3, stage = null, status = 'closed', unit = null, closed_at = $2, result = '已到现场修复' where id = $1`,
      [id, now],
    ],
    closeItem(id, now),
    entryInsert(id, 'resolve', 3, now),
    searchUpsert(id, tokens, unit),
    ...trailInsert(id, now),
  ]);
  await transact(pool, [
    ['find', `select * from bench_order where state = 'active' and number = $1`, [number]],
  ]);
}

export async function runBare(url: string, clients: number, seconds: number, unit: string): Promise<Bare> {
  const pool = new pg.Pool({ connectionString: url, max: 20, options: '-c jit=off' });
  const started = performance.now();
  const end = started + seconds * 1000;
  let serial = Math.floor(Date.now() / 1000) * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        serial += 1;
        await live(pool, serial, unit);
        done += 1;
      }
    }),
  );
  const seconds2 = (performance.now() - started) / 1000;
  await pool.end();
  return { lifecycles: done, seconds: seconds2 };
}
