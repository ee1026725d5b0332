/** Synthetic answers: of the declared shape whatever it is, and the same each time. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exampleOf } from './example-of.ts';

function made(shape: z.ZodType): unknown {
  return exampleOf(z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' }));
}

/** Shapes as routes declare them. */
const leaf = fc.oneof(
  fc.record({ low: fc.integer({ min: 0, max: 5 }), more: fc.integer({ min: 0, max: 20 }) }).map(
    ({ low, more }): z.ZodType =>
      z
        .string()
        .min(low)
        .max(low + more),
  ),
  fc.integer({ min: -5, max: 5 }).map(
    (low): z.ZodType =>
      z
        .number()
        .int()
        .min(low)
        .max(low + 3),
  ),
  fc.integer({ min: -5, max: 5 }).map(
    (low): z.ZodType =>
      z
        .number()
        .gt(low)
        .max(low + 3),
  ),
  fc.constantFrom<z.ZodType>(
    z.boolean(),
    z.iso.date(),
    z.iso.datetime(),
    z.uuid(),
    z.enum(['a', 'b']),
    z.literal('x'),
    z.null(),
  ),
);
const { shape: anyShape } = fc.letrec<{ shape: z.ZodType }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('shape').map((inner) => z.array(inner)),
    tie('shape').map((inner) => inner.nullable()),
    tie('shape').map((inner) => inner.optional()),
    fc
      .array(tie('shape'), { minLength: 1, maxLength: 4 })
      .map((fields) => z.object(Object.fromEntries(fields.map((field, place) => [`f${place}`, field])))),
  ),
}));

test('任何声明的形状，合成的答复都通过它自己的检查', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const body = z.object({ body: shape });
      expect(body.safeParse(made(body)).error?.message).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('文本一看就是示例，两次一样', () => {
  const shape = z.object({
    name: z.string(),
    at: z.iso.date(),
    rows: z.array(z.object({ code: z.string() })),
  });
  expect(made(shape)).toEqual({ name: '示例name', at: '2026-01-01', rows: [{ code: '示例code' }] });
  expect(made(shape)).toEqual(made(shape));
});
