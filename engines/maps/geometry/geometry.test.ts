/** Areas against Karney's geodesics, the plane against its own arc, clipping against sums, and what is refused or mended of hostile shapes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkShape } from './check-shape.ts';
import { intersectShapes, subtractShapes } from './clip-shapes.ts';
import { eccentricity2, fromPlane, metresADegree, semiMajor, toPlane } from './ellipsoid.ts';
import { polygonArea, shapeArea, squareMetresAMu } from './measure-area.ts';
import { comeWithin, meanWidth } from './measure-piece.ts';
import { DatumProblem, fromDegrees, toDegrees } from './read-datum.ts';
import { type MultiPolygon, type Position, type Ring, signedDegrees, toGeoJson } from './shapes.ts';
import { toShape } from './to-shape.ts';

const field: Ring = [
  [115.8, 32.9],
  [115.81, 32.9],
  [115.81, 32.91],
  [115.8, 32.91],
];
const crooked: Ring = [
  [115.712345, 32.812345],
  [115.723456, 32.815],
  [115.73, 32.829],
  [115.7195, 32.8333],
  [115.7101, 32.8244],
];
const degree: Ring = [
  [115, 32.5],
  [116, 32.5],
  [116, 33.5],
  [115, 33.5],
];

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

describe('图斑椭球面积', () => {
  // GeographicLib 2.2.0, polygons on CGCS2000 with each side cut into 1,000 or 5,000 geodesics.
  test.each([
    ['一块田', field, 1_037_531.3034919],
    ['不规则地块', crooked, 2_711_825.9315881],
    ['一度见方', degree, 10_364_245_866.9765],
  ])('%s 与 Karney 测地线多边形面积相差不到百万分之一的千分之一', (_, ring, karney) => {
    expect(Math.abs(polygonArea([ring]) / karney - 1)).toBeLessThan(1e-9);
  });

  test('球面面积偏差在万分之五以上，不能用', () => {
    const sine = (lat: number) => Math.sin((lat * Math.PI) / 180);
    const sphere = 6_371_008.8 ** 2 * ((0.01 * Math.PI) / 180) * (sine(32.91) - sine(32.9));
    expect(Math.abs(sphere / polygonArea([field]) - 1)).toBeGreaterThan(0.0005);
  });

  test('与平面坐标的鞋带公式一致（乘上投影的面积比）', () => {
    const plane = crooked.map((at) => toPlane(at, 39));
    const twice = plane.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = plane[(index + 1) % plane.length] ?? [x, y];
      return sum + x * nextY - nextX * y;
    }, 0);
    // The mean of the corners stands for the centroid. Lengths are stretched by y²/2R² off the meridian, areas by twice that; R² is the product of both radii of curvature.
    const off = plane.reduce((sum, [x]) => sum + x - 500_000, 0) / plane.length;
    const [east, north] = metresADegree(32.82);
    const radii = ((east / Math.cos((32.82 * Math.PI) / 180)) * north * 180 ** 2) / Math.PI ** 2;
    expect(Math.abs(twice / 2 / (1 + off ** 2 / radii) / polygonArea([crooked]) - 1)).toBeLessThan(1e-5);
  });

  test('内圈要扣掉，亩是公顷的十五分之一', () => {
    const hole = box(115.802, 32.902, 115.804, 32.904)[0]?.[0] ?? [];
    expect(polygonArea([field, hole])).toBeCloseTo(polygonArea([field]) - polygonArea([hole]), 6);
    expect(10_000 / squareMetresAMu).toBeCloseTo(15, 12);
  });
});

describe('高斯-克吕格', () => {
  test('中央子午线上的纵坐标就是子午线弧长', () => {
    // Simpson's rule on the radius of curvature, which the series knows nothing of.
    const steps = 2000;
    const end = (32.9 * Math.PI) / 180;
    const radius = (lat: number) =>
      (semiMajor * (1 - eccentricity2)) / (1 - eccentricity2 * Math.sin(lat) ** 2) ** 1.5;
    let arc = radius(0) + radius(end);
    for (let step = 1; step < steps; step += 1)
      arc += radius((end * step) / steps) * (step % 2 === 1 ? 4 : 2);
    arc *= end / steps / 3;
    const [easting, northing] = toPlane([117, 32.9], 39);
    expect(easting).toBeCloseTo(500_000, 6);
    expect(northing).toBeCloseTo(arc, 4);
  });

  test('来回一趟不差万分之一毫米', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 114, max: 118.5, noNaN: true }),
        fc.double({ min: 32, max: 34, noNaN: true }),
        (lon, lat) => {
          const [easting, northing] = toPlane([lon, lat], 39);
          const [backLon, backLat] = fromPlane(easting, northing, 39);
          expect(Math.abs(backLon - lon) + Math.abs(backLat - lat)).toBeLessThan(1e-12);
        },
      ),
    );
  });
});

describe('坐标系', () => {
  const place: Position = [115.8123, 32.8876];
  test.each(['wgs84', 'cgcs2000', 'gcj02', 'bd09', 'gauss-kruger'] as const)(
    '%s 转去再转回是同一点',
    (datum) => {
      const [lon, lat] = toDegrees(fromDegrees(place, { datum, zone: 39 }), { datum });
      expect(Math.hypot(lon - place[0], lat - place[1])).toBeLessThan(1e-9);
    },
  );

  test('火星坐标偏几百米', () => {
    const [lon, lat] = fromDegrees(place, { datum: 'gcj02' });
    const metres = Math.hypot((lon - place[0]) * 93_600, (lat - place[1]) * 110_900);
    expect(metres).toBeGreaterThan(300);
    expect(metres).toBeLessThan(800);
  });

  test.each<[string, Position, Parameters<typeof toDegrees>[1], RegExp]>([
    ['经纬度冒充平面坐标', [115.8, 32.9], { datum: 'gauss-kruger', zone: 39 }, /像是经纬度/],
    ['平面坐标冒充经纬度', [39_512_345, 3_643_000], { datum: 'cgcs2000' }, /像是平面坐标/],
    ['没有带号', [412_345, 3_643_000], { datum: 'gauss-kruger' }, /没有带号/],
    ['带号不一致', [39_412_345, 3_643_000], { datum: 'gauss-kruger', zone: 40 }, /不一致/],
    ['带号不在我国', [59_412_345, 3_643_000], { datum: 'gauss-kruger' }, /不是我国/],
    ['横纵颠倒', [3_643_000, 39_412_345], { datum: 'gauss-kruger' }, /颠倒/],
    ['不是数', [Number.NaN, 1], { datum: 'cgcs2000' }, /不是数字/],
  ])('%s 被退回', (_, at, declared, words) => {
    expect(() => toDegrees(at, declared)).toThrow(DatumProblem);
    expect(() => toDegrees(at, declared)).toThrow(words);
  });
});

describe('求交', () => {
  test('各块之和等于整块：一块 500 点的地被 100 格切开', () => {
    const star: Ring = Array.from({ length: 500 }, (_, index): Position => {
      const angle = (2 * Math.PI * index) / 500;
      const reach = 0.04 * (0.7 + 0.3 * Math.sin(index * 12.9898) ** 2);
      return [115.8 + reach * Math.cos(angle), 32.9 + reach * Math.sin(angle)];
    });
    let sum = 0;
    for (let x = 0; x < 10; x += 1)
      for (let y = 0; y < 10; y += 1)
        sum += shapeArea(
          intersectShapes(
            [[star]],
            box(115.76 + x * 0.008, 32.86 + y * 0.008, 115.768 + x * 0.008, 32.868 + y * 0.008),
          ),
        );
    expect(Math.abs(sum / polygonArea([star]) - 1)).toBeLessThan(1e-7);
  });

  test('相交加外面等于全部，重叠的两块只扣一次', () => {
    const land = box(115.8, 32.9, 115.81, 32.91);
    const left = box(115.79, 32.89, 115.805, 32.92);
    const middle = box(115.803, 32.89, 115.807, 32.92);
    const outside = shapeArea(subtractShapes(land, [left, middle]));
    expect(outside).toBeCloseTo(shapeArea(box(115.807, 32.9, 115.81, 32.91)), 1);
    expect(shapeArea(intersectShapes(land, left)) + shapeArea(subtractShapes(land, [left]))).toBeCloseTo(
      shapeArea(land),
      1,
    );
  });

  test('内圈里的不算，只贴着边的不算', () => {
    const holed: MultiPolygon = [[field, box(115.802, 32.902, 115.806, 32.906)[0]?.[0] ?? []]];
    expect(intersectShapes(holed, box(115.803, 32.903, 115.805, 32.905))).toEqual([]);
    expect(intersectShapes([[field]], box(115.81, 32.9, 115.82, 32.91))).toEqual([]);
  });

  test('细条的宽度量得出，相接与相离分得清', () => {
    const strip = box(115.8, 32.9, 115.81, 32.900001);
    expect(meanWidth(strip[0] ?? [])).toBeCloseTo(0.111, 2);
    expect(comeWithin([[field]], box(115.81, 32.9, 115.82, 32.91), 0.05)).toBe(true);
    expect(comeWithin([[field]], box(115.81001, 32.9, 115.82, 32.91), 0.05)).toBe(false);
  });
});

describe('图形检查', () => {
  const check = (rings: Ring[]) => checkShape([rings], 100_000);

  test('自相交指出哪条边、在哪里', () => {
    const { wrong } = check([
      [
        [115.8, 32.9],
        [115.81, 32.91],
        [115.81, 32.9],
        [115.8, 32.91],
      ],
    ]);
    expect(wrong[0]?.message).toBe('第1块外圈第1点起的边与第3点起的边相交（自相交）');
    expect(wrong[0]?.at?.[0]).toBeCloseTo(115.805, 9);
  });

  test.each<[string, Ring[], RegExp]>([
    [
      '两点',
      [
        [
          [115.8, 32.9],
          [115.81, 32.91],
        ],
      ],
      /不足三个/,
    ],
    [
      '一条线',
      [
        [
          [115.8, 32.9],
          [115.81, 32.9],
          [115.82, 32.9],
        ],
      ],
      /不足三个/,
    ],
    [
      '跨 180 度',
      [
        [
          [179, 32],
          [-179, 32],
          [-179, 33],
          [179, 33],
        ],
      ],
      /跨过 180°/,
    ],
    [
      '经纬度出界',
      [
        [
          [115, 95],
          [116, 32],
          [116, 33],
        ],
      ],
      /不是有效的经纬度/,
    ],
    ['内圈在外', [[...field], box(115.82, 32.92, 115.83, 32.93)[0]?.[0] ?? []], /不在外圈之内/],
    ['内圈穿出', [[...field], box(115.805, 32.905, 115.815, 32.908)[0]?.[0] ?? []], /相交/],
  ])('%s 被退回', (_, rings, words) => {
    expect(check(rings).wrong[0]?.message).toMatch(words);
  });

  test('两块重叠被退回，一块在另一块的洞里可以', () => {
    const inner = box(115.803, 32.903, 115.805, 32.905)[0] ?? [];
    const hole = box(115.802, 32.902, 115.806, 32.906)[0]?.[0] ?? [];
    expect(checkShape([[field], inner], 100).wrong[0]?.message).toBe('第2块与第1块重叠');
    expect(checkShape([[field, hole], inner], 100).wrong).toEqual([]);
  });

  test('重复点、未闭合、尖刺都修好并说明', () => {
    const { shape, mended, wrong } = check([
      [
        [115.8, 32.9],
        [115.81, 32.9],
        [115.81, 32.9],
        [115.81, 32.91],
        [115.81, 32.95],
        [115.81, 32.91],
        [115.8, 32.91],
      ],
    ]);
    expect(wrong).toEqual([]);
    expect(mended.map(({ message }) => message)).toEqual([
      '第1块外圈第3点与前一点重复，已去掉',
      '第1块外圈没有闭合，已连回起点',
      '第1块外圈第5点是来回折返的尖刺，已去掉',
    ]);
    expect(shape[0]?.[0]?.length).toBe(4);
    expect(polygonArea(shape[0] ?? [])).toBeCloseTo(polygonArea([field]), 3);
  });

  test('十万个点几秒内查完，再多就退回', () => {
    const ring: Ring = Array.from({ length: 100_000 }, (_, index): Position => {
      const angle = (2 * Math.PI * index) / 100_000;
      return [115.8 + 0.1 * Math.cos(angle), 32.9 + 0.1 * Math.sin(angle)];
    });
    expect(checkShape([[[...ring, ring[0] ?? [0, 0]]]], 100_001)).toMatchObject({ mended: [], wrong: [] });
    expect(checkShape([[ring]], 99_999).wrong[0]?.message).toBe('共 100000 个点，超过 99999 个');
  });

  test('成 GeoJSON 时闭合，外圈逆时针，内圈顺时针', () => {
    const hole = box(115.802, 32.902, 115.806, 32.906)[0]?.[0] ?? [];
    const [rings = []] = toGeoJson([[field.toReversed(), hole]]).coordinates;
    for (const ring of rings) expect(ring[0]).toEqual(ring.at(-1));
    const turns = rings.map((ring) =>
      Math.sign(signedDegrees(ring.map(([lon = 0, lat = 0]): Position => [lon, lat]))),
    );
    expect(turns).toEqual([1, -1]);
  });

  test('市外的点说出个数和第一个在哪里', () => {
    const { wrong } = toShape([[field]], {
      declared: { datum: 'cgcs2000' },
      mostVertices: 100,
      isInside: (lon) => lon < 115.805,
    });
    expect(wrong[0]?.message).toMatch(/^2 个点不在本市范围内（第一个在东经 115\.81000°、北纬 32\.90000°）/);
  });

  test.each([1e12, Number.POSITIVE_INFINITY, Number.NaN])(
    '平面坐标的边长得离谱（%d）就退回，不占内存',
    (far) => {
      const ring: Ring = [
        [39_500_000, 3_640_000],
        [39_500_000 + far, 3_640_000],
        [39_500_000, 3_650_000],
      ];
      const { shape, wrong } = toShape([[ring]], {
        declared: { datum: 'gauss-kruger', zone: 39 },
        mostVertices: 100,
        isInside: () => true,
      });
      expect(shape).toEqual([]);
      expect(wrong[0]?.message).toMatch(/边过长/);
    },
  );

  test('平面坐标的长边加点，面积与测绘软件按平面直线算的一致', () => {
    const corners = [
      [115.2, 32.7],
      [115.3, 32.7],
      [115.3, 32.78],
    ].map(([lon = 0, lat = 0]) => toPlane([lon, lat], 39));
    const { shape } = toShape([[corners.map(([x, y]): Position => [39_000_000 + x, y])]], {
      declared: { datum: 'gauss-kruger' },
      mostVertices: 100,
      isInside: () => true,
    });
    expect(shape[0]?.[0]?.length).toBeGreaterThan(90);
  });
});
