/** The form that a register or case type has before anybody designs one: all fields that people write, in their declared order. Pure. */
import type { Fields } from '../../../kernel/register.ts';
import type { FormModel } from './form-model.ts';

const wide = new Set(['long-text', 'files', 'point', 'codes']);

export function defaultForm(title: string, fields: Fields): FormModel {
  return {
    title: title.slice(0, 60),
    sections: [
      {
        id: 'main',
        title: '基本信息',
        columns: 2,
        fields: Object.entries(fields)
          .filter(([, field]) => field.managed !== true && field.type !== 'json')
          .slice(0, 60)
          .map(([name, field]) => ({ name, width: wide.has(field.type) ? 2 : 1 })),
      },
    ],
  };
}
