/** Where a device is, against an area: both halves of one moment, crossings, staying, nearness; the prepared area answers as plain geometry does. */
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { hears, RuleDefinition } from '../../rule.ts';
import { judgeReading, type RuleState, startState } from './evaluate.ts';
import { prepareArea } from './prepare-area.ts';

const square = {
  title: '禁行区',
  shape: [
    [
      [
        [115.8, 32.8],
        [115.9, 32.8],
        [115.9, 32.9],
        [115.8, 32.9],
      ],
    ],
  ],
};
const moving = { kind: 'place', longitude: 'lon', latitude: 'lat', area: square };

function rule(leaf: object, more: object = {}): RuleDefinition {
  return RuleDefinition.parse({ model: newId(), condition: { leaves: [{ ...moving, ...leaf }] }, ...more });
}

const inside = [115.85, 32.85] as const;
const outside = [115.95, 32.85] as const;

type Step = readonly [second: number, at: readonly [number, number]];

/** Changes as 'second:change'; both halves of a place, one after the other. */
function run(of: RuleDefinition, steps: readonly Step[]): string[] {
  let state: RuleState = startState(of);
  return steps.flatMap(([second, [lon, lat]]) =>
    [['lon', lon] as const, ['lat', lat] as const].flatMap(([property, value]) => {
      const judged = judgeReading(of, state, (leaf) => hears(leaf, property), {
        property,
        at: second * 1000,
        value,
      });
      state = judged.state;
      return judged.change === undefined ? [] : [`${second}:${judged.change}`];
    }),
  );
}

describe('a moving device', () => {
  test('inside and outside hold while it is there', () => {
    const steps: Step[] = [
      [0, inside],
      [10, outside],
      [20, inside],
    ];
    expect(run(rule({ is: 'inside' }), steps)).toEqual(['0:raised', '10:cleared', '20:raised']);
    expect(run(rule({ is: 'outside' }), steps)).toEqual(['10:raised', '20:cleared']);
  });

  test('who is first seen inside has not entered', () => {
    expect(
      run(rule({ is: 'enters' }), [
        [0, inside],
        [10, inside],
        [20, outside],
        [30, inside],
        [40, inside],
        [50, outside],
      ]),
    ).toEqual(['30:raised', '50:cleared']);
  });

  test('leaving holds until it is back', () => {
    expect(
      run(rule({ is: 'leaves' }), [
        [0, outside],
        [10, inside],
        [20, outside],
        [30, outside],
        [40, inside],
      ]),
    ).toEqual(['20:raised', '40:cleared']);
  });

  test('staying counts from the moment it came in', () => {
    expect(
      run(rule({ is: 'dwells', seconds: 60 }), [
        [0, inside],
        [30, outside],
        [40, inside],
        [90, inside],
        [100, inside],
        [110, outside],
      ]),
    ).toEqual(['100:raised', '110:cleared']);
  });

  test('near reaches over the edge by the metres, and no further', () => {
    // 0.001° of longitude is 93.6 m here.
    const near = rule({ is: 'near', metres: 100 });
    expect(run(near, [[0, [115.901, 32.85]]])).toEqual(['0:raised']);
    expect(run(near, [[0, [115.9012, 32.85]]])).toEqual([]);
    expect(run(near, [[0, inside]])).toEqual(['0:raised']);
  });

  test('where two polygons overlap is inside', () => {
    const [ring] = square.shape[0] ?? [];
    const shifted = (ring ?? []).map(([lon, lat]) => [(lon ?? 0) + 0.02, lat ?? 0]);
    const both = { title: '两处缓冲区', shape: [...square.shape, [shifted]] };
    expect(run(rule({ is: 'inside', area: both }), [[0, inside]])).toEqual(['0:raised']);
    expect(run(rule({ is: 'near', metres: 10, area: both }), [[0, [115.91, 32.85]]])).toEqual(['0:raised']);
    expect(run(rule({ is: 'outside', area: both }), [[0, [115.95, 32.85]]])).toEqual(['0:raised']);
  });

  test('trembling on the edge raises nothing while the holding time has not passed', () => {
    const steps = Array.from(
      { length: 40 },
      (_, index): Step => [index * 5, index % 2 === 0 ? inside : outside],
    );
    expect(run(rule({ is: 'inside' }, { hold: 10 }), steps)).toEqual([]);
  });

  test('one half decides nothing: not with the other of another moment, and not when the holding time ends with it', () => {
    const held = rule({ is: 'inside' }, { hold: 10 });
    let state = startState(held);
    const hear = (property: string, second: number, value: number) => {
      const judged = judgeReading(held, state, (leaf) => hears(leaf, property), {
        property,
        at: second * 1000,
        value,
      });
      state = judged.state;
      return judged.change;
    };
    hear('lon', 0, inside[0]);
    hear('lat', 1, inside[1]);
    expect(state.on).toBe(false);
    hear('lon', 1, inside[0]);
    expect(state.on).toBe(true);
    expect(hear('lon', 20, outside[0])).toBeUndefined();
    expect(hear('lat', 20, outside[1])).toBeUndefined();
    expect(state.on).toBe(false);
  });

  test('a place that comes late moves nothing', () => {
    const entering = rule({ is: 'inside' });
    expect(
      run(entering, [
        [10, outside],
        [5, inside],
      ]),
    ).toEqual([]);
  });
});

test('a device that stays where it is counts by the place of its row, together with what it measures', () => {
  const wet = RuleDefinition.parse({
    model: newId(),
    condition: {
      leaves: [
        { kind: 'place', is: 'inside', area: square },
        { kind: 'threshold', property: 'level', is: 'above', value: 5 },
      ],
    },
  });
  const at = (lon: number, lat: number) =>
    judgeReading(wet, startState(wet), (leaf) => hears(leaf, 'level'), {
      property: 'level',
      at: 1000,
      value: 6,
      position: { lon, lat },
    }).change;
  expect(at(...inside)).toBe('raised');
  expect(at(...outside)).toBeUndefined();
  const nowhere = judgeReading(wet, startState(wet), (leaf) => hears(leaf, 'level'), {
    property: 'level',
    at: 1000,
    value: 6,
    position: null,
  });
  expect(nowhere.change).toBeUndefined();
});

test('what could never be judged is refused', () => {
  const parse = (leaf: object) =>
    RuleDefinition.safeParse({ model: newId(), condition: { leaves: [leaf] } }).success;
  expect(parse({ ...moving, is: 'inside' })).toBe(true);
  expect(parse({ ...moving, is: 'dwells' })).toBe(false);
  expect(parse({ ...moving, is: 'near' })).toBe(false);
  expect(parse({ ...moving, is: 'inside', latitude: undefined })).toBe(false);
  expect(parse({ kind: 'place', is: 'inside', area: square })).toBe(false);
  expect(parse({ kind: 'place', is: 'enters', area: square })).toBe(false);
  expect(parse({ ...moving, is: 'inside', area: { ...square, shape: [] } })).toBe(false);
});

/** A star around the middle, so that its sides cross nowhere. */
const star = fc
  .array(fc.double({ min: 0.01, max: 0.2, noNaN: true }), { minLength: 3, maxLength: 400 })
  .map((radii) =>
    radii.map((radius, index): [number, number] => {
      const angle = (2 * Math.PI * index) / radii.length;
      return [115.8 + radius * Math.cos(angle), 32.9 + radius * Math.sin(angle)];
    }),
  );
const place = fc.tuple(
  fc.double({ min: 115.5, max: 116.1, noNaN: true }),
  fc.double({ min: 32.6, max: 33.2, noNaN: true }),
);

test('the prepared area answers as plain geometry does, with holes and for any place', () => {
  fc.assert(
    fc.property(star, fc.array(place, { maxLength: 40 }), (ring, places) => {
      const hole: [number, number][] = ring.map(([lon, lat]) => [
        115.8 + (lon - 115.8) / 2,
        32.9 + (lat - 32.9) / 2,
      ]);
      const area = prepareArea({ title: '区', shape: [[ring, hole]] });
      const closed = (corners: [number, number][]) => [...corners, ...corners.slice(0, 1)];
      for (const at of places) {
        const plain = booleanPointInPolygon(at, {
          type: 'Polygon',
          coordinates: [closed(ring), closed(hole)],
        });
        expect(area.holds(...at)).toBe(plain);
      }
    }),
    { numRuns: 200 },
  );
});

test('nearness agrees with walking along the edge', () => {
  fc.assert(
    fc.property(star, place, fc.integer({ min: 10, max: 20_000 }), (ring, [lon, lat], metres) => {
      const area = prepareArea({ title: '区', shape: [[ring]] });
      const east = 111_195 * Math.cos((lat * Math.PI) / 180);
      let least = Infinity;
      ring.forEach(([x1, y1], index) => {
        const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
        for (let part = 0; part <= 1; part += 1 / 256)
          least = Math.min(
            least,
            Math.hypot((x1 + (x2 - x1) * part - lon) * east, (y1 + (y2 - y1) * part - lat) * 111_195),
          );
      });
      // The walk sees only so many places of each side.
      if (Math.abs(least - metres) < metres / 10 + 5) return;
      expect(area.isNear(lon, lat, metres)).toBe(area.holds(lon, lat) || least < metres);
    }),
    { numRuns: 200 },
  );
});
