/** Moving points as the graphics card is given them: what is written, what is left alone, where a point is seen in the middle of its way. */
import { expect, test } from 'vitest';
import { livePoints } from './live-points.ts';

const options = { id: 'live', most: 3, colour: 0x1257b8 };

test('新的点占新的位置，认得的点不重复，放不下的说有几个', () => {
  const live = livePoints(options);
  expect(live.move([{ id: 'a', lon: 115, lat: 32 }])).toBe(0);
  expect(live.move([{ id: 'a', lon: 116, lat: 33 }])).toBe(0);
  expect(live.count()).toBe(1);
  const many = ['b', 'c', 'd', 'e'].map((id) => ({ id, lon: 115, lat: 32 }));
  expect(live.move(many)).toBe(2);
  expect(live.count()).toBe(3);
});

test('去掉的点让出位置，不认得的不动别的点', () => {
  const live = livePoints(options);
  live.move(['a', 'b', 'c'].map((id) => ({ id, lon: 115, lat: 32 })));
  live.remove(['a', 'x']);
  expect(live.count()).toBe(2);
  expect(live.move([{ id: 'd', lon: 115, lat: 32 }])).toBe(0);
  expect(live.count()).toBe(3);
  live.remove(['b', 'c', 'd']);
  expect(live.count()).toBe(0);
});

test('每次只写变了的一段', () => {
  const live = livePoints(options);
  const written: { readonly from: number; readonly floats: number }[] = [];
  // The calls that a map makes of its layer, against a drawing surface that only notes what it is given.
  const answers: Readonly<Record<string, unknown>> = { getProgramParameter: true, getAttribLocation: 0 };
  const surface = new Proxy(
    {},
    {
      get: (_, name: string) =>
        name === 'bufferSubData'
          ? (_target: number, bytes: number, __: Float32Array, ___: number, floats: number) =>
              written.push({ from: bytes / 24, floats: floats / 6 })
          : () => answers[name] ?? {},
    },
  ) as WebGL2RenderingContext;
  globalThis.devicePixelRatio ??= 1;
  live.layer.onAdd?.({ triggerRepaint: () => undefined } as never, surface);
  const draw = () =>
    live.layer.render(surface, {
      defaultProjectionData: { mainMatrix: Array.from({ length: 16 }, () => 0) },
    } as never);
  live.move(['a', 'b', 'c'].map((id) => ({ id, lon: 115, lat: 32 })));
  draw();
  live.move([{ id: 'b', lon: 115.1, lat: 32 }]);
  draw();
  draw();
  expect(written).toEqual([
    { from: 0, floats: 3 },
    { from: 1, floats: 1 },
  ]);
});
