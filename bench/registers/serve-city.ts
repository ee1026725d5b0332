/** Ours, in its own process: the whole gateway over a filled register; tells which statements one get and one list send to PostgreSQL. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createCity } from '../../apps/server/create-city.ts';
import { cityCode, divisions } from '../../city/divisions.ts';
import { registers } from '../../engines/registers/index.ts';
import system, { lamp, register } from './lamp.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** False: parsed and planned for its values each time. */
  readonly prepared: boolean;
}

export interface CityReady {
  readonly port: number;
  readonly token: string;
  readonly ids: readonly string[];
  /** Statements that name the register's table, as sent for the first of `ids` and for the first page. */
  readonly get: readonly Statement[];
  readonly list: readonly Statement[];
}

const sent: Statement[] = [];

/** The two messages of PostgreSQL's protocol that carry a statement and its parameters. */
interface Wire {
  parse(message: { text: string; name?: string }, ...more: unknown[]): unknown;
  bind(message: { statement?: string; values?: readonly unknown[] }, ...more: unknown[]): unknown;
}

/** Keeps what goes to PostgreSQL, whoever sends it, so that the yardstick can send the very same. */
function listenIn(): void {
  const wire = pg.Connection.prototype as unknown as Wire;
  const { parse, bind } = wire;
  const texts = new Map<string, string>();
  wire.parse = function (message, ...more) {
    texts.set(message.name ?? '', message.text);
    return parse.call(this, message, ...more);
  };
  wire.bind = function (message, ...more) {
    const text = texts.get(message.statement ?? '');
    if (text !== undefined)
      sent.push({ text, values: message.values ?? [], prepared: (message.statement ?? '') !== '' });
    return bind.call(this, message, ...more);
  };
}

async function main(rows: number): Promise<void> {
  listenIn();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const databaseUrl = process.env['BENCH_DATABASE'] ?? '';
  const city = await createCity({ databaseUrl, dataDirectory, demo: false, rate: 0, systems: [system] });
  const villages = divisions.filter((division) => division.level === 'village');
  const trusted = city.services.use(registers).of(lamp).trusted;
  for (let from = 0; from < rows; from += 5000) {
    const part = Array.from({ length: Math.min(5000, rows - from) }, (_, offset) => {
      const n = from + offset;
      return {
        code: `L-${n}`,
        name: `路灯${n}`,
        place: villages[n % villages.length]?.code ?? cityCode,
        unit: 'city-urban-management',
        watts: 50 + (n % 200),
        height: 7.5,
        lit: n % 7 !== 0,
        installed: '2024-05-01',
        at: { lon: 115.8 + (n % 1000) / 10_000, lat: 32.9 + (n % 777) / 10_000 },
        keeper: '张三丰',
        phone: '13900000001',
        note: '演示数据',
      };
    });
    await city.store.transaction((work) => trusted.insertMany(work, 'bench', part as never));
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
  const { id: viewer } = await city.access.admin.createSubject({
    account: 'viewer',
    name: '查看员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'bench-lamp:viewer', department: 'city-data-resources', area: '341202000000' }],
  });
  const token = await city.access.admin.openSession(viewer);
  await city.app.listen({ port: 0, host: '127.0.0.1' });
  const address = city.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  async function ask(url: string): Promise<{ reply: { rows?: { id: string }[] }; statements: Statement[] }> {
    sent.length = 0;
    const reply = await fetch(`http://127.0.0.1:${port}${url}`, {
      headers: { cookie: `city_session=${token}` },
    });
    if (reply.status !== 200) throw new Error(`${url}: ${await reply.text()}`);
    return {
      reply: (await reply.json()) as { rows?: { id: string }[] },
      statements: sent.filter(({ text }) => text.includes('bench_lamp_lamp')),
    };
  }
  await ask(`/api/registers/rows/${register}?size=20`);
  // The second time, as it is from then on: a total that was just counted is not counted again.
  const list = await ask(`/api/registers/rows/${register}?size=20`);
  const many = await ask(`/api/registers/rows/${register}?size=200`);
  const ids = (many.reply.rows ?? []).map((row) => row.id);
  const get = await ask(`/api/registers/rows/${register}/${ids[0]}`);
  if (get.statements.length === 0 || list.statements.length === 0)
    throw new Error('the yardstick has nothing to send: no statement was heard');
  process.send?.({ port, token, ids, get: get.statements, list: list.statements } satisfies CityReady);
}

await main(Number(process.argv[2] ?? '100000'));
