/** Pushed into a department's own table: all rows of the contract or none, never into a table that is not ours, never without a receipt. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import type { PushTarget } from '../../push.ts';
import type { LoadPlan, ShareGrant } from '../../types.ts';
import { type Bureau, mariaAnswers, openMariaBureau, openPostgresBureau } from '../test-support/bureaus.ts';
import { openTestLake, type TestLake } from '../test-support/open-test-lake.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  // The bureau of these tests lives on the platform's own server.
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.own-server', 1));
});
afterAll(() => city.close());

const fields = [
  { name: 'id', source: 'id', title: '编号', type: 'integer', key: true },
  { name: 'name', source: 'name', title: '姓名', type: 'text', class: 'personal' },
  { name: 'town', source: 'town', title: '乡镇', type: 'text' },
  { name: 'amount', source: 'amount', title: '金额', type: 'decimal' },
  { name: 'born', source: 'born', title: '出生日期', type: 'date' },
  { name: 'changed', source: 'changed', title: '更新时间', type: 'moment' },
  { name: 'poor', source: 'poor', title: '是否低收入', type: 'boolean' },
] as const;

const content = `id,name,town,amount,born,changed,poor
1,张三,文峰,12.50,1990-01-02,2026-11-20 08:00:00,是
2,"李\\四	甲""乙",文峰,,1991-02-03,2026-11-21 08:00:00,否
3,王五,清河,99999.123456,,2026-11-22 08:00:00,
`;

interface Contract {
  readonly of: { readonly app: string; readonly contract: string };
  readonly grant: ShareGrant;
  readonly plan: LoadPlan;
  readonly target: PushTarget;
}

async function agree(bureau: Bureau, more: Partial<ShareGrant> = {}): Promise<Contract> {
  const plan = await city.planOf(content, [...fields]);
  expect(await city.lake.load(plan, 'tester')).toMatchObject({ loaded: 3, rejected: 0 });
  await city.lake.serve(plan.dataset);
  const of = { app: newId(), contract: newId() };
  await city.lake.issueKey(of.app);
  const target = { id: newId(), connection: bureau.connection, table: { table: 'from_city' } };
  await city.store.transaction((work) => city.lake.setSecret(work, target.id, bureau.secret));
  const grant: ShareGrant = {
    department: 'city-civil-affairs',
    provider: 'city-market-regulation',
    dataset: plan.dataset,
    purpose: '核验',
    fields: fields.map(({ name, title }) => ({ name, title, masked: name === 'name' })),
    rows: {},
    callsPerDay: 4,
    ...more,
  };
  return { of, grant, plan, target };
}

async function goesThroughItsLife(bureau: Bureau, shownTime: string): Promise<void> {
  const { of, grant, plan, target } = await agree(bureau);
  const first = await city.lake.pushTable(of, grant, target);
  expect(first.rows).toBe(3);
  const rows = await bureau.run(
    `select id, name, town, amount, born, ${shownTime} as changed, poor from from_city order by id`,
  );
  const told = rows.map((row) =>
    [row['id'], row['name'], row['town'], Number(row['amount'] ?? -1), row['changed'], row['poor']].map(
      String,
    ),
  );
  expect(told).toEqual([
    ['1', '张*', '文峰', '12.5', '2026-11-20 08:00', expect.stringMatching(/true|1/)],
    ['2', expect.stringMatching(/^李\*/), '文峰', '-1', '2026-11-21 08:00', expect.stringMatching(/false|0/)],
    ['3', '王*', '清河', '99999.123456', '2026-11-22 08:00', 'null'],
  ]);
  await city.lake.sealReceipts();
  expect((await city.lake.calls({ contracts: [of.contract], size: 5 })).map((call) => call.rows)).toEqual([
    3,
  ]);
  // A later batch takes the place of the rows, and a contract with fewer rows sees fewer.
  await city.lake.load(
    {
      ...plan,
      ...(await city.planOf(`${content}4,赵六,文峰,1,,,\n`, [...fields], { dataset: plan.dataset })),
    },
    'tester',
  );
  await city.lake.serve(plan.dataset);
  const only = { ...grant, rows: { town: ['文峰'] } };
  expect((await city.lake.pushTable(of, only, target)).rows).toBe(3);
  expect(await bureau.run('select id from from_city order by id')).toHaveLength(3);
  // Another contract may not write here, nor anybody into a table of the department's own.
  const other = { app: of.app, contract: newId() };
  await expect(city.lake.pushTable(other, grant, target)).rejects.toMatchObject({
    code: 'lake.pushTableTaken',
  });
  await bureau.run('create table its_own (id integer)');
  await bureau.run('insert into its_own values (7)');
  const wrong = { ...target, table: { table: 'its_own' } };
  await expect(city.lake.pushTable(of, grant, wrong)).rejects.toMatchObject({ code: 'lake.pushTableTaken' });
  expect(await bureau.run('select id from its_own')).toEqual([{ id: 7 }]);
  // Past the quota nothing changes: without a receipt no rows.
  await city.lake.pushTable(of, grant, target);
  await city.lake.pushTable(of, only, target);
  await expect(city.lake.pushTable(of, grant, target)).rejects.toMatchObject({ code: 'lake.overQuota' });
  expect(await bureau.run('select id from from_city')).toHaveLength(3);
  // Nor does it matter that its columns would be others by now.
  const masked = {
    ...grant,
    fields: fields.map(({ name, title }) => ({ name, title, masked: true })).slice(1),
  };
  await city.lake.clearTable(of.contract, masked, target);
  expect(await bureau.run('select town from from_city')).toEqual([]);
  await expect(
    city.lake.pushTable(of, grant, { ...target, id: newId(), connection: { ...target.connection, port: 1 } }),
  ).rejects.toMatchObject({ code: 'lake.unreachable' });
}

test('PostgreSQL：建表、整批替换、别人的表不动、超额不动、终止后清空', async () => {
  const bureau = await openPostgresBureau();
  try {
    await goesThroughItsLife(bureau, "to_char(changed at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')");
  } finally {
    await bureau.close();
  }
});

test('PostgreSQL：推送中途读表的人看到的是上一批；两次同时推送各自完整', async () => {
  const bureau = await openPostgresBureau();
  try {
    const { of, grant, target } = await agree(bureau);
    await city.lake.pushTable(of, grant, target);
    const pushes = [city.lake.pushTable(of, grant, target), city.lake.pushTable(of, grant, target)];
    let done = false;
    const all = Promise.all(pushes).finally(() => {
      done = true;
    });
    const seen = new Set<number>();
    while (!done) seen.add((await bureau.run('select id from from_city')).length);
    await all;
    expect([...seen]).toEqual([3]);
    await bureau.run('alter table from_city drop column poor');
    await expect(city.lake.pushTable(of, grant, target)).rejects.toMatchObject({
      code: 'lake.pushColumnsDiffer',
    });
    expect(await bureau.run('select id from from_city')).toHaveLength(3);
  } finally {
    await bureau.close();
  }
});

describe.skipIf(!mariaAnswers)(mariaAnswers ? 'MariaDB' : 'MariaDB（127.0.0.1:3306 没有应答，跳过）', () => {
  test('建表、整批替换、别人的表不动、超额不动、终止后清空', async () => {
    const bureau = await openMariaBureau('all');
    try {
      await goesThroughItsLife(bureau, "date_format(changed, '%Y-%m-%d %H:%i')");
      expect(await bureau.run('show tables')).toHaveLength(2);
    } finally {
      await bureau.close();
    }
  });
  test('只读的账号：说明授权不够，什么也没有留下', async () => {
    const bureau = await openMariaBureau('select');
    try {
      const { of, grant, target } = await agree(bureau);
      await expect(city.lake.pushTable(of, grant, target)).rejects.toMatchObject({
        code: 'lake.pushRefused',
      });
      expect(await bureau.run('show tables')).toEqual([]);
    } finally {
      await bureau.close();
    }
  });
});
