/** How fast a CSV of valid rows becomes records: checked in the worker thread, staged, confirmed; beside a plain COPY of the same rows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { divisions } from '../city/divisions.ts';
import { openRegisters, registerTables } from '../engines/registers/index.ts';
import { manageImports } from '../engines/registers/server/import/manage-imports.ts';
import { grantAccess, person } from '../engines/registers/server/test-support/lamps.ts';
import { defineTable, openStore, sql, startEmbeddedPostgres } from '../engines/store/index.ts';
import { defineContract } from '../kernel/contract.ts';
import { area, boolean, code, date, defineRegister, integer, point, text } from '../kernel/register.ts';
import { findArea, locate } from '../city/places.ts';

const parts = defineRegister({
  title: '部件',
  owner: 'city',
  share: 'none',
  open: 'none',
  fields: {
    code: text({ title: '编码', required: true, unique: true, pattern: /^P\d{10}$/, search: true }),
    kind: code({ title: '小类', codeList: 'bench kinds', filter: true }),
    place: area({ title: '区划', filter: true }),
    at: point({ title: '位置' }),
    size: integer({ title: '规格', minimum: 0, maximum: 100_000 }),
    good: boolean({ title: '完好' }),
    built: date({ title: '安装日期' }),
    phone: text({ title: '联系电话', format: 'phone', class: 'personal' }),
  },
  allow: { read: 'keep', import: 'keep' },
  scope: { area: 'place' },
  titleField: 'code',
});
const contract = defineContract({
  id: 'bench',
  title: '测试',
  plan: [],
  permissions: { keep: '维护' },
  registers: { parts },
  routes: {},
});

const columns = ['code', 'kind', 'place', 'at', 'size', 'good', 'built', 'phone'];
const plain = defineTable({
  name: 'plain_parts',
  columns: {
    code: 'text collate "C" primary key',
    kind: 'text',
    place: 'text',
    at: 'point',
    size: 'bigint',
    good: 'boolean',
    built: 'date',
    phone: 'text',
  },
});

interface Line {
  readonly csv: string;
  readonly copy: string;
}

function makeLines(count: number): readonly Line[] {
  const villages = divisions.filter((each) => each.level === 'village');
  return Array.from({ length: count }, (_, index) => {
    const number = `P${String(index).padStart(10, '0')}`;
    const place = villages[index % villages.length]?.code ?? '';
    const lon = (115.75 + (index % 997) / 10_000).toFixed(6);
    const lat = (32.85 + (index % 887) / 10_000).toFixed(6);
    const kind = `K${index % 150}`;
    const day = `2024-${String((index % 12) + 1).padStart(2, '0')}-15`;
    const phone = `138${String(index % 100_000_000).padStart(8, '0')}`;
    return {
      csv: `${number},${kind},${place},"${lon},${lat}",${index % 500},${index % 7 === 0 ? '否' : '是'},${day},${phone}`,
      copy: `${number}\t${kind}\t${place}\t(${lon},${lat})\t${index % 500}\t${index % 7 === 0 ? 'f' : 't'}\t${day}\t${phone}\n`,
    };
  });
}

function piecesOf(lines: readonly string[]): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(lines.length / 1000) }, (_, index) =>
      Buffer.from(lines.slice(index * 1000, index * 1000 + 1000).join('')),
    ),
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '200000' } } });
  const count = Number(values.rows);
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: [...registerTables([contract]), plain],
    report: (problem, where) => console.error(where, problem),
  });
  try {
    const keeper = person('keeper', { 'bench:keep': [{ scope: { kind: 'all' }, clearance: 'sensitive' }] });
    const placesModule = new URL('../city/places.ts', import.meta.url).href;
    const engine = await openRegisters({
      contracts: [contract],
      store,
      access: grantAccess([keeper]),
      findArea,
      locate,
      placesModule,
    });
    const entry = { list: 'bench kinds', parent: null, validFrom: null, validTo: null, source: null };
    await engine.service.codeLists.load(
      Array.from({ length: 150 }, (_, index) => ({
        ...entry,
        code: `K${index}`,
        name: `小类${index}`,
        order: index,
      })),
    );
    const imports = manageImports(engine);
    await store.begin();
    const lines = makeLines(count);

    const copyStarted = performance.now();
    await store.transaction((work) =>
      store.copyIn(work, 'plain_parts', columns, piecesOf(lines.map((line) => line.copy))),
    );
    const copied = count / ((performance.now() - copyStarted) / 1000);

    const header = '编码,小类,区划,位置,规格,完好,安装日期,联系电话\n';
    const file = await store.files.write({
      name: '部件.csv',
      contentType: 'text/csv',
      by: 'keeper',
      body: Readable.from([
        Buffer.from(header),
        ...(await piecesOf(lines.map((line) => `${line.csv}\n`)).toArray()),
      ]),
      limit: 2_000_000_000,
    });
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    const until = async (id: string, state: string) => {
      for (;;) {
        const status = await imports.status(keeper, id);
        if (status.state === state) return status;
        if (status.state === 'failed' || status.state === 'cancelled') throw new Error(status.message);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const started = performance.now();
    const { id } = await imports.start(keeper, 'bench.parts', file.id, {});
    const checked = await until(id, 'checked');
    const checkedAt = performance.now();
    if (checked.valid !== count) throw new Error(`only ${checked.valid} rows were valid`);
    await imports.confirm(keeper, id, false);
    await until(id, 'done');
    const ended = performance.now();
    delay.disable();
    const kept = await sql<{ count: number }>`select count(*) as count from bench_parts`.execute(store.db);
    if (kept.rows[0]?.count !== count) throw new Error('rows are missing');
    const rate = count / ((ended - started) / 1000);
    const print = (name: string, value: number, unit: string, target: string, yardstick: number) =>
      console.log(
        `figure ${name} ${value.toFixed(value < 100 ? 1 : 0)} ${unit} target ${target} yardstick plain-copy=${yardstick.toFixed(0)} ratio ${(value / yardstick).toFixed(3)}`,
      );
    print('import-csv', rate, 'rows/s', '≥50000', copied);
    print('import-check', count / ((checkedAt - started) / 1000), 'rows/s', '≥50000', copied);
    print('import-confirm', count / ((ended - checkedAt) / 1000), 'rows/s', '≥50000', copied);
    console.log(
      `figure import-event-loop-p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms target ≤50 yardstick none=0 ratio 0`,
    );
  } finally {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
