/** The verbs of Chinese offices on small graphs, one combination after another, as holders and initiators see them. */
import { describe, expect, test } from 'vitest';
import type { Countersign } from '../../../../../kernel/process.ts';
import { by, code, engine, modelOf, people, task } from '../../test-support/small-models.ts';
import {
  desks,
  itemAt,
  monday,
  openCase,
  type Played,
  take,
  tryStep,
} from '../../test-support/token-case.ts';
import { openItems } from '../token/decide-tokens.ts';

const hour = 3_600_000;

/** draft → sign (by these three) → after. */
function signing(sign: Countersign): Played {
  const model = modelOf(
    {
      draft: task({ candidate: { kind: 'initiator' } }),
      sign: task({
        sign,
        actions: {
          agree: { title: '同意', flow: 'f2' },
          refuse: { title: '拒绝', flow: 'f3', negative: true },
        },
      }),
      after: task(),
      refused: { kind: 'end', title: '退件', outcome: 'refused' },
    },
    ['start draft', 'draft sign', 'sign after', 'sign refused', 'after end'],
  );
  const played = openCase(
    model,
    'start',
    {},
    { sign: people('甲', '乙', '丙'), draft: people('me'), after: people('丁') },
  );
  take(played, { action: 'agree' });
  return played;
}

function answer(played: Played, person: string, action: string): void {
  take(played, { action, by: by(person), item: itemAt(played, 'sign', person).id });
}

describe('会签的几种方式', () => {
  test.each([
    [
      '全部会签:人人都办才有结果,有一人拒绝就不通过',
      { mode: 'all' },
      ['refuse', 'agree', 'agree'],
      3,
      'refused',
    ],
    ['一票否决:一人拒绝即止', { mode: 'veto' }, ['agree', 'refuse'], 2, 'refused'],
    ['或签:一人同意即过', { mode: 'any' }, ['agree'], 1, 'after'],
    ['或签:一人拒绝即不通过', { mode: 'any' }, ['refuse'], 1, 'refused'],
    ['按比例:过半即过', { mode: 'percent', percent: 51 }, ['agree', 'agree'], 2, 'after'],
    ['按比例:够不到就不通过', { mode: 'percent', percent: 67 }, ['refuse'], 1, 'refused'],
    ['依次会签:一人拒绝即止', { mode: 'in-order' }, ['agree', 'refuse'], 2, 'refused'],
    ['依次会签:都同意才过', { mode: 'in-order' }, ['agree', 'agree', 'agree'], 3, 'after'],
  ] as const)('%s', (_name, sign, actions, answers, result) => {
    const played = signing(sign);
    const order = ['甲', '乙', '丙'];
    for (const [at, action] of actions.entries()) {
      expect(played.state.row.stage).toBe('sign');
      answer(played, order[at] ?? '', action);
    }
    expect(actions.length).toBe(answers);
    if (result === 'after') expect(desks(played)).toEqual(['after']);
    else expect([played.state.row.status, played.state.row.outcome]).toEqual(['closed', 'refused']);
  });

  test('依次会签一次只到一个人手上,轮到时才起算时限', () => {
    const played = signing({ mode: 'in-order' });
    expect(openItems(played.state.tokens).map((item) => item.person)).toEqual(['甲']);
    played.now = new Date(monday.getTime() + hour);
    answer(played, '甲', 'agree');
    expect(itemAt(played, 'sign').person).toBe('乙');
    expect(itemAt(played, 'sign').createdAt).toBe(played.now.toISOString());
  });

  test('或签一人办了,别人的待办取消,不算他们办的', () => {
    const played = signing({ mode: 'any' });
    answer(played, '乙', 'agree');
    const closed = played.steps.at(-1)?.closed ?? [];
    expect(closed.map(({ item, action, by: who }) => [item.person, action, who])).toEqual([
      ['乙', 'agree', '乙'],
      ['甲', 'cancelled', null],
      ['丙', 'cancelled', null],
    ]);
  });
});

describe('加签、减签、委派', () => {
  test('前加签时本人等着,不能办;都提完意见才回来,时限不重新起算', () => {
    const played = signing({ mode: 'all' });
    const { id, dueAt } = itemAt(played, 'sign', '甲');
    take(played, {
      action: 'verb.add-signer',
      item: id,
      by: by('甲'),
      target: {
        position: 'before',
        people: [
          { unit: null, person: '戊' },
          { unit: null, person: '己' },
        ],
      },
    });
    expect(code(tryStep(played, { action: 'agree', item: id, by: by('甲') }))).toBe('flow.itemGone');
    const asked = itemAt(played, 'sign', '戊');
    expect(code(tryStep(played, { action: 'agree', item: asked.id, by: by('戊') }))).toBe('flow.onlyAnswer');
    take(played, { action: 'verb.answer', item: asked.id, by: by('戊') });
    expect(played.state.tokens.items[id]?.state).toBe('parked');
    take(played, { action: 'verb.answer', item: itemAt(played, 'sign', '己').id, by: by('己') });
    expect(itemAt(played, 'sign', '甲').dueAt).toBe(dueAt);
  });

  test('单人办理的环节并加签后,两人都要办', () => {
    const played = signing({ mode: 'single' });
    const { id } = itemAt(played, 'sign');
    take(played, {
      action: 'verb.add-signer',
      item: id,
      target: { position: 'parallel', people: [{ unit: null, person: '戊' }] },
    });
    take(played, { action: 'agree', item: id });
    expect(desks(played)).toEqual(['sign']);
    take(played, { action: 'agree', item: itemAt(played, 'sign', '戊').id, by: by('戊') });
    expect(desks(played)).toEqual(['after']);
  });

  test('后加签的人拒绝,就不通过', () => {
    const played = signing({ mode: 'any' });
    take(played, {
      action: 'verb.add-signer',
      item: itemAt(played, 'sign', '甲').id,
      by: by('甲'),
      target: { position: 'after', people: [{ unit: null, person: '戊' }] },
    });
    answer(played, '甲', 'agree');
    expect(openItems(played.state.tokens).map((item) => item.person)).toEqual(['戊']);
    answer(played, '戊', 'refuse');
    expect(played.state.row.outcome).toBe('refused');
  });

  test('不能加已在其中的人,也不能减到没有人', () => {
    const played = signing({ mode: 'all' });
    const twice = tryStep(played, {
      action: 'verb.add-signer',
      item: itemAt(played, 'sign', '甲').id,
      target: { position: 'parallel', people: [{ unit: 'unit-a', person: '乙' }] },
    });
    expect(code(twice)).toBe('city.invalid');
    for (const person of ['甲', '乙'])
      take(played, { action: 'verb.drop-signer', target: { item: itemAt(played, 'sign', person).id } });
    const last = tryStep(played, {
      action: 'verb.drop-signer',
      target: { item: itemAt(played, 'sign', '丙').id },
    });
    expect(code(last)).toBe('flow.signerGone');
  });

  test('减去最后一个没签的人,其余都签了就有结果', () => {
    const played = signing({ mode: 'all' });
    answer(played, '甲', 'agree');
    answer(played, '乙', 'agree');
    take(played, { action: 'verb.drop-signer', target: { item: itemAt(played, 'sign', '丙').id } });
    expect(desks(played)).toEqual(['after']);
  });

  test('委派的人再转办,意见回到委派人', () => {
    const played = signing({ mode: 'all' });
    const { id } = itemAt(played, 'sign', '甲');
    take(played, { action: 'verb.delegate', item: id, by: by('甲'), person: '戊' });
    take(played, {
      action: 'verb.reassign',
      item: itemAt(played, 'sign', '戊').id,
      by: by('戊'),
      person: '己',
    });
    take(played, { action: 'verb.answer', item: itemAt(played, 'sign', '己').id, by: by('己') });
    expect(played.state.tokens.items[id]?.state).toBe('open');
  });
});

/** draft → fork → (left → left2) and right → join → last. */
function branching(): Played {
  const model = modelOf(
    {
      draft: task({ candidate: { kind: 'initiator' } }),
      fork: { kind: 'parallel', title: '分' },
      left: task(),
      left2: task(),
      right: task(),
      join: { kind: 'parallel', title: '合' },
      last: task(),
    },
    [
      'start draft',
      'draft fork',
      'fork left',
      'fork right',
      'left left2',
      'left2 join',
      'right join',
      'join last',
      'last end',
    ],
  );
  const arrivals = Object.fromEntries(['left', 'left2', 'right', 'last'].map((node) => [node, people(node)]));
  const played = openCase(model, 'start', {}, { ...arrivals, draft: people('me') });
  take(played, { action: 'agree' });
  return played;
}

const at = (played: Played, node: string) => ({ item: itemAt(played, node).id, by: by(node) });

describe('并行时的驳回与撤回', () => {
  test('退回到分支以内,只动本分支', () => {
    const played = branching();
    take(played, { action: 'agree', ...at(played, 'left') });
    take(played, { action: 'verb.return', ...at(played, 'left2'), target: { stage: 'left' } });
    expect(desks(played)).toEqual(['left', 'right']);
  });

  test('退回到分支以前,各分支连同等在合并处的都收回,重走时合并只走一次', () => {
    const played = branching();
    take(played, { action: 'agree', ...at(played, 'right') });
    take(played, { action: 'verb.return', ...at(played, 'left'), target: { stage: 'draft' } });
    expect(desks(played)).toEqual(['draft']);
    take(played, { action: 'agree', item: itemAt(played, 'draft').id });
    for (const node of ['left', 'right', 'left2']) take(played, { action: 'agree', ...at(played, node) });
    expect(desks(played)).toEqual(['last']);
  });

  test('合并以后退回某一分支,另一分支办过的不用再办', () => {
    const played = branching();
    for (const node of ['left', 'right', 'left2']) take(played, { action: 'agree', ...at(played, node) });
    take(played, { action: 'verb.return', ...at(played, 'last'), target: { stage: 'left2' } });
    expect(desks(played)).toEqual(['left2']);
    take(played, { action: 'agree', ...at(played, 'left2') });
    expect(desks(played)).toEqual(['last']);
  });

  test('分出去后有一个分支动了,就不能撤回', () => {
    const played = branching();
    take(played, { action: 'agree', ...at(played, 'right') });
    expect(code(tryStep(played, { action: 'verb.take-back', by: by('me') }))).toBe('flow.nothingToTakeBack');
    const fresh = branching();
    take(fresh, { action: 'verb.take-back', by: by('me') });
    expect(desks(fresh)).toEqual(['draft']);
  });

  test('退回要理由,也不能退回到没走过的环节', () => {
    const played = branching();
    const left = at(played, 'left');
    expect(
      code(tryStep(played, { action: 'verb.return', ...left, opinion: null, target: { stage: 'draft' } })),
    ).toBe('city.invalid');
    expect(code(tryStep(played, { action: 'verb.return', ...left, target: { stage: 'right' } }))).toBe(
      'city.invalid',
    );
  });

  test('跳转一个分支,别的分支不动', () => {
    const played = branching();
    take(played, { action: 'verb.jump', target: { stage: 'last', item: itemAt(played, 'left').id } });
    expect(desks(played)).toEqual(['last', 'right']);
  });
});

describe('网关、事件与子流程', () => {
  test('没有可走的路线时,这一步不算,件还在原处', () => {
    const model = modelOf({ ask: task(), pick: { kind: 'exclusive', title: '选择' } }, [
      'start ask',
      'ask pick',
      'pick end road=1',
    ]);
    const played = openCase(model, 'start', { road: 2 }, { ask: people('甲') });
    expect(code(tryStep(played, { action: 'agree' }))).toBe('flow.noWayOn');
    expect(desks(played)).toEqual(['ask']);
    take(played, { action: 'agree', values: { road: 1 } });
    expect(played.state.row.status).toBe('closed');
  });

  test('选择之后直接汇入并行合并,不会永远等下去', () => {
    const model = modelOf(
      {
        pick: { kind: 'exclusive', title: '选' },
        a: task(),
        b: task(),
        join: { kind: 'parallel', title: '合' },
      },
      ['start pick', 'pick a road=1', 'pick b else', 'a join', 'b join', 'join end'],
    );
    const played = openCase(model, 'start', { road: 1 });
    take(played, { action: 'agree' });
    expect(played.state.row.status).toBe('closed');
  });

  test('原地打转的流程当场停下,什么也没有发生', () => {
    const model = modelOf({ ask: task(), spin: { kind: 'exclusive', title: '转' } }, [
      'start ask',
      'ask spin',
      'spin spin',
    ]);
    const played = openCase(model, 'start', {}, { ask: people('甲') });
    expect(code(tryStep(played, { action: 'agree' }))).toBe('flow.endlessLoop');
    expect(desks(played)).toEqual(['ask']);
  });

  test('一万份的会签被拒绝', () => {
    const model = modelOf({ ask: task(), many: task({ repeats: { order: 'parallel', count: '10000' } }) }, [
      'start ask',
      'ask many',
      'many end',
    ]);
    const played = openCase(model, 'start', {}, { ask: people('甲') });
    expect(code(tryStep(played, { action: 'agree' }))).toBe('flow.tooManyInstances');
  });

  test('逐个重复的环节,满足条件就提前结束', () => {
    const repeats = { order: 'sequential', over: '[1, 2, 3, 4]', done: 'agreed >= 2' } as const;
    const played = openCase(modelOf({ many: task({ repeats }) }, ['start many', 'many end']), 'start');
    take(played, { action: 'refuse' });
    take(played, { action: 'agree' });
    take(played, { action: 'agree' });
    expect(played.state.row.status).toBe('closed');
  });

  test('消息先到走一路,超时走另一路;先到的为准', () => {
    const model = modelOf(
      {
        race: { kind: 'event', title: '等回复' },
        reply: { kind: 'catch', title: '收到回复', on: { kind: 'message', message: 'reply' } },
        late: { kind: 'catch', title: '逾期', on: { kind: 'timer', after: { amount: 1, unit: 'work-day' } } },
        read: task(),
        chase: task(),
      },
      ['start race', 'race reply', 'race late', 'reply read', 'late chase', 'read end', 'chase end'],
    );
    const played = openCase(model, 'start');
    const waits = Object.values(played.state.tokens.waits);
    expect(waits.map((wait) => [wait.kind, wait.name, wait.key])).toEqual([
      ['message', 'reply', 'T-1'],
      ['timer', '', null],
    ]);
    take(played, { action: 'engine.fire', powers: engine, target: { wait: waits[0]?.id } });
    expect([desks(played), Object.keys(played.state.tokens.waits)]).toEqual([['read'], []]);
    expect(
      code(tryStep(played, { action: 'engine.fire', powers: engine, target: { wait: waits[1]?.id } })),
    ).toBe('flow.waitGone');
  });

  test('子流程里出错,由外面的边界事件接住,里面的都收回', () => {
    const model = modelOf(
      {
        inner: { kind: 'sub-process', title: '子流程' },
        s: { kind: 'start', title: '开始', within: 'inner' },
        fork: { kind: 'parallel', title: '分', within: 'inner' },
        check: task({ within: 'inner' }),
        other: task({ within: 'inner' }),
        wrong: { kind: 'end', title: '出错', within: 'inner', does: { kind: 'error', error: 'wrong' } },
        caught: {
          kind: 'boundary',
          title: '接住',
          host: 'inner',
          on: { kind: 'error', error: 'wrong' },
          interrupting: true,
        },
        mend: task(),
      },
      [
        'start inner',
        's fork',
        'fork check',
        'fork other',
        'check wrong',
        'inner end',
        'caught mend',
        'mend end',
      ],
    );
    const played = openCase(model, 'start');
    take(played, { action: 'agree', item: itemAt(played, 'check').id });
    expect(desks(played)).toEqual(['mend']);
    expect(Object.keys(played.state.tokens.scopes)).toEqual(['root']);
  });

  test('挂起后计时器的时刻顺延', () => {
    const model = modelOf(
      {
        ask: task(),
        timer: {
          kind: 'boundary',
          title: '超时',
          host: 'ask',
          on: { kind: 'timer', after: { amount: 4, unit: 'work-hour' } },
          interrupting: true,
        },
        late: task(),
      },
      ['start ask', 'ask end', 'timer late', 'late end'],
    );
    const played = openCase(model, 'start');
    const due = () => Object.values(played.state.tokens.waits)[0]?.dueAt ?? '';
    const before = Date.parse(due());
    take(played, { action: 'verb.suspend' });
    played.now = new Date(monday.getTime() + 24 * hour);
    take(played, { action: 'verb.resume' });
    expect(Date.parse(due()) - before).toBe(24 * hour);
  });
});

test('没有查到人的环节,落到有权限的人那里,不会没人可办', () => {
  const nobody = openCase(
    modelOf({ ask: task() }, ['start ask', 'ask end']),
    'start',
    {},
    { ask: { assignees: [] } },
  );
  expect(itemAt(nobody, 'ask')).toMatchObject({ unit: null, person: null });
});
