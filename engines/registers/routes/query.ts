/** What the routes of registers share: the register named in the path decides, and lists are asked for in one form. */
import { z } from 'zod';
import type { Filter } from '../../../kernel/filter.ts';

export const id = z.uuid();
export const register = z.string().max(200);
/** The register named in the input decides, and the handler asks the one decision. */
export const byRegister = { decidedBy: 'register' } as const;

/** An object that came in a query string as JSON text. */
function jsonText<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, check) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      check.addIssue({ code: 'custom', message: '不是有效的 JSON' });
      return z.NEVER;
    }
  }, schema);
}

const flagWords: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
export const flag = z.preprocess(
  (value) => (typeof value === 'string' ? (flagWords[value] ?? value) : value),
  z.boolean(),
);

export const query = {
  /** Field → text form. */
  where: jsonText(z.record(z.string(), z.string())).optional(),
  filter: jsonText(
    z.custom<Filter>((value) => typeof value === 'object' && value !== null, '条件格式不正确'),
  ).optional(),
  search: z.string().max(200).optional(),
  sort: z.string().max(100).optional(),
  state: z.enum(['active', 'archived', 'all']).optional(),
  box: jsonText(z.tuple([z.number(), z.number(), z.number(), z.number()])).optional(),
};
