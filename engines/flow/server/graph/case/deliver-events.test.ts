/** 事件送达:重复投递不重复做,没收到的知道为什么,等的案件再多也都收到。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../../kernel/ids.ts';
import { sql } from '../../../../store/index.ts';
import type { CaseDetail, Receipt } from '../../../contract.ts';
import { flow as flowService } from '../../../service.ts';
import type { FlowServer } from '../../create-flow.ts';
import { answerOf, casesOf, detailOf, tryActOn } from '../../test-support/drive.ts';
import { openWorks, type Works } from '../../test-support/works.ts';
import { graphConsumer } from './deliver-events.ts';

const type = 'works.gauge';
let works: Works;
let server: FlowServer;
beforeAll(async () => {
  works = await openWorks();
  // What the city hands out as the service is the server itself.
  server = works.city.services.use(flowService) as FlowServer;
});
afterAll(() => works.city.close());

async function open(subject: string): Promise<string> {
  const caller = await works.city.as(works.worker);
  return answerOf<Receipt>(await caller.post(casesOf(type), { values: { subject } }), 'open').id;
}

const look = (id: string): Promise<CaseDetail> => detailOf(works.city, type, works.chief, id);

/** As a case throws it. */
async function send(sent: object): Promise<void> {
  const payload = { type: 'works.project', id: newId(), key: null, ...sent };
  await works.city.store.transaction((work) => Promise.resolve(work.emit('flow.sent', 'system', payload)));
  await works.city.store.drain();
}

/** As after a crash that lost the checkpoint: all events come again. */
async function rewind(): Promise<void> {
  await sql`update store_checkpoint set transaction = '0', position = 0 where consumer = 'flow.graphs'`.execute(
    works.city.store.db,
  );
  await send({ kind: 'signal', name: 'wake' });
}

async function count(subject: string): Promise<number> {
  const found = await sql<{ count: number }>`select count(*)::integer as count from works_gauge
    where subject = ${subject}`.execute(works.city.store.db);
  return found.rows[0]?.count ?? 0;
}

const openStages = ({ signers = [] }: CaseDetail) =>
  signers.flatMap(({ state, stage }) => (state === 'open' ? [stage] : [])).toSorted();

describe('由消息发起', () => {
  test('同一个事件再来一次,不再开一件;非中断的信号也不再听一次', async () => {
    const hearing = await open('听警报');
    await send({ kind: 'message', name: 'flood', values: { subject: '颍河超警' } });
    await send({ kind: 'signal', name: 'siren' });
    expect(await count('颍河超警')).toBe(1);
    expect(openStages(await look(hearing))).toEqual(['heard', 'hold']);
    await rewind();
    expect(await count('颍河超警')).toBe(1);
    expect(openStages(await look(hearing))).toEqual(['heard', 'hold']);
  });

  test('开不了的一件不拖住同批的其他事件,管理的人得到通知', async () => {
    await works.city.store.transaction((work) => {
      for (const subject of ['不收', '茨淮新河超警'])
        work.emit('flow.sent', 'system', { kind: 'message', name: 'flood', key: null, values: { subject } });
      return Promise.resolve();
    });
    await works.city.store.drain();
    expect(await count('不收')).toBe(0);
    expect(await count('茨淮新河超警')).toBe(1);
    const failures = await sql<{ failures: number }>`select failures from store_checkpoint
      where consumer = 'flow.graphs'`.execute(works.city.store.db);
    expect(failures.rows).toEqual([{ failures: 0 }]);
    const caller = await works.city.as(works.chief);
    const told = await caller.get('/api/messages/notices');
    expect(told.body).toContain('此类汛情不收');
  });

  test('从外面送来而开不了的,送的一方知道', async () => {
    const message = { kind: 'message', name: 'flood', key: null, values: { subject: '不收' } } as const;
    await expect(server.deliver(message)).rejects.toMatchObject({ code: 'city.invalid' });
  });
});

describe('等待的案件', () => {
  test('信号到所有等它的案件,排在一千件以后的也收到', async () => {
    const last = await open('排在最后');
    await sql`insert into flow_wait (case_id, id, type, kind, name)
      select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'w1', ${type}, 'signal', 'siren'
      from generate_series(1, 1000) as n`.execute(works.city.store.db);
    expect(await server.deliver({ kind: 'signal', name: 'siren', key: null })).toBeGreaterThan(0);
    await sql`delete from flow_wait where case_id < '00000000-0000-4000-9000-000000000000'`.execute(
      works.city.store.db,
    );
    expect(openStages(await look(last))).toContain('heard');
  });

  test('消息到了而后面没有路可走,停在异常;补上字段后重试,带着消息的内容走下去', async () => {
    const id = await open('开闸');
    const { number } = await look(id);
    const gate = { kind: 'message', name: 'gate', key: number } as const;
    expect(await server.deliver({ ...gate, values: { verdict: '已开闸' } })).toBe(0);
    const stuck = await look(id);
    expect(stuck.waiting?.find(({ kind }) => kind === 'message')?.incident).toContain('是否到位');
    await sql`update works_gauge set cost = 1 where id = ${id}::uuid`.execute(works.city.store.db);
    const again = { id, version: stuck.version };
    answerOf(await tryActOn(works.city, type, works.chief, again, 'verb.retry'), 'retry');
    const done = await look(id);
    expect([done.status, done.row?.['verdict']]).toEqual(['closed', '已开闸']);
  });
});

test('子案件开不了,异常在事件算作听到之前就写下了', async () => {
  const caller = await works.city.as(works.worker);
  const values = { subject: '开不了的' };
  const { id } = answerOf<Receipt>(await caller.post(casesOf('works.project'), { values }), 'open');
  const project = () => detailOf(works.city, 'works.project', works.worker, id);
  const { store } = works.city;
  await sql`update store_checkpoint set transaction = pg_current_xact_id(), position = 9223372036854775807
    where consumer = 'flow.graphs'`.execute(store.db);
  const { version } = await project();
  answerOf(await tryActOn(works.city, 'works.project', works.worker, { id, version }, 'done'), 'done');
  const payload = { type: 'works.project', id, number: 'x', calls: 'works.unknown', values: {} };
  const wait = await sql<{
    id: string;
  }>`select id from flow_wait where case_id = ${id}::uuid and kind = 'call'`.execute(store.db);
  const event = {
    position: '1',
    name: 'flow.call',
    at: '',
    actor: '',
    payload: { ...payload, wait: wait.rows[0]?.id },
  };
  const crash = new Error('crash');
  const crashing = store.transaction(async (work) => {
    await graphConsumer(() => server.engine).run([event], work);
    throw crash;
  });
  await expect(crashing).rejects.toBe(crash);
  expect((await project()).waiting?.map(({ incident }) => incident)).toContain('没有案件类型“works.unknown”');
});
