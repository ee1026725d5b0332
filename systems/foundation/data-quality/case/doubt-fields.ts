/** What anybody writes who doubts a value, whether it came from a department of this city or over a link. */
import { longText, text } from '../../../../kernel/register.ts';

export const doubtFields = {
  title: text({
    title: '疑义事项',
    required: true,
    search: true,
    list: true,
    maxLength: 100,
    hint: '不要写个人信息',
  }),
  rowKey: text({ title: '记录主键', required: true, maxLength: 200, class: 'personal', mask: 'text' }),
  field: text({ title: '信息项', maxLength: 40, hint: '字段名；空为整条记录' }),
  doubt: longText({ title: '疑义和依据', required: true, maxLength: 1000, class: 'personal' }),
};
