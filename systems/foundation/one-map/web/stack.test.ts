/** What switching, fading and moving do to the layers on the map. */
import { expect, test } from 'vitest';
import { fade, move, toggle } from './stack.ts';

const two = toggle(toggle([], 'a.x'), 'b.x');

test('新打开的图层在最上面，再点一次关掉', () => {
  expect(two.map(({ id }) => id)).toEqual(['b.x', 'a.x']);
  expect(toggle(two, 'b.x').map(({ id }) => id)).toEqual(['a.x']);
});

test('上移下移到头为止，透明度只改一层', () => {
  expect(move(two, 'a.x', -1).map(({ id }) => id)).toEqual(['a.x', 'b.x']);
  expect(move(two, 'b.x', -1)).toEqual(two);
  expect(move(two, 'gone', 1)).toEqual(two);
  expect(fade(two, 'a.x', 0.4)).toEqual([
    { id: 'b.x', opacity: 1 },
    { id: 'a.x', opacity: 0.4 },
  ]);
});
