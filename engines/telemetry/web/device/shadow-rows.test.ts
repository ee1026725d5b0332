/** What a page shows of a shadow. */
import { expect, test } from 'vitest';
import { ThingModel } from '../../thing-model.ts';
import { desiredOf, shadowRows } from './shadow-rows.ts';

const { properties } = ThingModel.parse({
  properties: [
    { name: 'interval', title: '上报间隔', type: 'integer', unit: 's', writable: true },
    { name: 'open', title: '开启', type: 'boolean', writable: true },
    { name: 'level', title: '水位', type: 'number', unit: 'm' },
  ],
});
const whole = { desiredVersion: 1, desiredAt: null, reportedVersion: 1, reportedAt: null };

test('what was asked for and is not yet so differs; what nobody speaks of is left out', () => {
  const shadow = {
    ...whole,
    desired: { interval: 60, open: false },
    reported: { interval: 300, open: false },
  };
  expect(
    shadowRows({ properties, shadow }).map(({ property, desired, reported, differs }) => [
      property.name,
      desired,
      reported,
      differs,
    ]),
  ).toEqual([
    ['interval', '60 s', '300 s', true],
    ['open', '否', '否', false],
  ]);
});

test('what is typed is taken in the type of the property', () => {
  const [interval, open] = properties;
  if (interval === undefined || open === undefined) throw new Error('no properties');
  expect(['60', '1.5', 'x', ''].map((text) => desiredOf(interval, text))).toEqual([
    60,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['是', '否', '1'].map((text) => desiredOf(open, text))).toEqual([true, false, undefined]);
});
