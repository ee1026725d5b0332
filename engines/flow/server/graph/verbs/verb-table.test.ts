/** 加签、减签、会签、委派、驳回、撤回放在一起:每种会签方式、每种身份、每种状态下,能不能办,办了以后另一个分支和整个案件都还好。 */
import { describe, expect, test } from 'vitest';
import type { Countersign } from '../../../../../kernel/process.ts';
import { by, code, modelOf, people, task } from '../../test-support/small-models.ts';
import { desks, itemAt, openCase, type Played, take, tryStep } from '../../test-support/token-case.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { Item } from '../token/types.ts';

const modes: readonly Countersign[] = [
  { mode: 'single' },
  { mode: 'any' },
  { mode: 'all' },
  { mode: 'veto' },
  { mode: 'percent', percent: 60 },
  { mode: 'in-order' },
];
const named = modes.map((sign) => [sign.mode, sign] as const);

const added = [{ unit: 'unit-a', person: '戊' }];

/** draft → fork → (sign by 甲, 乙, 丙) and other → join → after. */
function signing(sign: Countersign): Played {
  const model = modelOf(
    {
      draft: task({ candidate: { kind: 'initiator' } }),
      fork: { kind: 'parallel', title: '分' },
      sign: task({ sign }),
      other: task(),
      join: { kind: 'parallel', title: '合' },
      after: task(),
    },
    [
      'start draft',
      'draft fork',
      'fork sign',
      'fork other',
      'sign join',
      'other join',
      'join after',
      'after end',
    ],
  );
  const arrivals = { sign: people('甲', '乙', '丙'), draft: people('me'), other: people('庚') };
  const played = openCase(model, 'start', {}, { ...arrivals, after: people('辛') });
  take(played, { action: 'agree' });
  return played;
}

/** How the one who acts comes to his item, and in what state it is. */
const stands: Readonly<Record<string, (played: Played, first: Item) => string>> = {
  'signer, open': (_played, first) => first.id,
  'parallel, open': (played, first) => {
    take(played, {
      action: 'verb.add-signer',
      item: first.id,
      target: { position: 'parallel', people: added },
    });
    return itemAt(played, 'sign', '戊').id;
  },
  'after, waiting': (played, first) => {
    take(played, { action: 'verb.add-signer', item: first.id, target: { position: 'after', people: added } });
    return Object.values(played.state.tokens.items).find((item) => item.person === '戊')?.id ?? '';
  },
  'before, open': (played, first) => {
    take(played, {
      action: 'verb.add-signer',
      item: first.id,
      target: { position: 'before', people: added },
    });
    return itemAt(played, 'sign', '戊').id;
  },
  'delegate, open': (played, first) => {
    take(played, { action: 'verb.delegate', item: first.id, person: '戊' });
    return itemAt(played, 'sign', '戊').id;
  },
  'signer, parked': (played, first) => {
    take(played, { action: 'verb.delegate', item: first.id, person: '戊' });
    return first.id;
  },
  'signer, done': (played, first) => {
    take(played, { action: 'agree', item: first.id, by: by('甲') });
    return first.id;
  },
};

const verbs = {
  agree: {},
  'verb.add-signer': { target: { position: 'parallel', people: [{ unit: 'unit-a', person: '己' }] } },
  'verb.delegate': { person: '己' },
  'verb.return': { target: { stage: 'draft' } },
  'verb.answer': {},
} as const;

const own = ['done', 'done', 'done', 'done', 'flow.notOffered'];
const asked = ['flow.onlyAnswer', 'flow.onlyAnswer', 'done', 'flow.onlyAnswer', 'done'];
const gone = ['flow.itemGone', 'flow.itemGone', 'flow.itemGone', 'flow.itemGone', 'flow.itemGone'];
/** In the order of the verbs above; the sign mode makes no difference. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'signer, open': own,
  'parallel, open': own,
  'after, waiting': gone,
  'before, open': asked,
  'delegate, open': asked,
  'signer, parked': gone,
  'signer, done': gone,
};

function finish(played: Played): void {
  for (let turn = 0; turn < 30 && played.state.row.status !== 'closed'; turn += 1) {
    const [item] = openItems(played.state.tokens);
    take(played, { action: item?.parent == null ? 'agree' : 'verb.answer', item: item?.id ?? null });
  }
  expect(played.state.row.status).toBe('closed');
}

const rows = named.flatMap(([mode, sign]) =>
  Object.keys(stands).flatMap((stand) =>
    Object.keys(verbs).map((verb, at) => [mode, stand, verb, expected[stand]?.[at] ?? '', sign] as const),
  ),
);

describe('会签方式 × 身份 × 操作', () => {
  test.each(rows)('%s, %s: %s → %s', (_mode, stand, verb, outcome, sign) => {
    const played = signing(sign);
    const id = stands[stand]?.(played, itemAt(played, 'sign')) ?? '';
    const before = desks(played);
    const given = verbs[verb as keyof typeof verbs];
    const result = tryStep(played, { action: verb, item: id, by: by('戊'), ...given });
    expect(code(result)).toBe(outcome);
    if (outcome !== 'done') expect(desks(played)).toEqual(before);
    else if (verb === 'verb.return') expect(desks(played)).toEqual(['draft']);
    else expect(desks(played)).toContain('other');
    finish(played);
  });
});

describe('减签', () => {
  test.each(
    named.flatMap(([mode, sign]) =>
      ['parallel, open', 'after, waiting', 'before, open', 'delegate, open'].map(
        (stand) => [mode, stand, sign] as const,
      ),
    ),
  )('%s, %s: 加的人减去以后,原来的签署人照样办', (_mode, stand, sign) => {
    const played = signing(sign);
    const first = itemAt(played, 'sign');
    const id = stands[stand]?.(played, first) ?? '';
    take(played, { action: 'verb.drop-signer', target: { item: id } });
    expect(played.state.tokens.items[first.id]?.state).toBe('open');
    expect(played.state.tokens.items[id]).toBeUndefined();
    expect(desks(played)).toContain('other');
    finish(played);
  });
});

describe('撤回上一步', () => {
  test.each(named)('%s: 谁也没动时拟稿人可以撤回,两个分支都收回', (_mode, sign) => {
    const played = signing(sign);
    take(played, { action: 'verb.take-back', by: by('me') });
    expect(desks(played)).toEqual(['draft']);
    finish(played);
  });

  const touched = Object.keys(stands).filter((stand) => stand !== 'signer, open');
  test.each(named.flatMap(([mode, sign]) => touched.map((stand) => [mode, stand, sign] as const)))(
    '%s, %s: 有人动过就不能撤回',
    (_mode, stand, sign) => {
      const played = signing(sign);
      stands[stand]?.(played, itemAt(played, 'sign'));
      const before = desks(played);
      const late = tryStep(played, { action: 'verb.take-back', by: by('me') });
      expect(code(late)).toBe('flow.nothingToTakeBack');
      expect(desks(played)).toEqual(before);
    },
  );
});
