/** 简易视图里增删移动步骤:别的步骤不动,分支里的也一样。 */
import { expect, test } from 'vitest';
import type { SimpleProcess } from '../../../process/simple-process.ts';
import { chainOf, changeStep, findStep, insertStep, moveStep, newStep, removeStep } from './edit-steps.ts';

const [a, b, choice] = [newStep('task'), newStep('service'), newStep('choice')];
const simple: SimpleProcess = {
  start: { id: 'start', title: '' },
  steps: [a, choice, b],
  end: { id: 'end', title: '', outcome: '' },
  exits: [],
};
const order = (one: SimpleProcess) => one.steps.map((step) => step.id);

test('加在主线和分支里的位置都对', () => {
  const added = newStep('task');
  expect(order(insertStep(simple, '', 1, added))).toEqual([a.id, added.id, choice.id, b.id]);
  const inside = insertStep(simple, chainOf(choice.id, 1), 0, added);
  expect(order(inside)).toEqual(order(simple));
  expect(findStep(inside.steps, added.id)).toEqual(added);
  expect(findStep(simple.steps, added.id)).toBeUndefined();
});

test('上下移动到头就停住', () => {
  expect(moveStep(simple.steps, b.id, -1).map((step) => step.id)).toEqual([a.id, b.id, choice.id]);
  expect(moveStep(simple.steps, a.id, -1)).toEqual(simple.steps);
  expect(moveStep(simple.steps, b.id, 1)).toEqual(simple.steps);
});

test('分支里的步骤可以改、可以删', () => {
  const added = newStep('task');
  const inside = insertStep(simple, chainOf(choice.id, 0), 0, added).steps;
  const changed = changeStep(inside, { ...added, title: '复核' });
  expect(findStep(changed, added.id)).toMatchObject({ title: '复核' });
  expect(removeStep(changed, added.id)).toEqual(simple.steps);
  expect(removeStep(simple.steps, choice.id)).toEqual([a, b]);
});

test('编号合乎 XML,不会重复', () => {
  const ids = Array.from({ length: 50 }, () => newStep('task').id);
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(id).toMatch(/^[a-z][\w.-]*$/);
});
