/** What the card of a clicked point says. */
import { expect, test } from 'vitest';
import { readCard } from './read-card.ts';

const layer = {
  properties: [
    { name: 'number', title: '编号' },
    { name: 'title', title: '案由' },
    { name: 'stage', title: '环节' },
    { name: 'phone', title: '电话' },
  ],
  colourBy: 'stage',
  legend: [{ value: 'accept', title: '受理立案', colour: '#00f' }],
};

test('案由在最前，环节用图例里的名称，没有内容的不显示', () => {
  const lines = readCard(layer, {
    properties: { stage: 'accept' },
    shown: { number: 'CG1', title: '井盖破损', stage: 'accept', phone: '' },
  });
  expect(lines.map((line) => line.text)).toEqual(['井盖破损', 'CG1', '受理立案']);
});

test('图例没有的值照原样显示，没有名称的以第一项为题', () => {
  expect(
    readCard(layer, { properties: { stage: 'x' }, shown: { number: 'CG1', stage: '其他' } }).map(
      (line) => line.text,
    ),
  ).toEqual(['CG1', '其他']);
  expect(readCard(layer, { properties: {}, shown: {} })).toEqual([]);
});
