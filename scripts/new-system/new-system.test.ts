/** A system made by `npm run new` is whole from the first minute: formatted, typed, on the arrow, and it works. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyContract } from '../../kernel/contract.ts';
import type { System } from '../../kernel/system.ts';
import { brokenImport, importsOf } from '../../test/support/arrow.ts';
import { openTestCity } from '../../test/support/city.ts';
import { createSystem, nameInPlan, readWish } from './create-system.ts';
import { filesOf } from './templates.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const home = 'systems/governance/street-trees';
const planItems = [{ id: 'smart-garden', name: '智慧园林' }];
const known = { ids: ['urban-management'], planItems };
const system = readWish({ path: 'governance/street-trees', title: '行道树', plan: 'smart-garden' }, known);
let copy: string;

/** A tree that looks like the repository: the new system is real, all else is linked. */
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'city-new-'));
  for (const name of [
    'kernel',
    'engines',
    'city',
    'ui',
    'apps',
    'test',
    'node_modules',
    'tsconfig.json',
    'tsconfig.web.json',
  ])
    symlinkSync(path.join(repository, name), path.join(copy, name));
  cpSync(path.join(repository, 'biome.json'), path.join(copy, 'biome.json'));
  writeFileSync(path.join(copy, 'package.json'), '{ "type": "module" }\n');
  mkdirSync(path.join(copy, 'plan'));
  writeFileSync(
    path.join(copy, 'plan/items.json'),
    '[\n{"id": "smart-garden", "system": "planned"},\n{"id": "smart-urban", "system": "planned"}\n]\n',
  );
  createSystem(copy, system);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function node(...command: readonly string[]): string {
  const done = spawnSync(process.execPath, command, { cwd: copy, encoding: 'utf8' });
  return done.status === 0 ? '' : `${done.stdout}${done.stderr}`;
}

describe('新建的系统', () => {
  test('书写合格式', () => {
    const biome = path.join(repository, 'node_modules/@biomejs/biome/bin/biome');
    expect(node(biome, 'format', '--vcs-enabled=false', 'systems')).toBe('');
  });

  test('类型成立', () => {
    // The whole web project meets Node's types through vite.config.ts.
    const compilerOptions = { types: ['node', 'vite/client'] };
    const tsc = path.join(repository, 'node_modules/typescript/bin/tsc');
    const parts = {
      'new.json': ['./tsconfig.json', 'server'],
      'new.web.json': ['./tsconfig.web.json', 'web'],
    };
    for (const [file, [base, side]] of Object.entries(parts)) {
      // Declarations of packages without types belong to whoever imports their users.
      const own = side === 'web' ? [`${home}/web`] : [`${home}/*.ts`, `${home}/server`];
      const include = [...own, 'engines/**/*.d.ts'];
      writeFileSync(
        path.join(copy, file),
        JSON.stringify({ extends: base, compilerOptions, include, exclude: [] }),
      );
      expect(node(tsc, '-p', file, '--noEmit'), side).toBe('');
    }
  }, 60_000);

  test('引用都顺着箭头走', () => {
    for (const [name, source] of filesOf(system)) {
      for (const { specifier } of importsOf(source)) {
        if (!specifier.startsWith('.')) continue;
        const target = path.posix.join(path.posix.dirname(`${home}/${name}`), specifier);
        expect(brokenImport(`${home}/${name}`, target), `${name} → ${specifier}`).toBeUndefined();
      }
    }
  });

  test('合约能载入,页面有组件,规划里写明', async () => {
    const { default: contract } = (await import(path.join(copy, home, 'contract.ts'))) as {
      default: AnyContract;
    };
    const { default: bound } = (await import(path.join(copy, home, 'web/index.ts'))) as {
      default: { pages: object };
    };
    expect(contract).toMatchObject({ id: 'street-trees', task: 'governance', plan: ['smart-garden'] });
    expect(Object.keys(bound.pages)).toEqual(Object.keys(contract.pages));
    nameInPlan(copy, system);
    const items = JSON.parse(readFileSync(path.join(copy, 'plan/items.json'), 'utf8')) as {
      system: string;
    }[];
    expect(items.map((item) => item.system)).toEqual(['street-trees', 'planned']);
  });

  test('开城就能登记和查看,无权者看不到', async () => {
    const { default: made } = (await import(path.join(copy, home, 'system.ts'))) as { default: System };
    const city = await openTestCity({ systems: [made] });
    const place = '341202000000';
    await city.access.admin.createSubject({
      account: 'keeper',
      name: '养护员',
      kind: 'official',
      mustChange: false,
      posts: [{ role: 'street-trees:keeper', department: 'city-data-resources', area: place }],
    });
    const keeper = await city.as('keeper');
    const row = await keeper.post('/api/registers/rows/street-trees.entry', {
      values: { name: '一号树', place },
    });
    expect(row.statusCode, row.body).toBe(200);
    expect((await keeper.get('/api/street-trees/overview')).json()).toEqual({ total: 1, more: false });
    expect((await city.visitor.get('/api/street-trees/overview')).statusCode).toBe(401);
    await city.close();
  });
});

test('写错的任务、编号、规划项当场说明,已有的文件夹不覆盖', () => {
  expect(() => readWish({ path: 'nowhere/x' }, known)).toThrow('没有任务');
  expect(() => readWish({ path: 'governance/行道树' }, known)).toThrow('编号用小写英文');
  expect(() => readWish({ path: 'governance/../../x' }, known)).toThrow('编号用小写英文');
  expect(() => readWish({ path: 'governance/urban-management' }, known)).toThrow('已被使用');
  expect(() => readWish({ path: 'governance/x', plan: 'none' }, known)).toThrow('规划中没有');
  expect(readWish({ path: 'governance/x', plan: 'smart-garden' }, known).title).toBe('智慧园林');
  expect(() => createSystem(copy, system)).toThrow('已存在');
});
