/** 调用子案件和等待事件:子案件打开、交回结果、随主案件终止,两边都看得到;消息、信号、错误的边界事件接得住。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseDetail, Receipt } from '../../../contract.ts';
import { flow as flowService } from '../../../service.ts';
import { answerOf, casesOf, detailOf, tryActOn } from '../../test-support/drive.ts';
import { openWorks, type Works } from '../../test-support/works.ts';

let works: Works;
beforeAll(async () => {
  works = await openWorks();
});
afterAll(() => works.city.close());

async function open(type: string, subject: string): Promise<string> {
  const caller = await works.city.as(works.worker);
  return answerOf<Receipt>(await caller.post(casesOf(type), { values: { subject } }), 'open').id;
}

const look = (type: string, id: string) => detailOf(works.city, type, works.worker, id);

async function act(
  type: string,
  id: string,
  action: string,
  more: object = {},
  who = works.worker,
): Promise<void> {
  const { version, offers } = await look(type, id);
  const item = offers.find((offer) => offer.action === action)?.item;
  const given = { ...(item === undefined ? {} : { item }), ...more };
  answerOf(await tryActOn(works.city, type, who, { id, version }, action, given), action);
}

/** Cases go on by the event stream; how soon is not this test's affair. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await expect
    .poll(
      async () => {
        found = await ask();
        return found !== undefined;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  if (found === undefined) throw new Error('never came');
  return found;
}

const calledBy = (id: string) =>
  until(async () => (await look('works.project', id)).links.find(({ kind }) => kind === 'called-into'));

const atStage = (type: string, id: string, stage: string | null) =>
  until(async () => {
    const shown = await look(type, id);
    return shown.stage === stage ? shown : undefined;
  });

const openStages = ({ signers = [] }: CaseDetail) =>
  signers.filter(({ state }) => state === 'open').map(({ stage }) => stage);

async function surveying(subject: string): Promise<{ id: string; child: string; number: string }> {
  const id = await open('works.project', subject);
  await act('works.project', id, 'done');
  const link = await calledBy(id);
  return { id, child: link.id, number: link.number };
}

describe('调用子案件', () => {
  test('主案件等着,子案件带着给它的内容打开;办完交回结果,主案件往下走;两边互相看得到', async () => {
    const { id, child, number } = await surveying('颍河闸');
    const waiting = await look('works.project', id);
    expect(waiting.waiting).toMatchObject([
      { node: 'survey', title: '委托勘察', kind: 'call', incident: null },
    ]);
    expect(waiting.links).toEqual([{ kind: 'called-into', id: child, type: 'works.survey', number }]);
    const below = await look('works.survey', child);
    expect(below.row).toMatchObject({ subject: '勘察：颍河闸' });
    expect(below.links).toEqual([{ kind: 'called-from', id, type: 'works.project', number: waiting.number }]);
    await act('works.survey', child, 'done', { values: { cost: 120 } });
    const back = await atStage('works.project', id, 'build');
    expect(back.row).toMatchObject({ cost: 120, verdict: 'surveyed' });
    expect(back.timeline.map(({ title }) => title)).toContain('子流程办结:委托勘察');
    const stranger = await works.city.as(works.stranger);
    expect((await stranger.get(`${casesOf('works.survey')}/${child}`)).statusCode).toBe(404);
  });

  test('主案件作废,还没办完的子案件随之终止,写明原因', async () => {
    const { id, child } = await surveying('泉河桥');
    await act('works.project', id, 'verb.terminate', { opinion: '不建了' }, works.chief);
    const ended = await until(async () => {
      const shown = await detailOf(works.city, 'works.survey', works.chief, child);
      return shown.status === 'closed' ? shown : undefined;
    });
    expect(ended.row).toMatchObject({ outcome: 'terminated' });
    expect(ended.timeline.at(-1)).toMatchObject({ title: '随主案件终止' });
    expect(ended.timeline.at(-1)?.opinion).toContain('不再等待本件');
  });

  test('子案件以错误结束,由调用上的错误边界事件接住', async () => {
    const { id, child } = await surveying('流沙地');
    await act('works.survey', child, 'impossible');
    const caught = await atStage('works.project', id, 'rethink');
    expect([caught.waiting, caught.status]).toEqual([[], 'open']);
    expect((await look('works.survey', child)).outcomeTitle).toBe('不可行');
  });

  test('一直调用自己的流程到层数为止:最里面的一件停在异常,写明原因', async () => {
    const first = await open('works.nested', '一');
    let id = first;
    let depth = 0;
    for (;;) {
      const next = await until(async () => {
        const { links, waiting = [] } = await look('works.nested', id);
        const link = links.find(({ kind }) => kind === 'called-into');
        if (link !== undefined) return link.id;
        return waiting.some(({ incident }) => incident !== null) ? '' : undefined;
      });
      if (next === '') break;
      depth += 1;
      expect(depth).toBeLessThan(20);
      id = next;
    }
    expect(depth).toBe(5);
    expect((await look('works.nested', id)).waiting?.[0]?.incident).toBe('子案件最多嵌套 5 层');
    await act('works.nested', first, 'verb.withdraw');
    await until(async () => ((await look('works.nested', id)).status === 'closed' ? true : undefined));
  });
});

describe('等待事件', () => {
  test('消息按关键字只到它要去的案件,打断它的任务;接收任务同时往下走;信号到所有等它的案件,不打断', async () => {
    const [mine, other] = [await open('works.invoice', '老街改造'), await open('works.invoice', '别处')];
    const { id, child } = await surveying('老街改造');
    await act('works.survey', child, 'done', { values: { cost: 8 } });
    await atStage('works.project', id, 'build');
    await act('works.project', id, 'done');
    const paid = await until(async () => {
      const shown = await look('works.invoice', mine);
      return openStages(shown).includes('settle') && openStages(shown).includes('archive')
        ? shown
        : undefined;
    });
    // The task that the message broke off is gone; what the signal began beside the other's goes on.
    expect(openStages(paid)).not.toContain('hold');
    const storm = await until(async () => {
      const shown = await look('works.invoice', other);
      return openStages(shown).includes('note') ? shown : undefined;
    });
    expect(openStages(storm).toSorted()).toEqual(['hold', 'note']);
    expect((await look('works.project', id)).status).toBe('closed');
  });

  test('等子案件时来了取消消息:转到取消处理,子案件随之终止', async () => {
    const { id, child } = await surveying('临时棚');
    const { number } = await look('works.project', id);
    const flow = works.city.services.use(flowService);
    expect(await flow.deliver({ kind: 'message', name: 'cancel', key: number })).toBe(1);
    expect(await flow.deliver({ kind: 'message', name: 'cancel', key: number })).toBe(0);
    await atStage('works.project', id, 'cancelled');
    await until(async () => ((await look('works.survey', child)).status === 'closed' ? true : undefined));
  });
});
