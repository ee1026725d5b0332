/** Every interface that any system declares: a JSON route that can be called for another, a good example, and a sandbox answer of the declared shape. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AnyContract, Endpoint, InterfaceSpec } from '../../../../kernel/contract.ts';
import { loadEngineFolders, loadSystemFolders } from '../../../../scripts/load-contracts.ts';
import { departments } from '../../../../city/departments.ts';
import { interfaceCode, semanticVersion } from '../routes/call-routes.ts';
import { exampleOf } from './example-of.ts';

const folders = [...(await loadEngineFolders()), ...(await loadSystemFolders())];
const contracts: readonly AnyContract[] = folders.flatMap(({ contract }) =>
  contract === undefined ? [] : [contract],
);
const declared = contracts.flatMap((contract) =>
  Object.entries((contract.interfaces ?? {}) as Readonly<Record<string, InterfaceSpec>>).map(
    ([name, spec]) => ({ contract, code: `${contract.id}.${name}`, spec }),
  ),
);

test('各系统共声明了这些接口，编号、版本、提供单位都合规矩', () => {
  expect(declared.length).toBeGreaterThan(5);
  for (const { code, spec } of declared) {
    expect(interfaceCode.safeParse(code).success, code).toBe(true);
    for (const version of Object.keys(spec.versions))
      expect(semanticVersion.safeParse(version).success, `${code}@${version}`).toBe(true);
    expect(departments.map(({ id }) => id)).toContain(spec.owner);
    expect(spec.title + spec.summary, code).toMatch(/\p{Script=Han}/u);
  }
});

test('每个版本都指向自己的 JSON 路由，由一项权限或公开理由守着，不要求本人登录或再次验证', () => {
  for (const { contract, code, spec } of declared)
    for (const { route } of Object.values(spec.versions)) {
      const endpoint = (contract.routes as Readonly<Record<string, Endpoint>>)[route];
      expect(endpoint, `${code} → ${route}`).toBeDefined();
      expect(endpoint?.output, code).not.toBe('binary');
      const access = Object.keys(endpoint ?? {}).filter((key) => ['allow', 'publicBecause'].includes(key));
      expect(access, code).toHaveLength(1);
      expect(endpoint?.stepUpBecause ?? endpoint?.dialect, code).toBeUndefined();
    }
});

test('示例入参都通过接口自己的检查，沙箱的答复都是声明的形状', () => {
  for (const { contract, code, spec } of declared)
    for (const { route, example, answer } of Object.values(spec.versions)) {
      const endpoint = (contract.routes as Readonly<Record<string, Endpoint>>)[route];
      const [input, output] = [endpoint?.input as z.ZodType, endpoint?.output as z.ZodType];
      expect(input.safeParse(example).error?.message, code).toBeUndefined();
      const schema = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
      expect(output.safeParse(answer ?? exampleOf(schema)).error?.message, code).toBeUndefined();
    }
});
