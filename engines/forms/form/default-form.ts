/** The form that a register or case type has before anybody designs one: all fields that people write, in their declared order. Pure. */
import type { Fields } from '../../../kernel/register.ts';
import { type FormModel, mostFields } from './form-model.ts';

const wide = new Set(['long-text', 'files', 'point', 'codes']);

export function defaultForm(title: string, fields: Fields): FormModel {
  const placed = Object.entries(fields)
    .filter(([, field]) => field.managed !== true && field.type !== 'json')
    .map(([name, field]) => ({ name, width: wide.has(field.type) ? (2 as const) : (1 as const) }));
  const parts = Array.from({ length: Math.max(1, Math.ceil(placed.length / mostFields)) }, (_, index) =>
    placed.slice(index * mostFields, (index + 1) * mostFields),
  );
  return {
    title: title.slice(0, 60),
    sections: parts.map((part, index) => ({
      id: index === 0 ? 'main' : `more-${index}`,
      title: index === 0 ? '基本信息' : `其他信息 ${index}`,
      columns: 2,
      fields: part,
    })),
  };
}
