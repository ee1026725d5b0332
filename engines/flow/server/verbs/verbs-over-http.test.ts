/** Each verb as people meet it: over HTTP, on a real database, by the clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import { countyA, openRepair, parks, roads } from '../test-support/repair.ts';
import {
  act,
  asked,
  detail,
  dispatched,
  openTicket,
  type TestFlow,
  tryAct,
} from '../test-support/test-flow.ts';

let flow: TestFlow;
beforeAll(async () => {
  flow = await openRepair();
});
afterAll(() => flow.city.close());

const hour = 3_600_000;
const same = (one: string | null | undefined) => (one == null ? null : new Date(one).toISOString());

describe('签收', () => {
  test('签收后同单位的人不能再办,并知道是谁签收的', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const claimed = await act(flow, people.worker, sent, 'verb.claim');
    const late = await tryAct(flow, people.worker2, sent, 'done', { values: { result: '好' } });
    expect(late.json().message).toContain('周五');
    expect(
      (await tryAct(flow, people.worker2, claimed, 'done', { values: { result: '好' } })).json().code,
    ).toBe('flow.notHolder');
    expect((await act(flow, people.worker, claimed, 'done', { values: { result: '好' } })).stage).toBe(
      'confirm',
    );
  });
});

describe('退回', () => {
  test('处理单位退回受理,理由留在流转记录,再派单时限重新起算', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    expect((await tryAct(flow, people.worker, sent, 'verb.return')).json().problems[0].path).toBe('opinion');
    expect(
      (
        await tryAct(flow, people.worker, sent, 'verb.return', {
          opinion: '缺地址',
          target: { stage: 'confirm' },
        })
      ).statusCode,
    ).toBe(400);
    flow.city.clock.advance(hour);
    const back = await act(flow, people.worker, sent, 'verb.return', {
      opinion: '缺地址',
      target: { stage: 'accept' },
    });
    expect(back.stage).toBe('accept');
    const seen = await detail(flow, people.clerk, sent.id);
    expect(seen.row).toMatchObject({ backCount: 1, unit: null });
    expect(seen.timeline.at(-1)).toMatchObject({
      title: '退回',
      opinion: '缺地址',
      toStage: 'accept',
      took: hour,
      late: false,
    });
    const again = await act(flow, people.clerk, back, 'dispatch', { unit: roads });
    expect(again.stage).toBe('handle');
  });
});

describe('转办', () => {
  test('只能转给够得着的单位和有权办理的人;时限不变', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const before = await detail(flow, people.clerk, sent.id);
    expect((await tryAct(flow, people.worker, sent, 'verb.reassign', { unit: parks })).json().code).toBe(
      'flow.outOfReach',
    );
    expect(
      (await tryAct(flow, people.worker, sent, 'verb.reassign', { person: people.gardener })).json().code,
    ).toBe('flow.outOfReach');
    const given = await act(flow, people.worker, sent, 'verb.reassign', { person: people.worker2 });
    expect((await tryAct(flow, people.worker, given, 'done', { values: { result: '好' } })).json().code).toBe(
      'flow.notHolder',
    );
    // Whoever may supervise reaches everybody.
    const moved = await act(flow, people.chief, given, 'verb.reassign', { unit: parks });
    const after = await detail(flow, people.gardener, sent.id);
    expect(after.holder).toMatchObject({ unit: parks, person: null, dueAt: before.holder?.dueAt });
    expect((await act(flow, people.gardener, moved, 'done', { values: { result: '好' } })).stage).toBe(
      'confirm',
    );
  });

  test('可选的人和单位只给经办的人看,且都选得成', async () => {
    const { people, city } = flow;
    const made = await openTicket(flow, people.citizen);
    const path = `/api/flow/cases/repair.ticket/${made.id}/candidates`;
    const found = (await (await city.as(people.clerk)).get(`${path}?action=dispatch`)).json();
    expect(found.units.map((unit: { id: string }) => unit.id).sort()).toEqual([parks, roads].sort());
    expect((await (await city.as(people.citizen)).get(`${path}?action=dispatch`)).statusCode).toBe(404);
    const sent = await act(flow, people.clerk, made, 'dispatch', { unit: roads });
    const mates = (
      await (
        await city.as(people.worker)
      ).get(`/api/flow/cases/repair.ticket/${sent.id}/candidates?action=verb.reassign`)
    ).json();
    expect(mates.people.map((person: { name: string }) => person.name).sort()).toEqual(['吴六', '周五']);
  });
});

describe('申诉', () => {
  test('获准:回到受理,计一次,占用的时间还给案件', async () => {
    const { people, city } = flow;
    const sent = await dispatched(flow);
    const before = await detail(flow, people.clerk, sent.id);
    city.clock.advance(hour);
    const one = await asked(flow, people.worker, sent, 'verb.dispute');
    const granted = await act(flow, people.clerk, one, 'verb.decide', {
      target: { requestId: one.requestId, granted: true },
    });
    expect(granted.stage).toBe('accept');
    const seen = await detail(flow, people.clerk, sent.id);
    expect(seen.row).toMatchObject({ upheldCount: 1, leadUnit: null });
    expect(Date.parse(String(seen.row?.['dueAt'])) - Date.parse(String(before.row?.['dueAt']))).toBe(hour);
    expect(seen.requests).toMatchObject([{ state: 'granted', kind: 'dispute', decidedName: '孙三' }]);
  });

  test('驳回:工作项不动,本单位不能再申诉;自己不能审自己', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const one = await asked(flow, people.worker, sent, 'verb.dispute');
    expect(
      (
        await tryAct(flow, people.worker2, one, 'verb.delay', {
          opinion: '忙',
          target: { limit: { amount: 1, unit: 'work-day' } },
        })
      ).json().code,
    ).toBe('flow.requestOpen');
    expect(
      (
        await tryAct(flow, people.clerk, one, 'verb.decide', {
          target: { requestId: one.requestId, granted: false },
        })
      ).json().problems[0].path,
    ).toBe('opinion');
    const refused = await act(flow, people.clerk, one, 'verb.decide', {
      opinion: '就是你们的',
      target: { requestId: one.requestId, granted: false },
    });
    expect(refused.stage).toBe('handle');
    expect(
      (await tryAct(flow, people.worker2, refused, 'verb.dispute', { opinion: '不是' })).json().code,
    ).toBe('flow.disputedBefore');
    expect(
      (
        await tryAct(flow, people.clerk, refused, 'verb.decide', {
          target: { requestId: one.requestId, granted: true },
        })
      ).json().code,
    ).toBe('flow.requestGone');
    const offers = (await detail(flow, people.worker, sent.id)).offers.map((offer) => offer.action);
    expect(offers).not.toContain('verb.dispute');
  });

  test('两位受理员同时审定,一人成功', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const one = await asked(flow, people.worker, sent, 'verb.delay', {
      target: { limit: { amount: 1, unit: 'work-day' } },
    });
    const answer = (granted: boolean) =>
      tryAct(flow, people.clerk, one, 'verb.decide', {
        opinion: '定',
        target: { requestId: one.requestId, granted },
      });
    const replies = await Promise.all([answer(true), answer(false)]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });
});

describe('延期', () => {
  test('获准后从原到期时间顺延', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const before = await detail(flow, people.clerk, sent.id);
    const one = await asked(flow, people.worker, sent, 'verb.delay', {
      target: { limit: { amount: 2, unit: 'natural-day' } },
    });
    await act(flow, people.clerk, one, 'verb.decide', {
      target: { requestId: one.requestId, granted: true },
    });
    const seen = await detail(flow, people.clerk, sent.id);
    for (const name of ['dueAt', 'stageDueAt'])
      expect(Date.parse(String(seen.row?.[name])) - Date.parse(String(before.row?.[name]))).toBe(48 * hour);
    expect(seen.row).toMatchObject({ extendedCount: 1 });
    expect(seen.requests[0]?.limit).toEqual({ amount: 2, unit: 'natural-day' });
  });
});

describe('挂起与恢复', () => {
  test('挂起期间不能办理、不亮灯;恢复后剩多少还剩多少', async () => {
    const { people, city } = flow;
    const sent = await dispatched(flow);
    const one = await asked(flow, people.worker, sent, 'verb.suspend');
    const still = await act(flow, people.clerk, one, 'verb.decide', {
      target: { requestId: one.requestId, granted: true },
    });
    expect(still.status).toBe('suspended');
    expect((await tryAct(flow, people.worker, still, 'done', { values: { result: '好' } })).json().code).toBe(
      'flow.suspended',
    );
    const before = await detail(flow, people.worker, sent.id);
    expect(before.holder?.light).toBe('none');
    expect(before.offers.map((offer) => offer.action)).toEqual(['verb.resume', 'verb.comment']);
    city.clock.advance(24 * hour);
    const running = await act(flow, people.worker, still, 'verb.resume');
    expect(running.status).toBe('open');
    const seen = await detail(flow, people.worker, sent.id);
    // A whole working day later by the working clock is the same time of the next day.
    expect(
      Date.parse(String(seen.row?.['stageDueAt'])) - Date.parse(String(before.row?.['stageDueAt'])),
    ).toBe(24 * hour);
    const done = await act(flow, people.worker, running, 'done', { values: { result: '好' } });
    const last = (await detail(flow, people.clerk, done.id)).timeline.at(-1);
    expect(last).toMatchObject({ took: 0, late: false });
  });
});

describe('催办与督办', () => {
  test('短时间内只能催一次;督办要理由,亮出标记', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    await act(flow, people.citizen, sent, 'verb.urge', { opinion: '三天没人来' });
    expect((await tryAct(flow, people.citizen, sent, 'verb.urge')).json().code).toBe('flow.urgedLately');
    expect((await tryAct(flow, people.gardener, sent, 'verb.urge')).statusCode).toBe(404);
    expect((await tryAct(flow, people.chief, sent, 'verb.supervise')).json().problems[0].path).toBe(
      'opinion',
    );
    expect((await tryAct(flow, people.clerk, sent, 'verb.supervise', { opinion: '快' })).json().code).toBe(
      'city.forbidden',
    );
    await act(flow, people.chief, sent, 'verb.supervise', { opinion: '媒体关注' });
    const rows = (
      await (await flow.city.as(people.worker)).get('/api/flow/to-do?search=' + sent.number)
    ).json().rows;
    expect(rows).toMatchObject([{ urged: 1, supervised: true, caseId: sent.id }]);
  });

  test('受派单位收到催办和督办的消息', async () => {
    const { people, city } = flow;
    const sent = await dispatched(flow);
    await act(flow, people.citizen, sent, 'verb.urge', { opinion: '请快一点' });
    await act(flow, people.chief, sent, 'verb.supervise', { opinion: '限今日办结' });
    await city.store.drain();
    const found = await sql<{ subject: string; kind: string; body: string }>`
      select subject, kind, body from messages_notice where title like ${`%${sent.number}`}`.execute(
      city.store.db,
    );
    const told = found.rows
      .filter((row) => row.subject === people.worker2)
      .map((row) => [row.kind, row.body]);
    expect(told).toContainEqual(['urge', '请快一点']);
    expect(told).toContainEqual(['supervise', '限今日办结']);
    expect(found.rows.some((row) => row.subject === people.gardener)).toBe(false);
  });
});

describe('撤回、作废与重新办理', () => {
  test('发起人可撤回,到了确认环节就不行', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    expect((await tryAct(flow, people.worker, sent, 'verb.withdraw')).json().code).toBe('flow.notInitiator');
    const closed = await act(flow, people.citizen, sent, 'verb.withdraw');
    expect(closed.status).toBe('closed');
    expect((await detail(flow, people.citizen, sent.id)).outcomeTitle).toBe('撤回');
    const other = await dispatched(flow);
    const done = await act(flow, people.worker, other, 'done', { values: { result: '好' } });
    expect((await tryAct(flow, people.citizen, done, 'verb.withdraw')).json().code).toBe(
      'flow.tooLateToWithdraw',
    );
  });

  test('作废要理由,作废后不能再办,也不能重新办理', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    expect((await tryAct(flow, people.worker, sent, 'verb.terminate', { opinion: '重复' })).json().code).toBe(
      'city.forbidden',
    );
    const closed = await act(flow, people.chief, sent, 'verb.terminate', { opinion: '测试数据' });
    expect(
      (await tryAct(flow, people.worker, closed, 'done', { values: { result: '好' } })).json().code,
    ).toBe('flow.closed');
    expect((await tryAct(flow, people.clerk, closed, 'verb.reopen', { opinion: '再来' })).json().code).toBe(
      'flow.notReopenable',
    );
  });

  test('不予受理的可重新办理,时限重新起算', async () => {
    const { people, city } = flow;
    const made = await openTicket(flow, people.citizen);
    const closed = await act(flow, people.clerk, made, 'refuse', { opinion: '不属范围' });
    city.clock.advance(5 * 24 * hour);
    const again = await act(flow, people.clerk, closed, 'verb.reopen', { opinion: '复核属实' });
    expect(again).toMatchObject({ status: 'open', stage: 'accept' });
    const seen = await detail(flow, people.clerk, made.id);
    expect(seen.row).toMatchObject({ outcome: null, closedAt: null });
    expect(Date.parse(String(seen.row?.['dueAt']))).toBeGreaterThan(city.clock.now().getTime());
  });
});

describe('并案与拆分', () => {
  test('并入后本件办结,照片和关注人随之过去', async () => {
    const { people, city } = flow;
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const photo = await (await city.as(people.other)).upload('灯.png', 'image/png', png);
    const main = await openTicket(flow, people.citizen);
    const twin = await openTicket(flow, people.other, { photos: [photo] });
    const closed = await act(flow, people.clerk, twin, 'verb.merge', { target: { caseId: main.id } });
    expect(closed.status).toBe('closed');
    const seen = await detail(flow, people.clerk, main.id);
    expect(seen.row).toMatchObject({ photos: [photo] });
    expect(seen.links).toEqual([
      { kind: 'merged-from', id: twin.id, type: 'repair.ticket', number: twin.number },
    ]);
    expect(seen.timeline.at(-1)?.title).toBe(`${twin.number} 并入本件`);
    // The reporter of the twin follows the main case: he sees who holds it, but not what others wrote.
    const followed = await detail(flow, people.other, main.id);
    expect(followed.row).toBeNull();
    expect(followed.holder).toMatchObject({ stage: 'accept' });
    expect(
      (await tryAct(flow, people.clerk, main, 'verb.merge', { target: { caseId: twin.id } })).json().code,
    ).toBe('flow.closed');
    expect(
      (await tryAct(flow, people.clerk, main, 'verb.merge', { target: { caseId: main.id } })).statusCode,
    ).toBe(400);
  });

  test('两件互相并入,不会都消失', async () => {
    const { people } = flow;
    const one = await openTicket(flow, people.citizen);
    const two = await openTicket(flow, people.citizen);
    const replies = await Promise.all([
      tryAct(flow, people.clerk, one, 'verb.merge', { target: { caseId: two.id } }),
      tryAct(flow, people.clerk, two, 'verb.merge', { target: { caseId: one.id } }),
    ]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });

  test('看不到的案件不能作为并入对象', async () => {
    const { people } = flow;
    const mine = await openTicket(flow, people.citizen);
    const far = await openTicket(flow, people.citizen, { caseArea: '341203000000' });
    const reply = await tryAct(flow, people.clerk, mine, 'verb.merge', { target: { caseId: far.id } });
    expect(reply.json().problems[0].path).toBe('target.caseId');
  });

  test('拆成两件,各自编号,时限不重新起算', async () => {
    const { people, city } = flow;
    const made = await openTicket(flow, people.citizen);
    const before = await detail(flow, people.clerk, made.id);
    city.clock.advance(hour);
    expect(
      (await tryAct(flow, people.clerk, made, 'verb.split', { target: { parts: [{ subject: '一件' }] } }))
        .statusCode,
    ).toBe(400);
    expect(
      (
        await tryAct(flow, people.clerk, made, 'verb.split', {
          target: { parts: [{ subject: '甲' }, { number: 'X' }] },
        })
      ).statusCode,
    ).toBe(400);
    await act(flow, people.clerk, made, 'verb.split', {
      target: { parts: [{ subject: '路灯不亮' }, { subject: '井盖缺失' }] },
    });
    const parent = await detail(flow, people.clerk, made.id);
    expect(parent).toMatchObject({ status: 'closed', outcomeTitle: '拆分' });
    expect(parent.links).toHaveLength(2);
    const child = await detail(flow, people.clerk, parent.links[1]?.id ?? '');
    expect(child.row).toMatchObject({
      subject: '井盖缺失',
      splitFrom: made.id,
      caseArea: countyA,
      initiator: people.citizen,
    });
    expect(same(String(child.row?.['dueAt']))).toBe(same(String(before.row?.['dueAt'])));
    expect(same(String(child.row?.['openedAt']))).toBe(same(String(before.row?.['openedAt'])));
    expect(child.stage).toBe('accept');
  });
});

describe('流转记录给谁看什么', () => {
  test('市民看得到谁在办,看不到内部意见;自己说的看得到', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    const sent = await act(flow, people.clerk, made, 'dispatch', { unit: roads, opinion: '该单位上次拖延' });
    await act(flow, people.citizen, sent, 'verb.comment', { opinion: '我在家' });
    const seen = await detail(flow, people.citizen, made.id);
    expect(seen.timeline[1]).toMatchObject({ opinion: null, masked: true, actor: '' });
    expect(seen.timeline[1]?.actorName).not.toBe('孙三');
    expect(seen.timeline[2]).toMatchObject({ opinion: '我在家', masked: false });
    expect(seen.holder).toMatchObject({ stage: 'handle', unit: roads, stageTitle: '处理' });
    expect(seen.row).not.toBeNull();
  });
});
