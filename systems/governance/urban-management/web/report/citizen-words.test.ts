/** What a citizen reads. */
import { expect, test } from 'vitest';
import { urbanCase } from '../../case/urban-case.ts';
import { progressWords, stateWords, stepOf } from './citizen-words.ts';

test('每个环节和结果都有市民看得懂的说法,不露行话', () => {
  const { stages, outcomes } = urbanCase.process;
  const said = [
    ...Object.values(stages).map(({ title }) => stateWords({ state: 'open', stateTitle: title })),
    ...Object.values(outcomes).map(({ title }) => stateWords({ state: 'ended', stateTitle: title })),
  ];
  for (const words of said) expect(words).not.toMatch(/立案|派遣|处置|核查|核实|结案|并案|挂账/);
});

test('进度条:在办的停在当前一步,办结的走完', () => {
  expect(stepOf({ state: 'open', stateTitle: '核实' })).toBe(1);
  expect(stepOf({ state: 'open', stateTitle: '处置' })).toBe(2);
  expect(stepOf({ state: 'ended', stateTitle: '不属实' })).toBe(5);
});

test('派给谁处理说单位简称,不知道时不说', () => {
  expect(progressWords('已派遣处置单位', '颍州区环卫处')).toBe('已交给颍州区环卫处处理');
  expect(progressWords('已派遣处置单位', null)).toBe('已交给负责的单位处理');
  expect(progressWords('强制结案', null)).toBe('已办结');
});
