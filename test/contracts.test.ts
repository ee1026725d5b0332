/** Holds every contract to its form: unique ids, known permissions, Chinese words, a component for each page, and no unnoticed change of the API. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeOpenApi } from '../engines/gateway/index.ts';
import type { CaseType } from '../kernel/case.ts';
import type { AnyContract, Endpoint, PageSpec } from '../kernel/contract.ts';
import { CityError } from '../kernel/errors.ts';
import type { Register } from '../kernel/register.ts';
import { loadEngineFolders, loadSystemFolders, type SystemFolder } from '../scripts/load-contracts.ts';
import type { BoundPages } from '../ui/bind-pages.ts';

const snapshots = path.resolve(import.meta.dirname, 'snapshots');
const folders = [...(await loadEngineFolders()), ...(await loadSystemFolders())];
const contracts = folders.flatMap(({ contract }) => (contract === undefined ? [] : [contract]));

const chinese = /\p{Script=Han}/u;

function entriesOf<T>(table: unknown): readonly (readonly [string, T])[] {
  return Object.entries((table ?? {}) as Readonly<Record<string, T>>);
}

function routesOf(contract: AnyContract): readonly (readonly [string, Endpoint])[] {
  return entriesOf<Endpoint>(contract.routes);
}

function repeated(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}

/** Everything in a contract that names a permission, with where it stands. */
function permissionUses(contract: AnyContract): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  function use(where: string, access: unknown): void {
    if (typeof access === 'string') found.push([where, access]);
    else if (typeof access === 'object' && access !== null && 'allow' in access) use(where, access.allow);
  }
  for (const [name, route] of routesOf(contract)) use(`routes.${name}`, route);
  for (const [name, page] of entriesOf<PageSpec>(contract.pages)) use(`pages.${name}`, page.access);
  for (const part of ['layers', 'indicators'] as const)
    for (const [name, spec] of entriesOf<{ allow: string }>(contract[part])) use(`${part}.${name}`, spec);
  for (const [name, role] of entriesOf<{ allow: readonly string[] }>(contract.roles))
    for (const allow of role.allow) use(`roles.${name}`, allow);
  for (const [name, register] of [
    ...entriesOf<Register>(contract.registers),
    ...entriesOf<Register>(contract.cases),
  ])
    for (const [act, allow] of entriesOf<string>(register.allow)) use(`${name}.allow.${act}`, allow);
  for (const [name, { process }] of entriesOf<CaseType>(contract.cases)) {
    for (const [stage, spec] of entriesOf<{ allow: string }>(process.stages)) use(`${name}.${stage}`, spec);
    for (const [verb, allow] of entriesOf<string>(process.allow)) use(`${name}.process.${verb}`, allow);
    for (const [verb, rule] of entriesOf<{ decide: string }>(process.requests))
      use(`${name}.requests.${verb}`, rule.decide);
  }
  return found;
}

async function loadPages(folder: SystemFolder): Promise<readonly string[]> {
  const file = path.resolve(import.meta.dirname, '..', folder.path, 'web/index.ts');
  if (!existsSync(file)) return [];
  const loaded = (await import(file)) as { default: BoundPages };
  return Object.keys(loaded.default.pages).sort();
}

describe('所有合约', () => {
  test('都能载入', () => {
    expect(folders.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  test('系统、台账、接口、页面的编号都不重复', () => {
    const own = (contract: AnyContract, part: 'registers' | 'cases') =>
      Object.keys(contract[part] ?? {}).map((name) => `${contract.id}.${name}`);
    expect(repeated(contracts.map(({ id }) => id))).toEqual([]);
    expect(
      repeated(contracts.flatMap((contract) => [...own(contract, 'registers'), ...own(contract, 'cases')])),
    ).toEqual([]);
    expect(
      repeated(
        contracts.flatMap((one) => routesOf(one).map(([, { method, path: at }]) => `${method} ${at}`)),
      ),
    ).toEqual([]);
    expect(
      repeated(
        contracts.flatMap((one) =>
          entriesOf<PageSpec>(one.pages).map(([, page]) => `${page.face ?? 'desk'} ${page.path}`),
        ),
      ),
    ).toEqual([]);
  });

  test('没有多余的接口快照', () => {
    const kept = existsSync(snapshots) ? readdirSync(snapshots) : [];
    const wanted = ['processes.json', ...contracts.map(({ id }) => `${id}.json`)];
    expect(kept.filter((file) => !wanted.includes(file))).toEqual([]);
  });
});

describe.each(folders.filter(({ contract }) => contract !== undefined))('$path', (folder) => {
  const contract = folder.contract as AnyContract;

  test('用到的权限都声明过', () => {
    const known = Object.keys(contract.permissions);
    expect(permissionUses(contract).filter(([, allow]) => !known.includes(allow))).toEqual([]);
  });

  test('专题用到的图层、台账和走向字段都声明过', () => {
    const { layers = [], lines = [] } = contract.theme ?? {};
    const known: Readonly<Record<string, Register>> = contract.registers ?? {};
    expect(layers.filter((key) => contract.layers?.[key] === undefined)).toEqual([]);
    expect(lines.filter(({ from, line }) => known[from]?.fields[line]?.type !== 'json')).toEqual([]);
  });

  test('标题、权限、角色、台账、字段和出错说明都是中文', () => {
    const titles: (readonly [string, string])[] = [
      ['title', contract.title],
      ...entriesOf<string>(contract.permissions),
      ...entriesOf<{ title: string }>(contract.roles).map(([name, one]) => [name, one.title] as const),
      ...routesOf(contract).map(([name, route]) => [name, route.title] as const),
      ...entriesOf<PageSpec>(contract.pages).map(([name, page]) => [name, page.title] as const),
      ...entriesOf<{ title: string }>(contract.layers).map(([name, one]) => [name, one.title] as const),
      ...entriesOf<{ title: string }>(contract.indicators).map(([name, one]) => [name, one.title] as const),
    ];
    for (const [name, register] of [
      ...entriesOf<Register>(contract.registers),
      ...entriesOf<Register>(contract.cases),
    ]) {
      titles.push([name, register.title]);
      for (const [field, spec] of Object.entries(register.fields))
        titles.push([`${name}.${field}`, spec.title]);
    }
    expect(titles.filter(([, title]) => !chinese.test(title))).toEqual([]);
  });

  test('每条出错说明是中文,错误码带合约编号', () => {
    for (const [name, make] of entriesOf<() => CityError>(contract.errors)) {
      const made = make();
      expect(made, name).toBeInstanceOf(CityError);
      expect(made.code).toBe(`${contract.id}.${name}`);
      expect(made.message, name).toMatch(chinese);
    }
  });

  test('每个接口写明权限,或不需要权限的理由', () => {
    for (const [name, route] of routesOf(contract)) {
      const access = ['allow', 'decidedBy', 'signedInBecause', 'publicBecause'].filter((key) => key in route);
      expect(access, name).toHaveLength(1);
      for (const key of ['signedInBecause', 'publicBecause'])
        if (key in route) expect((route as unknown as Record<string, string>)[key], name).toMatch(chinese);
    }
  });

  test('每个页面都有组件', async () => {
    expect(await loadPages(folder)).toEqual(Object.keys(contract.pages ?? {}).sort());
  });

  test('接口与快照一致(有意改动后运行 npm test -- test/contracts -u)', async () => {
    const { paths } = makeOpenApi([contract], '') as { paths: Readonly<Record<string, unknown>> };
    if (Object.keys(paths).length === 0) return;
    const text = `${JSON.stringify(paths, null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(path.join(snapshots, `${contract.id}.json`));
  });
});

/** A city that has cases of a version does not start with another process under the same number. */
test('流程改了就提高 version：同一版本号下的流程不变', async () => {
  const file = path.join(snapshots, 'processes.json');
  const known = JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}') as Record<string, string>;
  const now = Object.fromEntries(
    contracts
      .flatMap(({ id, cases }) =>
        entriesOf<CaseType>(cases).map(
          ([name, { process }]) => [`${id}.${name}@${process.version}`, digestOf(process)] as const,
        ),
      )
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  // Also with -u: whoever has changed one no city has yet takes its line out by hand.
  const changed = Object.keys(now).filter((key) => known[key] !== undefined && known[key] !== now[key]);
  expect(changed, '请提高 process.version').toEqual([]);
  await expect(`${JSON.stringify(now, null, 1)}\n`).toMatchFileSnapshot(file);
});

/** The same for the same process, in whatever order its keys stand. */
function digestOf(value: unknown): string {
  const ordered = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(ordered).digest('hex').slice(0, 32);
}
