/** The pure part of forms: order, conclusions and JSON Schema hold for whatever form is drawn. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boolean, decimal, type Fields, integer, longText, text } from '../../../kernel/register.ts';
import { createFeel, toPlain } from '../../rules/service.ts';
import { concludeForm } from './conclude-form.ts';
import { formModel, type FormModel, type PlacedField } from './form-model.ts';
import { namesIn, orderOf } from './form-order.ts';
import { fromJsonSchema, toJsonSchema } from './json-schema.ts';

const feel = createFeel({
  limits: () => ({ length: 2000, depth: 50, cached: 500 }),
  guard: (work) => work(),
  now: () => new Date('2026-11-23T02:00:00Z'),
});
const fields: Fields = {
  a: integer({ title: '甲', minimum: 0 }),
  b: integer({ title: '乙' }),
  c: decimal({ title: '丙' }),
  d: text({ title: '丁', required: true, maxLength: 20 }),
  e: longText({ title: '戊', hint: '说明' }),
  f: boolean({ title: '己' }),
};
const me = { id: 'p', name: '张三', department: 'office' };
const evaluate = (expression: string, scope: object) =>
  toPlain(feel.evaluate(expression, { ...scope }).value);
const conclude = (model: FormModel, values: object) =>
  concludeForm({ model, fields, evaluate, me }, { ...values });
const formOf = (...placed: PlacedField[]): FormModel => ({
  title: '表',
  sections: [{ id: 'main', title: '内容', columns: 2, fields: placed }],
});

describe('结论', () => {
  test('隐藏的字段没有值,靠它算的也跟着变', () => {
    const model = formOf(
      { name: 'c', width: 1, compute: 'if b = null then 0 else b * 2' },
      { name: 'b', width: 1, show: 'a > 1' },
      { name: 'a', width: 1 },
    );
    expect(conclude(model, { a: 2, b: 5 }).values).toMatchObject({ b: 5, c: 10 });
    const hidden = conclude(model, { a: 1, b: 5 });
    expect(hidden.values).toMatchObject({ b: null, c: 0 });
    expect(hidden.states.get('b')).toMatchObject({ shown: false, required: false });
  });

  test('条件说不清楚时按不成立办', () => {
    const model = formOf({ name: 'b', width: 1, show: 'a > "x"', require: 'nothing' });
    expect(conclude(model, { a: 1 }).states.get('b')).toMatchObject({ shown: false });
  });

  test('互相依赖的字段被找出来,只是等着它们的不算', () => {
    const model = formOf(
      { name: 'a', width: 1, compute: 'b' },
      { name: 'b', width: 1, compute: 'a' },
      { name: 'c', width: 1, compute: 'a + 1' },
    );
    expect(orderOf(model).circle).toEqual(['a', 'b']);
    expect([...namesIn('a.b + "c" + d')]).toEqual(['a', 'd']);
  });
});

const condition = fc.constantFrom('a > 1', 'f = true', 'true', 'false', 'b = a', 'd = "x"');
const placed = fc.uniqueArray(fc.constantFrom(...Object.keys(fields)), { minLength: 1 }).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.record(
        {
          name: fc.constant(name),
          width: fc.constantFrom(1 as const, 2 as const),
          title: fc.constantFrom('标题', '甲'),
          hint: fc.constantFrom('提示', '说明'),
          show: condition,
          require: condition,
          readOnly: condition,
          compute: fc.constantFrom('a + 1', '1'),
          preset: fc.constantFrom('1', '"x"', 'me.name'),
        },
        { requiredKeys: ['name', 'width'] },
      ),
    ),
  ),
);
const anyForm = placed.map((list) => formModel.parse(formOf(...(list as PlacedField[]))));

test('任意表单导出为 JSON Schema 再导入,一字不差', () => {
  fc.assert(
    fc.property(anyForm, (model) => {
      const schema: unknown = JSON.parse(JSON.stringify(toJsonSchema(model, fields)));
      expect(fromJsonSchema(schema, fields)).toEqual({ model });
    }),
    { numRuns: 300 },
  );
});

test('任意表单、任意取值:隐藏的从不必填也没有值,计算的从不能填', () => {
  const values = fc.record(
    { a: fc.integer(), b: fc.integer(), d: fc.string(), f: fc.boolean() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anyForm, values, (model, given) => {
      const { states, values: out } = conclude(model, given);
      for (const [name, state] of states) {
        if (!state.shown) expect([state.required, out[name]]).toEqual([false, null]);
        if (state.computed) expect([state.required, state.readOnly]).toEqual([false, true]);
      }
    }),
    { numRuns: 300 },
  );
});

test('别的工具改过的 JSON Schema:标题、必填、只读照改,没有提到的布局不动', () => {
  const model = formOf({ name: 'a', width: 2 }, { name: 'e', width: 1 });
  const schema = toJsonSchema(model, fields) as { properties: Record<string, object> };
  const changed = {
    ...schema,
    required: ['a'],
    properties: {
      ...schema.properties,
      a: { ...schema.properties['a'], title: '新甲', default: 3 },
      e: { ...schema.properties['e'], readOnly: true },
    },
  };
  expect(fromJsonSchema(changed, fields)).toEqual({
    model: formOf(
      { name: 'a', width: 2, title: '新甲', require: 'true', preset: '3' },
      { name: 'e', width: 1, readOnly: 'true' },
    ),
  });
  const narrower = { ...schema, properties: { ...schema.properties, a: { type: 'integer', minimum: 5 } } };
  expect(fromJsonSchema(narrower, fields)).toEqual({
    problems: [{ path: 'properties.a.minimum', message: '与台账字段的规定不同' }],
  });
});
