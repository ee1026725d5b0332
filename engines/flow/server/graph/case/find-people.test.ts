/** 办理人按规则找:手上最少的人、当前值班的人、发起人单位的负责人、上一办理人指定的人。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '../../../contract.ts';
import { dutyTurn } from '../../../duty-turn.ts';
import { flow as flowService } from '../../../service.ts';
import type { FlowServer } from '../../create-flow.ts';
import { describeVocabulary } from '../../definition/draft/vocabulary.ts';
import { answerOf, casesOf, detailOf, tryActOn } from '../../test-support/drive.ts';
import { openWorks, type Works } from '../../test-support/works.ts';

const type = 'works.rota';
let works: Works;
beforeAll(async () => {
  works = await openWorks();
});
afterAll(() => works.city.close());

const server = () => works.city.services.use(flowService) as FlowServer;

async function open(subject: string, of = type, more: object = {}): Promise<string> {
  const caller = await works.city.as(works.worker);
  return answerOf<Receipt>(await caller.post(casesOf(of), { values: { subject, ...more } }), 'open').id;
}

async function holder(id: string, of = type): Promise<readonly [string | null, string | null]> {
  const { stage, signers = [] } = await detailOf(works.city, of, works.worker, id);
  return [stage, signers[0]?.person ?? null];
}

async function act(who: string, id: string, action: string, more: object = {}, of = type) {
  const { version } = await detailOf(works.city, of, works.worker, id);
  return tryActOn(works.city, of, who, { id, version }, action, more);
}

describe('办理人', () => {
  test('几件同时到来,也分给不同的人', async () => {
    const opened = await Promise.all(['甲', '乙', '丙', '丁'].map((subject) => open(subject)));
    const holders = await Promise.all(opened.map(async (id) => (await holder(id))[1]));
    for (const assistant of works.assistants)
      expect(holders.filter((each) => each === assistant)).toHaveLength(2);
    for (const id of opened) {
      const [, least] = await holder(id);
      expect((await act(least ?? '', id, 'done')).statusCode).toBe(200);
      expect((await act(works.worker, id, 'verb.withdraw')).statusCode).toBe(200);
    }
  });

  test('选人时按姓名、全拼、首字母都找得到', async () => {
    const id = await open('找人');
    const [, least] = await holder(id);
    const other = works.assistants.find((each) => each !== least);
    const name = other === works.assistants[0] ? ['李四', 'lisi', 'ls'] : ['周五', 'zhouwu', 'zw'];
    const caller = await works.city.as(least ?? '');
    for (const search of name) {
      const asked = `${casesOf(type)}/${id}/candidates?action=verb.reassign&search=${encodeURIComponent(search)}`;
      const reply = await caller.get(asked);
      expect(answerOf<{ people: { id: string }[] }>(reply).people.map((each) => each.id)).toEqual([other]);
    }
    expect((await act(works.worker, id, 'verb.withdraw')).statusCode).toBe(200);
  });

  test('三件依次给手上最少的人;办掉一件,下一件就给他', async () => {
    const [first, second] = [await open('一'), await open('二')];
    const [, one] = await holder(first);
    const [, two] = await holder(second);
    expect([one, two].toSorted()).toEqual([...works.assistants].toSorted());
    works.night.splice(0, works.night.length, works.assistants[0]);
    // The duty is with the first: his desk fills, and the third case goes to the other.
    expect((await act(two ?? '', second, 'done')).statusCode).toBe(200);
    expect(await holder(second)).toEqual(['duty', works.assistants[0]]);
    const [, three] = await holder(await open('三'));
    expect(three).toBe(works.assistants[1]);
  });

  test('值班人换了,按换了以后的;负责人是发起人单位的;他指定谁就是谁,没有权限的人指定不了', async () => {
    const id = await open('夜间抢修');
    works.night.splice(0, works.night.length, works.assistants[1]);
    const [, least] = await holder(id);
    expect((await act(least ?? '', id, 'done')).statusCode).toBe(200);
    expect(await holder(id)).toEqual(['duty', works.assistants[1]]);
    expect((await act(works.assistants[1], id, 'done')).statusCode).toBe(200);
    expect(await holder(id)).toEqual(['lead', works.head]);
    expect((await act(works.head, id, 'name')).statusCode).toBe(400);
    expect((await act(works.head, id, 'name', { person: works.assistants[0] })).statusCode).toBe(200);
    expect(await holder(id)).toEqual(['named', works.assistants[0]]);
    expect((await act(works.assistants[1], id, 'done')).statusCode).not.toBe(200);
    expect((await act(works.assistants[0], id, 'done')).statusCode).toBe(200);
    expect((await detailOf(works.city, type, works.worker, id)).status).toBe('closed');
  });

  test('字段里写的是谁就由谁办,是单位就由这个单位有权限的人办;别人和没有权限的人办不了', async () => {
    const errand = 'works.errand';
    const [first, second] = works.assistants;
    const fields = { helper: first, partner: 'city-urban-management' };
    const id = await open('取件', errand, fields);
    expect(await holder(id, errand)).toEqual(['fetch', first]);
    expect((await act(second, id, 'done', {}, errand)).statusCode).toBe(404);
    expect((await act(first, id, 'done', {}, errand)).statusCode).toBe(200);
    const { signers } = await detailOf(works.city, errand, works.worker, id);
    expect(signers?.at(-1)).toMatchObject({ stage: 'check', unit: 'city-urban-management', person: null });
    // The stranger's unit is another one; the worker's unit is right, but he may not assist.
    expect((await act(works.stranger, id, 'done', {}, errand)).statusCode).toBe(404);
    expect((await act(works.worker, id, 'done', {}, errand)).json().code).toBe('flow.notHolder');
    expect((await act(second, id, 'done', {}, errand)).statusCode).toBe(200);
    // Whom the field names but who may not do the task cannot do it either.
    const wrong = await open('错派', errand, { ...fields, helper: works.stranger });
    expect((await act(works.stranger, wrong, 'done', {}, errand)).statusCode).toBe(404);
  });
});

test('值班表台账里排了谁,当班时间内就由谁办;设计器里能选这张表', async () => {
  const of = 'works.watch';
  const { registers, store, kinds, access } = server().engine;
  const { trusted } = registers.of(dutyTurn);
  const now = works.city.clock.now().getTime();
  const hours = (from: number, until: number) => ({
    from: new Date(now + from * 3_600_000).toISOString(),
    until: new Date(now + until * 3_600_000).toISOString(),
  });
  const [first, second] = works.assistants;
  await store.transaction(async (work) => {
    await trusted.insert(work, 'system', { roster: '夜班', person: first, ...hours(-1, 7) });
    await trusted.insert(work, 'system', { roster: '夜班', person: second, ...hours(7, 15) });
  });
  expect(await holder(await open('前半夜', of), of)).toEqual(['duty', first]);
  works.city.clock.advance(8 * 3_600_000);
  expect(await holder(await open('后半夜', of), of)).toEqual(['duty', second]);
  const { rosters } = await describeVocabulary({ access, kinds, registers, store }, kinds.get(of));
  expect(rosters).toEqual([{ value: '夜班', title: '夜班' }]);
});
