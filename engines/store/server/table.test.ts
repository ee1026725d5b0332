/** Tables that only grow: the database itself holds to it, on new tables and on those that were there before. */
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/support/store.ts';
import { openStore } from './open-store.ts';
import { sql } from '../index.ts';
import { defineTable } from './table.ts';

const plain = { name: 'note', columns: { id: 'integer primary key', text: 'text not null' } };

test('先有的表加上只增不改的规矩后，改、删、清空都被拒绝，条件允许的可删', async () => {
  const database = await createTestDatabase();
  const options = { url: database.url, dataDirectory: '/nonexistent', poolSize: 4 };
  const before = await openStore({ ...options, tables: [defineTable(plain)] });
  await sql`insert into note values (1, '旧'), (2, '新')`.execute(before.db);
  await sql`update note set text = '改' where id = 1`.execute(before.db);
  await before.close();

  const guarded = defineTable({ ...plain, appendOnly: { mayDelete: 'old.id < 2' } });
  for (const tables of [[guarded], [guarded, defineTable({ ...plain, name: 'other' })]]) {
    const store = await openStore({ ...options, tables });
    const refused = [
      sql`update note set text = text`,
      sql`delete from note where id = 2`,
      sql`delete from note`,
      sql`truncate note`,
    ];
    for (const statement of refused)
      await expect(statement.execute(store.db)).rejects.toThrow('note is append-only');
    await store.close();
  }

  const store = await openStore({ ...options, tables: [guarded] });
  await sql`insert into note values (3, '再')`.execute(store.db);
  await sql`delete from note where id = 1`.execute(store.db);
  const left = await sql<{ id: number }>`select id from note order by id`.execute(store.db);
  expect(left.rows.map(({ id }) => id)).toEqual([2, 3]);
  await store.close();
  await database.drop();
});
