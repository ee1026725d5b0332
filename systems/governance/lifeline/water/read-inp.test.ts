/** Reading model files: units become metres and litres, and every line that is wrong is named with its reason. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placePoint } from './place-model.ts';
import { readInp } from './read-inp.ts';

const limits = { nodes: 5000, links: 10_000 };
const small = `[TITLE]
小管网
[JUNCTIONS]
;编号 高程 用水
A 10 5 ; 注释
B 12
[RESERVOIRS]
R 50
[PIPES]
p1 R A 100 300 110 0 Open
p2 A B 200 200 110 0 Closed
[OPTIONS]
Units LPS
[COORDINATES]
A 0 0
B 100 0
R -50 0
[END]
不再读
`;

test('公制模型：米、毫米、升每秒照用，关闭的管段记下', () => {
  const { model, problems } = readInp(small, limits);
  expect(problems).toEqual([]);
  expect(model).toMatchObject({ title: '小管网', units: 'LPS' });
  expect(model.nodes.map(({ id, kind, elevation, demand }) => [id, kind, elevation, demand])).toEqual([
    ['A', 'junction', 10, 5],
    ['B', 'junction', 12, 0],
    ['R', 'reservoir', 50, 0],
  ]);
  expect(model.links.map(({ id, length, diameter, closed }) => [id, length, diameter, closed])).toEqual([
    ['p1', 100, 300, false],
    ['p2', 200, 200, true],
  ]);
});

test('粗糙系数按水头损失公式：默认海曾-威廉，达西公式英制为毫英尺，认不出的公式指出那一行', () => {
  const roughness = (text: string) => {
    const { model, problems } = readInp(text, limits);
    return [model.headloss, model.links[0]?.roughness, problems.length];
  };
  const darcy = small
    .replace('Units LPS', 'Units GPM\nHeadloss D-W')
    .replace('300 110 0 Open', '300 0.85 0 Open');
  expect(roughness(small)).toEqual(['H-W', 110, 0]);
  const [formula, value] = roughness(darcy);
  expect(formula).toBe('D-W');
  expect(value).toBeCloseTo(0.259, 3);
  expect(roughness(darcy.replace('GPM', 'LPS'))).toEqual(['D-W', 0.85, 0]);
  expect(roughness(small.replace('Units LPS', 'Units LPS\nHEADLOSS c-m'))[0]).toBe('C-M');
  const { problems } = readInp(small.replace('Units LPS', 'Units LPS\nHeadloss X-Y'), limits);
  expect(problems).toEqual([{ line: 14, reason: '水头损失公式“X-Y”不认识' }]);
});

test('英制模型换算：加仑每分、英尺、英寸', () => {
  const { model } = readInp(small.replace('Units LPS', 'Units GPM'), limits);
  expect(model.nodes[0]?.demand).toBeCloseTo(0.315, 3);
  expect(model.links[0]?.length).toBeCloseTo(30.48, 6);
  expect(model.links[0]?.diameter).toBeCloseTo(7620, 6);
});

test.each([
  ['A 10 5 ; 注释', 'A 高 5', 5, '地面高程“高”不是数字'],
  ['p1 R A 100', 'p1 R Z 100', 10, '管段“p1”的端点“Z”不存在'],
  ['p2 A B', 'p1 A B', 11, '管段“p1”重复'],
  ['p2 A B', 'p2 A A', 11, '两端是同一个节点'],
  ['p1 R A 100', 'p1 R A -1', 10, '管长 -1 超出范围'],
  ['B 100 0', '', 6, '节点“B”没有坐标'],
  ['Units LPS', 'Units XYZ', 13, '流量单位“XYZ”不认识'],
  ['[COORDINATES]', '[NONSENSE]', 14, '没有“[NONSENSE]”这一节'],
])('“%s”改成“%s”：第 %i 行 %s', (from, to, line, reason) => {
  const { problems } = readInp(small.replace(from, to), limits);
  expect(problems.find((each) => each.line === line)?.reason).toContain(reason);
});

test('没有水源、没有用水节点、太大的模型不收', () => {
  expect(
    readInp('', limits)
      .problems.map(({ reason }) => reason)
      .join(''),
  ).toMatch(/没有用水节点.*没有水源.*没有管段/);
  expect(readInp(small, { nodes: 2, links: 10 }).problems[0]?.reason).toContain('超过 2 个');
});

test('任何文本都读得完，不出错，问题不超过上限', () => {
  const word = fc.constantFrom(
    '[PIPES]',
    '[JUNCTIONS]',
    '[COORDINATES]',
    '[OPTIONS]',
    'A',
    '1',
    '-1e99',
    'NaN',
    '*',
    '\n',
    ';',
    '[',
    '阜阳',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 200 }), (words) => {
      const { problems } = readInp(words.join(' '), limits);
      return problems.length > 0 && problems.every(({ reason }) => reason !== '');
    }),
    { numRuns: 300 },
  );
});

test('平面坐标按已知点、比例和偏转角落到地图上', () => {
  const at = { datum: 'local', x: 100, y: 200, lon: 115.8, lat: 32.9, scale: 2, turn: 90 } as const;
  expect(placePoint([100, 200], at)).toEqual({ lon: 115.8, lat: 32.9 });
  const east = placePoint([100, 700], at);
  expect(east.lat).toBeCloseTo(32.9, 6);
  expect((east.lon - 115.8) * 111_195 * Math.cos((32.9 * Math.PI) / 180)).toBeCloseTo(1000, 0);
  expect(placePoint([115.8, 32.9], { datum: 'degrees' })).toEqual({ lon: 115.8, lat: 32.9 });
});

const shared = path.resolve(import.meta.dirname, '../../../../../shared/data/05-water-network');

describe.skipIf(!existsSync(shared))('公开的 EPANET 模型(缺 ../shared/data/05-water-network 时跳过)', () => {
  test.each([
    ['Net1', 11, 13],
    ['Net2', 36, 40],
    ['Net3', 97, 119],
    ['Net6', 3356, 3892],
    ['ky4', 964, 1158],
    ['ky10', 935, 1061],
  ])('%s：%i 个节点，%i 条管段', (name, nodes, links) => {
    const { model, problems } = readInp(readFileSync(path.join(shared, `${name}.inp`), 'utf8'), limits);
    expect(problems).toEqual([]);
    expect([model.nodes.length, model.links.length]).toEqual([nodes, links]);
  });
});
