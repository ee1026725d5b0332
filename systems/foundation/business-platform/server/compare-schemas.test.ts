/** What breaks callers and what does not, case by case; and that nothing breaks against itself. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compareShapes, compareVersions } from './compare-schemas.ts';

function shapes(input: z.ZodType, output: z.ZodType = z.object({})) {
  return { input: z.toJSONSchema(input, { io: 'input' }), output: z.toJSONSchema(output, { io: 'output' }) };
}

function inputs(before: z.ZodType, after: z.ZodType) {
  return compareShapes(shapes(z.object({ f: before })), shapes(z.object({ f: after })));
}

function outputs(before: z.ZodType, after: z.ZodType) {
  const none = z.object({});
  return compareShapes(shapes(none, z.object({ f: before })), shapes(none, z.object({ f: after })));
}

test('入参：新增必填、改类型、收窄、少枚举值不兼容；新增可选、放宽兼容', () => {
  const old = z.object({ name: z.string() });
  const needed = compareShapes(shapes(old), shapes(old.extend({ code: z.string() })));
  expect(needed.breaking).toEqual(['入参 code 新增且必填']);
  const optional = compareShapes(shapes(old), shapes(old.extend({ code: z.string().optional() })));
  expect(optional).toEqual({ breaking: [], compatible: ['入参 code 新增'] });
  expect(compareShapes(shapes(old), shapes(z.object({}))).breaking).toEqual([]);
  expect(compareShapes(shapes(old), shapes(z.strictObject({}))).breaking).toEqual(['入参 name 去掉']);
  expect(inputs(z.string().optional(), z.string()).breaking).toEqual(['入参 f 改为必填']);
  expect(inputs(z.string(), z.boolean()).breaking).toHaveLength(1);
  expect(inputs(z.int(), z.number()).breaking).toEqual([]);
  expect(inputs(z.string().max(20), z.string().max(10)).breaking).toEqual(['入参 f 的取值范围收窄']);
  expect(inputs(z.string().max(10), z.string().max(20)).breaking).toEqual([]);
  expect(inputs(z.enum(['a', 'b']), z.enum(['a'])).breaking).toEqual(['入参 f 不再接受 b']);
  expect(inputs(z.enum(['a']), z.enum(['a', 'b'])).breaking).toEqual([]);
  expect(inputs(z.string(), z.enum(['a'])).breaking).toContain('入参 f 改为只收枚举值');
  expect(inputs(z.string().nullable(), z.string()).breaking).toHaveLength(1);
});

test('出参：去掉、不再总给、可能为空、出现新枚举值不兼容；新增兼容', () => {
  const none = z.object({});
  const old = shapes(none, z.object({ name: z.string(), code: z.string() }));
  expect(compareShapes(old, shapes(none, z.object({ name: z.string() }))).breaking).toEqual([
    '出参 code 去掉',
  ]);
  expect(compareShapes(shapes(none, z.object({})), old)).toMatchObject({ breaking: [] });
  expect(outputs(z.string(), z.string().optional()).breaking).toEqual(['出参 f 不再总是给出']);
  expect(outputs(z.string(), z.string().nullable()).breaking).toHaveLength(1);
  expect(outputs(z.string().nullable(), z.string()).breaking).toEqual([]);
  expect(outputs(z.number(), z.int()).breaking).toEqual([]);
  expect(outputs(z.enum(['a']), z.enum(['a', 'b'])).breaking).toEqual(['出参 f 会出现新的值 b']);
  const list = (item: z.ZodType) => z.array(z.object({ inner: item }));
  expect(outputs(list(z.string()), list(z.boolean())).breaking[0]).toContain('出参 f[].inner 的类型');
});

test('与自己相比没有变化；版本按数排序', () => {
  const all = shapes(
    z.object({ a: z.string().regex(/^x/), b: z.array(z.enum(['p', 'q'])).optional() }),
    z.object({ c: z.object({ d: z.number().nullable() }) }),
  );
  expect(compareShapes(all, all)).toEqual({ breaking: [], compatible: [] });
  expect(['1.10.0', '1.9.1', '0.2.0', '1.9.0'].toSorted(compareVersions)).toEqual([
    '0.2.0',
    '1.9.0',
    '1.9.1',
    '1.10.0',
  ]);
});
