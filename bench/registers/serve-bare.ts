/** The yardstick, in its own process: Fastify and pg alone, sending the same statements and answering with the rows as they come. */
import Fastify from 'fastify';
import pg from 'pg';
import type { Statement } from './serve-city.ts';

process.once('message', (given) => {
  const { get, list, id } = given as { get: Statement[]; list: Statement[]; id: string };
  const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE'] ?? '', max: 20 });

  /** Prepared by name where ours are. */
  async function all(prefix: string, statements: readonly Statement[], wanted: string): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (const [index, { text, values, prepared }] of statements.entries()) {
      const own = values.map((value) => (value === id ? wanted : value));
      const name = prepared ? { name: `${prefix}${index}` } : {};
      rows.push((await pool.query({ ...name, text, values: own })).rows);
    }
    return rows;
  }
  const app = Fastify();
  app.get<{ Params: { id: string } }>('/rows/:id', (request) => all('get', get, request.params.id));
  app.get('/rows', () => all('list', list, id));
  void app.listen({ port: 0, host: '127.0.0.1' }).then(() => {
    const address = app.server.address();
    process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
});
