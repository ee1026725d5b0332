/** Which reading of a kind of device stands up as a column. */
import { expect, test } from 'vitest';
import { ThingModel } from '../../../../engines/telemetry/contract.ts';
import { chooseMeasure, shareOf } from './choose-measure.ts';
import { readLine } from './read-line.ts';

const model = (...properties: object[]) => ThingModel.parse({ properties });
const level = { name: 'level', title: '水位', type: 'number', unit: 'm' };

test('按表取属性，河道水位计另有刻度，单位不同的不算', () => {
  const battery = { name: 'battery', title: '电量', type: 'number', unit: '%' };
  expect(chooseMeasure('well', model(battery, level))).toMatchObject({ property: 'level', from: 0, to: 4 });
  expect(chooseMeasure('river-level-gauge', model(level))).toMatchObject({ from: 20, to: 36 });
  expect(chooseMeasure('well', model({ ...level, unit: 'cm' }))).toBeUndefined();
});

test('表里没有的取第一个数值及其上下限，没有上下限的不立柱', () => {
  const speed = { name: 'speed', title: '车速', type: 'integer', unit: 'km/h', lowest: 0, highest: 120 };
  const words = { name: 'words', title: '文字', type: 'text' };
  expect(chooseMeasure('car', model(words, speed))).toMatchObject({ property: 'speed', from: 0, to: 120 });
  expect(chooseMeasure('car', model(words, { ...speed, highest: undefined }))).toBeUndefined();
  expect(chooseMeasure('car', model(words))).toBeUndefined();
});

test('柱高不出刻度', () => {
  const scale = { property: 'level', title: '水位', unit: 'm', precision: 2, from: 20, to: 30 };
  expect([10, 20, 25, 30, 99].map((value) => shareOf(scale, value))).toEqual([0, 0, 0.5, 1, 1]);
});

test('线有两种写法，遮住的和不成线的不画', () => {
  const line = [
    [115, 32],
    [116, 33],
  ];
  expect(readLine(line)).toEqual(line);
  expect(readLine({ type: 'LineString', coordinates: line })).toEqual(line);
  for (const bad of [
    null,
    '***',
    [[115, 32]],
    [
      [115, 32],
      ['a', 33],
    ],
    { coordinates: 3 },
    7,
  ])
    expect(readLine(bad)).toBeUndefined();
});
