/** Lines that people write, as the contract takes them. */
import { expect, test } from 'vitest';
import { readConditions, readNames } from './read-conditions.ts';

test('信息项一行一个，顿号逗号也行，重复的算一个', () => {
  expect(readNames('credit_code\nname、town，town')).toEqual(['credit_code', 'name', 'town']);
  expect(readNames(null)).toEqual([]);
});

test('行条件写法不对就不认', () => {
  expect(readConditions('town=文峰街道、清河街道\nstatus＝存续')).toEqual({
    town: ['文峰街道', '清河街道'],
    status: ['存续'],
  });
  expect(readConditions('')).toEqual({});
  for (const wrong of ['town', 'town=', '=x', "town' or 1=1", 'town=a\ntown=b'])
    expect(readConditions(wrong), wrong).toBeUndefined();
});
