/** Holds the tree to its arrow: kernel ← engines ← systems ← apps, pages apart from servers, no circles, nothing silenced without a reason. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  brokenImport,
  brokenPackage,
  brokenSql,
  engineOrder,
  findCircles,
  importsOf,
  placeOf,
  unexplained,
} from './support/arrow.ts';

const root = path.resolve(import.meta.dirname, '..');

const outside = new Set(['node_modules', 'dist', 'data', 'coverage']);

function sourceFiles(at = ''): readonly string[] {
  return readdirSync(path.join(root, at), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(at, entry.name);
    if (entry.name.startsWith('.') || (at === '' && outside.has(entry.name))) return [];
    if (entry.isDirectory()) return sourceFiles(file);
    return /\.(?:tsx?|mjs)$/.test(entry.name) ? [file] : [];
  });
}

const sources = new Map(sourceFiles().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
const imports = new Map([...sources].map(([file, source]) => [file, importsOf(source)]));

function targetOf(file: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(file), specifier);
}

function foldersIn(at: string): readonly string[] {
  if (!existsSync(path.join(root, at))) return [];
  return readdirSync(path.join(root, at), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${at}/${entry.name}`);
}

describe('全库', () => {
  test('引用都顺着箭头走', () => {
    const found: string[] = [];
    for (const [file, list] of imports) {
      for (const { clause, specifier } of list) {
        const near = specifier.startsWith('.');
        const why = near
          ? (brokenImport(file, targetOf(file, specifier)) ?? brokenSql(file, clause))
          : brokenPackage(file, specifier, clause);
        if (why !== undefined) found.push(`${file} → ${specifier}: ${why}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('没有循环引用', () => {
    const graph = new Map(
      [...imports].map(([file, list]) => [
        file,
        list.map(({ specifier }) => targetOf(file, specifier)).filter((target) => sources.has(target)),
      ]),
    );
    expect(findCircles(graph).map((circle) => circle.join(' → '))).toEqual([]);
  });

  test('不用 any,不压制检查;确需时同一行或上一行写明理由', () => {
    const found = [...sources]
      .filter(([file]) => !['test/support/arrow.ts', 'test/architecture.test.ts'].includes(file))
      .flatMap(([file, source]) => unexplained(source).map((line) => `${file}:${line}`));
    expect(found).toEqual([]);
  });

  test('每个源文件开头一句话说明用途', () => {
    const found = [...sources].filter(
      ([file, source]) => !file.includes('.test.') && !/^(?:#!.*\n)?\/\*\*\s*\S/.test(source),
    );
    expect(found.map(([file]) => file)).toEqual([]);
  });

  test('每个引擎和系统有不超过40行的 README', () => {
    const found = [...foldersIn('engines'), ...foldersIn('systems').flatMap(foldersIn)].filter((folder) => {
      const file = path.join(root, folder, 'README.md');
      return !existsSync(file) || readFileSync(file, 'utf8').trimEnd().split('\n').length > 40;
    });
    expect(found).toEqual([]);
  });

  test('每个引擎在顺序里有位置', () => {
    expect(
      foldersIn('engines')
        .map((folder) => folder.slice('engines/'.length))
        .sort(),
    ).toEqual([...engineOrder].sort());
  });
});

describe('规则抓得住该抓的', () => {
  const grid = 'systems/governance/grid';
  const members = 'systems/party/members';

  test.each([
    [`${grid}/web/board.tsx`, `${grid}/server/x.ts`, 'web may not import server code'],
    [`${grid}/web/board.tsx`, `${grid}/system.ts`, 'web may not import server code'],
    [`${grid}/web/board.tsx`, 'engines/flow/index.ts', 'web may not import server code'],
    ['apps/desk/main.tsx', 'engines/store/index.ts', 'web may not import server code'],
    [`${grid}/server/x.ts`, `${grid}/web/board.tsx`, 'server may not import web code'],
    [`${grid}/server/x.ts`, `${members}/server/y.ts`, 'another system is closed except contract.ts'],
    [`${grid}/contract.ts`, `${members}/registers/people.ts`, 'another system is closed except contract.ts'],
    [`${grid}/web/board.tsx`, `${members}/web/list.tsx`, 'another system is closed except contract.ts'],
    [
      `${grid}/server/x.ts`,
      'engines/flow/server/run.ts',
      'an engine is closed except index.ts, service.ts, contract.ts and web/',
    ],
    ['engines/flow/server/run.ts', `${grid}/system.ts`, 'the arrow points up'],
    ['engines/flow/server/run.ts', 'apps/server/create-city.ts', 'the arrow points up'],
    ['kernel/ids.ts', 'engines/store/index.ts', 'the arrow points up'],
    ['kernel/ids.ts', 'city/divisions.ts', 'the arrow points up'],
    ['ui/layout.tsx', `${grid}/contract.ts`, 'the arrow points up'],
    [`${grid}/contract.ts`, `${grid}/server/x.ts`, 'a contract imports only the kernel and contracts'],
    [
      `${grid}/registers/grids.ts`,
      `${grid}/web/index.ts`,
      'a contract imports only the kernel and contracts',
    ],
    [`${grid}/contract.ts`, 'engines/flow/index.ts', 'a contract imports only the kernel and contracts'],
    ['engines/store/server/a.ts', 'engines/access/index.ts', 'an engine imports only those before it'],
    ['engines/registers/server/a.ts', 'engines/flow/service.ts', 'an engine imports only those before it'],
    ['engines/unheard/server/a.ts', 'engines/store/index.ts', 'an engine without a place in the order'],
    ['engines/maps/server/a.ts', 'city/outlines.ts', 'an engine serves any city'],
    ['city/divisions.ts', 'engines/store/index.ts', 'the city is data: it imports only the kernel'],
    [`${grid}/server/x.ts`, 'ui/form.tsx', 'only pages import ui'],
    [
      `${grid}/server/x.ts`,
      'test/support/city.ts',
      'only tests and seeds import from test/, bench/ and scripts/',
    ],
    [
      `${grid}/server/x.ts`,
      `${grid}/server/x.test.ts`,
      'only tests import test code, only system.ts its seed',
    ],
    [`${grid}/server/x.ts`, `${grid}/seed.ts`, 'only tests import test code, only system.ts its seed'],
  ])('%s 不能引用 %s', (from, to, why) => {
    expect(brokenImport(from, to)).toBe(why);
  });

  test.each([
    [`${grid}/server/x.ts`, `${members}/contract.ts`],
    [`${grid}/server/x.ts`, 'engines/flow/index.ts'],
    [`${grid}/server/x.ts`, 'city/divisions.ts'],
    [`${grid}/contract.ts`, `${grid}/registers/grids.ts`],
    [`${grid}/contract.ts`, 'kernel/contract.ts'],
    [`${grid}/web/board.tsx`, 'engines/maps/web/map-page.tsx'],
    [`${grid}/web/board.tsx`, 'ui/form.tsx'],
    [`${grid}/web/board.tsx`, `${grid}/contract.ts`],
    [`${grid}/system.ts`, `${grid}/seed.ts`],
    [`${grid}/seed.ts`, 'test/support/city.ts'],
    [`${grid}/server/x.test.ts`, 'apps/server/create-city.ts'],
    ['engines/flow/server/a.ts', 'engines/registers/service.ts'],
    ['engines/access/web/a.tsx', 'engines/registers/web/list.tsx'],
    ['apps/server/create-city.ts', `${grid}/system.ts`],
    ['bench/cases.ts', 'apps/server/create-city.ts'],
  ])('%s 可以引用 %s', (from, to) => {
    expect(brokenImport(from, to)).toBeUndefined();
  });

  test('只有存储引擎连数据库,系统不写 SQL,网页和声明不碰文件', () => {
    expect(brokenPackage('engines/store/server/pool.ts', 'pg')).toBeUndefined();
    expect(brokenPackage('engines/registers/server/a.ts', 'pg')).toBeDefined();
    expect(brokenPackage('engines/lake/server/source/postgresql.ts', 'pg')).toBeUndefined();
    expect(brokenPackage('engines/lake/server/load/a.ts', 'pg')).toBeDefined();
    expect(brokenPackage('engines/registers/server/a.ts', 'kysely')).toBeUndefined();
    expect(brokenPackage(`${grid}/server/a.ts`, 'kysely')).toBeDefined();
    expect(brokenPackage('apps/server/create-city.ts', 'pg')).toBeDefined();
    expect(brokenPackage('test/support/store.ts', 'pg')).toBeUndefined();
    expect(brokenPackage(`${grid}/web/a.tsx`, 'node:fs')).toBeDefined();
    expect(brokenPackage(`${grid}/contract.ts`, 'node:fs')).toBeDefined();
    expect(brokenPackage('apps/desk/main.tsx', 'node:path')).toBeDefined();
    expect(brokenSql(`${grid}/server/a.ts`, '{ type Store, sql }')).toBeDefined();
    expect(brokenSql(`${grid}/server/a.ts`, '{ mysqlLike, type Store }')).toBeUndefined();
    expect(brokenSql('engines/flow/server/a.ts', '{ sql }')).toBeUndefined();
  });

  test('看得见各种写法的引用,看不见注释里的', () => {
    const source = [
      "import type { A } from './a.ts';",
      "import {\n  b,\n  c,\n} from '../b.ts';",
      "export { d } from './d.ts';",
      "import './e.css';",
      "const page = () => import('./f.tsx');",
      "// import { g } from './g.ts';",
      "/* import { h } from './h.ts'; */",
    ].join('\n');
    expect(importsOf(source).map(({ specifier }) => specifier)).toEqual([
      './a.ts',
      '../b.ts',
      './d.ts',
      './e.css',
      './f.tsx',
    ]);
  });

  test('循环引用按闭合的路径报出', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', []],
    ]);
    expect(findCircles(graph)).toEqual([['a', 'b', 'c', 'a']]);
  });

  test('没有理由的 any 与压制被指出行号', () => {
    expect(unexplained('const a: any = 1;')).toEqual([1]);
    expect(unexplained('const list = value as any[];')).toEqual([1]);
    expect(unexplained('// @ts-ignore')).toEqual([1]);
    expect(unexplained('// oxlint-disable-next-line typescript/no-explicit-any')).toEqual([1]);
    expect(unexplained('// biome-ignore lint/suspicious/noExplicitAny')).toEqual([1]);
    expect(
      unexplained(
        '// oxlint-disable-next-line typescript/no-explicit-any -- variance makes unknown impossible',
      ),
    ).toEqual([]);
    expect(unexplained('// @ts-expect-error a route without access is refused\nget({});')).toEqual([]);
    expect(
      unexplained('// The overloads of query cannot be restated.\nfunction f(...given: any[]) {}'),
    ).toEqual([]);
    expect(
      unexplained("const title = 'as any other';\nif (list.any) {}\n// any: text\nsql`name = any(${x})`"),
    ).toEqual([]);
  });

  test('路径认得出层、单元和一侧', () => {
    expect(placeOf(`${grid}/web/board.tsx`)).toEqual({
      layer: 'systems',
      unit: 'governance/grid',
      inside: 'web/board.tsx',
      side: 'web',
    });
    expect(placeOf('engines/access/index.ts')).toEqual({
      layer: 'engines',
      unit: 'access',
      inside: 'index.ts',
      side: 'server',
    });
    expect(placeOf('engines/access/service.ts').side).toBe('contract');
    expect(placeOf('vite.config.ts').layer).toBe('tools');
  });
});
