/** The hash tree against the vectors of RFC 6962, against its own definition for every size, and against forged proofs. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodesOf, planConsistency, planInclusion, type Range } from '../server/log/plan-proof.ts';
import {
  edgeBlocks,
  edgeRoot,
  emptyEdge,
  growEdge,
  nodeInTile,
  placeOfNode,
  readEdge,
  writeEdge,
} from '../server/log/tiles.ts';
import { fromHex, toHex } from './bytes.ts';
import {
  blocksOf,
  foldNodes,
  type Hash,
  isConsistent,
  leafHash,
  nodeHash,
  openFrontier,
  rootOfInclusion,
} from './hash-tree.ts';

const sha256: Hash = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 6962 §2.1, word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(sha256, rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

const leaves = Array.from({ length: 700 }, (_, index) => leafHash(sha256, Buffer.from(`leaf ${index}`)));

function hashOf(range: Range): Uint8Array {
  return rootByDefinition(leaves.slice(range.from, range.to));
}

describe('RFC 6962 的标准向量', () => {
  const letters = ['a', 'b', 'c', 'd', 'e'].map((letter) => leafHash(sha256, Buffer.from(letter)));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c',
    'b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb',
    '36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1',
    '33376a3bd63e9993708a84ddfe6c28ae58b83505dd1fed711bd924ec5a6239f0',
    'fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b',
  ];

  test('0 到 5 条的树根', () => {
    const frontier = openFrontier(sha256);
    const found = [toHex(frontier.root())];
    for (const leaf of letters) {
      frontier.add(leaf);
      found.push(toHex(frontier.root()));
    }
    expect(found).toEqual(roots);
  });

  test('第 3 条在 5 条中的路径、3 条到 5 条的一致性证明', () => {
    const hashed = ({ from, to }: Range) => toHex(rootByDefinition(letters.slice(from, to)));
    const [c, d] = [
      '597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8',
      'd070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d',
    ];
    const e = '2824a7ccda2caa720c85c9fba1e8b5b735eecfdb03878e4f8dfe6c3625030bc4';
    expect(planInclusion(2, 5).map(hashed)).toEqual([d, roots[2], e]);
    expect(planConsistency(3, 5).map(hashed)).toEqual([c, d, roots[2], e]);
  });
});

describe('任意大小的树', () => {
  const size = fc.integer({ min: 1, max: leaves.length });

  test('逐条增长的树根、由瓦片算出的树根与定义一致', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 700 }), (count, cut) => {
        const [first, rest] = [
          leaves.slice(0, Math.min(cut, count)),
          leaves.slice(Math.min(cut, count), count),
        ];
        const grown = growEdge(sha256, growEdge(sha256, emptyEdge, first).edge, rest).edge;
        const read = readEdge(count, writeEdge(grown));
        const wanted = toHex(rootByDefinition(leaves.slice(0, count)));
        expect(toHex(edgeRoot(sha256, grown))).toBe(wanted);
        expect(read && toHex(edgeRoot(sha256, read))).toBe(wanted);
        const frontier = openFrontier(
          sha256,
          first.length,
          edgeBlocks(sha256, growEdge(sha256, emptyEdge, first).edge),
        );
        for (const leaf of rest) frontier.add(leaf);
        expect(toHex(frontier.root())).toBe(wanted);
      }),
      { numRuns: 40 },
    );
  });

  test('每一条的路径都通向树根，改动任何一处就不通', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, where, which) => {
        const index = where % count;
        const root = toHex(rootByDefinition(leaves.slice(0, count)));
        const path = planInclusion(index, count).map(hashOf);
        const leaf = leaves[index] ?? new Uint8Array();
        const reach = (change: Partial<Parameters<typeof rootOfInclusion>[1]>) => {
          const reached = rootOfInclusion(sha256, { leaf, index, size: count, path, ...change });
          return reached === undefined ? undefined : toHex(reached);
        };
        expect(reach({})).toBe(root);
        expect(reach({ leaf: sha256(leaf) })).not.toBe(root);
        expect(reach({ path: [...path, leaf] })).not.toBe(root);
        if (path.length > 0) {
          expect(reach({ path: path.slice(1) })).not.toBe(root);
          expect(reach({ path: path.with(which % path.length, sha256(leaf)) })).not.toBe(root);
        }
        expect(reach({ index: count })).toBeUndefined();
        expect(reach({ index: -1 })).toBeUndefined();
        expect(reach({ index: index + 0.5 })).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('增长的证明成立；截断、改写、换位的不成立', () => {
    fc.assert(
      fc.property(size, size, (one, other) => {
        const [m, n] = [Math.min(one, other), Math.max(one, other)];
        const state = (count: number) => ({ size: count, root: rootByDefinition(leaves.slice(0, count)) });
        const [earlier, later] = [state(m), state(n)];
        const proof = planConsistency(m, n).map(hashOf);
        const forged = { ...earlier, root: sha256(earlier.root) };
        expect(isConsistent(sha256, earlier, later, proof)).toBe(true);
        expect(isConsistent(sha256, forged, later, proof)).toBe(false);
        expect(isConsistent(sha256, earlier, { ...later, root: forged.root }, proof)).toBe(false);
        expect(isConsistent(sha256, earlier, later, [...proof, forged.root])).toBe(false);
        if (m !== n) {
          expect(isConsistent(sha256, later, earlier, proof)).toBe(false);
          expect(isConsistent(sha256, earlier, later, proof.slice(1))).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('空日志与任何日志一致，证明为空', () => {
    const later = { size: 3, root: hashOf({ from: 0, to: 3 }) };
    expect(isConsistent(sha256, { size: 0, root: sha256() }, later, [])).toBe(true);
    expect(isConsistent(sha256, { size: 0, root: later.root }, later, [])).toBe(false);
  });

  test('很大的数也分得清二的幂', () => {
    expect(blocksOf(2 ** 49)).toHaveLength(1);
    expect(blocksOf(2 ** 49 + 1)).toEqual([2 ** 49, 1]);
    expect(planInclusion(2 ** 52, 2 ** 52 + 1)).toEqual([{ from: 0, to: 2 ** 52 }]);
  });
});

test('瓦片里的子树与定义一致：满的瓦片与边缘合起来覆盖整棵树', () => {
  const { edge, full } = growEdge(sha256, emptyEdge, leaves);
  expect(full.map(({ level, number }) => [level, number])).toEqual([
    [0, 0],
    [0, 1],
  ]);
  const ranges = [...planInclusion(300, 700), ...planConsistency(257, 700), ...planInclusion(699, 700)];
  for (const range of ranges) {
    const parts = nodesOf(range).map((node) => {
      const place = placeOfNode(node);
      const tile = full.find(({ level, number }) => level === place.level && number === place.number);
      return nodeInTile(sha256, place, tile?.hashes ?? edge.levels[place.level] ?? []) ?? new Uint8Array();
    });
    expect(toHex(foldNodes(sha256, parts))).toBe(toHex(hashOf(range)));
  }
});

test('十六进制只有一种写法', () => {
  expect(() => fromHex('0A')).toThrow(RangeError);
  expect(() => fromHex('abc')).toThrow(RangeError);
  expect(toHex(fromHex('00ff10'))).toBe('00ff10');
});
