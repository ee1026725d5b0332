/** What is understood of typed places. */
import { expect, test } from 'vitest';
import { readPlaces, writePlace } from './coordinates.ts';

test('逗号、空格、中文逗号都认，认不得的说出行号', () => {
  expect(readPlaces('115.8,32.9\n\n115.9 32.8\n115.7，32.7\n甲,乙\n1,2,3\n115.8')).toEqual({
    places: [
      [115.8, 32.9],
      [115.9, 32.8],
      [115.7, 32.7],
    ],
    bad: [5, 6, 7],
  });
});

test('写出来的读回去还是那个地方', () => {
  expect(readPlaces(writePlace(115.123456789, 32.1)).places).toEqual([[115.1234568, 32.1]]);
});
