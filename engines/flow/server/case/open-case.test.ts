/** Cases in bulk, by systems, and on definitions that have changed since. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { access, systemPrincipal } from '../../../access/index.ts';
import { registers } from '../../../registers/index.ts';
import { sql } from '../../../store/index.ts';
import { openDefinitions } from '../definition/keep-definitions.ts';
import { countyA, countyB, openRepair, roads, ticket } from '../test-support/repair.ts';
import { act, detail, dispatched, openTicket, type TestFlow } from '../test-support/test-flow.ts';
import { openCaseKinds } from './case-kinds.ts';

let flow: TestFlow;
beforeAll(async () => {
  flow = await openRepair();
});
afterAll(() => flow.city.close());

describe('批量立案', () => {
  test('五百件一次进来,编号连续,都在待办里,不逐件打扰人', async () => {
    const { city, people } = flow;
    const clerk = await city.services.use(access).principalOf(people.clerk);
    const rows = Array.from({ length: 500 }, (_, index) => ({
      values: { subject: `导入 ${index}`, caseArea: countyA },
      openedAt: '2026-11-20T01:00:00.000Z',
    }));
    const ids = await city.store.transaction((work) =>
      flow.flow.load(clerk, ticket, { rows, within: 'import' }, work),
    );
    expect(new Set(ids).size).toBe(500);
    expect((await (await city.as(people.clerk)).get('/api/flow/to-do')).json().total).toBe(500);
    expect(await flow.flow.countOpen('repair.ticket', 'accept')).toBe(500);
    const seen = await detail(flow, people.clerk, ids[499] ?? '');
    expect(seen.row).toMatchObject({ subject: '导入 499', initiator: people.clerk, checked: true });
    expect(seen.timeline).toMatchObject([{ title: '导入', toStage: 'accept' }]);
    await city.store.drain();
    const told = await sql`select 1 from messages_notice`.execute(city.store.db);
    expect(told.rows).toHaveLength(0);
    const next = await act(flow, people.clerk, { id: ids[0] ?? '', version: 1 }, 'dispatch', { unit: roads });
    expect(next.stage).toBe('handle');
  });

  test('辖区外的一行让整批不入库,并指出是哪一行', async () => {
    const { city, people } = flow;
    const clerk = await city.services.use(access).principalOf(people.clerk);
    const before = await flow.flow.countOpen('repair.ticket');
    const rows = [
      { values: { subject: '一', caseArea: countyA } },
      { values: { subject: '二', caseArea: countyB } },
    ];
    const loading = city.store.transaction((work) =>
      flow.flow.load(clerk, ticket, { rows, within: 'import' }, work),
    );
    await expect(loading).rejects.toMatchObject({ code: 'city.forbidden', problems: [{ path: 'rows.1' }] });
    expect(await flow.flow.countOpen('repair.ticket')).toBe(before);
  });
});

describe('系统立案与自动操作', () => {
  test('系统可立案,规则可执行自动操作;同一事务失败则什么都不留下', async () => {
    const { city } = flow;
    const made = await flow.flow.open(systemPrincipal, ticket, {
      values: { subject: '传感器告警', caseArea: countyA },
    });
    const closed = await flow.flow.act(systemPrincipal, ticket, {
      id: made.id,
      version: made.version,
      action: 'expire',
    });
    expect(closed).toMatchObject({ status: 'closed', outcome: 'expired' });
    const id = newId();
    const failing = city.store.transaction(async (work) => {
      await flow.flow.open(
        systemPrincipal,
        ticket,
        { id, values: { subject: '半途', caseArea: countyA } },
        work,
      );
      throw new Error('后来出错');
    });
    await expect(failing).rejects.toThrow('后来出错');
    expect(await city.services.use(registers).of(ticket).trusted.find(city.store.db, id)).toBeUndefined();
    const left = await sql`select 1 from flow_work_item where case_id = ${id}`.execute(city.store.db);
    expect(left.rows).toHaveLength(0);
  });
});

describe('编号', () => {
  test('同时上报百件,编号不重不漏,次日从头编', async () => {
    const { city, people } = flow;
    const before = Number((await openTicket(flow, people.citizen)).number.slice(-5));
    const made = await Promise.all(Array.from({ length: 100 }, () => openTicket(flow, people.citizen)));
    const serials = made.map((one) => Number(one.number.slice(-5))).sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: 100 }, (_, index) => before + 1 + index));
    city.clock.advance(24 * 3_600_000);
    expect((await openTicket(flow, people.citizen)).number).toBe('BX20261124-00001');
  });
});

describe('流程版本', () => {
  test('在办案件留在原来的流程上;改了定义不改版本号会被拒绝', async () => {
    const { city, people } = flow;
    const sent = await dispatched(flow);
    const service = city.services.use(registers);
    const changed = openCaseKinds(service, []);
    const kind = changed.get('repair.ticket');
    const without = {
      ...kind.process,
      stages: { ...kind.process.stages, handle: { ...ticket.process.stages.handle, verbs: [] } },
    };
    const definitions = openDefinitions(city.store);
    const draft = { ...changed, all: () => [{ ...kind, process: without }] };
    await expect(definitions.keep(draft)).rejects.toMatchObject({ code: 'flow.definitionChanged' });
    const second = { ...kind, process: { ...without, version: 2 } };
    await definitions.keep({ ...changed, all: () => [second] });
    // The old version is still read from the database.
    expect((await definitions.of(second, 1)).stages['handle']?.verbs).toContain('dispute');
    expect((await definitions.of(second, 2)).stages['handle']?.verbs).toEqual([]);
    expect((await act(flow, people.worker, sent, 'verb.claim')).stage).toBe('handle');
  });
});
