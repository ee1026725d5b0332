/** Messages of real brokers become batches: nothing that was acknowledged is lost, nothing is shown twice, and what is no row is kept as a rejected one. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import type { LoadPlan } from '../../../service.ts';
import { answers, type Broker, brokers } from '../../test-support/brokers.ts';
import { fieldsOf, openTestLake, type TestLake } from '../../test-support/open-test-lake.ts';
import { splitMessage } from './split-message.ts';

let city: TestLake;
beforeAll(async () => {
  city = await openTestLake();
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.message-seconds', 2));
});
afterAll(() => city.close());

const fields = fieldsOf([
  { name: 'id', source: 'id', title: '编号', type: 'text', key: true },
  { name: 'n', source: 'n', title: '数', type: 'integer' },
]);

function planOf({ connection, topic }: Broker, more: Partial<LoadPlan> = {}): LoadPlan {
  return {
    dataset: newId(),
    title: '消息',
    source: newId(),
    connection,
    object: { kind: 'messages', topic, form: 'json' },
    mode: 'messages',
    fields,
    ...more,
  };
}

async function seen(plan: LoadPlan): Promise<string> {
  const { rows } = await city.lake.rows({ dataset: plan.dataset, clearance: 'sensitive', size: 200 });
  return rows
    .map((row) => `${row['id']}=${row['n']}`)
    .toSorted()
    .join(' ');
}

const spooled = (plan: LoadPlan) =>
  readdir(path.join(city.store.dataDirectory, 'lake', 'stream', plan.dataset)).catch(() => []);

async function takesEachOnce(broker: Broker): Promise<void> {
  const plan = planOf(broker);
  const load = (more: Partial<LoadPlan> = {}) => city.lake.load({ ...plan, ...more }, 'tester');
  if (broker.secret !== undefined)
    await city.store.transaction((work) => city.lake.setSecret(work, plan.source, broker.secret ?? ''));
  await city.lake.tables(plan.source, plan.connection);
  // The first turn makes the session of MQTT, which keeps what comes from then on.
  expect(await load()).toMatchObject({ state: 'failed', error: 'lake.noMessages' });
  await broker.send(
    '{"id":"a","n":341202199001011237}',
    '[{"id":"b","n":2},\n {"id":"c","n":"x"}]',
    'no row at all',
    '{"id":"b","n":3}',
  );
  const first = await load();
  expect(first, JSON.stringify([first, city.reported])).toMatchObject({
    state: 'loaded',
    sent: 5,
    received: 5,
    loaded: 3,
    rejected: 2,
  });
  expect(await seen(plan)).toBe('a=341202199001011237 b=3');
  const { letters } = await city.lake.letters({ dataset: plan.dataset, state: 'kept', size: 10 });
  expect(letters.map((letter) => letter.problems[0]?.reason).toSorted()).toEqual(['shape', 'type']);
  expect(await spooled(plan)).toEqual([]);
  expect(await load()).toMatchObject({ state: 'unchanged', message: '没有新的消息' });
  // Acknowledged, and not shown: it waits on disk for the next turn.
  await broker.send('{"id":"d","n":4}');
  const strict = fields.map((field) => ({
    ...field,
    source: field.name === 'n' ? 'gone' : 'id',
    required: true,
  }));
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.rejected-most', 0));
  expect(await load({ fields: strict })).toMatchObject({ state: 'failed', error: 'lake.tooManyRejected' });
  await city.store.transaction((work) => city.store.settings.change(work, 'lake.rejected-most', 20_000));
  expect(await spooled(plan)).not.toEqual([]);
  expect(await load()).toMatchObject({ state: 'loaded', received: 1 });
  expect(await seen(plan)).toBe('a=341202199001011237 b=3 d=4');
  expect(await spooled(plan)).toEqual([]);
}

for (const [name, port, open] of brokers) {
  const there = await answers(port);
  describe.skipIf(!there)(there ? name : `${name}（127.0.0.1:${port} 没有应答，跳过）`, () => {
    test('收到的落盘后才确认，并成一批；没有入库的下次再来，坏消息留作退回记录', async () => {
      const broker = await open();
      try {
        await takesEachOnce(broker);
      } finally {
        await broker.close();
      }
    }, 60_000);
  });
}

test('没有应答的消息服务给出说法', async () => {
  for (const kind of ['mqtt', 'nats', 'amqp'] as const)
    await expect(
      city.lake.tables(newId(), { kind, host: '127.0.0.1', port: 1, user: 'x' }),
    ).rejects.toMatchObject({ code: 'lake.unreachable' });
});

test('一条消息拆成行：对象、数组、按字段次序的一行 CSV，长数字不失真', () => {
  expect(splitMessage('{"a":1,\n"b":{"c":[1]}}', 'json', [])).toEqual(['{"a":1, "b":{"c":[1]}}']);
  expect(splitMessage('[{"a":341202199001011237},{"b":"]}"}]', 'json', [])).toEqual([
    '{"a":341202199001011237}',
    '{"b":"]}"}',
  ]);
  expect(splitMessage('甲,"1,5"', 'csv', ['a', 'b'])).toEqual(['{"a":"甲","b":"1,5"}']);
  for (const [text, form] of [
    ['', 'json'],
    ['[]', 'json'],
    ['[1]', 'json'],
    ['7', 'json'],
    ['甲', 'csv'],
  ] as const)
    expect(splitMessage(text, form, ['a', 'b'])).toBeUndefined();
});
