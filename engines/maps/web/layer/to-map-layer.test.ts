/** How the catalogue of layers becomes what the map draws. */
import { expect, test } from 'vitest';
import { type CatalogueLayer, firstShown, groupBySystem, toMapLayer } from './to-map-layer.ts';

function layer(id: string, part: Partial<CatalogueLayer> = {}): CatalogueLayer {
  const system = id.split('.')[0] ?? '';
  return {
    id,
    title: id,
    system,
    systemTitle: `系统 ${system}`,
    register: id,
    properties: [],
    colourBy: null,
    legend: [],
    otherColour: '#888888',
    ...part,
  };
}

test('按状态着色的图层带图例名称，瓦片地址含图层编号', () => {
  const drawn = toMapLayer(
    layer('um.cases', { colourBy: 'stage', legend: [{ value: 'handle', title: '处置', colour: '#f00' }] }),
    3,
  );
  expect(drawn.colours).toEqual({
    by: 'stage',
    values: { handle: '#f00' },
    titles: { handle: '处置' },
    other: '#888888',
  });
  expect(drawn.from).toEqual({ tiles: '/api/maps/tiles/um.cases/{z}/{x}/{y}', sourceLayer: 'points' });
  expect(drawn.revision).toBe(3);
});

test('没有图例的图层用一种颜色', () => {
  expect(toMapLayer(layer('um.parts'), 0)).toMatchObject({ colour: '#888888', clusters: true });
});

test('图层按所属系统分组', () => {
  const groups = groupBySystem([layer('a.x'), layer('b.x'), layer('a.y')]);
  expect(groups.map((group) => [group.title, group.layers.length])).toEqual([
    ['系统 a', 2],
    ['系统 b', 1],
  ]);
});

test('默认打开：指定的优先，没有指定时每个系统开第一个', () => {
  const many = ['a.1', 'a.2', 'b.1', 'b.2', 'c.1'].map((id) => layer(id));
  expect(firstShown(many, ['b.2', 'gone.1'])).toEqual(['b.2']);
  expect(firstShown(many.slice(0, 2), undefined)).toEqual(['a.1']);
  expect(firstShown(many, undefined)).toEqual(['a.1', 'b.1', 'c.1']);
});
