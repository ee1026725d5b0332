/** A case from report to closing over HTTP: who may, what is refused, two at once, repeats, staleness. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { openRepair, parks, roads } from '../test-support/repair.ts';
import {
  act,
  casesPath,
  detail,
  dispatched,
  openTicket,
  type TestFlow,
  tryAct,
  tryOpen,
} from '../test-support/test-flow.ts';

let flow: TestFlow;
beforeAll(async () => {
  flow = await openRepair();
});
afterAll(() => flow.city.close());

describe('从上报到办结', () => {
  test('市民上报,受理派单,处理,市民确认,流转记录完整', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen, { phone: '13900000001' });
    expect(made).toMatchObject({ version: 1, stage: 'accept', status: 'open' });
    expect(made.number).toMatch(/^BX20261123-\d{5}$/);
    const sent = await act(flow, people.clerk, made, 'dispatch', { unit: roads });
    expect(sent).toMatchObject({ stage: 'handle', version: 2 });
    const fixed = await act(flow, people.worker, sent, 'done', {
      values: { result: '已更换灯泡', cost: 30 },
    });
    const closed = await act(flow, people.citizen, fixed, 'accept');
    expect(closed).toMatchObject({ stage: null, status: 'closed' });
    const seen = await detail(flow, people.clerk, made.id);
    expect(seen.timeline.map((entry) => [entry.title, entry.toStage])).toEqual([
      ['上报', 'accept'],
      ['派单', 'handle'],
      ['处理完毕', 'confirm'],
      ['满意', null],
    ]);
    expect(seen.row).toMatchObject({
      result: '已更换灯泡',
      outcome: 'closed',
      closedLate: false,
      leadUnit: roads,
      dispatchedLate: false,
      checked: true,
    });
    expect(seen.row?.['phone']).toBe('139****0001');
    expect(seen.holder).toBeNull();
    expect(seen.outcomeTitle).toBe('办结');
  });

  test('页面上能做什么与服务器允许什么一致', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    const clerk = await detail(flow, people.clerk, made.id);
    expect(clerk.offers.map((offer) => offer.action)).toEqual([
      'dispatch',
      'refuse',
      'verb.claim',
      'verb.reassign',
      'verb.merge',
      'verb.split',
      'verb.urge',
      'verb.comment',
    ]);
    const citizen = await detail(flow, people.citizen, made.id);
    expect(citizen.offers.map((offer) => offer.action)).toEqual([
      'verb.urge',
      'verb.comment',
      'verb.withdraw',
    ]);
  });
});

describe('谁能办', () => {
  test('别县的受理员、别的单位、别的市民都看不到,如同不存在', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    for (const who of [people.clerkB, people.gardener, people.other, people.worker]) {
      const reply = await tryAct(flow, who, made, 'dispatch', { unit: roads });
      expect([reply.statusCode, reply.json().code]).toEqual([404, 'city.missing']);
      const look = await (await flow.city.as(who)).get(`${casesPath}/${made.id}`);
      expect(look.statusCode).toBe(404);
    }
    const absent = await (await flow.city.as(people.other)).get(`${casesPath}/${newId()}`);
    expect(absent.json().message).toBe(
      (await (await flow.city.as(people.other)).get(`${casesPath}/${made.id}`)).json().message,
    );
    expect(
      (await flow.city.visitor.post(`${casesPath}/${made.id}/acts`, { version: 1, action: 'dispatch' }))
        .statusCode,
    ).toBe(401);
  });

  test('市民不能替受理员办理,自动操作也不给人用', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    expect((await tryAct(flow, people.citizen, made, 'dispatch', { unit: roads })).json().code).toBe(
      'flow.notHolder',
    );
    expect((await tryAct(flow, people.clerk, made, 'expire')).json().code).toBe('flow.notHolder');
    expect((await tryAct(flow, people.clerk, made, 'constructor')).json().code).toBe('flow.unknownAction');
  });

  test('不能替别人的辖区上报', async () => {
    const reply = await tryOpen(flow, flow.people.clerk, { caseArea: '341203000000' });
    expect(reply.json().code).toBe('city.forbidden');
  });
});

describe('提交的内容', () => {
  test('缺意见、缺单位、单位不存在、未允许的字段都按栏目指出', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    const path = async (action: string, more: object) =>
      (await tryAct(flow, people.clerk, made, action, more)).json().problems?.[0]?.path;
    expect(await path('refuse', {})).toBe('opinion');
    expect(await path('dispatch', {})).toBe('unit');
    expect(await path('dispatch', { unit: 'no-such-unit' })).toBe('unit');
    expect(await path('dispatch', { unit: roads, values: { cost: 1 } })).toBe('cost');
    expect(await path('dispatch', { unit: roads, values: { stage: 'confirm' } })).toBe('stage');
    expect((await tryOpen(flow, people.citizen, { checked: true })).json().problems[0].path).toBe('checked');
    expect((await tryOpen(flow, people.citizen, { number: 'BX1' })).json().code).toBe('city.invalid');
    expect((await tryOpen(flow, people.citizen, { photos: [newId()] })).json().problems[0].path).toBe(
      'photos',
    );
    expect((await detail(flow, people.clerk, made.id)).version).toBe(1);
  });

  test('必填字段可以是以前填过的', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    expect((await tryAct(flow, people.worker, sent, 'done', {})).json().problems[0].path).toBe('result');
    const fixed = await act(flow, people.worker, sent, 'done', { values: { result: '好了' } });
    const again = await act(flow, people.citizen, fixed, 'again', { opinion: '还是不亮' });
    expect(again.stage).toBe('handle');
    expect((await act(flow, people.worker2, again, 'done', {})).stage).toBe('confirm');
    expect((await detail(flow, people.clerk, sent.id)).row).toMatchObject({
      reworkCount: 1,
      unit: null,
      leadUnit: roads,
    });
  });
});

describe('同时办理与重复提交', () => {
  test('两人同时办同一件,一人成功,另一人被告知是谁、何时', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const replies = await Promise.all([
      tryAct(flow, people.worker, sent, 'done', { values: { result: '甲' } }),
      tryAct(flow, people.worker2, sent, 'done', { values: { result: '乙' } }),
    ]);
    const won = replies.filter((reply) => reply.statusCode === 200);
    const lost = replies.find((reply) => reply.statusCode !== 200);
    expect(won).toHaveLength(1);
    expect(lost?.statusCode).toBe(409);
    expect(lost?.json()).toMatchObject({ code: 'city.stale' });
    expect(lost?.json().message).toMatch(/该件已由.*(周五|吴六)于 2026-11-23 10:00 办理“处理完毕”/);
  });

  test('案件已转走,晚一步的人也知道是谁办的', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    await act(flow, people.clerk, made, 'refuse', { opinion: '不属范围' });
    const late = await tryAct(flow, people.clerk, made, 'dispatch', { unit: roads });
    expect(late.json().message).toContain('孙三');
  });

  test('五十个人抢同一件,只有一步生效', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        tryAct(flow, index % 2 === 0 ? people.worker : people.worker2, sent, 'done', {
          values: { result: '好' },
        }),
      ),
    );
    expect(replies.filter((reply) => reply.statusCode === 200)).toHaveLength(1);
    expect((await detail(flow, people.clerk, sent.id)).timeline).toHaveLength(3);
  });

  test('同一编号重复上报只立一件,别人用不了这个编号', async () => {
    const { people } = flow;
    const id = newId();
    const replies = await Promise.all([1, 2, 3].map(() => tryOpen(flow, people.citizen, {}, id)));
    expect(new Set(replies.map((reply) => reply.json().number)).size).toBe(1);
    expect(replies.every((reply) => reply.statusCode === 200)).toBe(true);
    expect((await tryOpen(flow, people.other, {}, id)).json().code).toBe('city.replayed');
  });

  test('同一请求键重复办理,第二次不再生效', async () => {
    const { people } = flow;
    const made = await openTicket(flow, people.citizen);
    const token = await flow.city.access.admin.openSession(people.clerk);
    const send = () =>
      flow.city.app.inject({
        method: 'POST',
        url: `${casesPath}/${made.id}/acts`,
        cookies: { city_session: token },
        headers: { 'x-city-request': '1', 'x-request-key': 'once-1' },
        payload: { version: made.version, action: 'dispatch', unit: parks },
      });
    const first = await send();
    const second = await send();
    expect(second.json()).toEqual(first.json());
    expect((await detail(flow, people.clerk, made.id)).timeline).toHaveLength(2);
  });

  test('催办和补充说明不会让正在填写的人重来', async () => {
    const { people } = flow;
    const sent = await dispatched(flow);
    await act(flow, people.citizen, sent, 'verb.urge', { opinion: '请快一点' });
    await act(flow, people.citizen, sent, 'verb.comment', { opinion: '门牌 12 号' });
    expect((await act(flow, people.worker, sent, 'done', { values: { result: '好' } })).stage).toBe(
      'confirm',
    );
  });
});

test('写入后,工作项、案件与流转记录一致:重放流转记录得到案件', async () => {
  const { people, city } = flow;
  const sent = await dispatched(flow);
  await act(flow, people.worker, sent, 'done', { values: { result: '好' } });
  const { sql } = await import('../../../store/index.ts');
  const entries = await sql<{ effect: Record<string, unknown>; version: number }>`
    select effect, version from flow_entry where case_id = ${sent.id} order by position`.execute(
    city.store.db,
  );
  const replayed = Object.assign({}, ...entries.rows.map((row) => row.effect)) as Record<string, unknown>;
  const seen = await detail(flow, people.clerk, sent.id);
  const plain = (value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : (value ?? null);
  for (const [name, value] of Object.entries(replayed))
    expect([name, plain(seen.row?.[name])]).toEqual([name, plain(value)]);
  expect(entries.rows.map((row) => row.version)).toEqual([1, 2, 3]);
});
