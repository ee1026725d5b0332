/** Land against parcels, by nothing but shapes: counted once, slivers apart, what lies beyond a boundary. */
import { expect, test } from 'vitest';
import { type MultiPolygon, shapeArea } from '../../../../../engines/maps/index.ts';
import { judgeInside, judgeOutside } from './judge-line.ts';

const tolerances = { sliver: 0.2, touch: 0.2 };

function box(west: number, south: number, east: number, north: number): MultiPolygon {
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ];
}

const land = box(115.8, 32.9, 115.81, 32.91);
const named = (parcel: string, shape: MultiPolygon) => ({ parcel, shape });

test('两个图斑自己重叠时，地只算一次，两个图斑都点名', () => {
  const west = box(115.79, 32.9, 115.806, 32.91);
  const middle = box(115.804, 32.9, 115.808, 32.91);
  const { squareMetres, parcels, relation } = judgeInside(
    land,
    [named('甲', west), named('乙', middle)],
    tolerances,
  );
  expect(relation).toBe('overlap');
  expect(parcels.map(({ parcel }) => parcel)).toEqual(['甲', '乙']);
  expect(squareMetres).toBeCloseTo(shapeArea(box(115.8, 32.9, 115.808, 32.91)), 0);
});

test('大块占用旁边的细条另列，不并入占用', () => {
  const big = box(115.79, 32.89, 115.805, 32.92);
  const strip = box(115.8099995, 32.89, 115.82, 32.92);
  const judged = judgeInside(land, [named('大', big), named('细', strip)], tolerances);
  expect(judged.squareMetres).toBeCloseTo(shapeArea(box(115.8, 32.9, 115.805, 32.91)), 0);
  expect(judged.sliverSquareMetres).toBeGreaterThan(20);
  expect(judged.parcels.map(({ parcel, relation }) => [parcel, relation])).toEqual([
    ['大', 'overlap'],
    ['细', 'sliver'],
  ]);
});

test('边界以外的才算：全在里面不涉及，越过的算越过的那部分，一点边界都没有就全算', () => {
  const town = named('城', box(115.7, 32.8, 115.807, 33));
  expect(judgeOutside(box(115.8, 32.9, 115.801, 32.901), [town], tolerances).relation).toBe('apart');
  expect(judgeOutside(land, [town], tolerances).squareMetres).toBeCloseTo(
    shapeArea(box(115.807, 32.9, 115.81, 32.91)),
    0,
  );
  expect(judgeOutside(land, [], tolerances).squareMetres).toBeCloseTo(shapeArea(land), 1);
});
