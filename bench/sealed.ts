/** What two sealed fields cost: list, get and import of a register beside the same register with these fields plain, in the same run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { findArea, locate } from '../city/places.ts';
import { openRegisters, registerTables } from '../engines/registers/index.ts';
import { manageImports } from '../engines/registers/server/import/manage-imports.ts';
import { grantAccess, person } from '../engines/registers/server/test-support/lamps.ts';
import { openStore, startEmbeddedPostgres } from '../engines/store/index.ts';
import { createTrust, trustTables } from '../engines/trust/index.ts';
import { defineContract } from '../kernel/contract.ts';
import { area, date, defineRegister, integer, type Register, text } from '../kernel/register.ts';
import { percentile } from './support/percentile.ts';

function declare(stored: { readonly stored?: 'sealed' }) {
  return defineRegister({
    title: '人员',
    owner: 'city',
    share: 'none',
    open: 'none',
    fields: {
      code: text({ title: '编号', required: true, unique: true }),
      name: text({ title: '姓名' }),
      place: area({ title: '区划', filter: true }),
      age: integer({ title: '年龄' }),
      since: date({ title: '登记日期' }),
      idCard: text({ title: '身份证号', class: 'sensitive', mask: 'id-card', filter: true, ...stored }),
      phone: text({ title: '联系电话', class: 'personal', format: 'phone', filter: true, ...stored }),
    },
    allow: { read: 'keep', write: 'keep', import: 'keep' },
    scope: { area: 'place' },
    titleField: 'code',
  });
}

const registers = { plain: declare({}), sealed: declare({ stored: 'sealed' }) } as const;
const contract = defineContract({
  id: 'bench',
  title: '测试',
  plan: [],
  permissions: { keep: '维护' },
  registers,
  routes: {},
});
type Kind = keyof typeof registers;

function sheet(count: number): Buffer {
  const lines = ['编号,姓名,区划,年龄,登记日期,身份证号,联系电话'];
  for (let at = 0; at < count; at += 1)
    lines.push(
      `P${at},人${at},341202000000,${at % 90},2024-05-06,34120219900101${String(at % 10_000).padStart(4, '0')},138${String(at).padStart(8, '0')}`,
    );
  return Buffer.from(lines.join('\n'));
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '100000' } } });
  const count = Number(values.rows);
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: [...trustTables, ...registerTables([contract])],
    report: (problem, where) => console.error(where, problem),
  });
  const trust = createTrust({ store });
  try {
    const keeper = person('keeper', { 'bench:keep': [{ scope: { kind: 'all' }, clearance: 'sensitive' }] });
    const engine = await openRegisters({
      contracts: [contract],
      store,
      access: grantAccess([keeper]),
      vault: trust.vault,
      findArea,
      locate,
      placesModule: new URL('../city/places.ts', import.meta.url).href,
    });
    const imports = manageImports(engine);
    await store.begin();

    async function load(kind: Kind): Promise<number> {
      const body = Readable.from([sheet(count)]);
      const file = await store.files.write({
        name: 'a.csv',
        contentType: 'text/csv',
        by: 'keeper',
        body,
        limit: 500_000_000,
      });
      const started = performance.now();
      const { id } = await imports.start(keeper, `bench.${kind}`, file.id, {});
      let status = await imports.status(keeper, id);
      async function settle(): Promise<void> {
        while (status.state === 'checking' || status.state === 'importing') {
          await new Promise((resolve) => setTimeout(resolve, 10));
          status = await imports.status(keeper, id);
        }
      }
      await settle();
      await imports.confirm(keeper, id, true);
      status = await imports.status(keeper, id);
      await settle();
      if (status.imported !== count) throw new Error(`${kind}: ${status.imported} of ${count} rows`);
      return count / ((performance.now() - started) / 1000);
    }

    function rows(kind: Kind) {
      return engine.service.of(registers[kind] as Register);
    }

    async function median(run: () => Promise<unknown>): Promise<number> {
      const took: number[] = [];
      for (let at = 0; at < 300; at += 1) {
        const started = performance.now();
        await run();
        took.push(performance.now() - started);
      }
      return percentile(took, 0.5);
    }

    const figures: Record<Kind, Record<string, number>> = { plain: {}, sealed: {} };
    for (const kind of ['plain', 'sealed'] as const) figures[kind]['import'] = await load(kind);
    for (const round of [0, 1])
      for (const kind of ['plain', 'sealed'] as const) {
        const { rows: page } = await rows(kind).list(keeper, { size: 200 });
        const id = page[100]?.id ?? '';
        const list = await median(() => rows(kind).list(keeper, { size: 200 }));
        const get = await median(() => rows(kind).get(keeper, id));
        const find = await median(() => rows(kind).list(keeper, { where: { phone: '13800000777' } }));
        if (round === 1) Object.assign(figures[kind], { list, get, find });
      }
    const print = (name: string, unit: string, target: string) => {
      const [ours, yardstick] = [figures.sealed[name] ?? 0, figures.plain[name] ?? 1];
      console.log(
        `figure sealed-${name} ${ours.toFixed(3)} ${unit} target ${target} yardstick plain=${yardstick.toFixed(3)} ratio ${(ours / yardstick).toFixed(2)}`,
      );
    };
    print('list', 'ms', '<=10');
    print('get', 'ms', '<=1');
    print('find', 'ms', '<=1');
    print('import', 'rows/s', '>=8000');
  } finally {
    await trust.close();
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
